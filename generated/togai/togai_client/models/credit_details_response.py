from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from .._runtime.models.base import Model, Nullable, Open

if TYPE_CHECKING:
    from .credit_transaction import CreditTransaction


class CreditDetailsResponse(Model):
    """A credit together with its transactions."""

    account_id: Annotated[str, Field(alias="accountId")]
    """The account that the credit belongs to."""
    purpose: str
    """What the credit is for, in the words of whoever granted it."""
    applicable_entity_ids: Annotated[Nullable[list[str]], Field(alias="applicableEntityIds")] = None
    """What the credit may pay for. Null or an empty list means everything."""
    effective_from: Annotated[datetime.date, Field(alias="effectiveFrom")]
    """From when the credit counts."""
    effective_until: Annotated[datetime.date | None, Field(alias="effectiveUntil")] = None
    """Until when the credit counts, where a date was given."""
    credit_amount: Annotated[int | float | None, Field(alias="creditAmount")] = None
    """How much was granted."""
    priority: int
    """Orders the credits of an account when several could be used."""
    grantor_id: Annotated[str | None, Field(alias="grantorId")] = None
    """What granted the credit, such as an add-on."""
    idempotency_key: Annotated[str | None, Field(alias="idempotencyKey")] = None
    """The key that was sent when the credit was granted."""
    id: str
    """Identifies the credit."""
    customer_id: Annotated[str, Field(alias="customerId")]
    """The customer that the credit belongs to."""
    status: Open[Literal["ACTIVE", "CONSUMED", "EXPIRED", "VOIDED"]]
    """Whether the credit can be used, and if not, why."""
    credit_unit: Annotated[str | None, Field(alias="creditUnit")] = None
    """The unit of all amounts of this credit, such as a currency."""
    hold_amount: Annotated[int | float | None, Field(alias="holdAmount")] = None
    """How much of it is on hold."""
    consumed_amount: Annotated[int | float | None, Field(alias="consumedAmount")] = None
    """How much of it has been used."""
    created_at: Annotated[datetime.datetime, Field(alias="createdAt")]
    """When the credit was granted."""
    updated_at: Annotated[datetime.datetime | None, Field(alias="updatedAt")] = None
    """When the credit last changed."""
    transactions: list[CreditTransaction]
    """Everything that has happened to the credit's amount."""
