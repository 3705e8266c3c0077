from __future__ import annotations

from .._runtime.models.base import Model


class ErrorResponse(Model):
    """What the service says when it refuses or fails. There is no code besides the HTTP status."""

    message: str
    """What went wrong, for a person to read."""
