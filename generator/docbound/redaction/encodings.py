"""The encodings of a secret on the wire: percent-encoded, base64, JSON, HTML and more."""

from __future__ import annotations

import base64
import binascii
import html
import json
import quopri
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol
from urllib.parse import quote, quote_plus, unquote

_PERCENT: Final = re.compile(
    r"(?<![^\s\"'<>&=?#/,;])[^\s\"'<>&=?#/,;]*%[0-9A-Fa-f]{2}[^\s\"'<>&=?#/,;]*"
)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:0[xX])?((?:[0-9A-Fa-f]{2}){8,}+)(?![0-9A-Za-z])")
_LINES_OF_BASE64: Final = re.compile(
    r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{56,80}\r?\n[ \t]*+)+[A-Za-z0-9+/]+={0,2}"
)
_MAIL_WORD: Final = re.compile(r"(?:=\r?\n|\S)++")
_NO_MAIL_ESCAPE: Final = re.compile(r"(=(?![0-9A-F]{2}|\r?\n))")
_ESCAPED: Final = re.compile(r'(?:[^"\\\s]++|\\.)++')
_ESCAPE: Final = re.compile(r"&#|&[A-Za-z]|\\[ux]|%[0-9A-Fa-f]")
_CODE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2}))")
_DEEPEST: Final = 4
"""Encodings within encodings: percent-encoded twice, base64 in a JSON text in a form."""
_LONGEST: Final = 1 << 13
"""Characters of a secret; a longer one is a document, of which no service makes other spellings."""

Rewrite = Callable[[str], str]


class Rewriter(Protocol):
    """What changes the plain text or the octets that an encoding stood for."""

    def plain(self, text: str) -> str:
        """A text that is not encoded any more."""
        ...

    def octets(self, data: bytes) -> bytes:
        """Octets that are no text."""
        ...


def spellings(value: str) -> Iterator[str]:
    """The ways to write ``value`` as it is searched for literally, the plain one first."""
    if len(value) > _LONGEST:
        yield from dict.fromkeys((value, json.dumps(value)[1:-1]))
        return
    seen = {value: None}
    once = quote(value, safe="")
    for text in (
        once,
        once.lower() if once.lower() != value.lower() else once,
        re.sub("%..", lambda match: match[0].lower(), once),
        quote(value),
        quote_plus(value),
        quote(once, safe=""),
        quote(quote_plus(value), safe=""),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        json.dumps(value)[1:-1].replace("/", "\\/"),
        json.dumps(json.dumps(value)[1:-1])[1:-1],
        html.escape(value),
        value.encode().hex(),
        value.encode().hex().upper(),
        *((value.lower(), value.upper()) if len(value) >= 8 else ()),
        *_base64_spellings(value),
    ):
        seen.setdefault(text)
    yield from seen


def _base64_spellings(value: str) -> Iterator[str]:
    """base64 of ``value`` alone, and the part of it that is in the base64 of any text around
    it.
    """
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(value.encode()).decode()
        yield whole
        yield whole.rstrip("=")
        if len(value) < 8:
            continue
        for offset in range(3):
            padded = encode(b"\0" * offset + value.encode()).decode().rstrip("=")
            start = (0, 2, 3)[offset]
            end = len(padded) - (1 if (offset + len(value.encode())) % 3 else 0)
            if end - start >= 10:
                yield padded[start:end]


def octets_of_base64(token: str) -> bytes | None:
    """The octets that a token is base64 of (either alphabet, padded or not), or None."""
    plain = token.rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        return None
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def decoded_base64(token: str) -> str | None:
    """The text that a token is base64 of (either alphabet, padded or not), or None."""
    octets = octets_of_base64(token)
    try:
        return None if octets is None else octets.decode()
    except UnicodeDecodeError:
        return None


def rewrite_encoded(text: str, rewrite: Rewriter, depth: int = 0) -> str:
    """``text`` with every encoded part put through ``rewrite``; what that changes is encoded again.

    Args:
        text: any text.
        rewrite: changes plain texts and octets.
        depth: how many encodings are around it.
    """
    if depth >= _DEEPEST:
        return text

    def inner(plain: str) -> str:
        return rewrite_encoded(rewrite.plain(plain), rewrite, depth + 1)

    if "=" in text:
        text = _MAIL_WORD.sub(lambda match: _quoted_printable(match[0], inner), text)
    if "%" in text:
        text = _PERCENT.sub(lambda match: _percent(match[0], inner), text)
    if "\\" in text:
        text = _escaped(text, inner)
        # Between quotes that do not make the whole a JSON text.
        text = _ESCAPED.sub(
            lambda match: _escaped(match[0], inner) if "\\" in match[0] else match[0], text
        )
    if "\n" in text:
        text = _LINES_OF_BASE64.sub(lambda match: _lines(match[0], rewrite, inner), text)
    text = _HEX.sub(lambda match: _hex(match, rewrite, inner), text)
    return _BASE64.sub(lambda match: _base64(match[0], rewrite, inner), text)


def escaped_in(text: str, values: Iterable[str]) -> list[str]:
    """Those of ``values`` that come out where escapes of any kind are undone, also where only some
    of their characters are escaped.
    """
    known: list[str] = list(values)
    found: dict[str, None] = {}
    for _ in range(_DEEPEST):
        if not known or not _ESCAPE.search(text):
            break
        text = html.unescape(
            _CODE.sub(lambda match: chr(int(match[1] or match[2], 16)), unquote(text))
        )
        found |= dict.fromkeys(value for value in known if value in text)
        known = [value for value in known if value not in text]
    return list(found)


def _percent(written: str, inner: Rewrite) -> str:
    plain = unquote(written, errors="surrogateescape")
    for candidate in (plain, plain.replace("+", " ")):
        changed = inner(candidate)
        if changed != candidate:
            return quote(changed, safe="", errors="surrogateescape")
    return written


def _escaped(written: str, inner: Rewrite) -> str:
    """The inside of a JSON string."""
    try:
        plain = json.loads(f'"{written}"')
    except ValueError:
        return written
    changed = inner(plain)
    return written if changed == plain else json.dumps(changed)[1:-1]


def _quoted_printable(written: str, inner: Rewrite) -> str:
    """Part of a mail (RFC 2045, 6.7), with lines that go on after a last ``=``."""
    if "=" not in written:
        return written
    pieces = _NO_MAIL_ESCAPE.split(written)
    for index in range(0, len(pieces), 2):
        try:
            plain = quopri.decodestring(pieces[index].encode()).decode()
        except ValueError:
            continue
        changed = inner(plain) if plain != pieces[index] else plain
        if changed != plain:
            pieces[index] = quopri.encodestring(changed.encode()).decode()
    return "".join(pieces)


def _base64(written: str, rewrite: Rewriter, inner: Rewrite) -> str:
    octets = octets_of_base64(written)
    if octets is None:
        return written
    try:
        plain = octets.decode()
    except UnicodeDecodeError:
        changed_octets = rewrite.octets(octets)
    else:
        changed_octets = inner(plain).encode()
    if changed_octets == octets:
        return written
    encoded = base64.b64encode(changed_octets).decode()
    if "-" in written or "_" in written:
        encoded = encoded.replace("+", "-").replace("/", "_")
    return encoded if written.endswith("=") or len(written) % 4 == 0 else encoded.rstrip("=")


def _hex(match: re.Match[str], rewrite: Rewriter, inner: Rewrite) -> str:
    octets = bytes.fromhex(match[1])
    try:
        changed = inner(octets.decode()).encode()
    except UnicodeDecodeError:
        changed = rewrite.octets(octets)
    if changed == octets:
        return match[0]
    return match[0].removesuffix(match[1]) + changed.hex()


def _lines(written: str, rewrite: Rewriter, inner: Rewrite) -> str:
    """base64 in lines of one length (RFC 2045, 6.8; RFC 7468)."""
    whole = "".join(written.split())
    changed = _base64(whole, rewrite, inner)
    if changed == whole:
        return written
    first, gap = re.match(r"(\S+)(\s+)", written).groups()  # type: ignore[union-attr]
    width = len(first)
    return gap.join(changed[at : at + width] for at in range(0, len(changed), width))
