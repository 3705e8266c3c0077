from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .paused_invoice import PausedInvoice


class SubscriptionPaused(Model):
    """Why a subscription is paused."""

    invoices: list[PausedInvoice] | None = None
    """The invoices behind it."""
