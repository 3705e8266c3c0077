from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from .._runtime.models.base import Model, Open


class CreditTransaction(Model):
    """One change of a credit's amount."""

    id: str
    """Identifies the transaction."""
    credit_id: Annotated[str, Field(alias="creditId")]
    """The credit that changed."""
    transaction_type: Annotated[
        Open[Literal["CREDITED", "DEBITED", "EXPIRED", "VOIDED"]],
        Field(alias="transactionType"),
    ]
    """What kind of change it was."""
    invoice_id: Annotated[str | None, Field(alias="invoiceId")] = None
    """The invoice that the amount went into, if any."""
    entity_id: Annotated[str | None, Field(alias="entityId")] = None
    """What the amount was spent on, if anything."""
    amount: int | float
    """How much was added or taken."""
    created_at: Annotated[datetime.datetime, Field(alias="createdAt")]
    """When it happened."""
