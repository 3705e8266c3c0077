"""Finds what a JSONPath query selects (RFC 9535, section 2.3 to 2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias, assert_never

from docbound.patterns import Searcher, UndecidedError
from docbound.records import record
from docbound.service import MISSING, JSONValue, Missing

from .syntax import (
    All,
    Any,
    Call,
    Comparison,
    Condition,
    Constant,
    Exists,
    Filter,
    Index,
    Name,
    Not,
    Operand,
    Query,
    Segment,
    Selector,
    Slice,
    Wildcard,
)

Location: TypeAlias = tuple[str | int, ...]
"""Where a node stands: keys and indices from the root."""

_Value: TypeAlias = "JSONValue | Missing"


@record(kw_only=False)
class _Node:
    location: Location
    value: JSONValue


def select(query: Query, root: JSONValue) -> list[Location]:
    """The locations that ``query`` selects in ``root``, in document order, each once."""
    nodes = _nodes(query, root, _Node((), root))
    return list(dict.fromkeys(node.location for node in nodes))


def _nodes(query: Query, root: JSONValue, current: _Node) -> list[_Node]:
    nodes = [current if query.relative else _Node((), root)]
    for segment in query.segments:
        nodes = [found for node in nodes for found in _segment(segment, root, node)]
    return nodes


def _segment(segment: Segment, root: JSONValue, node: _Node) -> Iterator[_Node]:
    for start in _descendants(node) if segment.descend else (node,):
        for selector in segment.selectors:
            yield from _select(selector, root, start)


def _descendants(node: _Node) -> Iterator[_Node]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(list(_members(current))))


def _members(node: _Node) -> Iterator[_Node]:
    match node.value:
        case dict() as members:
            for key, value in members.items():
                yield _Node((*node.location, key), value)
        case list() as items:
            for index, value in enumerate(items):
                yield _Node((*node.location, index), value)
        case _:
            return


def _select(selector: Selector, root: JSONValue, node: _Node) -> Iterator[_Node]:
    value = node.value
    match selector:
        case Name(name):
            if isinstance(value, dict) and name in value:
                yield _Node((*node.location, name), value[name])
        case Index(index):
            if isinstance(value, list) and -len(value) <= index < len(value):
                place = index % len(value)
                yield _Node((*node.location, place), value[place])
        case Slice(start, stop, step):
            if isinstance(value, list) and step != 0:
                for place in range(len(value))[start:stop:step]:
                    yield _Node((*node.location, place), value[place])
        case Wildcard():
            yield from _members(node)
        case Filter(condition):
            for member in _members(node):
                if _holds(condition, root, member):
                    yield member
        case _:
            assert_never(selector)


def _holds(condition: Condition, root: JSONValue, node: _Node) -> bool:
    match condition:
        case Exists(Query() as query):
            return bool(_nodes(query, root, node))
        case Exists(Call() as call):
            return _call(call, root, node) is True
        case Not(inner):
            return not _holds(inner, root, node)
        case All(parts):
            return all(_holds(part, root, node) for part in parts)
        case Any(parts):
            return any(_holds(part, root, node) for part in parts)
        case Comparison(left, operator, right):
            return _compare(_operand(left, root, node), operator, _operand(right, root, node))
        case _:
            # Exists is exhausted by its two kinds of operand, which the checkers cannot see through
            # the pattern.
            return False


def _operand(operand: Operand, root: JSONValue, node: _Node) -> _Value:
    match operand:
        case Constant(value):
            return value
        case Query():
            found = _nodes(operand, root, node)
            return found[0].value if len(found) == 1 else MISSING
        case Call():
            return _call(operand, root, node)
        case _:
            assert_never(operand)


def _call(call: Call, root: JSONValue, node: _Node) -> _Value:
    first = call.arguments[0]
    match call.function:
        case "count":
            return len(_nodes(first, root, node)) if isinstance(first, Query) else 0
        case "value":
            return _operand(first, root, node)
        case "length":
            value = _operand(first, root, node)
            return len(value) if isinstance(value, str | list | dict) else MISSING
        case function:
            text = _operand(first, root, node)
            pattern = _operand(call.arguments[1], root, node)
            if not isinstance(text, str) or not isinstance(pattern, str):
                return False
            return _matches(text, pattern, whole=function == "match")


def _matches(text: str, pattern: str, *, whole: bool) -> bool:
    """Whether an I-Regexp (RFC 9485) matches; a pattern that is broken, or whose work has no bound,
    matches nothing.
    """
    try:
        looking = _searcher(pattern)
        return looking.fullmatch(text) if whole else looking.search(text)
    except (re.error, OverflowError, RecursionError, UndecidedError):
        return False


@lru_cache
def _searcher(pattern: str) -> Searcher:
    return Searcher(pattern)


def _compare(left: _Value, operator: str, right: _Value) -> bool:
    equal = _equal(left, right)
    match operator:
        case "==":
            return equal
        case "!=":
            return not equal
        case "<":
            return _less(left, right)
        case ">":
            return _less(right, left)
        case "<=":
            return equal or _less(left, right)
        case _:
            return equal or _less(right, left)


def _equal(left: _Value, right: _Value) -> bool:
    """Equality as JSON has it: true is not 1."""
    match left, right:
        case Missing(), Missing():
            return True
        case (bool(), _) | (_, bool()):
            return left is right
        case (int() | float()), (int() | float()):
            return left == right
        case list(), list():
            return len(left) == len(right) and all(map(_equal, left, right))
        case dict(), dict():
            return left.keys() == right.keys() and all(
                _equal(value, right[key]) for key, value in left.items()
            )
        case _:
            return type(left) is type(right) and left == right


def _less(left: _Value, right: _Value) -> bool:
    match left, right:
        case (bool(), _) | (_, bool()):
            return False
        case (int() | float()), (int() | float()):
            return left < right
        case str(), str():
            return left < right
        case _:
            return False
