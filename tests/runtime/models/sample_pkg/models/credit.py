"""Credit."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from .._runtime.models.base import Base64, Model, Nullable, Open, OpenInt

if TYPE_CHECKING:
    from .account import Account
    from .color import Color
    from .credit_transaction import CreditTransaction
    from .level import Level


class Credit(Model):
    """A credit that was granted to an account."""

    account_id: Annotated[str, Field(alias="accountId")]
    """The account that the credit belongs to."""
    effective_from: Annotated[datetime.date, Field(alias="effectiveFrom")]
    status: Open[Literal["ACTIVE", "CONSUMED", "EXPIRED", "VOIDED"]]
    transactions: list[CreditTransaction]
    hold_amount: Annotated[int | float | None, Field(alias="holdAmount")] = None
    note: Nullable[str] = None
    page_size: Annotated[int | None, Field(alias="pageSize")] = None
    created_at: Annotated[datetime.datetime | None, Field(alias="createdAt")] = None
    daily_at: Annotated[datetime.time | None, Field(alias="dailyAt")] = None
    color: Open[Color] | None = None
    level: OpenInt[Level] | None = None
    active: bool | None = None
    receipt: Base64 | None = None
    price: Decimal | None = None
    token: Annotated[str | None, Field(alias="promToken", repr=False)] = None
    reference: Nullable[uuid.UUID] = None
    owner: Nullable[Account] = None
    labels: dict[str, str] | None = None
    anything: Any = None
