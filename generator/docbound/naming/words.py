"""Words and cases: how a name of the description becomes a name of Python, before the question
whether it is free.

The description's names are split where they have signs and where their capitals change;
:func:`snake`, :func:`camel` and :func:`constant` join the words again. Every result is normalised
as Python itself normalises identifiers (NFKC), so that two names that the language takes for the
same are the same here too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

SIGNS: Final = {
    "!": "exclamation mark",
    '"': "double quote",
    "#": "hash",
    "$": "dollar",
    "%": "percent",
    "&": "ampersand",
    "'": "quote",
    "(": "left parenthesis",
    ")": "right parenthesis",
    "*": "star",
    "+": "plus",
    ",": "comma",
    "-": "minus",
    ".": "dot",
    "/": "slash",
    ":": "colon",
    ";": "semicolon",
    "<": "less than",
    "=": "equal",
    ">": "greater than",
    "?": "question mark",
    "@": "at",
    "[": "left square bracket",
    "\\": "back slash",
    "]": "right square bracket",
    "^": "caret",
    "_": "underscore",
    "`": "backtick",
    "{": "left curly bracket",
    "|": "pipe",
    "}": "right curly bracket",
    "~": "tilde",
    " ": "space",
}
"""What a sign is called, where a name must spell it out."""

_PAIRS: Final = {
    "<=": "less than equal",
    ">=": "greater than equal",
    "!=": "not equal",
    "[]": "array",
}

_OPENING: Final = {")": "(", "]": "[", "}": "{"}
_APOSTROPHES: Final = re.compile("['’]")
_CAPITALS: Final = re.compile(r"(?<=U)(?=Ull)|(?<=[ld])(?=U)")


LONGEST: Final = 140
"""The longest name made from words, in bytes; what is longer loses words from its middle."""


@cache
def snake(text: str) -> str:
    """Gives ``photo_urls`` for ``photoUrls``: words in lower case, joined by ``_``.

    A run of capitals is one word (``HTTPServerMeta`` has the words ``http``, ``server`` and
    ``meta``), also with a plural ``s`` (``userIDs`` has ``user`` and ``ids``). The result may be
    empty or start with a digit.
    """
    joined = "_".join(word for part in _parts(text) for word in _split_capitals(part))
    return _clean(joined.lower())


@cache
def camel(text: str) -> str:
    """Gives ``LlmKey`` for ``llm_key``: the words as they are, each with a capital first letter.

    A name that has no signs keeps its own capitals (``HTTPServerMeta``). The result may be empty or
    start with a digit.
    """
    return _clean("".join(part[:1].upper() + part[1:] for part in _parts(text)))


def constant(text: str) -> str:
    """Gives ``IN_PROGRESS`` for ``in-progress``; capitals inside a word do not split it (``foUr``
    gives ``FOUR``).
    """
    return _clean("_".join(_parts(text)).upper())


def spell(text: str) -> str:
    """Replaces every sign by its name, between blanks: ``>=`` gives ``greater than equal``, ``★``
    gives ``black star``. Combining marks are signs where a text has nothing else.
    """
    if all(map(_is_mark, text)):
        return " ".join(map(_called, text))
    words: list[str] = []
    place = 0
    while place < len(text):
        pair = text[place : place + 2]
        if pair in _PAIRS:
            words.append(f" {_PAIRS[pair]} ")
            place += 2
            continue
        words.append(_spell_one(text[place]))
        place += 1
    return " ".join("".join(words).split())


def spell_edges(text: str) -> str:
    """Spells the signs before the first and after the last letter or digit, and leaves those in
    between alone.

    A bracket at the end that only closes one inside (``filter[name]``) tells nothing and goes.
    """
    inner = [place for place, sign in enumerate(text) if is_letter(sign)]
    if all(_is_mark(text[place]) for place in inner):
        return spell(text)
    first, last = inner[0], inner[-1] + 1
    middle = text[first:last]
    tail = "".join(sign for sign in text[last:] if _OPENING.get(sign, "\0") not in middle)
    return " ".join(part for part in (spell(text[:first]), middle, spell(tail)) if part)


@cache
def is_letter(sign: str) -> bool:
    """Whether a character can be in the middle of an identifier; ``_`` counts as a sign, and so
    does what Python reads as one (``︳``).
    """
    return "_" not in normalise(sign) and f"a{sign}".isidentifier()


def normalise(name: str) -> str:
    """Gives the identifier as Python reads it: in Unicode normal form KC."""
    return unicodedata.normalize("NFKC", name)


def _spell_one(sign: str) -> str:
    if is_letter(sign):
        return sign
    if sign in SIGNS:
        return f" {SIGNS[sign]} "
    return f" {_called(sign)} "


def _called(sign: str) -> str:
    """What Unicode calls a character, in words."""
    known = unicodedata.name(sign, f"u{ord(sign):04x}")
    return re.sub(r"[^a-z0-9]+", " ", known.lower())


def _is_mark(sign: str) -> bool:
    """Whether a character combines with the one before it, as Python reads both."""
    return unicodedata.category(normalise(sign)[0])[0] == "M"


def _parts(text: str) -> list[str]:
    """The runs of letters and digits in a text, apostrophes left out."""
    plain = _APOSTROPHES.sub("", normalise(text))
    runs = "".join(sign if is_letter(sign) else " " for sign in plain).split()
    return _within_limit([part for run in runs if (part := _without_marks(run))])


def _within_limit(parts: list[str]) -> list[str]:
    """Leaves out the middle of a very long name: the words become a file's name, and file systems
    have limits.
    """
    if len("_".join(parts).encode()) <= LONGEST:
        return parts
    head, tail = _fill(parts, LONGEST // 2), _fill(parts[::-1], LONGEST // 4)
    # A single word may be too long as well. Its end stays in any case: a number there tells two
    # names apart.
    head = head or [parts[0].encode()[: LONGEST // 2].decode(errors="ignore")]
    tail = tail or [parts[-1].encode()[-(LONGEST // 4) :].decode(errors="ignore")]
    return head + tail[::-1]


def _fill(parts: list[str], room: int) -> list[str]:
    """The first parts that fit into ``room`` bytes together."""
    taken: list[str] = []
    for part in parts:
        room -= len(part.encode()) + 1
        if room < 0:
            break
        taken.append(part)
    return taken


def _without_marks(run: str) -> str:
    """A run of letters without the combining marks at its start: they would change the letter that
    comes to be before.
    """
    if run.isascii():
        return run
    marks = "".join(filter(_is_mark, set(run)))
    return run.lstrip(marks) if marks else run


def _split_capitals(part: str) -> list[str]:
    """Splits a run of letters where its capitals change; any script that has capitals counts."""
    if part.isascii() and part.islower():
        return [part]
    shape = "".join(map(_shape, part))
    ends = [match.start() for match in _CAPITALS.finditer(shape)]
    return [part[start:end] for start, end in zip([0, *ends], [*ends, len(part)], strict=True)]


@cache
def _shape(letter: str) -> str:
    if letter.isupper() or letter.istitle():
        return "U"
    return "d" if letter.isdigit() else "l"


def _clean(name: str) -> str:
    """Normalises once more: changing the case may have brought in other characters."""
    return "".join(letter for letter in normalise(name) if letter == "_" or is_letter(letter))
