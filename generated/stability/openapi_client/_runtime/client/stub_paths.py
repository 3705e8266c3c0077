"""Which operation a request is for, by its path and query."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote

from ..lazy_patterns import lazy_pattern

_VARIABLE: Final = lazy_pattern(r"\{[^{}]+\}")


def fixed_length(template: str) -> int:
    """How many characters of a path template stand outside of variables: of two templates that a
    path fits, the one with more is meant.
    """
    return len(_VARIABLE.sub("", _path_only(template)))


def _path_only(template: str) -> str:
    """A path template without a fixed query or a fragment."""
    return re.split("[?#]", template, maxsplit=1)[0]


def has_query(template: str, query: str) -> bool:
    """Whether a request's query has all that a path template fixes."""
    fixed = template.partition("#")[0].partition("?")[2]
    return set(parse_qsl(_VARIABLE.sub("", fixed))) <= set(parse_qsl(query))


def path_values(template: str, path: str) -> dict[str, str] | None:
    """The values of a path template's variables, or None where the path is none of its paths.

    The base path of the server may be before them.
    """
    wanted = _path_only(template).split("/")[1:]
    found = path.split("/")[-len(wanted) :]
    if len(found) < len(wanted):
        return None
    values: dict[str, str] = {}
    for segment, text in zip(wanted, found, strict=True):
        inner = _segment([_escaped(part) for part in _VARIABLE.split(segment)], _escaped(text))
        if inner is None:
            return None
        values |= dict(
            zip(
                (name[1:-1] for name in _VARIABLE.findall(segment)),
                map(unquote, inner),
                strict=True,
            )
        )
    return values


def _escaped(text: str) -> str:
    """Part of a path in the one spelling that is compared, however it was escaped."""
    return quote(unquote(text), safe="")


def _segment(fixed: list[str], text: str) -> list[str] | None:
    """What is between the fixed parts of a segment, or None where they do not fit."""
    # Each part is looked for once, behind the one before: no expression could take longer.
    first, *others = fixed
    if not text.startswith(first):
        return None
    values, place = list[str](), len(first)
    for index, part in enumerate(others):
        is_last = index == len(others) - 1
        end = len(text) - len(part) if is_last else text.find(part, place)
        if end < place or not text.startswith(part, end):
            return None
        values.append(text[place:end])
        place = end + len(part)
    return values if others or place == len(text) else None
