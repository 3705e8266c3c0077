"""The table: what a service does, and what its caller sees."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from docbound.runtime.errors import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    RateLimitException,
    RedirectError,
    ResponseMismatchError,
    ResponseTooLargeError,
    ServiceException,
)
from docbound.runtime.service.options import Retries
from tests.runtime.faults.server import CLOSE, RESET, Act


@dataclass(frozen=True)
class Fault:
    """One line.

    Attributes:
        name: what the service does.
        acts: its acts, see the server.
        expect: the result, or the class of the error.
        requests: how many requests it gets; None: it does not matter.
        method: of the call; POST sends a small JSON body.
        calls: how often the call is made, one after the other; each must give ``expect``.
        settings: of the client.
        configured: settings of its configuration.
        sleeps: the pauses between attempts, where they matter.
        text: is in the error's message.
        scheme: of the URL.
        open_response: the response is a stream or a file, and is read to its end.
        or_lost: one of the HTTP libraries gives the whole response up.
        plain: the description says nothing of the data.
        sign_in: the client asks the service for a token first.
        pages: the call goes through all pages, and gives the items of all.
    """

    name: str
    acts: Sequence[Act]
    expect: Any
    requests: int | None = 1
    method: str = "GET"
    calls: int = 1
    settings: dict[str, Any] = field(default_factory=dict)
    configured: dict[str, Any] = field(default_factory=dict)
    sleeps: tuple[float, ...] | None = None
    text: str = ""
    scheme: str = "http"
    open_response: str = ""
    or_lost: bool = False
    plain: bool = False
    sign_in: bool = False
    pages: bool = False


def response(
    body: bytes = b"5",
    status: str = "200 OK",
    *fields: str,
    length: str | None = "",
    kind: str = "application/json",
    version: str = "1.1",
) -> bytes:
    """The bytes of a response; ``length`` None leaves Content-Length out."""
    lines = [f"HTTP/{version} {status}"]
    if kind:
        lines.append(f"Content-Type: {kind}")
    if length is not None:
        lines.append(f"Content-Length: {length or len(body)}")
    return "\r\n".join([*lines, *fields, "", ""]).encode("latin-1") + body


OK = (response(),)
CHUNKED = "Transfer-Encoding: chunked"
ONCE: dict[str, Any] = {"retries": 0}
QUICK: dict[str, Any] = {"retries": 0, "timeout": 0.4}
SILENT: dict[str, Any] = {"retries": 0, "timeout": (2, 0.2)}
LOST = ApiConnectionError


def moved(location: str, status: str = "302 Found") -> Act:
    return (response(b"", status, f"Location: {location}"),)


def packed(body: bytes, encoding: str = "gzip") -> Act:
    return (response(body, "200 OK", f"Content-Encoding: {encoding}"),)


def busy(status: str, text: str) -> Act:
    return (response(b"{}", status, f"Retry-After: {text}"),)


DRIP: Act = (
    response(b"", length="100"),
    *[step for _ in range(100) for step in (b" ", 0.05)],
)


def drop_by_drop(response_bytes: bytes, pause: float = 0.05) -> Act:
    return tuple(
        step
        for place in range(len(response_bytes))
        for step in (response_bytes[place : place + 1], pause)
    )


HOSTILE_NAMES = (
    ("filename", '"../../.ssh/authorized_keys"'),
    ("filename", '"/etc/passwd"'),
    ("filename", '"C:\\\\Windows\\\\x.dll"'),
    ("filename", '"' + "x" * 5000 + '"'),
    ("filename", '".."'),
    ("filename", '"unclosed'),
    ("filename*", "UTF-8''..%2F..%2Fx"),
    ("filename*", "UTF-8''%00%ff"),
    ("filename*", "UTF-999''x"),
    ("filename*", "'" * 3000),
)
"""Names of files that a server sends, to be written outside of a folder or to stall a parser."""

FAULTS = [
    # No response at all.
    Fault("resets before the headers", [(RESET,)], LOST, 3),
    Fault("resets before the headers, POST", [(RESET,)], LOST, 1, "POST"),
    Fault("closes before the headers", [(CLOSE,)], LOST, 3),
    Fault("closes before the headers, POST", [(CLOSE,)], LOST, 1, "POST"),
    Fault("closes before the headers, PUT", [(CLOSE,)], LOST, 3, "PUT"),
    Fault("closes before the headers, DELETE", [(CLOSE,)], LOST, 3, "DELETE"),
    Fault("closes before the headers, PATCH", [(CLOSE,)], LOST, 1, "PATCH"),
    Fault("recovers after a reset", [(RESET,), OK], 5, 2, sleeps=(0.5,)),
    Fault("recovers after two closes", [(CLOSE,), (CLOSE,), OK], 5, 3, sleeps=(0.5, 1.0)),
    Fault(
        "is silent",
        [(1.0, CLOSE)],
        ApiTimeoutError,
        1,
        settings=SILENT,
        text="no response in time",
    ),
    Fault(
        "is silent, POST is not repeated",
        [(1.0, CLOSE)],
        ApiTimeoutError,
        1,
        "POST",
        settings={"timeout": (2, 0.2)},
    ),
    # What answers in time has seconds to do so: a busy machine is no fault.
    Fault("is silent once", [(3.0, CLOSE), OK], 5, 2, settings={"timeout": (5, 1.5)}),
    Fault(
        "speaks another protocol",
        [(b"SSH-2.0-OpenSSH_9.6\r\n", CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault("sends binary noise", [(bytes(range(256)) * 4, CLOSE)], LOST, 1, settings=ONCE),
    Fault(
        "speaks plain HTTP where TLS is expected",
        [OK],
        LOST,
        None,
        settings=QUICK,
        scheme="https",
    ),
    # Broken heads.
    Fault("stops in the status line", [(b"HTTP/1.1 20", CLOSE)], LOST, 1, settings=ONCE),
    Fault(
        "stops in the headers",
        [(b"HTTP/1.1 200 OK\r\nContent-Ty", RESET)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault("resets after the headers", [(response(b"", length="5"), 0.1, RESET)], LOST, 3),
    Fault(
        "has no number as status",
        [(b"HTTP/1.1 abc OK\r\n\r\n", CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "sends a header line of 200 KB",
        [(response(b"5", "200 OK", "X: " + "y" * 200_000),)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "gives a status out of nowhere",
        [(response(b"{}", "799 Odd"),)],
        ApiException,
        1,
        text="(799)",
    ),
    Fault("gives no reason", [(response(b"{}", "404 "),)], ApiException, 1, text="(404)"),
    Fault(
        "gives a reason in Latin-1",
        [(response(b"{}", "404 Pas trouv\xe9"),)],
        ApiException,
        1,
        text="(404)",
    ),
    Fault("sends an interim response first", [(b"HTTP/1.1 100 Continue\r\n\r\n", *OK)], 5),
    Fault(
        "sends hints first, and the response after the next request may be there",
        [(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", 0.1, *OK)],
        5,
        2,
        calls=2,
    ),
    Fault(
        "sends several interim responses",
        [
            (
                b"HTTP/1.1 102 Processing\r\n\r\n" * 3,
                b"HTTP/1.1 100 Continue\r\n\r\n",
                *OK,
            )
        ],
        5,
    ),
    Fault(
        "speaks of colours and directions",
        [(response(b'{"message": "\\u001b[31m\\u202e\\ud800\\nx"}', "400 \x1b[2J"),)],
        ApiException,
        text="(400) \ufffd[2J: \ufffd[31m\ufffd\ufffd x",
    ),
    # Broken bodies.
    Fault(
        "announces more than there are bytes in the world",
        [(response(b"5", length=str(10**30)), CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "sends a chunk of less than nothing",
        [(response(b"-5\r\n5\r\n0\r\n\r\n", "200 OK", CHUNKED, length=None), CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault("resets in the body", [(response(b"12", length="50"), 0.1, RESET)], LOST, 3),
    Fault(
        "resets in the body, POST",
        [(response(b"12", length="50"), 0.1, RESET)],
        LOST,
        1,
        "POST",
    ),
    Fault("closes in the body", [(response(b"12", length="50"), CLOSE)], LOST, 3),
    Fault("closes in the body once", [(response(b"12", length="50"), CLOSE), OK], 5, 2),
    Fault(
        "closes in the body, POST",
        [(response(b"12", length="50"), CLOSE)],
        LOST,
        1,
        "POST",
    ),
    Fault(
        "sends more than it announces",
        [(response(b"5GARBAGE", length="1"),)],
        5,
        None,
        calls=2,
        or_lost=True,
    ),
    Fault(
        "sends more than it announces and closes",
        [(response(b"5GARBAGE", length="1"), CLOSE)],
        5,
        None,
        calls=2,
        or_lost=True,
    ),
    Fault(
        "sends chunks",
        [(response(b"1\r\n5\r\n1\r\n6\r\n0\r\n\r\n", "200 OK", CHUNKED, length=None),)],
        56,
        2,
        calls=2,
    ),
    Fault(
        "sends chunks with an extension and a trailer",
        [(response(b"1;a=b\r\n5\r\n0\r\nX-T: 1\r\n\r\n", "200 OK", CHUNKED, length=None),)],
        5,
        2,
        calls=2,
    ),
    Fault(
        "stops between chunks",
        [(response(b"1\r\n5\r\n", "200 OK", CHUNKED, length=None), CLOSE)],
        LOST,
        3,
    ),
    Fault(
        "stops inside a chunk",
        [(response(b"9\r\n5", "200 OK", CHUNKED, length=None), CLOSE)],
        LOST,
        3,
    ),
    Fault(
        "sends a chunk size that is none",
        [(response(b"zz\r\n5\r\n0\r\n\r\n", "200 OK", CHUNKED, length=None), CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "stops dripping",
        [(response(b"1", length="9"), 1.0, CLOSE)],
        ApiTimeoutError,
        1,
        settings=SILENT,
    ),
    Fault("drips for ever", [DRIP], ApiTimeoutError, 1, settings=QUICK),
    Fault(
        "drips the status line and the headers",
        [drop_by_drop(response())],
        ApiTimeoutError,
        1,
        settings=QUICK,
        text="no response in time",
    ),
    Fault(
        "drips interim responses",
        [(*(b"HTTP/1.1 102 Processing\r\n\r\n", 0.05) * 40, *OK)],
        ApiTimeoutError,
        1,
        settings=QUICK,
    ),
    Fault(
        "drips, and the next call has its own time",
        [(2.5, *drop_by_drop(response(), 0.001)), (2.5, *OK)],
        5,
        2,
        calls=2,
        settings={"retries": 0, "timeout": 4.5},
    ),
    Fault(
        "falls silent at the end of its time",
        [(0.3, response(b"1", length="9"), 1.0, CLOSE)],
        ApiTimeoutError,
        1,
        settings=QUICK,
    ),
    Fault(
        "redirects slowly, again and again",
        [(0.15, *moved("/y"))] * 9 + [OK],
        ApiTimeoutError,
        None,
        settings=QUICK,
    ),
    Fault(
        "streams for longer than a response may take",
        [
            (
                response(b"data: 1\n\n", length="18", kind="text/event-stream"),
                0.3,
                b"data: ",
                0.3,
                b"2\n\n",
            )
        ],
        [1, 2],
        settings=QUICK,
        open_response="stream",
    ),
    Fault(
        "drips for ever, POST",
        [DRIP],
        ApiTimeoutError,
        1,
        "POST",
        settings={"timeout": 0.4},
    ),
    Fault(
        "may take for ever",
        [(0.1, *OK)],
        5,
        settings={"retries": 0, "timeout": float("inf")},
    ),
    Fault(
        "may be silent for ever",
        [(0.1, *OK)],
        5,
        settings={"retries": 0, "timeout": (1e12, 10**400)},
    ),
    Fault(
        "breaks off an error",
        [(response(b"{", "500 Oops", length="9"), CLOSE)],
        LOST,
        1,
        settings=ONCE,
    ),
    # Old ways.
    Fault(
        "speaks HTTP/1.0 and closes",
        [(response(length=None, version="1.0"), CLOSE)],
        5,
        2,
        calls=2,
    ),
    Fault("speaks HTTP/1.0 with a length", [(response(version="1.0"), CLOSE)], 5, 2, calls=2),
    Fault(
        "ends a body of unknown length by closing",
        [(response(length=None), CLOSE)],
        5,
        2,
        calls=2,
    ),
    Fault(
        "asks to close",
        [(response(b"5", "200 OK", "Connection: close"), CLOSE)],
        5,
        3,
        calls=3,
    ),
    Fault("closes a kept connection while it is idle", [(response(), CLOSE)], 5, 3, calls=3),
    Fault(
        "closes a kept connection while it is idle, POST",
        [(response(), CLOSE)],
        5,
        3,
        "POST",
        calls=3,
    ),
    # Bodies that are not what they should be.
    Fault("sends invalid JSON", [(response(b"{5"),)], "{5"),
    Fault(
        "sends invalid JSON to a strict client",
        [(response(b"{5"),)],
        ResponseMismatchError,
        settings={"strict": True},
    ),
    Fault("sends Infinity", [(response(b"-Infinity"),)], float("-inf")),
    Fault(
        "sends a number beyond all doubles to a strict client",
        [(response(b"1e999999"),)],
        ResponseMismatchError,
        settings={"strict": True},
        text="op: the response does not fit: $: expected an integer",
    ),
    Fault("sends invalid UTF-8", [(response(b'"\xff"'),)], b'"\xff"'),
    Fault(
        "sends a page instead of data",
        [(response(b"<html>", kind="text/html"),)],
        "<html>",
    ),
    Fault("labels JSON as text", [(response(b"5", kind="text/plain"),)], 5),
    Fault("labels nothing", [(response(b"5", kind=""),)], 5),
    Fault("sends nothing", [(response(b"", length="0"),)], None),
    Fault("says 204", [(b"HTTP/1.1 204 No Content\r\n\r\n",)], None, 2, calls=2),
    Fault(
        "sends a page as a bad gateway",
        [(response(b"<h1>Bad</h1>", "502 Bad Gateway", kind="text/html"),)],
        ServiceException,
        3,
        text="(502) Bad Gateway: <h1>Bad</h1>",
    ),
    Fault(
        "labels text with a charset that is none",
        [(response(b"5", kind="application/json; charset=undefined"),)],
        5,
    ),
    Fault(
        "labels an error with a charset of a NUL",
        [(response(b"no", "400 Bad", kind='text/plain; charset="utf-8\x01"'),)],
        ApiException,
        or_lost=True,
    ),
    # Packed bodies.
    Fault(
        "packs a thousand times over",
        [packed(b"5", ",".join(["gzip"] * 1000))],
        ResponseTooLargeError,
        1,
    ),
    Fault("packs", [packed(gzip.compress(b"5"))], 5, 2, calls=2),
    Fault("packs by deflate", [packed(zlib.compress(b"5"), "deflate")], 5),
    Fault(
        "packs and breaks off",
        [packed(gzip.compress(b"5")[:-4])],
        LOST,
        3,
        text="ends too early",
    ),
    Fault(
        "says that it packs and does not",
        [packed(b"not packed at all")],
        LOST,
        1,
        settings=ONCE,
        text="damaged",
    ),
    Fault(
        "sends a bomb in a bomb",
        [packed(gzip.compress(gzip.compress(b"\0" * 40_000_000)), "gzip, gzip")],
        ResponseTooLargeError,
        1,
        text="grew beyond",
    ),
    Fault(
        "packs more layers than anybody needs",
        [packed(b"5", "gzip, deflate, gzip, gzip")],
        ResponseTooLargeError,
        1,
        text="compressed 4 times",
    ),
    Fault("packs twice", [packed(gzip.compress(zlib.compress(b"5")), "deflate, gzip")], 5),
    Fault(
        "announces more than fits",
        [(response(b"[1]", length="9000"), CLOSE)],
        ResponseTooLargeError,
        1,
        configured={"max_response_size": 100},
        text="more than 100 bytes (max_response_size of the configuration)",
    ),
    Fault(
        "sends more than fits, unannounced",
        [(response(b"[1]" * 60, length=None), CLOSE)],
        ResponseTooLargeError,
        1,
        configured={"max_response_size": 100},
    ),
    Fault(
        "sends more than fits in chunks",
        [
            (
                response(
                    b"78\r\n" + b"1" * 120 + b"\r\n0\r\n\r\n",
                    "200 OK",
                    CHUNKED,
                    length=None,
                ),
            )
        ],
        ResponseTooLargeError,
        1,
        configured={"max_response_size": 100},
    ),
    Fault(
        "unpacks to more than fits",
        [packed(gzip.compress(b"1" * 120))],
        ResponseTooLargeError,
        1,
        configured={"max_response_size": 100},
    ),
    Fault(
        "refuses at great length",
        [(response(b"x" * 120, "400 Bad Request"),)],
        ResponseTooLargeError,
        1,
        configured={"max_response_size": 100},
    ),
    Fault(
        "sends what just fits",
        [(response(b" " * 99 + b"5"),)],
        5,
        configured={"max_response_size": 100},
    ),
    Fault(
        "sends a file larger than a response may be",
        [(response(b"x" * 120, kind="application/octet-stream"),)],
        b"x" * 120,
        configured={"max_response_size": 100},
        open_response="file",
    ),
    Fault(
        "streams more than a response may have",
        [(response(b"data: 1\n\n" * 20, kind="text/event-stream"),)],
        [1] * 20,
        configured={"max_response_size": 100},
        open_response="stream",
    ),
    Fault(
        "sends a bomb",
        [packed(gzip.compress(b"\0" * 40_000_000))],
        ResponseTooLargeError,
        1,
    ),
    # Redirects.
    Fault("redirects within the host", [moved("/y"), OK], 5, 2),
    Fault("redirects to another host", [moved("http://localhost:{port}/y"), OK], 5, 2),
    Fault("redirects in a loop", [moved("/x")], RedirectError, 11),
    Fault("redirects to a file", [moved("file:///etc/passwd")], RedirectError, 1),
    Fault(
        "redirects to a host that cannot be asked for",
        [moved("http://a..b/y")],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "redirects to a host with too long a name",
        [moved(f"http://{'a' * 300}/y")],
        LOST,
        1,
        settings=ONCE,
    ),
    Fault(
        "redirects with a length of 5,000 digits",
        [
            (
                b"HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: "
                + b"9" * 5000
                + b"\r\n\r\n",
                CLOSE,
            ),
            OK,
        ],
        5,
        None,
        or_lost=True,
        settings=ONCE,
    ),
    Fault(
        "redirects nowhere",
        [(response(b"{}", "302 Found"),)],
        ApiException,
        1,
        text="(302)",
    ),
    Fault("redirects POST to GET", [moved("/y", "303 See Other"), OK], 5, 2, "POST"),
    Fault(
        "redirects POST",
        [moved("/y", "307 Temporary Redirect"), OK],
        5,
        2,
        "POST",
    ),
    Fault(
        "redirects to a closed port",
        [moved("http://127.0.0.1:1/y")],
        LOST,
        1,
        settings=ONCE,
    ),
    # Busy.
    Fault("is busy", [(response(b"{}", "503 Busy"),)], ServiceException, 3, sleeps=(0.5, 1.0)),
    Fault("is busy once", [(response(b"{}", "503 Busy"),), OK], 5, 2, sleeps=(0.5,)),
    Fault(
        "is busy, POST",
        [(response(b"{}", "503 Busy"),)],
        ServiceException,
        1,
        "POST",
        sleeps=(),
    ),
    Fault("asks for 2 seconds", [busy("503 Busy", "2"), OK], 5, 2, sleeps=(2.0,)),
    Fault(
        "asks for a while by date",
        [busy("429 Slow", formatdate(4_000_000_000, usegmt=True))],
        RateLimitException,
        1,
        sleeps=(),
    ),
    Fault(
        "asks for a date in the past",
        [busy("429 Slow", formatdate(0, usegmt=True)), OK],
        5,
        2,
        sleeps=(),
    ),
    Fault("asks for an hour", [busy("429 Slow", "3600")], RateLimitException, 1, sleeps=()),
    Fault(
        "asks for more time than there is",
        [busy("429 Slow", "1e300"), OK],
        5,
        2,
        settings={"retries": Retries(max_wait=float("inf"))},
        sleeps=(1e6,),
    ),
    Fault(
        "asks for nonsense",
        [busy("429 Slow", "a while")],
        RateLimitException,
        3,
        sleeps=(0.5, 1.0),
    ),
    Fault("asks for less than nothing", [busy("429 Slow", "-5"), OK], 5, 2, sleeps=(0.5,)),
    Fault("asks for no wait", [busy("429 Slow", "0"), OK], 5, 2, sleeps=()),
    # Longer than retries may wait: the error is told at once, not in a year.
    *(
        Fault(f"asks for a wait of {text}", [busy("429 Slow", text)], RateLimitException, 1)
        for text in ("31536000", "Fri, 31 Dec 9999 23:59:59 GMT")
    ),
    *(
        Fault(f"nests {depth:,} {what}", [(response(text * depth),)], (text * depth).decode())
        for depth in (1_000, 100_000)
        for what, text in (("lists", b"["), ("objects", b'{"a":'))
    ),
    # Who says when to come back has not done what was requested, whatever the method.
    Fault("is slow down, POST", [busy("429 Slow", "0")], RateLimitException, 3, "POST"),
    Fault("is unavailable for a while, POST", [busy("503 Full", "0"), OK], 5, 2, "POST"),
    Fault(
        "fails and asks for a retry, POST", [busy("500 Wrong", "0")], ServiceException, 1, "POST"
    ),
    Fault("times the request out", [(response(b"{}", "408 Timeout"), CLOSE), OK], 5, 2),
    # Streams and files.
    Fault(
        "asks by a stream to come back after 5,000 digits",
        [
            (
                response(
                    b"retry: " + b"9" * 5000 + b"\ndata: 1\n\n",
                    kind="text/event-stream",
                ),
            )
        ],
        [1],
        open_response="stream",
    ),
    Fault(
        "streams",
        [(response(b"data: 1\n\ndata: 2\n\n", kind="text/event-stream"),)],
        [1, 2],
        open_response="stream",
    ),
    Fault(
        "streams an item without end",
        [
            (
                response(b"data: ", length=None, kind="text/event-stream"),
                *[b"x" * 1000] * 100,
                0.5,
                CLOSE,
            )
        ],
        ResponseTooLargeError,
        1,
        configured={"max_item_size": 20_000},
        text="more than 20000 bytes",
        open_response="stream",
    ),
    Fault(
        "breaks a stream",
        [(response(b"data: 1\n\n", length="99", kind="text/event-stream"), CLOSE)],
        LOST,
        1,
        open_response="stream",
    ),
    Fault(
        "falls silent in a stream",
        [(response(b"data: 1\n\n", length="99", kind="text/event-stream"), 1.0, CLOSE)],
        ApiTimeoutError,
        1,
        settings=SILENT,
        open_response="stream",
    ),
    Fault(
        "sends a file",
        [(response(b"0123", kind="application/octet-stream"),)],
        b"0123",
        open_response="file",
    ),
    Fault(
        "breaks a file",
        [(response(b"0123", length="99", kind="application/octet-stream"), CLOSE)],
        LOST,
        1,
        open_response="file",
    ),
    *(
        Fault(
            f"names a file {name[:24]!r}",
            [
                (
                    response(
                        b"0123",
                        "200 OK",
                        f"Content-Disposition: attachment; {parameter}={name}",
                        kind="application/octet-stream",
                    ),
                )
            ],
            b"0123",
            open_response="file",
        )
        for parameter, name in HOSTILE_NAMES
    ),
    Fault(
        "refuses a file",
        [(response(b"{}", "404 Not Found"),)],
        ApiException,
        1,
        open_response="file",
    ),
]
