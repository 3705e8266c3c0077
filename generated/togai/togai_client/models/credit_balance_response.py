from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from .._runtime.models.base import Model


class CreditBalanceResponse(Model):
    """What an account has in credits, in one unit."""

    active_credits: Annotated[int | float, Field(alias="activeCredits")]
    """The account's active credits, added up."""
    available_balance: Annotated[int | float, Field(alias="availableBalance")]
    """The balance that is available. The sources do not say what sets it apart from the running
    balance.
    """
    running_balance: Annotated[int | float, Field(alias="runningBalance")]
    """The running balance. The sources do not say what sets it apart from the available
    balance.
    """
    inapplicable_credits: Annotated[int | float, Field(alias="inapplicableCredits")]
    """Credits that do not apply."""
    unit: str
    """The unit of the figures, such as a currency."""
    last_updated_at: Annotated[datetime.datetime, Field(alias="lastUpdatedAt")]
    """When the balance was last updated."""
