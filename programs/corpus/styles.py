"""Reads styled values back, straight from the table "Style Examples" of the OpenAPI specification
(Parameter Object).

It knows what kind of value to expect, as every server is by its schema, and gives texts: one for
a primitive, a list for an array, a mapping for an object. Nothing of the generated runtime is used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias
from urllib.parse import unquote, unquote_plus

from programs.corpus.equality import respelt
from programs.corpus.parameter_facts import Facts

Texts: TypeAlias = "str | list[str] | dict[str, str]"

_DELIMITERS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}


class Unreadable(Exception):
    """What was sent has not the form that the table demands."""


def kind_of(value: Any) -> str:
    """``primitive``, ``array`` or ``object``."""
    return (
        "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "primitive"
    )


def read_path(facts: Facts, text: str, kind: str) -> Texts:
    """The value in one place of a path; ``text`` is still escaped."""
    match facts.style, kind:
        case "simple", _:
            return joined(text, ",", facts.explode, kind, unquote)
        case "label", _:
            text = _after(text, ".")
            comma = "." if facts.explode else ","
            return joined(text, comma, facts.explode, kind, unquote)
        case "matrix", "primitive":
            name, _, value = _after(text, ";").partition("=")
            _expect_name(facts, unquote(name))
            return unquote(value)
        case "matrix", _ if facts.explode:
            pairs = [_pair(part, "=", unquote) for part in _after(text, ";").split(";")]
            return _gathered(facts, pairs, kind)
        case "matrix", _:
            name, _, value = _after(text, ";").partition("=")
            _expect_name(facts, unquote(name))
            return joined(value, ",", False, kind, unquote)
        case ("spaceDelimited" | "pipeDelimited" | "tabDelimited"), _:  # only in 2.0
            return joined(text, _DELIMITERS[facts.style], False, kind, unquote)
        case _:
            raise Unreadable(f"no style {facts.style} in a path")


def read_header(facts: Facts, text: str, kind: str) -> Texts:
    """The value of a header field."""
    comma = unquote(_DELIMITERS.get(facts.style, ","))
    return joined(text, comma, facts.explode, kind, lambda item: item)


def read_named(
    facts: Facts, pairs: list[tuple[str, str]], kind: str, keys: Iterable[str]
) -> tuple[Texts, list[tuple[str, str]]]:
    """The value in a query, a form or a cookie.

    Args:
        facts: the parameter.
        pairs: names and values as they were sent, names unescaped, values not.
        kind: what to expect.
        keys: the properties of an object; exploded, they are under names of their own.

    Returns:
        The value, and the pairs that it was read from.
    """
    if facts.style == "deepObject":
        wanted = {f"{facts.name}[{key}]": key for key in keys}
        used = [pair for pair in pairs if pair[0] in wanted]
        return {wanted[name]: unquote_plus(text) for name, text in used}, used
    if kind == "object" and facts.explode:
        used = [pair for pair in pairs if pair[0] in set(keys)]
        return {name: unquote_plus(text) for name, text in used}, used
    used = [pair for pair in pairs if pair[0] == facts.name]
    if kind == "array" and facts.explode:
        return [unquote_plus(text) for _, text in used], used
    if len(used) != 1:
        raise Unreadable(f"{facts.name} is there {len(used)} times")
    comma = _DELIMITERS.get(facts.style, ",")
    return joined(used[0][1], comma, False, kind, unquote_plus), used


def joined(text: str, comma: str, explode: bool, kind: str, decode: Callable[[str], str]) -> Texts:
    """Items or properties in one text: split first, unescaped then."""
    match kind:
        case "primitive":
            return decode(text)
        case "array":
            return [decode(item) for item in text.split(comma)]
        case _ if explode:
            return dict(_pair(part, "=", decode) for part in text.split(comma))
        case _:
            items = [decode(item) for item in text.split(comma)]
            if len(items) % 2:
                raise Unreadable(f"{text!r} is no list of names and values")
            return dict(zip(items[::2], items[1::2], strict=True))


def differs(value: Any, read: Any) -> bool:
    """Whether the texts ``read`` say something else than the JSON value that was given."""
    match value, read:
        case list(), list():
            return len(value) != len(read) or any(map(differs, value, read))
        case dict(), dict():
            return value.keys() != read.keys() or any(
                differs(item, read[key]) for key, item in value.items()
            )
        case (list() | dict()), str():
            return True
        case _, str():
            return not _says(value, read)
        case _:
            return True


def _says(value: Any, text: str) -> bool:
    match value:
        case bool():
            return text == ("true" if value else "false")
        case int() | float():
            try:
                return Decimal(text) == Decimal(json.dumps(value))
            except InvalidOperation:
                return False
        case str():
            return value == text or respelt(value, text)
        case _:
            return False


def _after(text: str, mark: str) -> str:
    if not text.startswith(mark):
        raise Unreadable(f"{text!r} does not begin with {mark!r}")
    return text[len(mark) :]


def _pair(part: str, tie: str, decode: Callable[[str], str]) -> tuple[str, str]:
    name, _, value = part.partition(tie)
    return decode(name), decode(value)


def _gathered(facts: Facts, pairs: list[tuple[str, str]], kind: str) -> Texts:
    if kind == "object":
        return dict(pairs)
    for name, _ in pairs:
        _expect_name(facts, name)
    return [value for _, value in pairs]


def _expect_name(facts: Facts, name: str) -> None:
    if name != facts.name:
        raise Unreadable(f"{name!r} stands where {facts.name!r} should")
