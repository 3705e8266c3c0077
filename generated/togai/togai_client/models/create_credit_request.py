from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.models.base import Model

TYPE_CHECKING: bool = bool(0)
if TYPE_CHECKING:
    from .credit_request import CreditRequest


class CreateCreditRequest(Model):
    """The credits to grant in one request."""

    credit_requests: Annotated[list[CreditRequest], Field(alias="creditRequests")]
    """One entry for each credit to grant."""
