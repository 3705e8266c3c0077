"""What a service may send as a response, octet for octet: mostly HTTP, with one thing or another
wrong in it.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from random import Random
from typing import Final

_STATUSES: Final = (
    *(["200 OK"] * 60),
    *("200", "200 ", "204 No", "304 Not", "205 R", "206 P", "201 C", "404 N", "500 E", "302 F"),
    *("999 X", "099 X", "1000 X", "20 X", "200\tOK", "200 \xe4\x01", "101 Sw", "100 C", "600 X"),
    *("-20 X", "300 M", "202 A", "203 N", "0200 OK"),
)
_VERSIONS: Final = (
    *(["HTTP/1.1"] * 80),
    *("HTTP/1.0", "HTTP/0.9", "HTTP/2", "http/1.1", "HTTP/1.1.1", "HTTP/1.2", "ICY", "HTTP/01.1"),
)
_BEFORE: Final = (
    *(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 103 E\r\nLink: a\r\n\r\n", b"\r\n", b"\n\n"),
    *(b"HTTP/1.1 102 P\r\nContent-Length: 5\r\n\r\n", b"garbage\r\n"),
    *(b"HTTP/1.1 100\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 199 X\r\n\r\n"),
)
_TYPES: Final = (
    *("application/json", "text/plain", "application/json; charset=latin-1", "text/event-stream"),
    *("application/json;charset=utf-16", "", "application/octet-stream", 'a/b;c="', "*/*"),
    *("application/json, text/html", "application/json; charset=punycode", "multipart/form-data"),
)
_FIELDS: Final = {
    "Content-Type": _TYPES,
    "content-length": ("0", "1", "2", "5", "+5", "-1", "5, 5", "5,6", "05", "0x5", "", "1e1"),
    "Content-Length": ("5 ", "99999999999999999999", "5;a", "\uff15", "5", "4"),
    "Transfer-Encoding": (
        *("chunked", "Chunked", "identity", "chunked, chunked", "gzip, chunked", "chunked;a=b"),
        *("", "x", "chunked,", ",chunked", " chunked\t"),
    ),
    "Content-Encoding": (
        *("gzip", "deflate", "identity", "br", "zstd", "gzip, gzip", "x-gzip", "", "GZIP", "*"),
        "gzip,",
    ),
    "Connection": ("close", "keep-alive", "Upgrade", "close, keep-alive", ""),
    "Location": ("/y", "http://evil@h/", "//h/", "\\\\h", "?a", "#x", ""),
    "Retry-After": ("0", "-1", "x", "Wed, 21 Oct 2015 07:28:00 GMT"),
    "Upgrade": ("h2c", "websocket"),
    **dict.fromkeys(("X-A", "Set-Cookie", "Trailer", "Content-Disposition", "Keep-Alive"), ()),
}
_ODD_VALUES: Final = (
    *("a", "", "a\tb", "\xe4", "\u00e9", "\x7f", "a\x00b", "a\rb", "a\x01", "x", "x" * 9_000),
    *("x" * 70_000, '"\\', "a\r\n b", "a\r\n\tb"),
)
_ODD_NAMES: Final = ("", " X", "X Y", "X\x00", "\xc4", "X:", "(X)", "X\x7f")
_SEPARATORS: Final = (*([": "] * 8), ":", " : ", "\t:", ":\t", ":  ", " ")
_BODIES: Final = (
    *(b"5", b"", b"[1,2]", b"5 ", b"\xff", b"data: 1\n\ndata: 2\n\n", b"{}", b"\xef\xbb\xbf5"),
    *(b"5\n5", b"NaN"),
)
_SIZES: Final = (
    *("%x", "%X", "%04x", "%x;a=b", "%x ", " %x", "+%x", "0x%x", "%x;", "%x\t", "%x;\x00"),
)
_TRAILERS: Final = (
    *([b"\r\n"] * 8),
    *(b"X-T: 1\r\n\r\n", b"bad\r\n\r\n", b"", b"\n", b"X-T : 1\r\n\r\n"),
    b"Content-Length: 9\r\n\r\n",
)


def reply(number: int) -> bytes:
    """The octets of one response; the same for the same number."""
    random = Random(f"reply {number}")
    return _damaged(random, _before(random) + _head_and_body(random))


def _before(random: Random) -> bytes:
    return random.choice(_BEFORE) * random.choice((1, 1, 2)) if random.random() < 0.1 else b""


def _head_and_body(random: Random) -> bytes:
    content = _content(random)
    fields: list[bytes] = []
    if random.random() < 0.85:
        kind = random.choice((*(["application/json"] * 5), *_TYPES[3:4], *_TYPES[6:7], _TYPES[1]))
        fields.append(f"Content-Type: {kind}".encode())
    framing = random.random()
    body = _chunks(random, content) if framing < 0.3 else content
    if framing < 0.3:
        fields.append(b"Transfer-Encoding: chunked")
    elif framing < 0.8:
        fields.append(b"Content-Length: %d" % len(body))
    if content.startswith((b"\x1f\x8b", b"x\x9c")):
        fields.append(b"Content-Encoding: " + random.choice((b"gzip", b"deflate")))
    fields += [_field(random) for _ in range(random.choice((0, 0, 1, 1, 2, 3)))]
    random.shuffle(fields)
    end = random.choice((*([b"\r\n"] * 15), b"\n", b"\r", b"\r\r\n"))
    first = f"{random.choice(_VERSIONS)} {random.choice(_STATUSES)}".encode("latin-1")
    head = first + end + b"".join(field + _line_end(random, end) for field in fields)
    return head + (end if random.random() < 0.95 else b"") + body


def _line_end(random: Random, usual: bytes) -> bytes:
    return usual if random.random() < 0.95 else random.choice((b"\n", b"\r", b"\r\n\r\n"))


def _field(random: Random) -> bytes:
    name = random.choice(tuple(_FIELDS))
    value = random.choice(_FIELDS[name] or _ODD_VALUES)
    if random.random() < 0.05:
        name = random.choice(_ODD_NAMES)
    encoding = "latin-1" if random.random() < 0.8 else "utf-8"
    return f"{name}{random.choice(_SEPARATORS)}{value}".encode(encoding, "replace")


def _content(random: Random) -> bytes:
    plain = random.choice(_BODIES)
    if random.random() >= 0.15:
        return plain
    packed = gzip.compress(plain, mtime=0)
    return random.choice(
        (
            *(packed, packed[:-3], packed + b"junk", gzip.compress(packed, mtime=0)),
            *(zlib.compress(plain), zlib.compress(plain)[2:-4]),
        )
    )


def _chunks(random: Random, content: bytes) -> bytes:
    made = b""
    start = 0
    while start < len(content):
        size = random.randint(1, len(content) - start)
        form = random.choice(_SIZES) if random.random() < 0.3 else "%x"
        made += (form % size).encode()
        made += random.choice((*([b"\r\n"] * 12), b"\n", b"\r"))
        made += content[start : start + size]
        made += random.choice((*([b"\r\n"] * 12), b"\n", b"", b"XX"))
        start += size
    last: Sequence[bytes] = (*([b"0\r\n"] * 10), b"00\r\n", b"0\n", b"", b"0;x\r\n")
    return made + random.choice(last) + random.choice(_TRAILERS)


def _damaged(random: Random, whole: bytes) -> bytes:
    """One time in seven, one or two octets are others, missing or added."""
    if random.random() >= 0.15:
        return whole
    octets = bytearray(whole)
    for _ in range(random.choice((1, 1, 2))):
        place = random.randrange(len(octets))
        octet = random.choice((0, 10, 13, 32, 9, 58, 255, 49, random.randrange(256)))
        match random.choice(("other", "missing", "added")):
            case "other":
                octets[place] = octet
            case "missing":
                del octets[place]
            case _:
                octets.insert(place, octet)
    return bytes(octets)
