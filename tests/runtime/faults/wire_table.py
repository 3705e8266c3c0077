"""Further lines of the table, made by rules: what breaks off at each byte, what is framed as no
HTTP is, floods, packings, redirects, waits, streams without end.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from typing import Any

from docbound.runtime.errors import (
    ApiConnectionError,
    ApiException,
    RateLimitException,
    RedirectError,
    ResponseTooLargeError,
    ServiceException,
)
from tests.runtime.faults.server import CLOSE, RESET, WAIT, Act
from tests.runtime.faults.table import CHUNKED, LOST, OK, ONCE, Fault, busy, moved, packed, response

LARGE = 1_200_000
"""Bytes of a flood; more than a response may have beside its body."""


def _flood(text: str, *, after: bytes = b"") -> Act:
    octets = text.encode("latin-1")
    return (after + octets * (LARGE // len(octets) + 1), WAIT)


# --- what breaks off

_COMPLETE = {
    "response": response(b"[1, 2]"),
    "chunked response": response(
        b"2\r\n[1\r\n4\r\n, 2]\r\n0\r\n\r\n", "200 OK", CHUNKED, length=None
    ),
    "packed response": packed(gzip.compress(b"[1, 2]"))[0],
    "error": response(b'{"message": "no"}', "400 Bad Request"),
}


def _broken_off() -> Iterator[Fault]:
    for name, complete in _COMPLETE.items():
        assert isinstance(complete, bytes)
        step = 2 if name == "response" else 6
        for size in range(0, len(complete), step):
            # A reset may overtake what was sent before it, so that less arrives.
            end = RESET if size % 5 == 4 else CLOSE
            yield Fault(
                f"ends a {name} after {size} bytes by a {end.value}",
                [(complete[:size], 0.001, end)],
                LOST,
                1,
                settings=ONCE,
            )


# --- what is framed as no HTTP is

_LENGTHS = (
    *("+1", "-1", "1_0", "0x1", "1.0", "1e0", "1 1", "1;1", "1, 2", "one", "\u0661", "\xb2"),
    *("9" * 5000, "18446744073709551617", "1,", ",1", "1\x0b", "--1"),
)
_CODINGS = (
    *("gzip", "gzip, chunked", "chunked, chunked", "xchunked", "chunked;q=1", "compress"),
    *("chunked, gzip", "identity, gzip", "deflate, chunked", "\x0bchunked", "chunked\x0b"),
    *("chunked, identity", "identity, chunked", "chunked\r\nTransfer-Encoding: identity"),
    *("identity\r\nTransfer-Encoding: chunked", "identity, identity"),
)
_LINES = (
    *("no colon", ": no name", "X: a\0b", "X: a\rY: b", "X\0: a", "X\x7f: a", "\x01", "=: b\0"),
    *("X\rY: a", "\xe9: a", "\rX: a"),
)
_CHUNKS = (*("-1", "+1", "0x1", "1_0", "", " ", "g", "1 1", "\x0b1", "f" * 17, "1\x001", "1.0"),)
_HEADS = (
    *("HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000 OK", "HTTP/1.1 -200 OK"),
    *("HTTP/1.1 2e2 OK", "HTTP/1.1 \u0662\u0660\u0660 OK", "HTTP/2 200 OK", "HTTP/9.9 200 OK"),
    *("ICY 200 OK", "<html>", "{}", "PRI * HTTP/2.0", "\x16\x03\x01\x02", "200 OK", "\0" * 50),
    *("HTTP/1.1 99 OK", "HTTP/1.1 +200 OK", "220 mail ready", "HTTP/1.1 099 OK", "HTTP/1.1 000 OK"),
    *("HTTP/1.1 200 OK\rX: a", "HTTP/1.1 200\rOK"),
)


def _raw(*lines: str, body: bytes = b"5") -> bytes:
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape") + body


def _misframed() -> Iterator[Fault]:
    once: dict[str, Any] = {"settings": {"retries": 0, "timeout": 2}}
    head = ("HTTP/1.1 200 OK", "Content-Type: application/json")
    for text in _LENGTHS:
        act = (_raw(*head, f"Content-Length: {text}"), CLOSE)
        yield Fault(f"says Content-Length: {text[:20]!a}", [act], LOST, 1, **once)
    for text in _CODINGS:
        act = (_raw(*head, f"Transfer-Encoding: {text}", body=b"1\r\n5\r\n0\r\n\r\n"), CLOSE)
        yield Fault(f"says Transfer-Encoding: {text!a}", [act], LOST, 1, **once)
    for text in _LINES:
        act = (_raw(*head, text, "Content-Length: 1"), CLOSE)
        yield Fault(f"has the line {text!a} in its head", [act], 5, 1, or_lost=True, **once)
    for text in _CHUNKS:
        act = (_raw(*head, CHUNKED, body=f"{text}\r\n5\r\n0\r\n\r\n".encode()), CLOSE)
        yield Fault(f"sends a chunk of the size {text!a}", [act], LOST, 1, **once)
    for text in _HEADS:
        act = (_raw(text, "Content-Length: 1"), CLOSE)
        yield Fault(f"begins with {text!a}", [act], LOST, 1, **once)


_BODILESS = {
    "204": "204 No Content",
    "205": "205 Reset Content",
    "304": "304 Not Modified",
    "101": "101 Switching Protocols",
}


def _with_body_where_none_is() -> Iterator[Fault]:
    for name, status in _BODILESS.items():
        expect = None if name in ("204", "205") else ApiException
        for form, act in {
            "a body": (response(b"5", status),),
            "chunks": (response(b"1\r\n5\r\n0\r\n\r\n", status, CHUNKED, length=None),),
            "another response": (response(b"", status, length="0") + OK[0],),
            "no length": (response(b"", status, length=None), CLOSE),
        }.items():
            yield Fault(
                f"sends {name} with {form}", [act], expect, None, settings=ONCE, or_lost=True
            )
    for form, act in {
        "a body": OK,
        "chunks": (response(b"1\r\n5\r\n0\r\n\r\n", "200 OK", CHUNKED, length=None),),
        "a large length": (response(b"", length="999999"),),
    }.items():
        yield Fault(
            f"answers HEAD with {form}", [act], None, None, "HEAD", settings=ONCE, or_lost=True
        )


# --- floods

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_IN_CHUNKS = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_FLOODS: dict[str, Act] = {
    "interim responses": _flood("HTTP/1.1 102 Processing\r\n\r\n"),
    "early hints": _flood("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    "header fields": _flood("X-A: b\r\n", after=_HEAD),
    "long header fields": _flood(f"X-A: {'b' * 100_000}\r\n", after=_HEAD),
    "one header field": _flood("b" * 1000, after=_HEAD + b"X-A: "),
    "folded lines": _flood(f" {'b' * 1000}\r\n", after=_HEAD + b"X-A: b\r\n"),
    "one status line": _flood("b" * 1000, after=b"HTTP/1.1 200 "),
    "trailers": _flood("X-A: b\r\n", after=_IN_CHUNKS + b"1\r\n5\r\n0\r\n"),
    "one trailer": _flood("b" * 1000, after=_IN_CHUNKS + b"1\r\n5\r\n0\r\nX-A: "),
    "an extension of a chunk": _flood("b" * 1000, after=_IN_CHUNKS + b"1;a="),
    "zeros before the size of a chunk": _flood("0" * 1000, after=_IN_CHUNKS),
    "blank lines": _flood("\r\n" * 500),
    "noise": _flood("".join(map(chr, range(256)))),
}
_EMPTY = {
    "empty members": ("gzip", gzip.compress(b"") * 50),
    "a name of a file in gzip": ("gzip", b"y" * 1000),
    "empty blocks": ("deflate", b"\0\0\0\xff\xff" * 200),
    "padding": ("gzip", b"\0" * 1000),
}
_BEGIN = {
    "a name of a file in gzip": b"\x1f\x8b\x08\x08\0\0\0\0\0\3",
    "empty blocks": b"\x78\x9c",
    "padding": gzip.compress(b"5"),
}


def _floods() -> Iterator[Fault]:
    for name, act in _FLOODS.items():
        limited = ResponseTooLargeError
        expect = LOST if name in ("noise", "blank lines") or "interim" in name else limited
        expect = LOST if name == "early hints" else expect
        yield Fault(f"floods with {name}", [act], expect, 1, settings=ONCE)
    for name, (encoding, piece) in _EMPTY.items():
        head = response(b"", "200 OK", f"Content-Encoding: {encoding}", length=None)
        act = (head + _BEGIN.get(name, b"") + piece * (300_000 // len(piece)), WAIT)
        yield Fault(
            f"packs nothing but {name}",
            [act],
            ResponseTooLargeError,
            1,
            configured={"max_response_size": 100_000},
            settings=ONCE,
            text="more than 100000 bytes",
        )
    for status in ("200 OK", "400 Bad Request", "500 Oops"):
        yield Fault(
            f"sends a {status} without end",
            [(response(b"1" * 300_000, status, length=None), WAIT)],
            ResponseTooLargeError,
            1,
            configured={"max_response_size": 100_000},
            settings=ONCE,
        )
    yield Fault(
        "sends a redirect without end, and leads on",
        [(response(b"1" * 300_000, "302 Found", "Location: /y", length=None), WAIT), OK],
        5,
        2,
        settings=ONCE,
    )


# --- packings


def _packings() -> Iterator[Fault]:
    bare = zlib.compress(b"[1, 2]")[2:-4]
    forms = {
        "gzip": gzip.compress(b"[1, 2]"),
        "x-gzip": gzip.compress(b"[1, 2]"),
        "GZIP": gzip.compress(b"[1, 2]"),
        "deflate": zlib.compress(b"[1, 2]"),
        "deflate, gzip": gzip.compress(zlib.compress(b"[1, 2]")),
        "gzip, gzip, gzip": gzip.compress(gzip.compress(gzip.compress(b"[1, 2]"))),
        "identity, gzip": gzip.compress(b"[1, 2]"),
        "gzip,, ,": gzip.compress(b"[1, 2]"),
    }
    for encoding, octets in forms.items():
        yield Fault(f"packs by {encoding!r}", [packed(octets, encoding)], [1, 2], plain=True)
        for cut in (1, 3, 7):
            yield Fault(
                f"packs by {encoding!r} and leaves out {cut} bytes",
                [packed(octets[:-cut], encoding)],
                LOST,
                1,
                settings=ONCE,
                plain=True,
            )
        for place in (0, len(octets) // 2, len(octets) - 5):
            damaged = bytearray(octets)
            damaged[place] ^= 0xFF
            yield Fault(
                f"packs by {encoding!r} and damages byte {place}",
                [packed(bytes(damaged), encoding)],
                LOST,
                1,
                settings=ONCE,
                plain=True,
            )
    yield Fault("packs by deflate without a head", [packed(bare, "deflate")], [1, 2], plain=True)
    yield Fault(
        "packs in two members",
        [packed(gzip.compress(b"[1, ") + gzip.compress(b"2]"))],
        [1, 2],
        plain=True,
    )
    for encoding in ("gzip;q=1", "lzma", "\x1b[2J", "a" * 5000, "gzip gzip", "*"):
        yield Fault(
            f"packs by the unknown {encoding[:20]!a}",
            [packed(b"5", encoding)],
            ApiConnectionError,
            1,
            settings=ONCE,
        )


# --- redirects and waits

_UNREACHABLE = (
    *("ftp://127.0.0.1/y", "//127.0.0.1/y", "http:///y", "http://", "http:/y", "javascript:1"),
    *("http://me:pw@127.0.0.1/y", "http://127.0.0.1\\@evil/y", "http://[::1/y", "http://a:99999/"),
    *(
        "http://a:0/",
        "http://0x7f.1/y",
        "data:,5",
        "http://a..b/",
        f"http://{'a' * 64}/",
        "\\\\a\\b",
    ),
    *("http://a\tb/", "http://%41/", "http://a?@b", "http://a#@b", "file:///etc/passwd"),
)


def _redirects() -> Iterator[Fault]:
    for status in ("301 A", "302 B", "303 C", "307 D", "308 E"):
        for place in _UNREACHABLE if status.startswith("307") else _UNREACHABLE[:3]:
            yield Fault(
                f"redirects by {status[:3]} to {place[:24]!a}",
                [moved(place, status)],
                RedirectError,
                1,
                text="which is not followed",
            )
        yield Fault(
            f"redirects by {status[:3]} in a circle", [moved("/x", status)], RedirectError, 11
        )
        yield Fault(f"redirects by {status[:3]} once", [moved("/y", status), OK], 5, 2)
        for name, second, *end in (("places", "/z", RedirectError, 1), ("same places", "/y", 5, 2)):
            act = (response(b"", status, "Location: /y", f"Location: {second}"),)
            yield Fault(f"redirects by {status[:3]} to two {name}", [act, OK], *end)
        yield Fault(f"redirects by {status[:3]} to a part", [moved("#a", status), OK], 5, 2)
    for status in ("300 A", "304 B", "305 C", "306 D", "310 E", "399 F"):
        yield Fault(f"answers {status[:3]} with a place", [moved("/y", status)], ApiException, 1)
    for name, place in {
        "long": "/" + "y" * 100_000,
        "escaped": "/%zz%",
        "dots": "/../../y",
    }.items():
        yield Fault(f"redirects to a {name} path", [moved(place), OK], 5, 2)


_WAITS = (
    *("NaN", "Infinity", "-1", "31536000", "1e18", "8" * 400, "99999999999999999999", "\u0665"),
    *("Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Thu, 99 Foo 2020", "0x10"),
    *("1 2", "a" * 5000, "-0", "Mon, 01 Jan 0001 00:00:00 GMT", "Thu, 01 Jan 2030 00:00:00 +9999"),
)


def _waits() -> Iterator[Fault]:
    for text in _WAITS:
        # Once more after a wait that is bounded, or the response as it is: never a wait of a year.
        yield Fault(
            f"asks to wait for {text[:20]!a}",
            [busy("429 Slow", text.encode().decode("latin-1"))],
            RateLimitException,
            None,
        )
    for status, kind in (("408 A", ApiException), ("502 B", ServiceException)):
        yield Fault(f"gives {status[:3]} for ever", [(response(b"{}", status),)], kind, 3)


_STATUSES = (
    *(
        402,
        404,
        405,
        406,
        407,
        409,
        410,
        411,
        412,
        413,
        414,
        415,
        416,
        417,
        418,
        421,
        422,
        423,
        424,
    ),
    *(425, 426, 428, 431, 451, 499, 500, 501, 505, 506, 507, 508, 510, 511, 520, 599, 600, 999),
)


def _statuses() -> Iterator[Fault]:
    for status in _STATUSES:
        kind = ServiceException if 500 <= status <= 599 else ApiException
        act = (response(b'{"message": "no"}', f"{status} No"),)
        yield Fault(f"answers {status}", [act], kind, 1, text=f"({status}) No: no")


# --- streams

_EVENTS = "text/event-stream"


def _event_stream(body: bytes, *then: Any) -> Act:
    return (response(body, kind=_EVENTS, length=None), *then)


def _streams() -> Iterator[Fault]:
    small: dict[str, Any] = {"configured": {"max_item_size": 10_000}, "open_response": "stream"}
    for name, line in {
        "data": b"data: " + b"1" * 100 + b"\n",
        "empty data": b"data:\n",
        "one line": b"data: " + b"1" * 100,
        "one comment": b":" + b"1" * 100,
    }.items():
        yield Fault(
            f"streams {name} without end",
            [_event_stream(line.rstrip(b"\n") * 200 if "one" in name else line * 12_000, WAIT)],
            ResponseTooLargeError,
            1,
            settings=ONCE,
            text="more than 10000 bytes",
            **small,
        )
    for name, octets in {
        "comments": b":\n" * 500,
        "names of events": b"event: a\n" * 100,
        "blank lines": b"\n" * 500,
    }.items():
        act = _event_stream(octets + b"data: 1\n\n", CLOSE)
        yield Fault(f"streams {name} before an item", [act], [1], 1, **small)
    for end in (b"\n\n", b"\r\n\r\n", b"\r\r", b"\n", b""):
        act = _event_stream(b"data: 1" + end, CLOSE)
        yield Fault(f"ends a stream by {end!r}", [act], [1], 1, open_response="stream")
    for mark in (b"data: [DONE]\n\n", b"data:[DONE]\n\ndata: 9\n\n"):
        act = _event_stream(b"data: 1\n\n" + mark, CLOSE)
        yield Fault(f"ends a stream by the mark {mark!r}", [act], [1], 1, open_response="stream")


WIRE_FAULTS = [
    *_broken_off(),
    *_misframed(),
    *_with_body_where_none_is(),
    *_floods(),
    *_packings(),
    *_redirects(),
    *_waits(),
    *_statuses(),
    *_streams(),
]
