"""Reads JSONPath queries (RFC 9535, section 2 and the grammar in appendix A)."""

from __future__ import annotations

import json
import re
from typing import Final

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

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_NAME: Final = re.compile(r"[A-Za-z_\u0080-\U0010ffff][0-9A-Za-z_\u0080-\U0010ffff]*")
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]*")
_NUMBER: Final = re.compile(r"(?:-?0|-?[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_STRING: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_COMPARISON: Final = re.compile(r"==|!=|<=|>=|<|>")
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}
_ARGUMENTS: Final = {"length": 1, "count": 1, "value": 1, "match": 2, "search": 2}
_LOGICAL: Final = frozenset({"match", "search"})
_DEEPEST: Final = 50


class PathError(ValueError):
    """A query that is not JSONPath; ``offset`` is the place in it."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


def compile_path(text: str) -> Query:
    """Reads a query.

    Raises:
        PathError: it is not one.
    """
    parser = _Parser(text)
    parser.expect("$")
    query = Query(parser.segments())
    if parser.place != len(text):
        raise parser.error("there is something behind the end of the query")
    return query


class _Parser:
    """One query and how far it has been read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.depth = 0

    def error(self, message: str) -> PathError:
        return PathError(message, self.place)

    def space(self) -> None:
        self.take(_SPACE)

    def take(self, pattern: re.Pattern[str]) -> str | None:
        match = pattern.match(self.text, self.place)
        if match is None:
            return None
        self.place = match.end()
        return match[0]

    def at(self, words: str) -> bool:
        """Reads ``words`` if they come next."""
        if not self.text.startswith(words, self.place):
            return False
        self.place += len(words)
        return True

    def expect(self, words: str) -> None:
        if not self.at(words):
            raise self.error(f"{words!r} is missing here")

    # --- segments and selectors ---

    def segments(self) -> tuple[Segment, ...]:
        found: list[Segment] = []
        while True:
            before = self.place
            self.space()
            segment = self.segment()
            if segment is None:
                self.place = before
                return tuple(found)
            found.append(segment)

    def segment(self) -> Segment | None:
        if self.at(".."):
            if self.at("["):
                return Segment(self.bracketed(), descend=True)
            return Segment((self.shorthand(),), descend=True)
        if self.at("."):
            return Segment((self.shorthand(),))
        if self.at("["):
            return Segment(self.bracketed())
        return None

    def shorthand(self) -> Selector:
        if self.at("*"):
            return Wildcard()
        name = self.take(_NAME)
        if name is None:
            raise self.error("a name or * is missing here")
        return Name(name)

    def bracketed(self) -> tuple[Selector, ...]:
        found: list[Selector] = []
        while True:
            self.space()
            found.append(self.selector())
            self.space()
            if self.at("]"):
                return tuple(found)
            self.expect(",")

    def selector(self) -> Selector:
        if self.at("*"):
            return Wildcard()
        if self.at("?"):
            return Filter(self.condition())
        text = self.take(_STRING)
        if text is not None:
            return Name(self.string(text))
        start = self.integer()
        self.space()
        if self.at(":"):
            return self.slice(start)
        if start is None:
            raise self.error("a name in quotes, an index, * or ? is missing here")
        return Index(start)

    def slice(self, start: int | None) -> Slice:
        self.space()
        stop = self.integer()
        self.space()
        step: int | None = None
        if self.at(":"):
            self.space()
            step = self.integer()
        return Slice(start, stop, 1 if step is None else step)

    def integer(self) -> int | None:
        text = self.take(_INTEGER)
        if text is not None and len(text) > 16:
            raise self.error("this number is too large")
        return None if text is None else int(text)

    def string(self, text: str) -> str:
        inner = text[1:-1]
        if text[0] == "'":
            inner = inner.replace("\\'", "'").replace('"', '\\"')
        try:
            return str(json.loads(f'"{inner}"'))
        except ValueError:
            raise self.error("the string before this is broken") from None

    # --- filters ---

    def condition(self) -> Condition:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error("the filter nests too deeply")
        alternatives = [self.conjunction()]
        while self.spaced("||"):
            alternatives.append(self.conjunction())
        self.depth -= 1
        return alternatives[0] if len(alternatives) == 1 else Any(tuple(alternatives))

    def conjunction(self) -> Condition:
        parts = [self.term()]
        while self.spaced("&&"):
            parts.append(self.term())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def spaced(self, words: str) -> bool:
        before = self.place
        self.space()
        if self.at(words):
            return True
        self.place = before
        return False

    def term(self) -> Condition:
        self.space()
        if not self.text.startswith("!=", self.place) and self.at("!"):
            self.space()
            return Not(self.grouped() if self.at("(") else self.existence())
        if self.at("("):
            return self.grouped()
        left = self.operand()
        self.space()
        operator = self.take(_COMPARISON)
        if operator is None:
            return self.as_condition(left)
        self.space()
        return Comparison(left, operator, self.operand())

    def grouped(self) -> Condition:
        inner = self.condition()
        self.space()
        self.expect(")")
        return inner

    def existence(self) -> Condition:
        return self.as_condition(self.operand())

    def as_condition(self, operand: Operand) -> Condition:
        if isinstance(operand, Query):
            return Exists(operand)
        if isinstance(operand, Call) and operand.function in _LOGICAL:
            return Exists(operand)
        raise self.error("a comparison is missing here")

    def operand(self) -> Operand:
        if self.at("@"):
            return Query(self.segments(), relative=True)
        if self.at("$"):
            return Query(self.segments())
        text = self.take(_STRING)
        if text is not None:
            return Constant(self.string(text))
        number = self.take(_NUMBER)
        if number is not None:
            is_integer = number.lstrip("-").isdigit() and len(number) < 4000
            return Constant(int(number) if is_integer else float(number))
        word = self.take(_NAME)
        if word in _WORDS:
            return Constant(_WORDS[word])
        if word in _ARGUMENTS and self.at("("):
            return self.call(word)
        raise self.error("@, $, a literal or a function is missing here")

    def call(self, function: str) -> Call:
        arguments: list[Operand] = []
        while not self.spaced(")"):
            if arguments:
                self.expect(",")
            self.space()
            arguments.append(self.operand())
        if len(arguments) != _ARGUMENTS[function]:
            raise self.error(f"{function} takes {_ARGUMENTS[function]} arguments")
        return Call(function, tuple(arguments))
