"""``oneOf`` and ``anyOf``, with and without a discriminator.

What is beside the alternatives holds for each of them, so an alternative that is an object gets
the fields beside it too. A discriminated choice gets a definition of its own; another one is a
Union where it is, unless it is a component.

Specification: "Discriminator Object" of OpenAPI; ``oneOf`` and ``anyOf`` of JSON Schema.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Anything, Enum, Literal, Pointer, Type, UnionDefinition
from docbound.tables.keywords import SHAPING

from ...document.reader import Node, reference_of
from . import objects
from .absorption import Group, without_implied
from .discriminators import Alternative, tag_of, tagged
from .enums import contradictory, kind_of
from .expansion import GROUPS, Expansion, Part, refers
from .nullability import is_null
from .types import members_of, union, without_null

if TYPE_CHECKING:
    from .context import Make, SchemaContext

_MOST_COMBINATIONS: Final = 24
"""How many alternatives several groups may multiply to."""

_MOST_NESTED: Final = 200
"""How many alternatives those that are within each other may multiply to."""

_MOST_WITHIN: Final = 1000
"""How many alternatives a description may have put together, in all, within others that are put
together themselves.

What two alternatives have inside meets in turn, so that there could be one model for each pair of a
description's schemas, and for each three of them.
"""

_CONDITIONS: Final = frozenset({"required", "not", "if", "then", "else", "dependentRequired"})
"""Keywords of alternatives that only restrict what is beside them."""

_COMBINED: Final = re.compile(r"#\d+#")
"""Places within alternatives that are put together."""

_TITLE: Final = re.compile(r"[A-Za-z]\w*(?: \w+){0,3}")
"""Titles that may be the names of an enum's members."""

_FIELDS: Final = frozenset({"type", "properties", "required"})

_DESCRIBING: Final = frozenset({"title", "description", "example", "examples", "$comment"})


def shape(
    schemas: SchemaContext, expansion: Expansion, pointer: Pointer, *, named: bool
) -> Type | Make | None:
    """What an expansion with alternatives amounts to; None where it has none that count.

    Args:
        schemas: the types of other places.
        expansion: all schemas that hold at the place.
        pointer: the place.
        named: whether the place gets a definition of its own.
    """
    groups = _groups(schemas, expansion)
    if not groups:
        return None
    narrowed = without_implied(schemas, expansion, groups)
    if narrowed is not None:
        if named:
            return schemas.shape(narrowed, pointer, named=True)
        return schemas.type_from(narrowed, pointer)
    base = _beside(expansion)
    if _are_endless(schemas, groups):
        parts = (*base, *_loosened(schemas, groups))
        return schemas.shape(Expansion(parts), pointer, named=named)
    only = _only_object(schemas, groups) if named else None
    if only is not None:
        return schemas.shape(Expansion((*base, *only.parts)), pointer, named=True)
    found = _alternatives(schemas, groups, base, pointer)
    mark = next((group.discriminator for group in groups if group.discriminator), None)
    if mark is not None:
        tag = tag_of(schemas.reader, mark)
        if tag and any(item.named for item in found):
            return lambda about: tagged(schemas, found, mark, tag).at(about)
    together = union(item.type for item in found)
    bare = without_null(together)
    members = members_of(bare)
    if not named or len(members) < 2:
        listed = _listed(schemas, groups, bare) if named else None
        return listed or bare
    return lambda about: UnionDefinition(about=about, members=members)


def _only_object(schemas: SchemaContext, groups: Sequence[Group]) -> Expansion | None:
    """The one alternative beside null, where it is an object that is there itself: it is the
    schema, null apart.
    """
    if len(groups) != 1 or len(groups[0].members) != 1 or groups[0].discriminator:
        return None
    node = groups[0].members[0]
    if refers(node) or not isinstance(node.value, dict):
        return None
    is_object = node.value.get("type") == "object" or "properties" in node.value
    return schemas.expander.expand((node,)) if is_object else None


# --- alternatives ------------------------------------------------------------


def _groups(schemas: SchemaContext, expansion: Expansion) -> list[Group]:
    found: list[Group] = []
    for part in expansion.parts:
        for key in part.value:
            if key not in GROUPS:
                continue
            member = part.node.member(key)
            assert member is not None
            items = [item for item in schemas.reader.items(member) if not is_null(item)]
            if items and all(_is_condition(item) for item in items):
                schemas.reader.note(
                    "ignored-alternatives",
                    f"this `{key}` only says which fields come together, which a type does not"
                    " express",
                    member.pointer,
                )
                continue
            if items:
                found.append(Group(part, key, tuple(items)))
            elif member.value == []:
                schemas.reader.note(
                    "empty-alternatives",
                    f"an empty `{key}` is ignored",
                    member.pointer,
                    effect=Effect.HARMLESS,
                    action="it is ignored",
                )
    return found


def _is_condition(node: Node) -> bool:
    """Whether an alternative restricts what is beside it without saying anything of its
    shape.
    """
    value = node.value
    if not isinstance(value, dict) or not value:
        return False
    keys = value.keys() - _DESCRIBING
    if value.get("type") == "object":
        keys -= {"type"}
    if not keys & _CONDITIONS:
        return False
    if not keys <= _CONDITIONS | GROUPS:
        return False
    return isinstance(value.get("required", []), list)


def _beside(expansion: Expansion) -> tuple[Part, ...]:
    """What holds beside the alternatives."""
    stripped = GROUPS | {"discriminator"}
    return tuple(
        replace(part, node=part.node.without(stripped), local=False) for part in expansion.parts
    )


def _alternatives(
    schemas: SchemaContext, groups: Sequence[Group], base: tuple[Part, ...], pointer: Pointer
) -> tuple[Alternative, ...]:
    count = prod(len(group.members) for group in groups)
    if _COMBINED.search(pointer):
        schemas.combined_within += count
        if schemas.combined_within > _MOST_WITHIN:
            return _alone(schemas, groups)
    if count > _MOST_COMBINATIONS and len(groups) > 1:
        primary = next((group for group in groups if group.discriminator), groups[0])
        base += _loosened(schemas, [group for group in groups if group is not primary])
        groups = [primary]
    found = [
        _alternative(schemas, nodes, base, f"{pointer}#{index}", pointer)
        for index, nodes in enumerate(product(*(group.members for group in groups)))
    ]
    possible = tuple(item for item in found if item is not None)
    if not possible:
        schemas.reader.warn(
            "conflicting-values",
            "none of the alternatives fits what is beside them",
            groups[0].part.node.pointer,
            effect=Effect.GUESS,
            action="the alternatives count alone",
        )
        return tuple(Alternative((node,), schemas.type_of(node)) for node in groups[0].members)
    return possible


def _alone(schemas: SchemaContext, groups: Sequence[Group]) -> tuple[Alternative, ...]:
    """The alternatives of one group, where there are too many to put together with what is beside
    them: those that a discriminator tells apart, or the ones that the place says last.
    """
    group = next((group for group in groups if group.discriminator), groups[-1])
    schemas.reader.warn(
        "combined-alternatives",
        "alternatives within alternatives are too many to combine; these count alone",
        group.part.node.pointer,
        effect=Effect.GUESS,
        action="values keep the fields beside them, as undeclared ones",
    )
    return tuple(Alternative((node,), schemas.type_of(node)) for node in group.members)


def _are_endless(schemas: SchemaContext, groups: Sequence[Group]) -> bool:
    """Whether alternatives within alternatives have multiplied beyond all use."""
    if not schemas.combining:
        schemas.combined = 0
    schemas.combined += prod(len(group.members) for group in groups)
    return schemas.combined > _MOST_NESTED and bool(schemas.combining)


def _loosened(schemas: SchemaContext, groups: Sequence[Group]) -> tuple[Part, ...]:
    """The fields of alternatives that are too many to combine: all of them, none required."""
    parts: list[Part] = []
    for group in groups:
        schemas.reader.warn(
            "combined-alternatives",
            "several groups of alternatives are too many to combine; the fields of this one become"
            " optional",
            group.part.node.pointer,
            effect=Effect.GUESS,
            action="their fields become optional ones of one model",
        )
        for member in group.members:
            inner = schemas.expander.expand((member,)).parts
            parts.extend(
                Part(part.node.without(GROUPS), local=False, optional=True) for part in inner
            )
    return tuple(parts)


def _alternative(
    schemas: SchemaContext,
    nodes: tuple[Node, ...],
    base: tuple[Part, ...],
    synthesised: Pointer,
    above: Pointer,
) -> Alternative | None:
    """One alternative together with what is beside it.

    None where the two exclude each other, and where it leads back to itself, so that it adds
    nothing.
    """
    is_single = len(nodes) == 1
    if is_single and not any(not part.bare or "type" in part.value for part in base):
        return Alternative(nodes, schemas.type_of(nodes[0]))
    own = schemas.expander.expand(nodes)
    if own.unresolved and not own.parts:
        return Alternative(nodes, Anything())
    seen = {part.node.pointer for part in own.parts}
    beside = tuple(part for part in base if part.node.pointer not in seen)
    if is_single and refers(nodes[0]) and _adds_nothing(schemas, beside, own):
        schemas.reader.note(
            "repeated-fields",
            "what is beside these alternatives repeats their fields and is left to them",
            above,
        )
        return Alternative(nodes, schemas.type_of(nodes[0]))
    parts = (*beside, *own.parts)
    if contradictory(parts):
        return None
    pointer = nodes[0].pointer
    if not is_single or not all(part.bare for part in base):
        pointer = synthesised
        schemas.places.derive(pointer, above, " ".join(_words(schemas, node) for node in nodes))
        schemas.places.composed[pointer] = tuple(node.pointer for node in nodes)
    places = tuple(node.pointer for node in nodes)
    if places in schemas.combining:
        return None
    schemas.combining.add(places)
    merged = Expansion(parts, own.targets, own.unresolved)
    made = Alternative(nodes, schemas.type_from(merged, pointer))
    schemas.combining.discard(places)
    return made


def _adds_nothing(schemas: SchemaContext, base: Sequence[Part], own: Expansion) -> bool:
    """Whether an alternative declares every field that is beside it too, so that it needs no
    model of its own.
    """
    if all(part.bare for part in base):
        return False
    if any(not part.bare and part.value.keys() & SHAPING - _FIELDS for part in base):
        return False
    beside = objects.properties(schemas, Expansion(tuple(base)))
    return beside.keys() <= objects.properties(schemas, own).keys()


def _words(schemas: SchemaContext, node: Node) -> str:
    ref = reference_of(node)
    if ref is not None:
        return ref.rpartition("/")[2].split("#")[-1].removesuffix(".yaml").removesuffix(".json")
    return schemas.places.alternative(node.pointer, node.value, node.pointer.rpartition("/")[2])


# --- enums spelt as alternatives ------------------------------------------------------------


def _listed(schemas: SchemaContext, groups: Sequence[Group], type_: Type) -> Make | None:
    """A component whose alternatives are single values is an enum whose values carry names and
    descriptions.
    """
    if not isinstance(type_, Literal) or len(groups) != 1 or len(type_.values) < 2:
        return None
    kind = kind_of(type_.values)
    if kind == "boolean":
        return None
    nodes = groups[0].members
    exact = len(nodes) == len(type_.values) and all(node.has("const") for node in nodes)
    titles = tuple(schemas.reader.text(node, "title") for node in nodes)
    texts = tuple(schemas.reader.text(node, "description") for node in nodes)
    distinct = len(set(titles)) == len(titles) and all(map(_TITLE.fullmatch, titles))
    return lambda about: Enum(
        about=about,
        kind=kind,
        values=type_.values,
        names=titles if exact and distinct else (),
        descriptions=texts if exact and any(texts) else (),
    )
