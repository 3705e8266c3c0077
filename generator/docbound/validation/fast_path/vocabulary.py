"""What checks are made of: the word for "not sure", the dialects, and reading the parts of a
schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias, TypeVar
from urllib.parse import unquote, urljoin

from docbound.patterns import Searcher, UndecidedError
from docbound.records import field, record
from docbound.service import JSONValue

Check: TypeAlias = Callable[[JSONValue], bool]
"""Whether a value fits."""

Schema: TypeAlias = dict[str, JSONValue]

_T = TypeVar("_T")


class InconclusiveError(Exception):
    """Something that is not handled here in exactly the validator's way."""


class UnresolvableError(InconclusiveError):
    """A reference within the description to what is not there.

    Attributes:
        reference: its fragment, as it is written.
    """

    def __init__(self, reference: str) -> None:
        super().__init__(f"nothing at {reference}")
        self.reference = reference


def matches(check: Callable[[_T], bool], value: _T) -> bool:
    """Whether ``check`` surely accepts ``value``."""
    try:
        return check(value)
    except (InconclusiveError, RecursionError):
        return False


@record
class Dialect:
    """What tells the dialects of JSON Schema apart.

    Attributes:
        flags: whether ``exclusiveMinimum`` and ``exclusiveMaximum`` are booleans beside a bound
            (draft 4).
        lone_references: whether a ``$ref`` hides the keywords beside it.
        nullable: whether ``nullable: true`` admits null, and nothing else does (OpenAPI 3.0).
        whole_floats: whether 1.0 is an integer.
        ignored: keywords that assert nothing here.
        refused: keywords that change what others mean, and are left to the validator.
        formats: the formats that are asserted.
    """

    flags: bool = False
    lone_references: bool = False
    nullable: bool = False
    whole_floats: bool = True
    ignored: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    formats: Mapping[str, Check] = field(default_factory=dict[str, Check])


def find(data: JSONValue, fragment: str, naming: frozenset[str] = frozenset()) -> JSONValue:
    """The value that a JSON pointer in a URI fragment means, step by step and without following
    references.

    Args:
        data: where the pointer counts from.
        fragment: the pointer.
        naming: keywords that no object on the way may have, as texts.

    Raises:
        UnresolvableError: an object on the way has no such key.
        InconclusiveError: it means nothing, or is no pointer.
    """
    if fragment and not fragment.startswith("/"):
        raise InconclusiveError("not a JSON pointer")
    for token in unquote(fragment).split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        match data:
            case dict() if key in data:
                if naming and any(isinstance(data.get(name), str) for name in naming):
                    raise InconclusiveError("within a part that has a name of its own")
                data = data[key]
            case list() if key.isascii() and key.isdigit() and int(key) < len(data):
                data = data[int(key)]
            case dict():
                raise UnresolvableError(fragment)
            case _:
                raise InconclusiveError(f"nothing at {fragment}")
    return data


def joined(base: str, reference: str) -> str:
    """The URI that ``reference`` means beside ``base``, which has no fragment; nearly all
    references are fragments.
    """
    return base + reference if reference[:1] == "#" else urljoin(base, reference)


def text(value: JSONValue) -> str:
    """``value``, which is expected to be a JSON string."""
    if not isinstance(value, str):
        raise InconclusiveError("not a text")
    return value


def number(value: JSONValue) -> float:
    """``value``, which is expected to be a JSON number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InconclusiveError("not a number")
    return value


def items(value: JSONValue) -> list[JSONValue]:
    """``value``, which is expected to be a JSON array."""
    if not isinstance(value, list):
        raise InconclusiveError("not a list")
    return value


def members(value: JSONValue) -> Schema:
    """``value``, which is expected to be a JSON object."""
    if not isinstance(value, dict):
        raise InconclusiveError("not an object")
    return value


def searcher(pattern: JSONValue) -> Callable[[str], object]:
    """What looks for a pattern in a text."""
    if pattern == "^x-":
        return lambda text: text[:2] == "x-"
    try:
        looking = Searcher(text(pattern))
    except (re.error, OverflowError) as error:
        raise InconclusiveError("pattern") from error

    def search(value: str) -> bool:
        try:
            return looking.search(value)
        except UndecidedError as error:
            raise InconclusiveError("pattern") from error

    return search
