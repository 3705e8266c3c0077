"""A secret in random encodings, within each other, at a random place of a message; and what a
reader who undoes encodings by himself still finds of it.

The reader is written apart from the program: it would see what the program's own decoders overlook.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import json
import quopri
import re
import string
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from docbound.traffic import Exchange, HttpRequest, HttpResponse

Encode = Callable[[str, Random], str]

# --- secrets


def secret_of(rng: Random) -> str:
    """A credential as services give them: letters and digits, some with marks."""
    marks = rng.choice(("", "-_", "+/=", ".~", "-_.!$"))
    letters = string.ascii_letters + string.digits + marks * 3
    size = rng.randint(16, 56)
    while True:
        found = "".join(rng.choices(letters, k=size))
        if any(map(str.isdigit, found)) and len(set(filter(str.isalnum, found))) > 9:
            return found


# --- encodings


def _some(rng: Random, text: str, write: Callable[[str], str]) -> str:
    """Each character written in another way, or some."""
    share = rng.choice((1.0, 1.0, 0.5, 0.15))
    return "".join(write(c) if rng.random() < share else c for c in text)


def _percent(text: str, rng: Random) -> str:
    lower = rng.random() < 0.5
    form = "%{:02x}" if lower else "%{:02X}"
    return _some(rng, text, lambda c: "".join(form.format(octet) for octet in c.encode()))


def _around(rng: Random) -> tuple[bytes, bytes]:
    """Octets that are packed together with a secret."""
    words = (b"", b"a", b"id", b"it is ", b'{"k": "', b"user:")
    return rng.choice(words), rng.choice((b"", b"!", b' "', b" now", b'"}'))


def _base64(data: bytes, rng: Random) -> str:
    encode = rng.choice((base64.b64encode, base64.urlsafe_b64encode))
    written = encode(data).decode()
    return written.rstrip("=") if rng.random() < 0.5 else written


def _in_base64(text: str, rng: Random) -> str:
    before, behind = _around(rng)
    return _base64(before + text.encode() + behind, rng)


def _hexadecimal(text: str, rng: Random) -> str:
    before, behind = _around(rng)
    written = (before + text.encode() + behind).hex()
    return written.upper() if rng.random() < 0.3 else written


def _json_escapes(text: str, rng: Random) -> str:
    form = rng.choice(("\\u{:04x}", "\\u{:04X}"))
    plain = json.dumps(text)[1:-1].replace("/", "\\/") if rng.random() < 0.5 else text
    return plain if plain != text else _some(rng, text, lambda c: form.format(ord(c)))


def _entities(text: str, rng: Random) -> str:
    form = rng.choice(("&#{};", "&#x{:x};", "&#X{:X};", "&#{:05};"))
    escaped = html.escape(text)
    return escaped if escaped != text else _some(rng, text, lambda c: form.format(ord(c)))


def _mail(text: str, rng: Random) -> str:
    written = _some(rng, text.replace("=", "=3D"), lambda c: f"={ord(c):02X}" if c != "=" else c)
    if rng.random() < 0.4:
        at = len(text) // 2
        written = quopri.encodestring(text[:at].encode()).decode().rstrip("=\n") + "=\r\n"
        written += quopri.encodestring(text[at:].encode()).decode().rstrip("=\n")
    return written


def _packed(text: str, rng: Random) -> str:
    before, behind = _around(rng)
    pack = rng.choice((lambda data: gzip.compress(data, mtime=0), zlib.compress))
    return _base64(pack(before + text.encode() + behind), rng)


def _wide(text: str, rng: Random) -> str:
    data = text.encode(rng.choice(("utf-16-le", "utf-16-be", "utf-16")))
    return data.hex() if rng.random() < 0.4 else _base64(data, rng)


def _token(text: str, rng: Random) -> str:
    """A JWT that has it in a claim."""
    parts = ({"alg": "none", "typ": "JWT"}, {"sub": "1", "k": text, "n": rng.randint(1, 99)})
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode() for part in parts]
    return ".".join(part.rstrip("=") for part in packed) + ".c2ln"


ENCODINGS: Final[Mapping[str, Encode]] = {
    "percent": _percent,
    "percent, twice": lambda text, rng: quote(_percent(text, rng), safe=""),
    "Base64": _in_base64,
    "hexadecimal": _hexadecimal,
    "JSON escapes": _json_escapes,
    "HTML entities": _entities,
    "quoted-printable": _mail,
    "packed in Base64": _packed,
    "UTF-16": _wide,
    "form": lambda text, rng: f"a=1&k={quote_plus(text)}&b={rng.randint(1, 9)}",
    "part of a JWT": _token,
    "JSON": lambda text, rng: json.dumps({"id": rng.randint(1, 9), "k": text}),
    "JSON in JSON": lambda text, rng: json.dumps({"k": json.dumps({"inner": [text]})}),
    "sentence": lambda text, rng: f"the value {text} is wrong",
}
CASES: Final[Mapping[str, Encode]] = {
    "as it is": lambda text, rng: text,
    "capitals": lambda text, rng: text.upper(),
    "small letters": lambda text, rng: text.lower(),
    "other case": lambda text, rng: text.swapcase(),
    "folded": lambda text, rng: f"{text[: len(text) // 2]}\r\n {text[len(text) // 2 :]}",
}
"""What may be done before all encodings: these keep the secret readable for anybody."""

# --- places

Fields = tuple[tuple[str, str], ...]
_JSON: Final = ("Content-Type", "application/json")
_TEXT: Final = ("Content-Type", "text/plain")


def _line(text: str) -> str:
    """A text as a header field can have it."""
    return re.sub(r"[\r\n]+ ?", " ", text)


def _request(url: str = "", fields: Fields = (), body: str = "", kind: str = "") -> HttpRequest:
    typed = (*fields, ("Content-Type", kind)) if kind else fields
    place = url or "https://vault.example/api/items/a1"
    return HttpRequest(method="POST", url=place, headers=typed, body=body.encode())


def _response(body: str = "{}", fields: Fields = (_JSON,), reason: str = "OK") -> HttpResponse:
    return HttpResponse(status=200, reason=reason, headers=fields, body=body.encode())


_URL: Final = "https://vault.example/api/items"
_PART: Final = '--x\r\nContent-Disposition: form-data; name="note"{}\r\n\r\n{}\r\n--x--\r\n'

REQUESTS: Final[Mapping[str, Callable[[str], HttpRequest]]] = {
    "path": lambda s: _request(f"{_URL}/{quote(s, safe='')}"),
    "query": lambda s: _request(f"{_URL}/a1?page=2&q={quote_plus(s)}"),
    "query as it is": lambda s: _request(f"{_URL}/a1?q={re.sub('[^!-~]', '+', s)}"),
    "name in a query": lambda s: _request(f"{_URL}/a1?{quote(s, safe='')}=1"),
    "JSON in a query": lambda s: _request(f"{_URL}/a1?filter={quote(json.dumps({'a': [s]}))}"),
    "fragment": lambda s: _request(f"{_URL}/a1#{quote(s, safe='')}"),
    "user": lambda s: _request(f"https://{quote(s, safe='')}@vault.example/api/items/a1"),
    "password": lambda s: _request(f"https://u:{quote(s, safe='')}@vault.example/api/items/a1"),
    "field": lambda s: _request(fields=(("X-Trace", _line(s)),)),
    "cookie": lambda s: _request(fields=(("Cookie", f"a=1; theme={quote(s, safe='')}"),)),
    "JSON body": lambda s: _request(body=json.dumps({"name": s}), kind="application/json"),
    "form body": lambda s: _request(
        body=f"name=x&note={quote_plus(s)}", kind="application/x-www-form-urlencoded"
    ),
    "part": lambda s: _request(body=_PART.format("", s), kind="multipart/form-data; boundary=x"),
    "name of a file": lambda s: _request(
        body=_PART.format(f'; filename="{_line(s)}"', "x"), kind="multipart/form-data; boundary=x"
    ),
}
RESPONSES: Final[Mapping[str, Callable[[str], HttpResponse]]] = {
    "value": lambda s: _response(json.dumps({"name": s, "list": []})),
    "value, deep": lambda s: _response(json.dumps({"list": [{"a": [[s]]}]})),
    "key": lambda s: _response(json.dumps({s: 1})),
    "error": lambda s: _response(json.dumps({"message": f"bad credential: {s}"})),
    "text": lambda s: _response(f"before {s} behind", (_TEXT,)),
    "page": lambda s: _response(f"<p>it is <i>{s}</i></p>", (("Content-Type", "text/html"),)),
    "events": lambda s: _response(
        f"data: {json.dumps({'delta': s})}\n\ndata: [DONE]\n\n",
        (("Content-Type", "text/event-stream"),),
    ),
    "lines of JSON": lambda s: _response(
        f'{{"a": 1}}\n{json.dumps({"b": s})}\n', (("Content-Type", "application/x-ndjson"),)
    ),
    "response field": lambda s: _response(fields=(_JSON, ("X-Debug", _line(s)))),
    "Set-Cookie": lambda s: _response(
        fields=(_JSON, ("Set-Cookie", f"sid={quote(s, safe='')}; Path=/; Secure"))
    ),
    "Location": lambda s: _response(fields=(_JSON, ("Location", f"/items?next={quote(s)}"))),
    "two fields": lambda s: _response(
        fields=(
            _JSON,
            ("X-A", _line(s[: len(s) // 2])),
            ("X-B", _line(s[len(s) // 2 :])),
        )
    ),
    "reason": lambda s: _response(reason=_line(s)),
}


@dataclass(frozen=True)
class Planted:
    """A secret in an exchange.

    Attributes:
        number: its seed.
        secret: it.
        ways: its case and its encodings, the inner ones first.
        place: where it stands.
        written: what stands there.
        exchange: the message and its answer.
    """

    number: int
    secret: str
    ways: tuple[str, ...]
    place: str
    written: str
    exchange: Exchange


def planted(number: int) -> Planted:
    """The exchange of a number, the same in each run."""
    rng = Random(number)
    secret = secret_of(rng)
    case = rng.choices(tuple(CASES), weights=(8, 1, 1, 1, 1))[0]
    ways = [case, *rng.choices(tuple(ENCODINGS), k=rng.choices((0, 1, 2, 3), (1, 4, 4, 1))[0])]
    written = CASES[case](secret, rng)
    for way in ways[1:]:
        written = ENCODINGS[way](written, rng)
    place = rng.choice((*REQUESTS, *RESPONSES))
    request = REQUESTS[place](written) if place in REQUESTS else _request()
    response = RESPONSES[place](written) if place in RESPONSES else _response()
    return Planted(
        number, secret, tuple(ways), place, written, Exchange(request=request, response=response)
    )


# --- the reader

_DEEPEST: Final = 5
"""The text itself, and four layers of encodings, as SECURITY.md says."""
_MOST_READ: Final = 400
_TOKEN: Final = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){12,}")
_SHOWN: Final = frozenset(map(ord, string.printable))


def is_readable_in(text: str, secret: str) -> bool:
    """Whether somebody who undoes encodings, in any order, comes upon ``secret``."""
    sought = _core(secret)
    seen: dict[str, None] = {}
    layer = [text]
    for _ in range(_DEEPEST):
        following: list[str] = []
        for each in layer:
            if each in seen or len(seen) > _MOST_READ:
                continue
            seen[each] = None
            if sought in _core(each):
                return True
            following += _inner(each)
        layer = following
    return False


def _core(text: str) -> str:
    """Letters and digits, whatever their case; folds and blanks do not hide anything."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _inner(text: str) -> Iterator[str]:
    yield unquote(text)
    yield unquote_plus(text)
    yield html.unescape(text)
    yield re.sub(r"\\u([0-9A-Fa-f]{4})", lambda found: chr(int(found[1], 16)), text)
    yield re.sub(r"\\([\"\\/])", r"\1", text)
    yield re.sub(r"\\[rn]", "", text)
    yield re.sub(r"\n[\w-]+: ", "", text)
    yield quopri.decodestring(text.encode()).decode("latin-1")
    tokens = dict.fromkeys((*_TOKEN.findall(text), *_TOKEN.findall(re.sub(r"\s", "", text))))
    for token in tokens:
        plain = token.replace("-", "+").replace("_", "/")
        for start in range(4):
            part = plain[start:]
            if len(part) % 4 == 1:
                part = part[:-1]
            try:
                data = base64.b64decode(part + "=" * (-len(part) % 4))
            except (binascii.Error, ValueError):
                continue
            yield from _texts(data)
    for token in _HEX.findall(text):
        yield from _texts(bytes.fromhex(token))


def _texts(data: bytes) -> Iterator[str]:
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            data = unpack(data)
        except (OSError, EOFError, zlib.error):
            continue
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    if sum(octet in _SHOWN for octet in data) > len(data) * 0.7:
        yield data.decode("latin-1")
