from __future__ import annotations

from .._runtime.models.base import Model

TYPE_CHECKING: bool = bool(0)
if TYPE_CHECKING:
    from .validation_error import ValidationError


class HTTPValidationError(Model):
    """What is wrong with a request."""

    detail: list[ValidationError] | None = None
    """One entry for each fault."""
