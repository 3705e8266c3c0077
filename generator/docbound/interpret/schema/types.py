"""Operations on the closed sum of types of :mod:`docbound.service`: unions, nullability."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingABC
from typing import Final, assert_never

from docbound.service import (
    Alias,
    Anything,
    Array,
    Definition,
    Enum,
    Literal,
    Mapping,
    Named,
    Object,
    Pointer,
    Primitive,
    Type,
    Union,
    UnionDefinition,
)

NULL: Final = Primitive(kind="null")


def union(members: Iterable[Type]) -> Type:
    """One type for "any of these": flat, without duplicates, lists of texts (or of whole numbers)
    put together, null last.
    """
    flat: dict[Type, None] = {}
    for member in members:
        for item in member.members if isinstance(member, Union) else (member,):
            flat.setdefault(item)
    found = _with_joined_literals(tuple(item for item in flat if item != NULL))
    if NULL in flat and Anything() not in flat:
        found = (*found, NULL)
    if not found:
        return Anything()
    return found[0] if len(found) == 1 else Union(members=found)


def _with_joined_literals(members: tuple[Type, ...]) -> tuple[Type, ...]:
    literals = [item for item in members if isinstance(item, Literal)]
    if len(literals) < 2:
        return members
    joined: dict[tuple[type, object], bool | int | float | str | None] = {}
    for item in literals:
        for value in item.values:
            joined.setdefault((type(value), value), value)
    one = Literal(values=tuple(joined.values()))
    return tuple(
        one if item is literals[0] else item
        for item in members
        if item is literals[0] or not isinstance(item, Literal)
    )


def with_null(type_: Type) -> Type:
    """``type_`` or null."""
    if isinstance(type_, Anything) or type_ == NULL:
        return type_
    return union((type_, NULL))


def without_null(type_: Type) -> Type:
    """``type_`` less null."""
    if isinstance(type_, Union):
        return union(item for item in type_.members if item != NULL)
    return type_


def members_of(type_: Type) -> tuple[Type, ...]:
    """The alternatives of a union, or the one type itself."""
    return type_.members if isinstance(type_, Union) else (type_,)


def references(type_: Type) -> Iterator[Pointer]:
    """The definitions that a type mentions."""
    stack: list[Type] = [type_]
    while stack:
        item = stack.pop()
        match item:
            case Named(pointer=pointer):
                yield pointer
            case Array(items=items, prefix=prefix):
                stack.extend((items, *prefix))
            case Mapping(values=values):
                stack.append(values)
            case Union(members=members):
                stack.extend(members)
            case Primitive() | Literal() | Anything():
                pass
            case _:
                assert_never(item)


def types_in(definition: Definition) -> tuple[Type, ...]:
    """The types that a definition is made of."""
    match definition:
        case Object(fields=fields, additional=additional):
            types = tuple(field.type for field in fields)
            return types if additional is None else (*types, additional)
        case Alias(type=type_):
            return (type_,)
        case UnionDefinition(members=members, mapping=mapping):
            return (*members, *(named for _, named in mapping))
        case Enum():
            return ()
        case _:
            assert_never(definition)


def objects_in(type_: Type, definitions: MappingABC[Pointer, Definition]) -> Iterator[Object]:
    """The objects that a value of a type may be, seen through names and choices."""
    seen: set[Pointer] = set()
    waiting = [type_]
    while waiting:
        match waiting.pop():
            case Union(members=members):
                waiting += members
            case Named(pointer=pointer) if pointer not in seen:
                seen.add(pointer)
                match definitions[pointer]:
                    case Object() as form:
                        yield form
                    case Alias(type=behind):
                        waiting.append(behind)
                    case UnionDefinition(members=members):
                        waiting += members
                    case _:
                        continue
            case _:
                continue
