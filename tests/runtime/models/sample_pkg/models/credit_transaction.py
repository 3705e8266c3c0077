"""CreditTransaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .credit import Credit


class CreditTransaction(Model):
    """What a credit was used for; refers back to it."""

    id: str
    amount: int | float
    refunded_by: Annotated[Credit | None, Field(alias="refundedBy")] = None
