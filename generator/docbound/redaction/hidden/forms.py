"""What a text is reduced to before secrets are looked for in it: its letters and digits, its digits
alone, every second character, and the like. Each form is at most as long as a few times the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

_NO_LETTER: Final = re.compile(r"[\W_]+")
_ASCII: Final = bytes(range(128))
_MARKS: Final = bytes(octet for octet in _ASCII if not chr(octet).isalnum())
_NO_DIGITS: Final = bytes(octet for octet in range(256) if octet not in b"0123456789")
_BLANKS: Final = b" \t\n\r\f\v"
_HEX: Final = re.compile(
    r"(?:0[xX]|[Uu]\+?|[xX]|(?<![0-9A-Za-z]))0*+([0-9A-Fa-f]{2})(?![0-9A-Fa-f])"
)
"""An octet in hexadecimal digits: ``73``, ``0x73``, ``\\x73``, ``U+0073``."""
_MOST_STRIDE: Final = 4
"""Characters between which one of a secret stands: ``s.e.c`` has 2 where the marks are letters."""

_TAGS: Final = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
"""Letters that are not shown (Unicode, 23.9), as their plain ones."""
_LOOKALIKES: Final = dict(
    zip(
        map(ord, "аеорсухіјѕһԁԛԝѵɡɩոսАВЕКМНОРСТХУІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανγικρτυχ"),
        "aeopcyxijshdqwvginuABEKMHOPCTXYIJSABEZHIKMNOPTYXoavyikptux",
        strict=True,
    )
)
"""Cyrillic, Armenian and Greek letters that are drawn like Latin ones (Unicode, TR 39)."""
_PLAIN: Final = _TAGS | _LOOKALIKES

LETTERS: Final = "letters"
EXACT: Final = "exact"
DENSE: Final = "dense"
DIGITS: Final = "digits"
HEXADECIMAL: Final = "hexadecimal"
STRIDES: Final = "strides"
DIFFERENCES: Final = "differences"


def exact(text: str) -> bytes:
    """Letters and digits, as plain as Unicode has them: without accents, width and look-alikes."""
    if text.isascii():
        return text.encode().translate(None, _MARKS)
    plain = unicodedata.normalize("NFKD", text).translate(_PLAIN)
    return _NO_LETTER.sub("", plain).encode("utf-8", "surrogatepass")


def letters(text: str) -> bytes:
    """Small letters and digits."""
    return exact(text if text.isascii() else text.lower()).lower()


def dense(text: str) -> bytes:
    """All but blanks."""
    return text.encode("utf-8", "surrogatepass").translate(None, _BLANKS)


def digits(text: str) -> bytes:
    """Digits."""
    return text.encode("utf-8", "surrogatepass").translate(None, _NO_DIGITS)


def hexadecimal(text: str) -> bytes:
    """Octets that are written in hexadecimal digits, however they are marked."""
    return "".join(_HEX.findall(text)).lower().encode()


def _strides(text: str) -> bytes:
    """Every second, third and fourth character, and letter or digit, from each possible start."""
    plain = letters(text)
    steps = tuple((start, step) for step in range(2, _MOST_STRIDE + 1) for start in range(step))
    return b"\n".join(
        (
            *(letters(text[start::step]) for start, step in steps),
            *(plain[start::step] for start, step in steps),
        )
    )


def differences(text: str) -> bytes:
    """What each octet has other than the one before it: the same, whatever all are combined with by
    exclusive or.
    """
    octets = text.encode("latin-1", "replace")
    whole = int.from_bytes(octets)
    return (whole ^ (whole >> 8)).to_bytes(len(octets))[1:]


FORMS: Final[Mapping[str, Callable[[str], bytes]]] = {
    LETTERS: letters,
    EXACT: exact,
    DENSE: dense,
    DIGITS: digits,
    HEXADECIMAL: hexadecimal,
    STRIDES: _strides,
    DIFFERENCES: differences,
}
"""Each form of a text, by its name."""
