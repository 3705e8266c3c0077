from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from .._runtime.models.base import Model, Nullable


class CreditRequest(Model):
    """One credit to grant to an account."""

    account_id: Annotated[str, Field(alias="accountId")]
    """The account that receives the credit."""
    purpose: str
    """What the credit is for, in the words of whoever grants it."""
    applicable_entity_ids: Annotated[Nullable[list[str]], Field(alias="applicableEntityIds")] = None
    """What the credit may pay for: identifiers of usage meters and the like, or
    `ALL_USAGE_METER_RATE_CARDS` and `ALL_FIXED_FEE_RATE_CARDS`. Null or an empty list means
    everything.
    """
    effective_from: Annotated[datetime.date, Field(alias="effectiveFrom")]
    """From when the credit counts."""
    effective_until: Annotated[datetime.date | None, Field(alias="effectiveUntil")] = None
    """Until when the credit counts."""
    credit_amount: Annotated[int | float | None, Field(alias="creditAmount")] = None
    """How much is granted, in the unit of the account."""
    priority: int
    """Orders the credits of an account when several could be used."""
    grantor_id: Annotated[str | None, Field(alias="grantorId")] = None
    """What granted the credit, such as an add-on."""
    idempotency_key: Annotated[str | None, Field(alias="idempotencyKey")] = None
    """A key of the caller's choice that lets the service recognise the same grant sent twice."""
