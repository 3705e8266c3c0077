"""Compares what a text may mean with the ways to write the secrets that are known.

Each form of each reading is cut into blocks, and each way to write a secret into all its blocks of
that length; a block that both have is a seed, from which the common part is measured. That costs
about the same for one secret and for many.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from docbound.records import record

from .forms import DENSE, DIFFERENCES, DIGITS, EXACT, FORMS, HEXADECIMAL, LETTERS
from .readings import Kind, readings
from .written_secrets import WrittenSecret, written

_LONG_BLOCKS: Final = frozenset({DIGITS, HEXADECIMAL})
"""Forms of few different characters, of which more are needed so that few blocks are alike by
chance."""
_LEAST_PIECE: Final = 7
_LEAST_SHARE: Final = 0.75
"""Pieces of a secret, in any order, tell it when they are so long, and together so much of it."""
_MOST_SECRETS: Final = 50
"""Secrets that are looked for in every way; a list of tokens may hold thousands."""


class _Seed(NamedTuple):
    """A block of a secret: in which way it is written, and at which character it begins."""

    target: WrittenSecret
    at: int


class _Blocks:
    """The blocks of secrets in one form. There are some ten thousand of each secret, so that they
    are kept as numbers: those that are alike as a chain, from the last one back.
    """

    __slots__ = ("_before", "_last", "_places", "_targets")

    def __init__(self) -> None:
        self._last: dict[int, int] = {}
        self._before = array("q")
        self._places = array("q")
        self._targets: list[WrittenSecret] = []

    def add(self, target: WrittenSecret, size: int) -> None:
        """Takes in all blocks of ``size`` octets of one way to write a secret."""
        number = len(self._targets)
        self._targets.append(target)
        for at in range(len(target.text) - size + 1):
            block = int.from_bytes(target.text[at : at + size], sys.byteorder)
            self._before.append(self._last.get(block, -1))
            self._last[block] = len(self._places)
            self._places.append(number << _BITS_OF_PLACE | at)

    def among(self, blocks: Iterable[int]) -> set[int]:
        """Those of ``blocks`` that a secret has."""
        return self._last.keys() & set(blocks)

    def seeds(self, block: int) -> Iterator[_Seed]:
        """Where secrets have a block."""
        index = self._last[block]
        while index >= 0:
            place = self._places[index]
            yield _Seed(self._targets[place >> _BITS_OF_PLACE], place & _LAST_PLACE)
            index = self._before[index]


_BITS_OF_PLACE: Final = 32
_LAST_PLACE: Final = (1 << _BITS_OF_PLACE) - 1


@record
class Sighting:
    """A secret that a text holds.

    Attributes:
        secret: the whole secret.
        spelling: how it is written.
        length: how many characters of that were found.
        whole: how many there are.
        is_dense: whether all characters but blanks belong to it.
    """

    secret: str
    spelling: str
    length: int
    whole: int
    is_dense: bool


class HiddenSecrets:
    """Looks for secrets.

    Args:
        secrets: those that are known, the most important ones first.
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self._blocks: defaultdict[str, _Blocks] = defaultdict(_Blocks)
        for secret in tuple(secrets)[:_MOST_SECRETS]:
            for target in _ways(secret):
                self._blocks[target.form].add(target, _size(target.form))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self._blocks

    def found(self, text: str) -> Sighting | None:
        """The largest part of a secret that a text may mean, or None."""
        if self.is_empty:
            return None
        best: Sighting | None = None
        for reading in readings(text):
            for form in _FORMS[reading.kind]:
                found = _largest(FORMS[form](reading.text), self._blocks[form], form)
                if found and (best is None or found.length > best.length):
                    best = found
        return best


_FORMS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.WHOLE: tuple(FORMS),
    Kind.PART: (LETTERS, EXACT, DENSE, DIGITS),
    Kind.OCTETS: (LETTERS, DIFFERENCES),
}
"""What is looked for in each kind of reading."""


@lru_cache(maxsize=_MOST_SECRETS)
def _ways(secret: str) -> tuple[WrittenSecret, ...]:
    return tuple(dict.fromkeys(written(secret)))


def _size(form: str) -> int:
    return 8 if form in _LONG_BLOCKS else 4


def _largest(text: bytes, known: _Blocks, form: str) -> Sighting | None:
    size = _size(form)
    blocks = memoryview(text)[: len(text) // size * size].cast("Q" if size == 8 else "I")
    common = known.among(blocks)
    best: Sighting | None = None
    pieces: defaultdict[WrittenSecret, set[int]] = defaultdict(set)
    for index, block in enumerate(blocks) if common else ():
        for target, at in known.seeds(block) if block in common else ():
            start, end = _common(text, index * size, target.text, at, size)
            length = end - start
            if not _tells(target, start, end):
                continue
            if target.is_itself and length >= _LEAST_PIECE:
                pieces[target].update(range(start, end))
            if length >= target.least and (best is None or length > best.length):
                best = _sighting(target, length)
    for target, places in pieces.items():
        enough = len(places) >= len(target.text) * _LEAST_SHARE
        if enough and (best is None or len(places) > best.length):
            best = _sighting(target, len(places))
    return best


def _sighting(target: WrittenSecret, length: int) -> Sighting:
    return Sighting(
        secret=target.secret,
        spelling=target.spelling,
        length=length,
        whole=len(target.text),
        is_dense=target.form == DENSE and not target.is_itself,
    )


def _common(text: bytes, place: int, target: bytes, at: int, size: int) -> tuple[int, int]:
    """From where to where a part of ``target`` around its block ``at`` stands in ``text``."""
    start, end = at, at + size
    while start and place and text[place - 1] == target[start - 1]:
        start -= 1
        place -= 1
    stop = place + end - start
    while end < len(target) and stop < len(text) and text[stop] == target[end]:
        end += 1
        stop += 1
    return start, end


_LONG: Final = 16
_DIGITS: Final = b"0123456789"


def _tells(target: WrittenSecret, start: int, end: int) -> bool:
    """Whether a part of a secret is more than a word or a number that anything may have."""
    part = target.text[start:end]
    is_coded = target.form in (DENSE, DIFFERENCES, DIGITS, EXACT) and not target.is_itself
    if is_coded or end - start == len(target.text):
        return True
    return not part.isdigit() and (len(part) >= _LONG or any(octet in _DIGITS for octet in part))
