"""Compares types of surfaces: same, wider, narrower or different."""

from __future__ import annotations

import ast
from enum import Enum
from functools import lru_cache
from typing import Final, TypeAlias

from docbound.records import record


class Relation(Enum):
    """How a type compares to the one before it."""

    SAME = "the same"
    WIDER = "wider"
    NARROWER = "narrower"
    OTHER = "another one"


@record(kw_only=False)
class Generic:
    """A type with arguments: ``list[int]``."""

    head: str
    arguments: tuple[Members, ...]


Member: TypeAlias = "str | Generic"
Members: TypeAlias = frozenset[Member]
"""The members of a union; one type is a union of one."""

NULL: Final = "null"
"""Means null on the wire, where None may also mean that a field is absent."""
NONE: Final = "None"
_OPEN: Final = {"Open": "str", "OpenInt": "int", "OpenNumber": "int | float"}


@lru_cache(maxsize=4096)
def bare(code: str) -> str:
    """An annotation without what is beside the type in ``Annotated``."""
    if "Annotated[" not in code:
        return code
    return ast.unparse(_Bare().visit(ast.parse(code, mode="eval")).body)


class _Bare(ast.NodeTransformer):
    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        match node:
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
                return first
            case _:
                return node


@lru_cache(maxsize=4096)
def members(code: str) -> Members:
    """The members of a type: open values are their literals and the type of any other; ``Nullable``
    adds null and None.
    """
    return _members(ast.parse(bare(code), mode="eval").body)


def _members(node: ast.expr) -> Members:
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _members(left) | _members(right)
        case ast.Subscript(value=ast.Name(id="Nullable"), slice=inner):
            return _members(inner) | {NULL, NONE}
        case ast.Subscript(
            value=ast.Name(id="Open" | "OpenInt" | "OpenNumber" as head), slice=inner
        ):
            return _members(inner) | members(_OPEN[head])
        case ast.Subscript(value=ast.Name(id="OpenValue"), slice=inner):
            return _members(inner) | members("str | int | float | bool")
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            values = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return frozenset(f"Literal[{ast.unparse(value)}]" for value in values)
        case ast.Subscript(value=head, slice=inner):
            items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            return frozenset([Generic(ast.unparse(head), tuple(_members(item) for item in items))])
        case ast.Constant(value=None):
            return frozenset([NONE])
        case ast.Constant(value=str(text)):
            return frozenset([text])
        case _:
            return frozenset([ast.unparse(node)])


def without_none(found: Members) -> Members:
    """The members other than null and None."""
    return found - {NULL, NONE}


def relation(old: Members, new: Members) -> Relation:
    """How ``new`` compares to ``old``: wider if every value of the old one is a value of the new
    one.
    """
    if old == new:
        return Relation.SAME
    wider, narrower = _covers(new, old), _covers(old, new)
    if wider and narrower:
        return Relation.SAME
    if wider:
        return Relation.WIDER
    return Relation.NARROWER if narrower else Relation.OTHER


def _covers(outer: Members, inner: Members) -> bool:
    return all(any(_contains(one, other) for one in outer) for other in inner)


_TOP: Final = frozenset({"Any", "object"})
_SUBTYPES: Final = {("float", "int"), ("FileInput", "str"), ("FileInput", "bytes")}


def _contains(outer: Member, inner: Member) -> bool:
    if outer == inner or outer in _TOP:
        return True
    if isinstance(outer, str) and isinstance(inner, str):
        if (outer, inner) in _SUBTYPES:
            return True
        if inner.startswith("Literal["):
            value = ast.literal_eval(inner[len("Literal[") : -1])
            return type(value).__name__ == outer
        return False
    if isinstance(outer, Generic) and isinstance(inner, Generic):
        outer, inner = same_length(outer, inner)
        return (
            outer.head == inner.head
            and len(outer.arguments) == len(inner.arguments)
            and all(
                relation(old, new) in (Relation.SAME, Relation.WIDER)
                for old, new in zip(inner.arguments, outer.arguments, strict=True)
            )
        )
    return False


def same_length(one: Generic, other: Generic) -> tuple[Generic, Generic]:
    """Two tuples that go on (``tuple[str, *tuple[Any, ...]]``) with as many types each; other types
    as they are.
    """
    length = max(len(one.arguments), len(other.arguments))
    return _lengthened(one, length), _lengthened(other, length)


def _lengthened(found: Generic, length: int) -> Generic:
    *first, last = found.arguments or (frozenset[Member](),)
    rest = next(iter(last), "")
    if found.head != "tuple" or not (isinstance(rest, str) and rest.startswith("*tuple[")):
        return found
    item = members(rest[1:])
    inside = next((each.arguments[0] for each in item if isinstance(each, Generic)), item)
    return Generic("tuple", (*first, *([inside] * (length - len(first) - 1)), last))


_LONGEST: Final = 72


def change_of(old: str, new: str) -> str:
    """How a type changed, for a message: ``was str and is int``, or what values came and went."""
    before, now = _values(members(old)), _values(members(new))
    if before and now and before != now and len(old) + len(new) > _LONGEST:
        parts = (("no longer lists", before - now), ("lists", now - before))
        return " and ".join(f"{verb} {_some(found)}" for verb, found in parts if found)
    return f"was {_cut(old)} and is {_cut(new)}"


def _values(found: Members) -> frozenset[str]:
    return frozenset(
        member[len("Literal[") : -1]
        for member in found
        if isinstance(member, str) and member.startswith("Literal[")
    )


def _some(values: frozenset[str]) -> str:
    shown = ", ".join(sorted(values)[:4])
    return shown if len(values) <= 4 else f"{shown} and {len(values) - 4} more"


def _cut(code: str) -> str:
    return code if len(code) <= _LONGEST else f"{code[:_LONGEST]}…"
