"""Questions about types that names are looked through for: whether null is allowed, and what plain
data is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from docbound.service import (
    Alias,
    Array,
    Definition,
    Literal,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)
from docbound.service import Mapping as MapType

Definitions = Mapping[Pointer, Definition]
_NO_POINTERS: Final[frozenset[Pointer]] = frozenset()
_NO_WORDS: Final[frozenset[str]] = frozenset()


def accepts_null(
    type_: Type, definitions: Definitions, seen: frozenset[Pointer] = _NO_POINTERS
) -> bool:
    """Whether null is among the values of a type.

    Args:
        type_: the type.
        definitions: what a ``Named`` refers to.
        seen: the names that were followed already.
    """
    match type_:
        case Primitive(kind="null"):
            return True
        case Literal():
            return None in type_.values
        case Union():
            return any(accepts_null(member, definitions, seen) for member in type_.members)
        case Named() if type_.pointer not in seen:
            seen |= {type_.pointer}
            return any(
                accepts_null(member, definitions, seen)
                for member in _types_of_alias(definitions.get(type_.pointer))
            )
        case _:
            return False


def is_null(type_: Type, definitions: Definitions) -> bool:
    """Whether null is the only value of a type, seen through names.

    Args:
        type_: the type.
        definitions: what a ``Named`` refers to.
    """
    seen: set[Pointer] = set()
    while isinstance(type_, Named) and type_.pointer not in seen:
        seen.add(type_.pointer)
        definition = definitions.get(type_.pointer)
        if not isinstance(definition, Alias):
            return False
        type_ = definition.type
    return isinstance(type_, Primitive) and type_.kind == "null"


def plain_data(
    type_: Type, definitions: Definitions, seen: frozenset[Pointer] = _NO_POINTERS
) -> frozenset[str]:
    """Which containers of plain data a type can be given as: ``object``, ``array``, both or none.

    Args:
        type_: the type.
        definitions: what a ``Named`` refers to.
        seen: the names that were followed already.
    """
    match type_:
        case Array():
            inside = plain_data(type_.items, definitions, seen)
            return frozenset({"array"}) if "object" in inside else _NO_WORDS
        case MapType():
            return frozenset({"object"})
        case Union():
            return _plain_data_of(type_.members, definitions, seen)
        case Named() if type_.pointer not in seen:
            definition = definitions.get(type_.pointer)
            if isinstance(definition, Object):
                return frozenset({"object"})
            seen |= {type_.pointer}
            return _plain_data_of(_types_of_alias(definition), definitions, seen)
        case _:
            return _NO_WORDS


def _plain_data_of(
    members: Iterable[Type], definitions: Definitions, seen: frozenset[Pointer]
) -> frozenset[str]:
    return _NO_WORDS.union(*(plain_data(member, definitions, seen) for member in members))


def _types_of_alias(definition: Definition | None) -> tuple[Type, ...]:
    """The types that a name is another word for: none, where it names something of its own."""
    match definition:
        case Alias():
            return (definition.type,)
        case UnionDefinition():
            return definition.members
        case _:
            return ()
