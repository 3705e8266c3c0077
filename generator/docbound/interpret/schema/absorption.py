"""Choices beside what they allow anyway: ``A`` together with ``A or B`` is ``A``.

A schema that narrows what it inherits says so with a choice beside a wider one, or with one of its
alternatives. The wider one adds nothing then, and to combine each with each would make models that
no value can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from docbound.records import record
from docbound.service import Pointer
from docbound.tables.keywords import SHAPING

from ...document.reader import Node
from . import objects
from .discriminators import tag_of
from .expansion import GROUPS, Expansion, Part, refers
from .nullability import is_null

if TYPE_CHECKING:
    from .context import SchemaContext

_MOST_ALTERNATIVES: Final = 1000
"""How many alternatives of a choice, those of choices within it among them, are looked at."""


@record(kw_only=False)
class Group:
    """One ``oneOf`` or ``anyOf``: the schema it belongs to, its keyword, and its alternatives
    without null.
    """

    part: Part
    key: str
    members: tuple[Node, ...]

    @property
    def discriminator(self) -> Node | None:
        """The discriminator beside it."""
        mark = self.part.node.member("discriminator")
        return mark if mark is not None and mark.value is not None else None


def without_implied(
    schemas: SchemaContext, expansion: Expansion, groups: Sequence[Group]
) -> Expansion | None:
    """``expansion`` without the choices that what is beside them implies; None where each of them
    counts.

    Args:
        schemas: the types of other places.
        expansion: all schemas that hold at a place.
        groups: its choices.
    """
    held = [part.node for part in expansion.parts if not part.bare]
    if len(held) < 2:
        return None
    listed = [_leaves(schemas, group.members) for group in groups]
    implied: set[int] = set()
    for index, (group, own) in enumerate(zip(groups, listed, strict=True)):
        if own is None:
            continue
        narrower = [{node.pointer for node in held if node.pointer != group.part.node.pointer}]
        narrower[0] &= own.keys()
        narrower += [
            set(other)
            for place, other in enumerate(listed)
            if place != index and place not in implied and other and other.keys() <= own.keys()
            if groups[place].discriminator or _tells_apart(schemas, group.discriminator, other)
        ]
        if any(each and not _is_extended(schemas, each, own) for each in narrower):
            implied.add(index)
    if not implied:
        return None
    dropped = [groups[index] for index in implied]
    parts = tuple(_without(part, dropped) for part in expansion.parts)
    return replace(expansion, parts=parts)


def _without(part: Part, dropped: Sequence[Group]) -> Part:
    keys = {group.key for group in dropped if group.part is part}
    if not keys:
        return part
    if part.value.keys() & GROUPS <= keys:
        keys.add("discriminator")
    return replace(part, node=part.node.without(frozenset(keys)))


def _leaves(schemas: SchemaContext, members: Sequence[Node]) -> dict[Pointer, Node] | None:
    """The alternatives of a choice and of the choices within it, by where they are; None where
    they are too many to look at.
    """
    found: dict[Pointer, Node] = {}
    passed: set[Pointer] = set()
    waiting = list(reversed(members))
    while waiting:
        node = waiting.pop()
        if node.pointer in passed:
            continue
        passed.add(node.pointer)
        if len(passed) > _MOST_ALTERNATIVES:
            return None
        value = node.value
        shaping: set[str] = (
            value.keys() & (SHAPING | {"allOf"}) if isinstance(value, dict) else set()
        )
        if refers(node) and not shaping:
            target = schemas.expander.target(node)
            if target is not None:
                waiting.append(target)
        elif len(shaping) == 1 and shaping <= GROUPS:
            items = schemas.reader.items(node.member(next(iter(shaping))))
            waiting.extend(item for item in items if not is_null(item))
        else:
            found[node.pointer] = node
    return found


def _tells_apart(
    schemas: SchemaContext, mark: Node | None, narrower: Mapping[Pointer, Node]
) -> bool:
    """Whether the alternatives are told apart without the discriminator of the wider choice: each
    has its own values of the property.
    """
    if mark is None or len(narrower) == 1:
        return True
    tag = tag_of(schemas.reader, mark)
    return all(
        any(
            member.has("const") or member.has("enum")
            for member in objects.properties(schemas, schemas.expander.behind(node)).get(tag, ())
        )
        for node in narrower.values()
    )


def _is_extended(
    schemas: SchemaContext, narrower: set[Pointer], wider: Mapping[Pointer, Node]
) -> bool:
    """Whether another alternative is one of the narrower ones and more: it says what such a value
    may be besides.
    """
    return any(
        part.node.pointer in narrower
        for pointer, node in wider.items()
        if pointer not in narrower
        for part in schemas.expander.behind(node).parts
    )
