"""What a text may mean: with its escapes undone, unpacked, decoded, without its markup, each field
by itself, and all of this within each other.

Every way to read takes a whole text and gives one text of all that it found, so that the readings
of a text are a few, and together at most a fixed number of times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Final

from docbound.records import record

from . import alphabets, structure
from .octet_readings import meanings, shown_in

_DEEPEST: Final = 4
"""Encodings within encodings."""
_GROWTH: Final = 24
"""How much longer than the text all its readings may be."""
_ALWAYS_ALLOWED: Final = 1 << 18
_SHORTEST: Final = 8
"""A shorter reading holds no secret that is looked for."""


class Kind(Enum):
    """What a reading is."""

    WHOLE = "a text of its own"
    PART = "a text without some of its characters"
    OCTETS = "no text"


Read = Callable[[str], str]
"""Gives an empty string where a text has nothing that is meant so."""

_STRUCTURE: Final[tuple[Read, ...]] = (
    structure.style_escapes,
    structure.without_markup,
    structure.values_alone,
    structure.quoted_values,
    structure.same_fields,
)
_OCTETS: Final = alphabets.DECODERS
"""Ways in which a text may stand for octets."""


@record
class Reading:
    """What a text may mean.

    Attributes:
        text: it.
        kind: how much is looked for in it.
    """

    text: str
    kind: Kind


def readings(text: str) -> Iterator[Reading]:
    """A text, and what it may mean, the outer layers first."""
    left = _ALWAYS_ALLOWED + _GROWTH * len(text)
    seen: set[str] = set()
    layer = _outer(text)
    for _ in range(_DEEPEST + 1):
        following: list[Reading] = []
        for reading in layer:
            if len(reading.text) < _SHORTEST or reading.text in seen:
                continue
            seen.add(reading.text)
            left -= len(reading.text)
            if left < 0:
                return
            yield reading
            following += _inner(reading)
        layer = following


def _outer(text: str) -> list[Reading]:
    """The text itself. Octets are read as such; and what they show as a text, of which each
    character may be meant in many ways.
    """
    shown = shown_in(text)
    if shown is None:
        return [Reading(text=text, kind=Kind.WHOLE)]
    return [Reading(text=text, kind=Kind.OCTETS), Reading(text=shown, kind=Kind.WHOLE)]


def _inner(outer: Reading) -> Iterator[Reading]:
    """What is one layer deeper."""
    if outer.kind is Kind.OCTETS:
        return
    yield Reading(text=structure.unescaped(outer.text), kind=outer.kind)
    if outer.kind is Kind.PART:
        return
    yield Reading(text=structure.inner_texts(outer.text), kind=Kind.WHOLE)
    for read in _STRUCTURE:
        yield Reading(text=read(outer.text), kind=Kind.PART)
    for decode in _OCTETS:
        plain, odd = meanings(decode(outer.text))
        yield Reading(text=plain, kind=Kind.WHOLE)
        yield Reading(text=odd, kind=Kind.OCTETS)
