"""Secrets whose characters stand apart or are written in another way: with dashes or invisible
marks between them, over several lines, in groups of hexadecimal digits, in base32, in base64 in
lines, under any escape, in other letters of the same shape.

A text is compared by its letters and digits alone, each as plain as Unicode has it.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from .escapes import PLAIN_ESCAPE, meant

_SHORTEST: Final = 10
"""Letters and digits; fewer would be found where words follow each other by chance."""

_LAYERS: Final = 3
"""Escapes within escapes."""

_LONG: Final = 16
"""From so many characters on, a secret without a digit is more than a word."""

_MARKS: Final = re.compile(r"[\W_]+")

Span: TypeAlias = tuple[int, int, str]
"""From and to which character, and which secret."""

_Form: TypeAlias = tuple[str, bool]
"""Letters and digits, and whether their case counts."""

_Letters: TypeAlias = list[tuple[str, int, int]]
"""Characters, each with its place in the text."""


def loose_places(text: str, secrets: Iterable[str]) -> list[Span]:
    """Where secrets stand in ``text``, in order and without overlaps.

    Args:
        text: any text.
        secrets: those that are known; short ones are not looked for.
    """
    if len(text) < _SHORTEST:
        return []
    forms = [(form, secret) for secret in secrets for form in _forms(secret)]
    if not forms or not _may_hold(text, forms):
        return []
    letters: _Letters = [(character, at, at + 1) for at, character in enumerate(text)]
    found: set[Span] = set()
    for _ in range(_LAYERS + 1):
        found.update(_found(_folded(letters), forms))
        inner = _unescaped(letters)
        if len(inner) == len(letters):
            break
        letters = inner
    return _apart(found)


def _may_hold(text: str, forms: list[tuple[_Form, str]]) -> bool:
    """Whether a secret is in a text at all: a quick look, as most texts have none."""
    for _ in range(_LAYERS + 1):
        plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
        whole = _MARKS.sub("", plain)
        small = whole.lower()
        if any(form in (whole if is_exact else small) for (form, is_exact), _ in forms):
            return True
        inner = PLAIN_ESCAPE.sub(meant, text)
        if inner == text:
            break
        text = inner
    return False


@lru_cache(maxsize=1024)
def _forms(secret: str) -> tuple[_Form, ...]:
    """What of a secret is left in letters and digits."""
    return tuple(_forms_of(secret))


def _forms_of(secret: str) -> Iterator[_Form]:
    if len(secret) < _LONG and not any(map(str.isdigit, secret)):
        return  # a word
    octets = secret.encode("utf-8", "surrogatepass")
    plain = "".join(character for character, _, _ in _folded([(c, 0, 0) for c in secret]))
    wide = secret.encode("utf-16-le", "surrogatepass")
    base32 = base64.b32encode(octets).decode().rstrip("=")
    small = (plain, octets.hex(), wide.hex(), base32.lower())
    yield from ((form.lower(), False) for form in small if len(plain) >= _SHORTEST <= len(form))
    for before in range(3):
        packed = base64.b64encode(b"\0" * before + octets).decode()
        core = packed[-(-before * 8 // 6) : (before + len(octets)) * 8 // 6]
        form = "".join(filter(str.isalnum, core))
        if len(form) >= _SHORTEST:
            yield form, True


def _folded(letters: _Letters) -> _Letters:
    """Letters and digits alone, each in its plain form."""
    return [
        (plain, start, end)
        for character, start, end in letters
        for plain in (
            character if character.isascii() else unicodedata.normalize("NFKC", character)
        )
        if plain.isalnum()
    ]


def _found(letters: _Letters, forms: list[tuple[_Form, str]]) -> Iterator[Span]:
    whole = "".join(character for character, _, _ in letters)
    small = "".join(c.lower() if len(c.lower()) == 1 else c for c in whole)
    for (form, is_exact), secret in forms:
        searched = whole if is_exact else small
        at = searched.find(form)
        while at >= 0:
            yield letters[at][1], letters[at + len(form) - 1][2], secret
            at = searched.find(form, at + len(form))


def _unescaped(letters: _Letters) -> _Letters:
    """One layer of escapes undone; each character keeps the place of its whole escape."""
    text = "".join(character for character, _, _ in letters)
    inner: _Letters = []
    end = 0
    for match in PLAIN_ESCAPE.finditer(text):
        inner += letters[end : match.start()]
        start, stop = letters[match.start()][1], letters[match.end() - 1][2]
        inner += ((character, start, stop) for character in meant(match))
        end = match.end()
    return inner + letters[end:]


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The longest of those that overlap."""
    ordered = sorted(spans, key=lambda span: (span[0], -span[1]))
    kept = ordered[:1]
    for _, span in pairwise(ordered):
        if span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
