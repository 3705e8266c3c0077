"""Account."""

from __future__ import annotations

from typing import ClassVar

from .._runtime.models.base import AdditionalProperties, Model

TYPE_CHECKING: bool = bool(0)
if TYPE_CHECKING:
    from .credit import Credit
    from .node import Node


class Account(Model):
    """An account, whose undeclared keys are its credits."""

    name: str | None = None
    root: Node | None = None

    additional_properties: ClassVar[AdditionalProperties[Credit]] = AdditionalProperties("Credit")
