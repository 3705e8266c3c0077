from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .validation_error import ValidationError


class HTTPValidationError(Model):
    """What is wrong with a request."""

    detail: list[ValidationError] | None = None
    """One entry for each fault."""
