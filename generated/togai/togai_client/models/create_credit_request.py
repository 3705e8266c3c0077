from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .credit_request import CreditRequest


class CreateCreditRequest(Model):
    """The credits to grant in one request."""

    credit_requests: Annotated[list[CreditRequest], Field(alias="creditRequests")]
    """One entry for each credit to grant."""
