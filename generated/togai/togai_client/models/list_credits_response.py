from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from .._runtime.models.base import Model, Nullable

if TYPE_CHECKING:
    from .credit import Credit


class ListCreditsResponse(Model):
    """One page of credits."""

    data: list[Credit]
    """The credits of this page."""
    next_token: Annotated[Nullable[str], Field(alias="nextToken")] = None
    """Where the next page starts. Null or absent on the last one."""
