from __future__ import annotations

from .._runtime.models.base import Model

TYPE_CHECKING: bool = bool(0)
if TYPE_CHECKING:
    from .credit import Credit


class CreateCreditResponse(Model):
    """The credits that a request has brought into being."""

    credits: list[Credit]
    """The new credits."""
