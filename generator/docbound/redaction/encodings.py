"""The encodings of a secret on the wire: percent-encoded, base64, JSON, HTML and more."""

from __future__ import annotations

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import quote, quote_plus, unquote

_PERCENT: Final = re.compile(
    r"(?<![^\s\"'<>&=?#/,;])[^\s\"'<>&=?#/,;]*%[0-9A-Fa-f]{2}[^\s\"'<>&=?#/,;]*"
)
_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")
_ESCAPED: Final = re.compile(r'(?:[^"\\\s]|\\.)+')
_DEEPEST: Final = 4
"""Encodings within encodings: percent-encoded twice, base64 in a JSON text in a form."""


def spellings(value: str) -> Iterator[str]:
    """The ways to write ``value`` as it is searched for literally, the plain one first."""
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


def decoded_base64(token: str) -> str | None:
    """The text that a token is base64 of (either alphabet, padded or not), or None."""
    plain = token.rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        return None
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def rewrite_encoded(text: str, rewrite: Callable[[str], str], depth: int = 0) -> str:
    """``text`` with every encoded part put through ``rewrite``; what that changes is encoded again.

    Args:
        text: any text.
        rewrite: changes a plain text.
        depth: how many encodings are around it.
    """
    if depth >= _DEEPEST:
        return text

    def inner(plain: str) -> str:
        return rewrite_encoded(rewrite(plain), rewrite, depth + 1)

    def percent(match: re.Match[str]) -> str:
        plain = unquote(match[0], errors="surrogateescape").replace("+", " ")
        for candidate in (unquote(match[0], errors="surrogateescape"), plain):
            changed = inner(candidate)
            if changed != candidate:
                return quote(changed, safe="", errors="surrogateescape")
        return match[0]

    def base(match: re.Match[str]) -> str:
        plain = decoded_base64(match[0])
        if plain is None or (changed := inner(plain)) == plain:
            return match[0]
        encoded = base64.b64encode(changed.encode()).decode()
        if "-" in match[0] or "_" in match[0]:
            encoded = encoded.replace("+", "-").replace("/", "_")
        return encoded if match[0].endswith("=") or len(match[0]) % 4 == 0 else encoded.rstrip("=")

    def escaped(written: str) -> str:
        try:
            plain = json.loads(f'"{written}"')
        except ValueError:
            return written
        changed = inner(plain)
        return written if changed == plain else json.dumps(changed)[1:-1]

    if "%" in text:
        text = _PERCENT.sub(percent, text)
    if "\\" in text:
        text = escaped(text)
        # Between quotes that do not make the whole a JSON text.
        text = _ESCAPED.sub(lambda match: escaped(match[0]) if "\\" in match[0] else match[0], text)
    return _BASE64.sub(base, text)
