"""Settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from .._runtime.models.base import (
    AdditionalProperties,
    Model,
    Nullable,
    OpenNumber,
    OpenValue,
)

if TYPE_CHECKING:
    from .animal import Animal
    from .json_tree import JsonTree
    from .payment import Payment
    from .pets import Pets


class Settings(Model):
    """Everything else."""

    version: Literal[1] = 1
    mode: OpenValue[Literal["on", 1, True]] | None = None
    ratio: OpenNumber[Literal[1, 2]] | None = None
    pair: tuple[str, int, *tuple[bool, ...]] | None = None
    pets: Pets | None = None
    animal: Nullable[Animal] = None
    payment: Payment | None = None
    tree: JsonTree | None = None
    id_or_name: int | str | None = None
    tags: list[str] = ["new"]  # noqa: RUF012

    additional_properties: ClassVar[AdditionalProperties[bool]] = AdditionalProperties("bool")
