from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .credit import Credit


class CreateCreditResponse(Model):
    """The credits that a request has brought into being."""

    credits: list[Credit]
    """The new credits."""
