"""An error, all that caused it and the local variables of their frames hold no credential, however
it was given: programs that report errors print all of these. Logs hold none either.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pytest

from docbound.runtime.client.base import ClientCore
from docbound.runtime.service.operations import Operation, cookie, header
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import CLOSE, RESET, Act, FaultServer
from tests.runtime.http.origins.table import GIVEN, SECRET, Given
from tests.runtime.twins import AsyncClient, Client, Configuration

ARGUMENTS = ("a header parameter", "a cookie parameter")
"""What a caller gives as an argument is in the caller's own frames, too."""
CREDENTIALS = [given for given in GIVEN if given.name not in ARGUMENTS]


def response(body: bytes = b"5", status: str = "200 OK", *fields: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: application/json"]
    lines += [f"Content-Length: {len(body)}", *fields, "", ""]
    return "\r\n".join(lines).encode() + body


ECHO = (
    f"Location: /x?signature={SECRET}",
    f"Set-Cookie: a={SECRET}",
    f"X-Auth-Token: {SECRET}",
    f"Link: </y?cursor={SECRET}>; rel=next",
)
TOKEN = b'{"access_token": "%s"}' % SECRET.encode()

FAILURES: dict[str, list[Act] | None] = {
    "no connection": None,
    "reset": [(RESET,)],
    "closed": [(CLOSE,)],
    "late": [(0.6, CLOSE)],
    "refused": [(response(b'{"message": "no"}', "400 Bad", *ECHO),)],
    "another type": [(response(b'"x"', "200 OK", *ECHO),)],
    "too large": [(response(b"1" * 5000),)],
    "damaged": [(response(b"no", "200 OK", "Content-Encoding: gzip"),)],
    "bad redirect": [(response(b"", "302 Found", "Location: ftp://x"),)],
    "redirects": [(response(b"", "302 Found", "Location: /x"),)],
}


def packed_forms(text: str) -> bool:
    return SECRET in text or "bWU6UzNDUkVU" in text


def causes(error: BaseException) -> Iterator[BaseException]:
    waiting, seen = [error], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            inner = (*each.args, each.__cause__, each.__context__)
            waiting += [found for found in inner if isinstance(found, BaseException)]


def variables(frames: TracebackType | None) -> Iterator[tuple[str, str, str]]:
    while frames is not None:
        code = frames.tb_frame.f_code
        if code.co_filename != __file__ and "asyncio" not in code.co_filename:
            for name, value in frames.tb_frame.f_locals.items():
                yield code.co_qualname, name, repr(value)
        frames = frames.tb_next


def leaks(error: BaseException) -> list[object]:
    found: list[object] = []
    for each in causes(error):
        found += [text for text in (str(each), repr(each)) if packed_forms(text)]
        found += [place for place in variables(each.__traceback__) if packed_forms(place[2])]
    return found


OPERATION: dict[str, Any] = {
    "parameters": (header("X-Parameter"), cookie("parameter")),
    "responses": {"200": {"application/json": "int"}},
}


def outcome(given: Given, server: str, kind: str, **options: Any) -> Exception | None:
    """How a call ends."""
    configuration = Configuration(host=server, max_response_size=1000, **given.configuration)
    settings: dict[str, Any] = {"configuration": configuration, "retries": 0, "timeout": 0.3}
    settings |= {"strict": True, **given.client}
    operation = Operation[Any]("list_things", "GET", "/x", security=given.security, **OPERATION)
    call = CallOptions(**{**given.options, **options})

    def prepared(client: ClientCore) -> Any:
        given.prepare(client)
        return client.with_options(**given.copy) if given.copy else client

    async def awaited() -> None:
        async with AsyncClient(**settings) as client:
            await prepared(client)._call(operation, given.values, call)

    try:
        if kind == "async":
            asyncio.run(awaited())
        else:
            with Client(**settings) as client:
                prepared(client)._call(operation, given.values, call)
    except Exception as error:
        return error
    return None


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize("failure", FAILURES)
def test_no_error_keeps_a_credential(
    failure: str, kind: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Everything that anybody logs, those of the libraries and of asyncio included.
    logging.getLogger("sample_client").setLevel(logging.DEBUG)
    caplog.set_level(1)
    # The time that a late service takes need not be waited for by each credential.
    credentials = CREDENTIALS[::4] if failure == "late" else CREDENTIALS
    for given in credentials:
        for name, value in given.environment.items():
            monkeypatch.setenv(name, value)
        acts = FAILURES[failure]
        server = FaultServer(acts or [(CLOSE,)])
        host = f"http://127.0.0.1:{server.port if acts else 1}"
        error = outcome(given, host, kind)
        server.close()
        assert error is not None
        assert not leaks(error), (given.name, leaks(error))
        leaking = [record for record in caplog.records if packed_forms(record.getMessage())]
        assert not leaking, (given.name, leaking[0].getMessage())
        caplog.clear()
        for name in given.environment:
            monkeypatch.delenv(name)


@pytest.mark.parametrize("kind", ["sync", "async"])
@pytest.mark.parametrize(
    "options",
    [
        {"headers": {"Content-Length": "7"}},
        {"headers": {"Content-Length": "x"}},
        {"headers": {"Transfer-Encoding": "chunked"}},
        {"headers": {"X-A": "a\nb"}},
        {"headers": {"X A": "b"}},
        {"host": "nowhere"},
        {"host_index": 99},
        {"query": {"a": "\ud800"}},
        {"request_auth": {"in": "body", "key": "a", "value": f"{SECRET}\n{SECRET}"}},
    ],
    ids=repr,
)
def test_no_error_of_a_wrong_call_keeps_one(options: dict[str, Any], kind: str) -> None:
    for given in CREDENTIALS:
        if not given.options and not given.environment:
            error = outcome(given, "http://127.0.0.1:1", kind, **options)
            assert error is not None
            assert not leaks(error), (given.name, leaks(error))


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_missing_credential_does_not_show_the_one_that_is_there(kind: str) -> None:
    given = Given(
        "one of two", configuration={"api_key": {"key": SECRET}}, security=(("key", "queryKey"),)
    )
    error = outcome(given, "http://127.0.0.1:1", kind)
    assert error is not None and "queryKey" in str(error) and not leaks(error)


def test_leaks_are_found() -> None:
    def fail(token: str) -> None:
        raise ValueError("no") from OSError(token)

    try:
        fail(SECRET)
    except ValueError as error:
        found = leaks(error)
    assert len(found) == 2  # the text of the cause, and its representation
