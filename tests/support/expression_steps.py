"""How many steps a regular expression takes: Python's engine does not count, so this one tries what
that one would try.

It walks the tree of Python's own parser and backtracks in the same order. It knows no shortcuts, so
its counts are larger, and they grow in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

_parser: Any = import_module("re._parser")
_constants: Any = import_module("re._constants")

Ops = list[tuple[Any, Any]]
Then = Callable[[int], bool]

_UNBOUNDED = 1000
_FEW = 8


class TooManyStepsError(Exception):
    """An expression took more steps than were allowed."""


def parsed(pattern: str | bytes | re.Pattern[Any], flags: int = 0) -> Ops:
    """The tree of an expression; one for bytes is taken for one of Latin-1."""
    if isinstance(pattern, re.Pattern):
        return parsed(pattern.pattern, pattern.flags)
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    return list(_parser.parse(text, flags & ~re.UNICODE))


def has_repeat(ops: Any) -> bool:
    """Whether an expression has a repeat of more than a few times."""
    match ops:
        case (op, (_, most, inner)) if str(op).endswith("REPEAT"):
            return int(most) > _FEW or has_repeat(inner)
        case tuple() | list():
            return any(map(has_repeat, ops))
        case _:
            return has_repeat(list(ops)) if hasattr(ops, "data") else False


class Counter:
    """Counts the steps of one expression.

    Args:
        ops: its tree.
        flags: those that it was compiled with.
        most: after so many steps :class:`TooManyStepsError` is raised.
    """

    def __init__(self, ops: Ops, flags: int, most: int = 200_000) -> None:
        self.ops = ops
        self.ignores_case = bool(flags & re.IGNORECASE)
        self.dot_all = bool(flags & re.DOTALL)
        self.multiline = bool(flags & re.MULTILINE)
        self.most = most
        self.steps = 0
        self.groups: dict[int, tuple[int, int]] = {}
        self.text = ""

    def search(self, text: str) -> int:
        """The steps that it takes to find all matches in ``text``, as ``finditer`` does."""
        self.text, self.steps = text, 0
        place = 0
        while place <= len(text):
            end = self._end(place)
            place = end if end is not None and end > place else place + 1
        return self.steps

    def match(self, text: str, *, full: bool) -> int:
        """The steps that it takes to match at the beginning of ``text``, or all of it."""
        self.text, self.steps = text, 0
        self._end(0, len(text) if full else None)
        return self.steps

    def _end(self, place: int, wanted: int | None = None) -> int | None:
        found: list[int] = []

        def then(end: int) -> bool:
            if wanted is not None and end != wanted:
                return False
            found.append(end)
            return True

        self.groups = {}
        return found[0] if self._run(self.ops, 0, place, then) else None

    def _run(self, ops: Ops, index: int, place: int, then: Then) -> bool:
        self.steps += 1
        if self.steps > self.most:
            raise TooManyStepsError
        if index == len(ops):
            return then(place)
        op, value = ops[index]

        def rest(end: int) -> bool:
            return self._run(ops, index + 1, end, then)

        name = str(op)
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return (
                place < len(self.text)
                and self._fits(name, value, self.text[place])
                and rest(place + 1)
            )
        return self._compound(name, value, place, rest)

    def _compound(self, name: str, value: Any, place: int, rest: Then) -> bool:
        match name:
            case "AT":
                return self._at(str(value), place) and rest(place)
            case "SUBPATTERN":
                group, _, _, inner = value

                def closed(end: int) -> bool:
                    if group is not None:
                        self.groups[group] = (place, end)
                    return rest(end)

                return self._run(list(inner), 0, place, closed)
            case "BRANCH":
                return any(self._run(list(way), 0, place, rest) for way in value[1])
            case "MAX_REPEAT" | "MIN_REPEAT":
                return self._repeat(name == "MAX_REPEAT", value, place, rest)
            case "POSSESSIVE_REPEAT":
                low, high, inner = value
                for number in range(int(high) if int(high) < _UNBOUNDED else 10**9):
                    end = self._first(list(inner), place)
                    if end is None or end == place:
                        if number < low and end is None:
                            return False
                        break
                    place = end
                return rest(place)
            case "ATOMIC_GROUP":
                end = self._first(list(value), place)
                return end is not None and rest(end)
            case "ASSERT" | "ASSERT_NOT":
                return self._looks(value, place) is (name == "ASSERT") and rest(place)
            case "GROUPREF":
                start, end = self.groups.get(value, (0, -1))
                word = self.text[start:end]
                fits = end >= 0 and self.text.startswith(word, place)
                return fits and rest(place + len(word))
            case _:
                raise NotImplementedError(name)

    def _repeat(self, greedy: bool, value: Any, place: int, rest: Then) -> bool:
        low, high, inner = int(value[0]), int(value[1]), list(value[2])

        def more(number: int, here: int, before: int) -> bool:
            if number >= high or (number >= low and here == before):
                return False
            return self._run(inner, 0, here, lambda end: again(number + 1, end, here))

        def again(number: int, here: int, before: int) -> bool:
            if greedy:
                return more(number, here, before) or (number >= low and rest(here))
            return (number >= low and rest(here)) or more(number, here, before)

        return again(0, place, -1)

    def _first(self, ops: Ops, place: int) -> int | None:
        found: list[int] = []

        def then(end: int) -> bool:
            found.append(end)
            return True

        return found[0] if self._run(ops, 0, place, then) else None

    def _looks(self, value: Any, place: int) -> bool:
        direction, inner = value
        if direction > 0:
            return self._first(list(inner), place) is not None
        start = place - int(inner.getwidth()[0])
        return start >= 0 and self._run(list(inner), 0, start, lambda end: end == place)

    def _at(self, where: str, place: int) -> bool:
        text, size = self.text, len(self.text)
        match where:
            case "AT_BEGINNING":
                return place == 0 or (self.multiline and text[place - 1] == "\n")
            case "AT_BEGINNING_STRING":
                return place == 0
            case "AT_END":
                if place == size or (place == size - 1 and text[-1] == "\n"):
                    return True
                return self.multiline and text[place] == "\n"
            case "AT_END_STRING":
                return place == size
            case "AT_BOUNDARY" | "AT_NON_BOUNDARY":
                before = place > 0 and _is_word(text[place - 1])
                after = place < size and _is_word(text[place])
                return (before != after) is (where == "AT_BOUNDARY")
            case _:
                raise NotImplementedError(where)

    def _fits(self, name: str, value: Any, character: str) -> bool:
        if name == "ANY":
            return self.dot_all or character != "\n"
        spellings = {character}
        if self.ignores_case:
            spellings |= {character.lower(), character.upper()}
        if name == "LITERAL":
            return chr(value) in spellings
        if name == "NOT_LITERAL":
            return chr(value) not in spellings
        return any(_in(value, each) for each in spellings)


def _in(items: list[tuple[Any, Any]], character: str) -> bool:
    negated, found = False, False
    for op, value in items:
        match str(op):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found = found or ord(character) == value
            case "RANGE":
                found = found or value[0] <= ord(character) <= value[1]
            case "CATEGORY":
                found = found or _is_of(str(value), character)
            case other:
                raise NotImplementedError(other)
    return found is not negated


def _is_of(category: str, character: str) -> bool:
    kind = category.removeprefix("CATEGORY_")
    plain = kind.removeprefix("NOT_")
    found = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": _is_word}[plain]
    return found(character) is (kind == plain)


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


# --- texts that are hard for an expression


def hard_texts(ops: Ops, size: int) -> Iterator[str]:
    """Texts of ``size`` repetitions: a beginning that leads to a repeat, what it repeats, and an
    end that does not fit.
    """
    letters = list(dict.fromkeys(_letters(ops)))[:14]
    words = list(dict.fromkeys(_words(ops)))[:8]
    near = [a + b for a, b in pairwise(letters)]
    pumps = dict.fromkeys([*letters, *words, *near, *(w + letters[0] for w in words)])
    for beginning in dict.fromkeys(["", *_beginnings(ops, "")]):
        for pump in pumps:
            for end in ("", "\x01", "\n"):
                yield beginning + pump * size + end


def _beginnings(ops: Ops, before: str) -> Iterator[str]:
    """Short texts after which the expression is inside of, or just behind, each of its repeats."""
    for op, value in ops:
        match str(op):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield before
                yield from _beginnings(list(value[2]), before)
            case "SUBPATTERN":
                yield from _beginnings(list(value[3]), before)
            case "ATOMIC_GROUP":
                yield from _beginnings(list(value), before)
            case "BRANCH":
                for way in value[1]:
                    yield from _beginnings(list(way), before)
            case _:
                pass
        before += _sample([(op, value)])


def _sample(ops: Ops) -> str:
    """A short text that fits."""
    text = ""
    for op, value in ops:
        match str(op):
            case "LITERAL":
                text += chr(value)
            case "NOT_LITERAL" | "ANY" | "IN":
                text += next(_letters([(op, value)]), "x")
            case "SUBPATTERN":
                text += _sample(list(value[3]))
            case "ATOMIC_GROUP":
                text += _sample(list(value))
            case "BRANCH":
                text += _sample(list(value[1][0]))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                text += _sample(list(value[2])) * min(int(value[0]), 4)
            case _:
                pass
    return text


def _letters(ops: Ops) -> Iterator[str]:
    """Characters that the expression distinguishes."""
    for op, value in ops:
        match str(op):
            case "LITERAL":
                yield chr(value)
            case "NOT_LITERAL":
                yield chr(value)
                yield "x" if value != ord("x") else "y"
            case "ANY":
                yield "x"
            case "IN":
                yield from _letters_in(value)
            case "SUBPATTERN":
                yield from _letters(list(value[3]))
            case "ATOMIC_GROUP":
                yield from _letters(list(value))
            case "BRANCH":
                for way in value[1]:
                    yield from _letters(list(way))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _letters(list(value[2]))
            case "ASSERT" | "ASSERT_NOT":
                yield from _letters(list(value[1]))
            case _:
                pass


def _letters_in(items: list[tuple[Any, Any]]) -> Iterator[str]:
    for each in " xX0-\té\x02":
        if _in(items, each):
            yield each
            break
    if _in(items, "\n"):
        yield "\n"
    for op, value in items:
        if str(op) in ("LITERAL", "RANGE"):
            yield chr(value if str(op) == "LITERAL" else value[0])


def _words(ops: Ops) -> Iterator[str]:
    """Runs of characters that are in the expression as they are."""
    word = ""
    for op, value in ops:
        if str(op) == "LITERAL":
            word += chr(value)
            continue
        if len(word) > 1:
            yield word
        word = ""
        match str(op):
            case "SUBPATTERN":
                yield from _words(list(value[3]))
            case "BRANCH":
                for way in value[1]:
                    yield from _words(list(way))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _words(list(value[2]))
            case _:
                pass
    if len(word) > 1:
        yield word
