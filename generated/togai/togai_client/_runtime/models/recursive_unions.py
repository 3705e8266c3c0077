"""Finds the unions that contain themselves, which are read without pydantic-core.

Pydantic-core tries every member of a choice. Where members contain the choice again, each level
multiplies the work: twelve levels of three members took two seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .annotations.shapes import AnyOf, Shape, mentions
from .definitions import ModelDefinition, plan_of


class Cycles:
    """Tells which classes reach each other: the strongly connected components of a package's
    models.

    They are found once, for all that is reached from ``shape`` (Tarjan 1972, with a stack of its
    own).
    """

    def __init__(self, shape: Shape) -> None:
        self._component: dict[type[Any], int] = {}
        self._number: dict[type[Any], int] = {}
        self._lowest: dict[type[Any], int] = {}
        self._path: list[type[Any]] = []
        for cls in mentions(shape):
            if cls not in self._number:
                self._visit(cls)

    def is_branching(self, shape: AnyOf, owner: type[Any] | None) -> bool:
        """Whether two members of a choice in ``owner`` lead back to it."""
        if owner is None:
            return False
        home = self._component[owner]
        leading = [
            member
            for member in shape.members
            if any(self._component[cls] == home for cls in mentions(member))
        ]
        return len(leading) > 1

    def _visit(self, root: type[Any]) -> None:
        self._enter(root)
        stack = [(root, _neighbours(root))]
        while stack:
            cls, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                self._leave(cls)
                if stack:
                    above = stack[-1][0]
                    self._lowest[above] = min(self._lowest[above], self._lowest[cls])
            elif following not in self._number:
                self._enter(following)
                stack.append((following, _neighbours(following)))
            elif following not in self._component:
                self._lowest[cls] = min(self._lowest[cls], self._number[following])

    def _enter(self, cls: type[Any]) -> None:
        self._number[cls] = self._lowest[cls] = len(self._number)
        self._path.append(cls)

    def _leave(self, cls: type[Any]) -> None:
        """Closes a component where ``cls`` is the first of it that was met."""
        if self._lowest[cls] < self._number[cls]:
            return
        while True:
            member = self._path.pop()
            self._component[member] = self._number[cls]
            if member is cls:
                return


def _neighbours(cls: type[Any]) -> Iterator[type[Any]]:
    plan = plan_of(cls)
    if not isinstance(plan, ModelDefinition):
        yield from mentions(plan)
        return
    for field in plan.fields:
        yield from mentions(field.shape)
    yield from mentions(plan.extras)
