from __future__ import annotations

from .._runtime.models.base import Model


class PausedInvoice(Model):
    """An invoice that has led to a pause."""

    invoice_id: str | None = None
    """Identifies the invoice."""
    invoice_number: str | None = None
    """The number printed on the invoice."""
    amount: int | float | None = None
    """What the invoice is about."""
    timestamp: int | None = None
    """When it happened, in seconds since 1970."""
    pause_reason: str | None = None
    """Why the invoice has led to a pause."""
    invoice_name: str | None = None
    """What the invoice is called."""
    payment_link: str | None = None
    """Where it can be paid."""
    severity: int | None = None
    """How serious it is."""
