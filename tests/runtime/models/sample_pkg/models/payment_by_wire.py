"""PaymentByWire."""

from __future__ import annotations

from .._runtime.models.base import Model


class PaymentByWire(Model):
    """A payment by wire."""

    amount: int | float
    iban: str | None = None
