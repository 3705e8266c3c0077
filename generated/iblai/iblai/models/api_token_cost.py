from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from .._runtime.models.base import Model


class APITokenCost(Model):
    """The tokens used in one week."""

    var_date: Annotated[datetime.date, Field(alias="date")]
    """The week, by one of its days."""
    completion_tokens: int
    """Tokens used by answers."""
    prompt_tokens: int
    """Tokens used by prompts."""
