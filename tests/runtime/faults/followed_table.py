"""Lines of the table for what a call follows beside its own address: the token endpoint that signs
it in, and the pages that come after the first.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

from docbound.runtime.errors import (
    ApiException,
    ApiTimeoutError,
    PaginationError,
    RedirectError,
    ResponseTooLargeError,
    UnauthorizedException,
)
from tests.runtime.faults.server import CLOSE, RESET, WAIT, Act
from tests.runtime.faults.table import (
    LOST,
    OK,
    ONCE,
    SILENT,
    Fault,
    busy,
    moved,
    packed,
    response,
)

_GOOD = (response(b'{"access_token": "good", "token_type": "Bearer", "expires_in": 3600}'),)
_REFUSED = (response(b"{}", "401 Unauthorized", 'WWW-Authenticate: Bearer error="invalid_token"'),)
_SMALL: dict[str, Any] = {"max_response_size": 100_000}


def _token(**said: object) -> Act:
    return (response(json.dumps({"access_token": "good"} | said).encode()),)


def _signing_in() -> Iterator[Fault]:
    def line(name: str, *acts: Act, expect: Any, requests: int | None = 1, **more: Any) -> Fault:
        name = f"has a token endpoint that {name}"
        return Fault(
            name, [*acts, OK], expect, requests, sign_in=True, **({"settings": ONCE} | more)
        )

    yield line("closes", (CLOSE,), expect=LOST)
    yield line("resets", (RESET,), expect=LOST)
    yield line("is silent", (1.0, CLOSE), expect=ApiTimeoutError, settings=SILENT)
    yield line("breaks off", (_GOOD[0][:-9], CLOSE), expect=LOST)
    yield line("says a page of HTML", (response(b"<html>", kind="text/html"),), expect=ApiException)
    yield line("says nothing", (response(b""),), expect=ApiException)
    yield line("says null", (response(b"null"),), expect=ApiException)
    yield line("nests deeply", (response(b"[" * 90_000),), expect=ApiException)
    yield line(
        "says a number of a million digits", (response(b"1" * 1_000_000),), expect=ApiException
    )
    yield line(
        "sends too much",
        (response(b" " * 200_000),),
        expect=ResponseTooLargeError,
        configured=_SMALL,
    )
    bomb = packed(gzip.compress(b" " * 5_000_000))
    yield line("packs a bomb", bomb, expect=ResponseTooLargeError, configured=_SMALL)
    endless: Act = (response(b'{"a": "' + b"x" * 300_000, length="999999999"), WAIT)
    yield line("has no end", endless, expect=ResponseTooLargeError, configured=_SMALL)
    for status in ("400 Bad Request", "401 Unauthorized", "403 Forbidden", "500 Oops"):
        deep = (response(b'{"error": ' + b"[" * 90_000, status),)
        name = f"says {status[:3]} and nests deeply"
        # A client that is unknown is asked for in the other way, too.
        yield line(name, deep, deep, expect=ApiException, requests=None)
    for refresh in ("\ud800", "r" * 100_000):
        ended = _token(refresh_token=refresh, expires_in=-1)
        name = f"gives the refresh token {refresh!a:.9}"
        yield line(name, ended, OK, ended, expect=5, calls=2, requests=4)
    yield line("fails", (response(b"{}", "500 Oops"),), expect=ApiException)
    yield line("asks to wait a year", busy("429 No", "31536000"), expect=ApiException)
    for status in ("303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"):
        circle = [moved("/token", status)] * 30
        name = f"redirects to itself by {status[:3]}"
        yield line(name, *circle, expect=RedirectError, requests=None)
    for status in ("307 Temporary Redirect", "308 Permanent Redirect"):
        away = moved("http://localhost:{port}/token", status)
        yield line(f"redirects to another origin by {status[:3]}", away, expect=ApiException)
    away = moved("http://localhost:{port}/token", "303 See Other")
    name = "redirects to another host by 303"
    yield line(name, away, _GOOD, expect=RedirectError, requests=2)
    yield line("redirects to a file", moved("file:///etc/passwd"), expect=RedirectError)
    for life in (-5, 0, 10**400, None, [1], "soon"):
        yield line(f"says a life of {life!s:.9}", _token(expires_in=life), expect=5, requests=2)
    for token in ("", " ", "a\r\nX-Evil: 1", "a\0b", "t" * 100_000, 5, None, ["t"]):
        yield line(
            f"gives the token {token!r:.12}", _token(access_token=token), expect=ApiException
        )
    yield line("gives the kind of another token", _token(token_type="mac"), expect=ApiException)
    yield line(
        "gives tokens that nothing takes",
        *(_GOOD, _REFUSED, _GOOD, _REFUSED),
        expect=UnauthorizedException,
        requests=None,
    )


def _page(items: list[int], following: object, *fields: str) -> Act:
    return (response(json.dumps({"items": items, "next": following}).encode(), "200 OK", *fields),)


def _walking() -> Iterator[Fault]:
    def line(name: str, *acts: Act, expect: Any = PaginationError, **more: Any) -> Fault:
        requests = more.pop("requests", None)
        name = f"has pages of which {name}"
        return Fault(name, acts, expect, requests, pages=True, **({"settings": ONCE} | more))

    yield line("each names itself as the next", _page([1], "a"), requests=2)
    yield line(
        "two name one another", _page([1], "a"), _page([2], "b"), _page([3], "a"), requests=3
    )
    yield line("none has items, without end", *(_page([], f"c{i}") for i in range(300)))
    yield line(
        "there is no end",
        *(_page([i], f"c{i}") for i in range(400)),
        _page([400], None),
        expect=list(range(401)),
        requests=401,
    )
    yield line("the second is lost", _page([1], "a"), (CLOSE,), expect=LOST, requests=2)
    yield line(
        "the second is too large",
        _page([1], "a"),
        (response(b" " * 200_000),),
        expect=ResponseTooLargeError,
        configured=_SMALL,
    )
    yield line(
        "the second asks to wait a year",
        _page([1], "a"),
        busy("429 No", "31536000"),
        expect=ApiException,
    )
    for following in (
        "x" * 1_000_000,
        "a\r\nX-Evil: 1",
        "\0",
        "../../other",
        "http://evil.example/",
    ):
        expect: Any = [1, 2]
        yield line(
            f"the next is {following!r:.20}",
            _page([1], following),
            _page([2], None),
            expect=expect,
            or_lost=True,
        )


FOLLOWED_FAULTS = (*_signing_in(), *_walking())
