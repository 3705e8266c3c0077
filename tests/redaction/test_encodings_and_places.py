"""A credential that is known does not come through in any encoding at any place of a message."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import quote, quote_plus, unquote, unquote_plus

import pytest

from docbound.redaction import Redactor
from docbound.traffic import HttpRequest
from tests.hostile.fuzz import StepLimit
from tests.redaction.test_redactor import PLACES

SECRET = "s3cr3t/+tok-en_Value9=="


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _url64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _odd_case(text: str) -> str:
    escaped = "".join(f"%{octet:02x}" for octet in text.encode())
    return "".join(c.upper() if at % 2 else c for at, c in enumerate(escaped))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "Base64": _b64,
    "Base64 without padding": lambda text: _b64(text).rstrip("="),
    "URL-safe Base64": _url64,
    "double Base64": lambda text: _b64(_b64(text)),
    "URL-safe Base64, twice": lambda text: _url64(_url64(text)),
    "Basic": lambda text: f"Basic {_b64(f'bob:{text}')}",
    "part of a JWT": lambda text: f"eyJhbGciOiJub25lIn0.{_url64(json.dumps({'k': text}))}.",
    "percent": lambda text: quote(text, safe=""),
    "percent in odd case": _odd_case,
    "percent, twice": lambda text: quote(quote(text, safe=""), safe=""),
    "form": quote_plus,
    "JSON": lambda text: json.dumps({"k": text}),
    "JSON in JSON": lambda text: json.dumps(json.dumps({"k": text})),
    "JSON with escapes": lambda text: '"' + "".join(f"\\u{ord(c):04X}" for c in text) + '"',
    "HTML": html.escape,
    "hexadecimal": lambda text: text.encode().hex(),
    "hexadecimal in capitals": lambda text: text.encode().hex().upper(),
    "Base64 in percent": lambda text: quote(_b64(text), safe=""),
    "HTML by number": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "HTML by number, some characters": lambda text: "".join(
        f"&#x{ord(c):x};" if at % 3 else c for at, c in enumerate(text)
    ),
    "codes of JavaScript": lambda text: "".join(f"\\x{ord(c):02x}" for c in text),
    "percent, some characters, twice": lambda text: quote(
        "".join(f"%{ord(c):02X}" if at % 2 else c for at, c in enumerate(text)), safe=""
    ),
    "quoted-printable": lambda text: "".join(f"={ord(c):02X}" for c in text),
    "Base64 in lines": lambda text: base64.encodebytes(b"\xff" * 50 + text.encode()).decode(),
    "Base64 of octets": lambda text: base64.b64encode(b"\xff\0" + text.encode() + b"\xfe").decode(),
    "gzip in Base64": lambda text: base64.urlsafe_b64encode(
        gzip.compress(json.dumps({"k": text}).encode())
    ).decode(),
    "zlib in URL-safe Base64": lambda text: base64.urlsafe_b64encode(zlib.compress(text.encode()))
    .decode()
    .rstrip("="),
    "capitals": str.upper,
    "small letters": str.lower,
}


LOOSE: dict[str, Callable[[str], str]] = {
    "octal": lambda text: "".join(f"\\{ord(c):03o}" for c in text),
    "codes in braces": lambda text: "".join(f"\\u{{{ord(c):x}}}" for c in text),
    "long codes": lambda text: "".join(f"\\U{ord(c):08x}" for c in text),
    "percent and u": lambda text: "".join(f"%u{ord(c):04X}" for c in text),
    "HTML by number, unended": lambda text: "".join(f"&#{ord(c)}" for c in text),
    "HTML by number, with zeros": lambda text: "".join(f"&#{ord(c):07d};" for c in text),
    "octets with colons": lambda text: text.encode().hex(":"),
    "octets with blanks": lambda text: text.encode().hex(" ").upper(),
    "hexadecimal of UTF-16": lambda text: text.encode("utf-16-le").hex(),
    "hexadecimal of Base64": lambda text: _b64(text).encode().hex(),
    "gzip in hexadecimal": lambda text: gzip.compress(f"it is {text}".encode()).hex(),
    "Base64 of UTF-16": lambda text: base64.b64encode(text.encode("utf-16-le")).decode(),
    "Base64 in short lines": lambda text: re.sub("(.{20})", r"\1\n", _b64(f"xx{text}yy")),
    "Base64 in lines in percent": lambda text: quote(
        base64.encodebytes(b"\xff" * 50 + text.encode()).decode()
    ),
    "Base32": lambda text: base64.b32encode(text.encode()).decode(),
    "groups": lambda text: "-".join(re.findall(".{1,4}", text)),
    "groups with blanks": lambda text: " ".join(re.findall(".{1,4}", text)),
    "marks that are not seen": "\u200b".join,
    "a soft hyphen": lambda text: f"{text[:7]}\u00ad{text[7:]}",
    "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) for c in text),
    "added texts": lambda text: f'"{text[:9]}" + "{text[9:]}"',
    "characters": lambda text: json.dumps(list(text)),
    "a line that goes on": lambda text: f"{text[:9]}\\\n  {text[9:]}",
    "a folded line": lambda text: f"{text[:9]}\r\n {text[9:]}",
    "backslashes": re.escape,
    "other letters": str.swapcase,
    "UTF-7": lambda text: text.encode("utf-7").decode(),
}
"""Spellings whose letters and digits are the secret's, or are undone by hand."""


def _zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", text)
    return file.getvalue()


def _unpacked(body: bytes) -> bytes:
    if body[:2] == b"\x1f\x8b":
        return gzip.decompress(body)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return packed.read("a.txt")
    return body


def _get(url: str, *headers: tuple[str, str]) -> HttpRequest:
    return HttpRequest(method="GET", url=url, headers=headers)


MORE: dict[str, Callable[[str], HttpRequest]] = {
    "fragment": lambda s: _get(f"https://h.example/x#token={quote(s, safe='')}"),
    "name in the query": lambda s: _get(f"https://h.example/x?{quote(s, safe='')}=1"),
    "name of a file": lambda s: HttpRequest(
        method="POST",
        url="https://h.example/",
        headers=(("Content-Type", "multipart/form-data; boundary=B"),),
        body=(
            f'--B\r\nContent-Disposition: form-data; name="x"; filename="{quote(s)}"\r\n\r\n1\r\n'
            "--B--\r\n"
        ).encode(),
    ),
    "referrer": lambda s: _get("https://h.example/", ("Referer", f"https://h/?a={quote(s)}")),
    "UTF-16": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=json.dumps({"a": s}).encode("utf-16")
    ),
    "UTF-16 without a mark": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=f"\u2020 is {s}".encode("utf-16-le")
    ),
    "Latin-1": lambda s: HttpRequest(
        method="POST",
        url="https://h.example/",
        headers=(("Content-Type", "text/plain; charset=ISO-8859-1"),),
        body=f"\xe4 is {s}".encode("latin-1"),
    ),
    "gzip": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=gzip.compress(f"it is {s}".encode())
    ),
    "file in ZIP": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=_zipped(f"it is {s}")
    ),
    "page of an error": lambda s: HttpRequest(
        method="POST",
        url="https://h.example/",
        headers=(("Content-Type", "text/html"),),
        body=f"<html><body><h1>403</h1><p>key {s} is wrong &amp; gone</p>".encode(),
    ),
    "lines of text": lambda s: HttpRequest(
        method="POST", url="https://h.example/", body=f"first\n{s}\nlast".encode()
    ),
}
EVERYWHERE = {**PLACES, **MORE}
CASES = tuple(product(ENCODINGS, EVERYWHERE))


def _written(request: HttpRequest) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in request.headers)
    body = _unpacked(request.body).replace(b"\0", b"").decode("latin-1")
    return f"{request.url}\n{fields}\n{body}"


def _decoded(text: str) -> Iterator[str]:
    """What a text may stand for, one encoding less."""
    yield from (unquote(text), unquote_plus(text), html.unescape(text))
    plain = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"\\(.)", r"\1", plain)
    yield re.sub("=([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"(?<=[A-Za-z0-9+/])(?:\\n|%0A|\n)(?=[A-Za-z0-9+/])", "", text)
    for run in re.findall("(?:[0-9A-Fa-f]{2}){8,}", text):
        yield bytes.fromhex(run).decode("latin-1")
    runs = re.findall("[A-Za-z0-9+/_-]{8,}", text) + re.findall("[A-Za-z0-9+_-]{8,}", text)
    for run in runs:
        for start in range(4):
            octets = run[start:].replace("-", "+").replace("_", "/")
            octets = octets[: len(octets) - (len(octets) % 4 == 1)]
            plain_octets = base64.b64decode(octets + "=" * (-len(octets) % 4))
            yield plain_octets.decode("latin-1")
            if plain_octets[:2] in (b"\x1f\x8b", b"\x78\x9c"):
                yield zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(plain_octets).decode()


def holds(text: str) -> bool:
    """Whether the credential is found in a text by undoing encodings, up to four deep."""
    seen: set[str] = set()
    layer = {text}
    for _ in range(5):
        if any(SECRET.lower() in each.lower() for each in layer):
            return True
        seen |= layer
        layer = {inner for each in layer for inner in _decoded(each)} - seen
    return False


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_no_encoding_gets_through_at_any_place(encoding: str) -> None:
    redactor = Redactor(credentials={"token": SECRET})
    sent = ENCODINGS[encoding](SECRET)
    through: list[str] = []
    for place, make in EVERYWHERE.items():
        assert holds(_written(make(sent))), f"{place}: the test does not see it either"
        if holds(_written(redactor.request(make(sent)))):
            through.append(place)
    assert not through, f"{encoding}: {through}"


_TEXTS: tuple[Callable[[str], HttpRequest], ...] = (
    lambda value: HttpRequest(method="POST", url="https://h.example/", body=value.encode()),
    lambda value: _get("https://h.example/", ("X-Note", value.replace("\r\n", " "))),
    lambda value: HttpRequest(
        method="POST",
        url="https://h.example/",
        headers=(("Content-Type", "application/json"),),
        body=json.dumps({"a": [value], "b": "c"}).encode(),
    ),
)


@pytest.mark.parametrize("secret", [SECRET, "Zq8vK2mWx9TbLr4N"])
@pytest.mark.parametrize("spelling", LOOSE)
def test_no_loose_spelling_gets_through_in_a_text(spelling: str, secret: str) -> None:
    """Where another secret leaves the place alone, this one does not."""
    sent = LOOSE[spelling](secret)
    for text in (sent, f"it is {sent} now"):
        for make in _TEXTS:
            request = make(text)
            assert Redactor(credentials={"key": "another-one-1"}).request(request) == request
            clean = Redactor(credentials={"key": secret}).request(request)
            assert clean != request, text
            assert Redactor(credentials={"key": secret}).request(clean) == clean
            if "json" in request.header("content-type"):
                assert list(json.loads(clean.body)) == ["a", "b"]


def test_words_and_short_secrets_are_found_as_they_are_only() -> None:
    redactor = Redactor(credentials={"user": "administrator", "pin": "a-1-b-2"})
    for text in ("Administrator of a1b2", "admin-istrator", "61 31 62 32", "A/1/B/2"):
        assert redactor.text(text) == text


def test_loose_spellings_are_looked_for_in_one_go() -> None:
    text = "\\u{41}" * 20_000 + "&#65;" * 20_000 + "a-" * 50_000 + "%u0041" * 20_000
    redactor = Redactor(credentials={"key": SECRET})
    with StepLimit(2_000_000):
        assert redactor.text(text) == text


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 900
