"""Node."""

from __future__ import annotations

from .._runtime.models.base import Model


class Node(Model):
    """A tree."""

    value: int
    children: list[Node] | None = None
    list: str | None = None
    str: bool | None = None
