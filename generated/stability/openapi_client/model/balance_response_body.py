from __future__ import annotations

from .._runtime.models.base import Model


class BalanceResponseBody(Model):
    """The credits that are left."""

    credits: int | float
    """How many credits are left; whole or not."""
