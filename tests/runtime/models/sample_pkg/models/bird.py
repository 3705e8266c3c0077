"""Bird."""

from __future__ import annotations

from .._runtime.models.base import Model


class Bird(Model):
    """A bird; only its wings tell it from other animals."""

    wings: int
    name: str | None = None
