"""Texts that stand for octets: base64 and its kin, numbers, digits."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Final

from . import forms
from .written_secrets import FROM_Z85

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{11,}")
_BASE32: Final = re.compile(r"[A-Z2-7]{16,}|[a-z2-7]{16,}")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}")
_NUMBER: Final = re.compile(r"(?<![0-9])0*+([0-9]{1,3})(?![0-9])")
_OCTAL: Final = re.compile(r"(?<![0-9])(?:0o?|\\)?([0-3][0-7]{2}|[0-7]{2})(?![0-9])")
_BITS: Final = re.compile(r"[01]{7,}")
_WORD: Final = re.compile(r"[^\s]{10,}")
_INSIDE: Final = re.compile(r"<~([^~]{10,})~>|([^\s\"\\]{10,})")
_TOKEN: Final = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*+[0-9])[A-Za-z0-9]{14,400}(?![A-Za-z0-9])")
_DECIMAL: Final = re.compile(r"[0-9]{24,1000}")

_BASE58_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_RADIX: Final = tuple(
    {letter: number for number, letter in enumerate(alphabet)}
    for alphabet in (
        f"123456789{_BASE58_LETTERS}",
        f"{digits}{ascii_uppercase}{ascii_lowercase}",
        f"{digits}{ascii_lowercase}{ascii_uppercase}",
        f"{ascii_uppercase}{ascii_lowercase}{digits}",
        f"{digits}{ascii_lowercase}",
    )
)

Octets = Iterator[bytes]
Decode = Callable[[str], Octets]


def _base64(text: str) -> Octets:
    for token in _BASE64.findall(text):
        plain = token.translate(_PLAIN_BASE64)
        for start in range(4):
            part = plain[start : len(plain) - (len(plain) - start) % 4]
            yield binascii.a2b_base64(part)
            rest = plain[len(plain) - (len(plain) - start) % 4 :]
            if start == 0 and len(rest) > 1:
                yield binascii.a2b_base64(part + rest + "=" * (4 - len(rest)))


_PLAIN_BASE64: Final = str.maketrans("-_", "+/")


def _base64_in_lines(text: str) -> Octets:
    if any(mark in text for mark in " \n\t"):
        yield from _base64(forms.dense(text).decode("utf-8", "surrogatepass"))


def _base32(text: str) -> Octets:
    for token in _BASE32.findall(text):
        part = token[: len(token) - len(token) % 8]
        rest = token[len(part) :]
        whole = part + (rest + "=" * (8 - len(rest)) if len(rest) in (2, 4, 5, 7) else "")
        yield base64.b32decode(whole, casefold=True)


def _hexadecimal(text: str) -> Octets:
    for token in _HEX.findall(text):
        yield bytes.fromhex(token)
    joined = forms.hexadecimal(text).decode()
    if len(joined) >= 16:
        yield bytes.fromhex(joined)


def _numbers(text: str) -> Octets:
    for expression, base in ((_NUMBER, 10), (_OCTAL, 8)):
        found = [int(number, base) for number in expression.findall(text)]
        if len(found) >= 8:
            yield bytes(number for number in found if number < 256)


def _bits(text: str) -> Octets:
    found = _BITS.findall(text)
    for size in (7, 8):
        runs = [run for run in found if len(run) % size == 0]
        whole = "".join(runs)
        if len(whole) >= size * 8:
            yield bytes(int(whole[at : at + size], 2) for at in range(0, len(whole), size))


def _base85(text: str) -> Octets:
    words = _WORD.findall(text)
    words += (one or other for one, other in _INSIDE.findall(text))
    for word in dict.fromkeys((*words, forms.dense(text).decode("utf-8", "surrogatepass"))):
        plain = word.removeprefix("<~").removesuffix("~>")
        for given, decode in (
            (plain, base64.b85decode),
            (plain.translate(FROM_Z85), base64.b85decode),
            (plain, base64.a85decode),
        ):
            try:
                yield decode(given)
            except (ValueError, OverflowError):
                continue


def _uuencode(text: str) -> Octets:
    found: list[bytes] = []
    for line in text.splitlines():
        size = ord(line[0]) - 32 if line else 0
        if 0 < size <= 45 and -(-size // 3) * 4 <= len(line) - 1 <= -(-size // 3) * 4 + 1:
            try:
                found.append(binascii.a2b_uu(line))
            except ValueError:
                continue
    yield b"".join(found)


def _radix(text: str) -> Octets:
    """Tokens that are one number: base58, base62, base36, decimal digits."""
    for token in _TOKEN.findall(text):
        for values in _RADIX:
            number = 0
            for character in token:
                value = values.get(character)
                if value is None:
                    break
                number = number * len(values) + value
            else:
                yield number.to_bytes(-(-number.bit_length() // 8))
    for token in _DECIMAL.findall(text):
        number = int(token)
        yield number.to_bytes(-(-number.bit_length() // 8))


DECODERS: Final[tuple[Decode, ...]] = (
    _base64,
    _base64_in_lines,
    _base32,
    _hexadecimal,
    _numbers,
    _bits,
    _base85,
    _uuencode,
    _radix,
)
"""Each gives the octets that parts of a text may stand for."""
