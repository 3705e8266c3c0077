"""Dog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .pet import Pet


class Dog(Model):
    """A dog."""

    pet_type: Annotated[str, Field(alias="petType")]
    name: str
    tricks: int | None = None
    friend: Pet | None = None
