from __future__ import annotations

from .._runtime.models.base import Model


class ValidationError(Model):
    """One fault in a request."""

    loc: list[str | int]
    """The way to the faulty value, from the outside in."""
    msg: str
    """What is wrong, for a person to read."""
    type: str
    """What is wrong, for a program to read."""
