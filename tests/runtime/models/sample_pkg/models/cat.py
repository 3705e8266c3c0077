"""Cat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .pet import Pet


class Cat(Model):
    """A cat."""

    pet_type: Annotated[Literal["cat"], Field(alias="petType")] = "cat"
    name: str
    lives: int | None = None
    friend: Pet | None = None
