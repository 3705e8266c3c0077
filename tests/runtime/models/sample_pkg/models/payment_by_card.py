"""PaymentByCard."""

from __future__ import annotations

from .._runtime.models.base import Model


class PaymentByCard(Model):
    """A payment by card."""

    amount: int | float
    card_number: str | None = None
