"""Every other public entry: API classes, copies, undescribed paths, models, saved files,
tokens.
"""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.client.api import Api
from docbound.runtime.client.async_api import AsyncApi
from docbound.runtime.errors import (
    ApiConnectionError,
    ApiException,
    ApiTypeError,
    ApiValueError,
    ClientClosedError,
    InvalidJSONError,
    LocalFileError,
    MismatchError,
    OpenApiException,
)
from docbound.runtime.models.base import Model
from docbound.runtime.response.responses import AsyncBinaryResponse, BinaryResponse
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import Retries
from docbound.runtime.transport.protocol import AsyncResponse, Response
from tests.runtime.faults.server import CLOSE, Act, FaultServer
from tests.runtime.faults.table import OK, response
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.loopback import nothing_unclosed
from tests.runtime.twins import AsyncClient, Client, Configuration, Twin


class Quay(Model):
    number: int | None = None


def closed(make: Any) -> Any:
    client = make()
    client._connection.closed = True
    return client


Row = tuple[Callable[[Any], object], type[OpenApiException], str]

ENTRIES: dict[str, Row] = {
    "copy: headers": (lambda c: c().with_options(headers=5), ApiTypeError, "mapping"),
    "copy: query": (lambda c: c().with_options(query=5), ApiTypeError, "mapping"),
    "copy: timeout": (lambda c: c().with_options(timeout="x"), ApiTypeError, "'x'"),
    "copy: retries": (lambda c: c().with_options(retries="x"), ApiTypeError, "'x'"),
    "copy: host": (lambda c: c().with_options(host="x"), ApiValueError, "host='x'"),
    "copy: token": (
        lambda c: c().with_options(access_token=5),
        ApiTypeError,
        "access_token",
    ),
    "copy: key": (lambda c: c().with_options(api_key=5), ApiTypeError, "api_key"),
    "copy: strict": (lambda c: c().with_options(strict=5), ApiTypeError, "strict"),
    "default header": (lambda c: c().set_default_header("a", 5), ApiTypeError, "'a'"),
    "user agent": (lambda c: setattr(c(), "user_agent", 5), ApiTypeError, "User-Agent"),
    "default client": (lambda c: c.set_default(5), ApiTypeError, "5"),
    "default configuration": (lambda c: Configuration.set_default(5), ApiTypeError, "5"),  # type: ignore[arg-type]
    "attribute": (
        lambda c: setattr(Configuration(), "timeout", "x"),
        ApiTypeError,
        "timeout",
    ),
    "path: method": (lambda c: c().request(5, "/x"), ApiTypeError, "method"),
    "path: a blank in a method": (
        lambda c: c().request("G T", "/x"),
        ApiValueError,
        "'G T'",
    ),
    "path: no text": (lambda c: c().request("GET", None), ApiTypeError, "path"),
    "path: a whole URL": (
        lambda c: c().request("GET", "http://h/x?k=SECRET"),
        ApiValueError,
        "whole address",
    ),
    "path: query": (
        lambda c: c().request("GET", "/x", query=5),
        ApiTypeError,
        "mapping",
    ),
    "path: headers": (
        lambda c: c().request("GET", "/x", headers=5),
        ApiTypeError,
        "mapping",
    ),
    "path: timeout": (
        lambda c: c().request("GET", "/x", timeout="x"),
        ApiTypeError,
        "'x'",
    ),
    "path: auth": (
        lambda c: c().request("GET", "/x", auth=5),
        ApiTypeError,
        "_request_auth",
    ),
    "path: host": (lambda c: c().request("GET", "/x", host="x"), ApiValueError, "'x'"),
    "path: body": (
        lambda c: c().request("POST", "/x", body=object()),
        ApiTypeError,
        "object",
    ),
    "path: media type": (
        lambda c: c().request("POST", "/x", body={}, content_type=5),
        ApiTypeError,
        "_content_type",
    ),
    "path: media type of two lines": (
        lambda c: c().request("POST", "/x", body={}, content_type="a\nb"),
        ApiValueError,
        "Content-Type",
    ),
    "closed": (lambda c: closed(c).request("GET", "/x"), ClientClosedError, "closed"),
    "retries: count": (lambda c: c(retries=Retries(count="x")), ApiTypeError, "count"),  # type: ignore[arg-type]
    "retries: backoff": (
        lambda c: c(retries=Retries(backoff=-1)),
        ApiTypeError,
        "backoff",
    ),
    "retries: statuses": (lambda c: c(retries=Retries(statuses=5)), ApiTypeError, "statuses"),  # type: ignore[arg-type]
    "model: a number": (lambda c: Quay.from_dict(5), MismatchError, "an object"),  # type: ignore[call-overload]
    "model: JSON of a number": (lambda c: Quay.from_json(5), ApiTypeError, "JSON text"),  # type: ignore[arg-type]
    "model: no JSON": (lambda c: Quay.from_json("{"), InvalidJSONError, "line 1"),
    "model: no UTF-8": (lambda c: Quay.from_json(b"\xff"), InvalidJSONError, "UTF-8"),
    "model: JSON of a list": (
        lambda c: Quay.from_json("[]"),
        MismatchError,
        "an object",
    ),
    "model: not finite": (
        lambda c: Quay.model_construct(number=float("nan")).to_json(),
        ApiValueError,
        "$.number",
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_entry(name: str, client: Any) -> None:
    use, expect, text = ENTRIES[name]

    async def run() -> None:
        made: Any = use(client)
        if hasattr(made, "__await__"):
            await made

    with pytest.raises(OpenApiException) as caught:
        asyncio.run(run())
    assert type(caught.value) is expect, repr(caught.value)
    assert text in str(caught.value) and "SECRET" not in str(caught.value)
    assert_is_ours(caught.value, "InvalidJSONError")


def test_an_api_class_takes_its_own_kind_of_client() -> None:
    sync, asynchronous = Client(), AsyncClient()
    for make in (lambda: Api(5), lambda: Api(asynchronous), lambda: AsyncApi(sync)):  # type: ignore[arg-type]
        with pytest.raises(ApiTypeError, match=r"Api needs (an|the asynchronous) ApiClient"):
            make()
    assert Api(sync).api_client is sync
    assert AsyncApi(asynchronous).api_client is asynchronous


def read_only(folder: Path) -> Any:
    (folder / "file").write_bytes(b"")
    return (folder / "file").open("rb")


def already_closed(_: Path) -> Any:
    file = io.BytesIO()
    file.close()
    return file


TARGETS: dict[str, tuple[Callable[[Path], Any], type[OpenApiException], str]] = {
    "a number": (lambda _: 5, ApiTypeError, "a path or an open binary file"),
    "bytes": (lambda _: b"/tmp/x", ApiTypeError, "a path or an open binary file"),
    "a text file": (lambda _: io.StringIO(), ApiTypeError, "binary mode"),
    "a closed file": (already_closed, ApiValueError, "closed"),
    "a file to read": (read_only, ApiValueError, "for writing"),
    "a folder": (lambda folder: folder, LocalFileError, "is a directory"),
    "no folder": (lambda folder: folder / "none" / "x", LocalFileError, "no such file"),
    "a NUL": (lambda folder: str(folder / "a\0b"), LocalFileError, "no path"),
}


@pytest.mark.parametrize("name", TARGETS)
def test_saving(name: str, tmp_path: Path) -> None:
    make, expect, text = TARGETS[name]
    with pytest.raises(OpenApiException) as caught:
        BinaryResponse(Response(200, {}, b"xyz")).save(make(tmp_path))
    again = tmp_path / "async"
    again.mkdir()

    async def run() -> None:
        await AsyncBinaryResponse(AsyncResponse(200, {}, b"xyz")).save(make(again))

    with pytest.raises(OpenApiException) as caught_async:
        asyncio.run(run())
    for error in (caught.value, caught_async.value):
        assert type(error) is expect and text in str(error), repr(error)
        assert_is_ours(error)


def test_a_raw_response_that_is_no_json(twin: Twin) -> None:
    raw = twin.call(Operation[Any]("op", "GET", "/x"), form="raw").result

    async def run() -> Any:
        raw._response.body = b"{"
        return await raw.json()

    with pytest.raises(InvalidJSONError, match="line 1 column 2"):
        if twin.name == "async":
            asyncio.run(run())
        else:
            raw._response.body = b"{"
            raw.json()


SECURED = Operation[Any](
    "op",
    "GET",
    "/x",
    responses={"200": {"application/json": "int"}},
    security=(("oauth",),),
)
TOKENS: dict[str, tuple[Act, type[OpenApiException]]] = {
    "closes": ((CLOSE,), ApiConnectionError),
    "answers 500": ((response(b"oops", "500 Oops", kind="text/html"),), ApiException),
    "answers 401": ((response(b'{"error": "invalid_client"}', "401 No"),), ApiException),
    "answers HTML": ((response(b"<html>", kind="text/html"),), OpenApiException),
    "answers a list": ((response(b"[]"),), OpenApiException),
    "answers nothing": ((response(b""),), OpenApiException),
    "answers without a token": ((response(b"{}"),), OpenApiException),
    "answers a token of a number": ((response(b'{"access_token": 5}'),), OpenApiException),
    "answers a token of two lines": (
        (response(b'{"access_token": "a\\nb"}'),),
        OpenApiException,
    ),
    "ends in the middle": ((response(b"{", length="9"), CLOSE), ApiConnectionError),
    "answers no HTTP": ((b"SSH-2.0\r\n", CLOSE), ApiConnectionError),
}


@pytest.mark.parametrize("name", TOKENS)
def test_fetching_a_token(name: str) -> None:
    act, expect = TOKENS[name]

    def settings(port: int) -> Configuration:
        return Configuration(
            host=f"http://127.0.0.1:{port}",
            client_id="id",
            client_secret="SECRET-WORD",
            retries=0,
        )

    async def run(port: int) -> None:
        async with AsyncClient(settings(port)) as client:
            with pytest.raises(OpenApiException) as caught:
                await client._call(SECURED, ())
            errors.append(caught.value)
            server.heal((response(b'{"access_token": "t", "token_type": "bearer"}'),))
            await client._call(SECURED, ())

    errors: list[OpenApiException] = []
    server = FaultServer([act])
    with nothing_unclosed(), Client(settings(server.port)) as client:
        with pytest.raises(OpenApiException) as caught:
            client._call(SECURED, ())
        errors.append(caught.value)
        server.heal((response(b'{"access_token": "t", "token_type": "bearer"}'),))
        client._call(SECURED, ())
    server.close()
    server = FaultServer([act])
    with nothing_unclosed():
        asyncio.run(run(server.port))
    for error in errors:
        assert isinstance(error, expect)
        assert_is_ours(error)
        assert "SECRET-WORD" not in str(error) + repr(error)
    first, second = (re.sub(r":[0-9]+/", "/", str(error)).split("[")[0] for error in errors)
    assert first == second
    assert server.is_idle() and OK
    server.close()
