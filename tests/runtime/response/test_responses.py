"""Responses: which type, which value, which error (BEHAVIOUR 6-10)."""

from __future__ import annotations

import gzip
import inspect
import io
import json
import pickle
import zlib
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from docbound.runtime import errors
from docbound.runtime.errors import (
    ApiConnectionError,
    ApiException,
    InvalidJSONError,
    OpenApiException,
    ResponseMismatchError,
    ResponseTooLargeError,
    exception_class,
)
from docbound.runtime.models.decoder import Mismatch
from docbound.runtime.response.responses import file_name
from docbound.runtime.service.operations import Operation, Responses, Stream
from docbound.runtime.service.options import CallOptions
from tests.runtime.twins import CannedResponse, Outcome, Script, Twin

JSON = "application/json"


def get(responses: Responses, method: str = "GET") -> Operation[Any]:
    return Operation("op", method, "/x/{id}", responses=responses)


def typed(
    body: bytes, content_type: str = JSON, status: int = 200, **headers: str
) -> CannedResponse:
    fields = {"Content-Type": content_type} if content_type else {}
    return CannedResponse(
        status,
        body,
        fields | {name.replace("_", "-"): value for name, value in headers.items()},
    )


INT = {"200": {JSON: "int"}}


@pytest.mark.parametrize(
    ("declared", "response", "result"),
    [
        (INT, typed(b"5"), 5),
        (INT, typed(b"5", "Application/JSON; Charset=UTF-8"), 5),
        (INT, typed(b"5", "application/problem+json"), 5),
        (INT, typed(b"5", ""), 5),
        (INT, typed(b"\xef\xbb\xbf5"), 5),
        (INT, typed("5".encode("utf-16")), 5),
        (
            {"200": {JSON: "str"}},
            typed('"ü"'.encode("latin-1"), "application/json; charset=ISO-8859-1"),
            "ü",
        ),
        (INT, typed(b"", status=204), None),
        ({"200": {JSON: "int"}, "202": {}}, typed(b""), None),
        ({"200": {JSON: "int | None"}}, typed(b""), None),
        ({"200": {JSON: "Any"}}, typed(b"", "text/plain"), None),
        ({"200": {JSON: None}}, typed(b""), None),
        ({"200": {"text/plain": "str"}}, typed(b"", "text/plain"), ""),
        ({"2XX": {JSON: "int"}}, typed(b"5", status=201), 5),
        ({"2xx": {JSON: "int"}}, typed(b"5", status=201), 5),
        ({"default": {JSON: "int"}}, typed(b"5"), 5),
        ({"200": {JSON: "int"}, "default": {JSON: "str"}}, typed(b"5", status=202), 5),
        ({"200": {JSON: "str"}, "202": {JSON: "int"}}, typed(b"5", status=203), 5),
        ({}, typed(b'{"a": [1, null]}'), {"a": [1, None]}),
        ({}, typed(b"plain", "text/plain"), "plain"),
        ({}, typed(b"\0\1", "application/x-odd"), b"\0\1"),
        ({}, typed(b"not json", ""), "not json"),
        ({"200": {}}, typed(b'{"a": 1}'), {"a": 1}),
        ({"204": {}}, typed(b"", "", 204), None),
        (
            {"200": {"text/plain": "str"}},
            typed("ü".encode("latin-1"), "text/plain; charset=latin-1"),
            "ü",
        ),
        (
            {"200": {"text/plain": "str"}},
            typed("ü".encode(), "text/plain; charset=unheard-of"),
            "ü",
        ),
        ({"200": {"text/csv": "str"}}, typed(b"a,b", "text/csv"), "a,b"),
        (
            {"200": {"application/xml": "str"}},
            typed(b"<a/>", "application/xml"),
            "<a/>",
        ),
        (
            {"200": {"application/octet-stream": "bytes"}},
            typed(b"\0", "application/octet-stream"),
            b"\0",
        ),
        ({"200": {"image/*": "bytes"}}, typed(b"\0", "image/png"), b"\0"),
        ({"200": {"*/*": "int"}}, typed(b"5", "application/json"), 5),
        (
            {"200": {"application/vnd.odd": "int"}},
            typed(b"5", "application/vnd.odd"),
            5,
        ),
        ({"200": {JSON: "int", "text/plain": "str"}}, typed(b"5", "text/plain"), "5"),
        ({"200": {"plain/text": 'Literal["on", "off"]'}}, typed(b"off", "plain/text"), "off"),
        ({"200": {"plain/text": 'Literal["on", "off"]'}}, typed(b'"off"', "plain/text"), "off"),
        ({"200": {"plain/text": 'Literal["[1]"]'}}, typed(b"[1]", "plain/text"), "[1]"),
        (
            {"200": {"text/x-id": "uuid.UUID"}},
            typed(b"123e4567-e89b-12d3-a456-426614174000", "text/x-id"),
            UUID("123e4567-e89b-12d3-a456-426614174000"),
        ),
    ],
)
def test_the_value(twin: Twin, declared: Any, response: CannedResponse, result: object) -> None:
    seen: list[Mismatch] = []
    outcome = twin.call(
        get(declared),
        responses=[response],
        prepare=lambda c: c.hooks.on_mismatch.append(lambda m, _: seen.append(m)),
    )
    assert outcome.result == result and type(outcome.result) is type(result)
    assert seen == []
    assert outcome.script.closed == 1


TEXT = {"200": {"text/plain": "str"}}


def test_head_has_no_body(twin: Twin) -> None:
    assert twin.call(get(INT, "HEAD"), responses=[typed(b"")]).result is None


@pytest.mark.parametrize(
    ("declared", "response", "result", "path", "expected"),
    [
        (INT, typed(b'"five"'), "five", "$", "an integer"),
        (
            {"200": {JSON: "list[int]"}},
            typed(b"[1, null]"),
            [1, None],
            "$[1]",
            "an integer",
        ),
        (INT, typed(b"{broken"), "{broken", "$", "JSON"),
        (INT, typed(b"\xff\xfe{"), b"\xff\xfe{", "$", "JSON"),
        (INT, typed(b"<html>", "text/html"), "<html>", "$", "JSON"),
        (INT, typed(b"5", "text/plain"), 5, "$", "a content type of the description"),
        (INT, typed(b""), None, "$", "a body"),
        (INT, typed(b"", "text/plain"), None, "$", "a body"),
        (TEXT, typed(b"\xff", "text/plain"), "\ufffd", "$", "text in UTF-8"),
        (TEXT, typed(b"\0", "application/x-odd"), b"\0", "$", "a content type of the description"),
    ],
)
def test_a_misfit_is_returned_and_reported_or_strictly_an_error(
    twin: Twin,
    caplog: pytest.LogCaptureFixture,
    declared: Any,
    response: CannedResponse,
    result: object,
    path: str,
    expected: str,
) -> None:
    seen: list[tuple[Mismatch, str]] = []
    outcome = twin.call(
        get(declared),
        responses=[response],
        prepare=lambda c: c.hooks.on_mismatch.append(lambda m, name: seen.append((m, name))),
    )
    assert outcome.result == result
    ((found, name),) = seen
    assert (found.path, found.expected, name) == (path, expected, "op")
    assert f"op: the response does not fit its description: {path}" in caplog.text
    for strict in (
        {"strict": True},
        {"options": CallOptions(strict=True)},
        {"configuration": {"strict": True}},
    ):
        refused = twin.call(get(declared), responses=[response], **strict).result  # type: ignore[arg-type]
        assert isinstance(refused, ResponseMismatchError) and path in str(refused)
        assert (
            refused.mismatches
            and pickle.loads(pickle.dumps(refused)).mismatches == refused.mismatches
        )


# --- errors ---------------------------------------------------------------------------------------

ERRORS = {
    "200": {JSON: "int"},
    "400": {JSON: "dict[str, int]"},
    "4XX": {JSON: "list[int]"},
    "default": {JSON: "dict[str, str]"},
}


@pytest.mark.parametrize(
    ("status", "name", "body", "data"),
    [
        (400, "BadRequestException", b'{"a": 1}', {"a": 1}),
        (401, "UnauthorizedException", b"[1]", [1]),
        (403, "ForbiddenException", b"[1]", [1]),
        (404, "NotFoundException", b"[1]", [1]),
        (409, "ConflictException", b"[1]", [1]),
        (418, "ApiException", b"[1]", [1]),
        (422, "UnprocessableEntityException", b"[1]", [1]),
        (429, "RateLimitException", b"[1]", [1]),
        (500, "ServiceException", b'{"message": "down"}', {"message": "down"}),
        (599, "ServiceException", b"", None),
        (300, "ApiException", b'{"a": "b"}', {"a": "b"}),
        (400, "BadRequestException", b"no json", None),
        (400, "BadRequestException", b'{"a": "misfit"}', {"a": "misfit"}),
    ],
)
def test_a_class_for_each_status_with_typed_data(
    twin: Twin, status: int, name: str, body: bytes, data: object
) -> None:
    outcome = twin.call(
        get(ERRORS), responses=[typed(body, status=status, X_Request_Id="r-1")], retries=0
    )
    error = outcome.result
    assert type(error) is getattr(errors, name)
    assert (error.status, error.body, error.data, error.request_id) == (
        status,
        body.decode(),
        data,
        "r-1",
    )
    assert error.headers["content-type"] == JSON
    assert (
        "\n" not in str(error)
        and f"({status})" in str(error)
        and "GET https://api.example.com/v1/x/" in str(error)
    )
    again = pickle.loads(pickle.dumps(error))
    assert (
        type(again) is type(error)
        and str(again) == str(error)
        and again.data == data
        and again.headers == error.headers
    )


def test_a_bad_gateway_with_html_is_a_service_error_with_its_text(twin: Twin) -> None:
    page = b"<html>\n<title>502 Bad Gateway</title>\n</html>"
    error = twin.call(get(ERRORS), responses=[typed(page, "text/html", 502)], retries=0).result
    assert type(error) is errors.ServiceException
    assert error.body == page.decode() and error.data is None
    assert (
        str(error)
        == "(502): <html> <title>502 Bad Gateway</title> </html> [GET https://api.example.com/v1/x/%7Bid%7D]"
    )


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ('{"message": "no such credit"}', "no such credit"),
        ('{"error": {"code": 7, "message": "deep"}}', "deep"),
        ('{"detail": [{"loc": 1}]}', '{"detail": [{"loc": 1}]}'),
        ("a\nb\tc", "a b c"),
        ("x" * 500, "x" * 199 + "…"),
        ("[" * 100_000, "[" * 199 + "…"),
    ],
)
def test_one_line_says_what_a_person_wants_to_read(body: str, detail: str) -> None:
    assert str(ApiException(400, "Bad Request", body=body)) == f"(400) Bad Request: {detail}"


def test_no_secret_in_a_message(twin: Twin) -> None:
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer", "queryKey"),))
    echo = json.dumps({"message": "bad token tok-3n and key k-3y-1"}).encode()
    error = twin.call(
        operation,
        responses=[typed(echo, status=401)],
        configuration={"access_token": "tok-3n", "api_key": {"queryKey": "k-3y-1"}},
    ).result
    for text in (str(error), repr(error), str(pickle.loads(pickle.dumps(error)))):
        assert "tok-3n" not in text and "k-3y" not in text and "bad token *** and key ***" in text


def test_a_pickled_error_hides_what_it_hid(twin: Twin) -> None:
    operation = Operation[Any]("op", "GET", "/x", security=(("bearer",),))
    outcome = twin.call(
        operation,
        responses=[CannedResponse(418, b'{"message": "teapots take no token"}')],
        configuration={"access_token": "a-token-of-mine"},
    )
    pickled = pickle.dumps(outcome.result)
    assert b"a-token-of-mine" not in pickled
    echoed = twin.call(
        operation,
        responses=[CannedResponse(418, b'{"message": "no a-token-of-mine here"}')],
        configuration={"access_token": "a-token-of-mine"},
    )
    again = pickle.loads(pickle.dumps(echoed.result))
    assert str(again) == str(echoed.result) and "no *** here" in str(again)
    assert str(pickle.loads(pickle.dumps(again))) == str(again)


def test_the_tree_pickles() -> None:
    made = [
        ApiConnectionError("x", sent=False),
        errors.ApiTimeoutError("x"),
        errors.RedirectError("x"),
        errors.MissingCredentialsError("x"),
        errors.ApiTypeError("x", ["a", 1], (int,), True),
        errors.ApiValueError("x", ["a"]),
        errors.ApiAttributeError("x"),
        errors.ApiKeyError("x", ["a"]),
        errors.PaginationError("x"),
    ]
    for error in made:
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is type(error) and vars(again) == vars(error)
        assert "x" in str(again) and str(again).count("['a']") == str(error).count("['a']")
    classes = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, Exception)
    ]
    assert all(issubclass(each, OpenApiException) for each in classes)


def test_codes_beyond_the_table() -> None:
    assert exception_class(600) is ApiException and exception_class(511) is errors.ServiceException
    with pytest.raises(errors.NotFoundException):
        ApiException.from_response(http_resp=Responder(404), body="", data=None)


class Responder:
    reason = "Not Found"

    def __init__(self, status: int) -> None:
        self.status = status
        self.headers: dict[str, str] = {}


# --- packed ---------------------------------------------------------------------------------------


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(b"[1,2]", mtime=0)),
        ("x-gzip", gzip.compress(b"[1,2]", mtime=0)),
        ("GZIP", gzip.compress(b"[1", mtime=0) + gzip.compress(b",2]", mtime=0)),
        ("deflate", zlib.compress(b"[1,2]")),
        ("deflate", bare_deflate(b"[1,2]")),
        ("deflate, gzip", gzip.compress(zlib.compress(b"[1,2]"), mtime=0)),
        ("identity", b"[1,2]"),
        ("gzip", gzip.compress(b"[1,2]", mtime=0) + b"\0\0\0"),
    ],
)
def test_packed_responses(twin: Twin, encoding: str, packed: bytes) -> None:
    outcome = twin.call(get({}), responses=[typed(packed, Content_Encoding=encoding)])
    assert outcome.result == [1, 2] and outcome.script.closed == 1


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(b"[1,2]", mtime=0)[:-3],
        b"no gzip at all",
        gzip.compress(b"x" * 999, mtime=0)[:20],
    ],
)
def test_damaged_packing(twin: Twin, packed: bytes) -> None:
    outcome = twin.call(get({}), responses=[typed(packed, Content_Encoding="gzip")], retries=0)
    assert isinstance(outcome.result, ApiConnectionError) and outcome.script.closed == 1


def test_a_bomb_is_defused(twin: Twin) -> None:
    bomb = gzip.compress(b"\0" * 80_000_000, mtime=0)
    outcome = twin.call(get({}), responses=[typed(bomb, Content_Encoding="gzip")])
    assert isinstance(outcome.result, ResponseTooLargeError)
    assert len(outcome.requests) == 1 and outcome.script.closed == 1


# --- raw, info, files -----------------------------------------------------------------------------


async def _read(result: Any) -> Any:
    return await result.read()


def test_http_info(twin: Twin) -> None:
    found = twin.call(get(INT), responses=[typed(b"5", status=201, X_A="b")], form="info").result
    assert (found.status_code, found.headers["x-a"], found.data, found.raw_data) == (
        201,
        "b",
        5,
        b"5",
    )
    assert pickle.loads(pickle.dumps(found)) == found


@pytest.mark.parametrize("status", [200, 404, 503])
def test_raw_is_never_an_error_and_unread(twin: Twin, status: int) -> None:
    outcome = twin.call(get(INT), responses=[typed(b"body", status=status)], form="raw", retries=0)
    raw = outcome.result
    assert (raw.status, raw.headers["Content-Type"], outcome.script.closed) == (
        status,
        JSON,
        0,
    )
    read = (lambda: raw.read()) if twin.name == "sync" else (lambda: twin.run(_read(raw)))
    assert (read(), read()) == (b"body", b"")
    assert outcome.script.closed == 1
    if twin.name == "sync":
        assert twin.call(get(INT), responses=[typed(b'{"a": 1}')], form="raw").result.json() == {
            "a": 1
        }


@pytest.mark.parametrize("body", [b"[" * 100_000, b"1" * 5000, b"\xff", b""])
def test_a_raw_body_that_is_no_json_says_so(body: bytes, twin: Twin) -> None:
    raw = twin.call(get(INT), responses=[typed(body)], form="raw").result
    with pytest.raises(InvalidJSONError):
        found = raw.json()
        twin.run(found)


FILE = {
    "200": {"application/octet-stream": "BinaryResponse"},
    "404": {JSON: "dict[str, str]"},
}


def test_files_are_saved_read_or_walked_through(twin: Twin, tmp_path: Path) -> None:
    response = typed(
        b"0123456789",
        "application/pdf",
        Content_Disposition='attachment; filename="../../a b.pdf"',
    )

    def fetch() -> Outcome:
        return twin.call(get(FILE), responses=[response])

    async def walk(file: Any) -> list[bytes]:
        return [piece async for piece in file]

    outcome = fetch()
    file = outcome.result
    assert (file.file_name, file.content_type, outcome.script.closed) == (
        "a b.pdf",
        "application/pdf",
        0,
    )
    target = tmp_path / "out"
    assert twin.run(file.save(target)) == 10 and target.read_bytes() == b"0123456789"
    assert outcome.script.closed == 1
    buffer = io.BytesIO()
    twin.run(fetch().result.save(buffer))
    assert buffer.getvalue() == b"0123456789"
    pieces = list(fetch().result) if twin.name == "sync" else twin.run(walk(fetch().result))
    assert pieces == [b"012", b"345", b"678", b"9"]


def test_a_file_that_is_not_there_is_an_error(twin: Twin) -> None:
    error = twin.call(get(FILE), responses=[typed(b'{"a": "b"}', status=404)]).result
    assert type(error) is errors.NotFoundException and error.data == {"a": "b"}


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename=a.txt", "a.txt"),
        ("attachment; filename*=UTF-8''%e2%82%ac.txt", "€.txt"),
        ('attachment; filename="C:\\\\temp\\\\a.txt"', "a.txt"),
        ('attachment; filename="/etc/passwd"', "passwd"),
        ('attachment; filename=".."', ""),
        ("inline", ""),
        ("", ""),
    ],
)
def test_a_file_name_from_outside_is_only_a_name(disposition: str, name: str) -> None:
    assert file_name(disposition) == name


def test_streams_are_handed_over_open(twin: Twin) -> None:
    declared = {"200": {"text/event-stream": Stream("int"), JSON: "int"}}
    outcome = twin.call(
        get(declared), responses=[typed(b"data: 1\n\ndata: 2\n\n", "text/event-stream")]
    )

    async def gathered() -> list[Any]:
        return [item async for item in outcome.result]

    assert outcome.script.closed == 0
    assert (list(outcome.result) if twin.name == "sync" else twin.run(gathered())) == [
        1,
        2,
    ]
    assert outcome.script.closed == 1
    assert twin.call(get(declared), responses=[typed(b"5")]).result == 5


def test_a_script_counts_what_it_opened() -> None:
    assert Script().opened == 0
