"""Account."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from .._runtime.models.base import AdditionalProperties, Model

if TYPE_CHECKING:
    from .credit import Credit
    from .node import Node


class Account(Model):
    """An account, whose undeclared keys are its credits."""

    name: str | None = None
    root: Node | None = None

    additional_properties: ClassVar[AdditionalProperties[Credit]] = AdditionalProperties("Credit")
