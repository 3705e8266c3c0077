"""What no request can carry: an error of ours before anything is sent, or an escape that no reader
can misread.
"""

from __future__ import annotations

import io
from email import message_from_bytes
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.service.operations import (
    Body,
    Form,
    Operation,
    Parameter,
    Part,
    cookie,
    header,
    path,
    query,
)
from docbound.runtime.service.options import CallOptions
from tests.runtime.faults.server import FaultServer
from tests.runtime.faults.table import OK
from tests.runtime.loopback import WIRES, Wire
from tests.runtime.twins import Script, Twin

LONE = "a\ud800b"

FORM = Body({"multipart/form-data": Form(None, parts={"file": Part(file=True)})})
JSON = Body({"application/json": None})
TEXT = Body({"text/plain": None})
FIELDS = Body({"application/x-www-form-urlencoded": Form(None)})


def options(**given: Any) -> dict[str, Any]:
    return {"options": CallOptions(**given)}


def auth(place: object, name: object, value: object) -> dict[str, Any]:
    return options(request_auth={"in": place, "key": name, "value": value})


def op(*parameters: Parameter, body: Body | None = None, **more: Any) -> Operation[Any]:
    url = more.pop("url", "/x")
    method = "GET" if body is None else "POST"
    return Operation[Any]("op", method, url, parameters=parameters, body=body, **more)


REFUSED: dict[str, tuple[Operation[Any], tuple[object, ...], dict[str, Any]]] = {
    "path": (op(path("p"), url="/x/{p}"), (LONE,), {}),
    "query": (op(query("q")), (LONE,), {}),
    "query item": (op(query("q")), (["x", LONE],), {}),
    "query property": (op(query("q", style="deepObject")), ({LONE: 1},), {}),
    "header": (op(header("h")), (LONE,), {}),
    "header, line break": (op(header("h")), ("a\r\nX: 1",), {}),
    "header, escape": (op(header("h")), ("a\x1bb",), {}),
    "cookie": (op(cookie("c")), (LONE,), {}),
    "cookie, another one": (op(cookie("c", style="cookie")), ("a; b=1",), {}),
    "cookie, line break": (op(cookie("c", style="cookie")), ("a\nb",), {}),
    "text body": (op(body=TEXT), (LONE,), {}),
    "form value": (op(body=FIELDS), ({"a": LONE},), {}),
    "form name": (op(body=FIELDS), ({LONE: "a"},), {}),
    "part text": (op(body=FORM), ({"a": LONE},), {}),
    "part name": (op(body=FORM), ({LONE: "a"},), {}),
    "part name, NUL": (op(body=FORM), ({"a\0b": "a"},), {}),
    "file name": (op(body=FORM), ({"file": (LONE, b"x")},), {}),
    "file name, NUL": (op(body=FORM), ({"file": ("a\0.txt", b"x")},), {}),
    "file type": (op(body=FORM), ({"file": ("a", b"x", "a/b\r\nX: 1")},), {}),
    "content type": (op(body=JSON), ({},), options(content_type="a/json\r\nX: 1")),
    "content type, lone": (op(body=JSON), ({},), options(content_type=f"a/{LONE}")),
    "own header": (op(), (), options(headers={"X": LONE})),
    "own header's name": (op(), (), options(headers={"Über": "x"})),
    "own header's name, blank": (op(), (), options(headers={"X Y": "x"})),
    "own header's name, none": (op(), (), options(headers={"": "x"})),
    "own header's name, colon": (op(), (), options(headers={"X: 1\r\nY": "x"})),
    "own header's type": (op(), (), options(headers={"X": 1})),
    "own header's name's type": (op(), (), options(headers={1: "x"})),
    "own query": (op(), (), options(query={"a": LONE})),
    "own query's name": (op(), (), options(query={LONE: "a"})),
    "host": (op(), (), options(host="http://a b/")),
    "host, line break": (op(), (), options(host="http://a\r\nX: 1/")),
    "host, lone": (op(), (), options(host=f"http://{LONE}/")),
    "host's path, lone": (op(), (), options(host=f"http://a/{LONE}/")),
    "auth in a header": (op(), (), auth("header", "X", LONE)),
    "auth in a header, name": (op(), (), auth("header", "X\r\nY", "x")),
    "auth in a query": (op(), (), auth("query", "X", LONE)),
    "auth in a cookie": (op(), (), auth("cookie", "X", LONE)),
    "auth in a cookie, name": (op(), (), auth("cookie", "X; y", "x")),
    "auth of another type": (op(), (), auth("header", "X", 5)),
    "token": (
        op(security=(("bearer",),)),
        (),
        {"configuration": {"access_token": LONE}},
    ),
    "token of a function": (
        op(security=(("bearer",),)),
        (),
        {"configuration": {"access_token": lambda: LONE}},
    ),
    **{
        f"key: {name}": (
            op(security=((name,),)),
            (),
            {"configuration": {"api_key": {name: LONE}}},
        )
        for name in ("key", "queryKey", "cookieKey", "prefixed")
    },
    "key of another type": (
        op(security=(("key",),)),
        (),
        {"configuration": {"api_key": {"key": 5}}},
    ),
    "password": (
        op(security=(("basic",),)),
        (),
        {"configuration": {"username": "me", "password": LONE}},
    ),
    "client secret": (
        op(security=(("oauth",),)),
        (),
        {"configuration": {"client_id": "me", "client_secret": LONE}},
    ),
    "cookies of the client": (op(), (), {"cookie": "a=1\r\nX: 1"}),
    "cookies of the client, lone": (op(), (), {"cookie": LONE}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_sent_is_refused_before_anything_is(name: str, twin: Twin) -> None:
    operation, values, settings = REFUSED[name]
    outcome = twin.call(operation, *values, own_transport=True, **settings)
    assert isinstance(outcome.result, (ApiValueError, ApiTypeError)), repr(outcome.result)
    assert not outcome.requests
    assert str(outcome.result).isprintable()


@pytest.mark.parametrize("method", ["GE T", "GET\r\nX: 1", "", "\ud800"])
def test_a_method_is_a_word(method: str, twin: Twin) -> None:
    script = Script()
    client = twin.client(script)
    with pytest.raises(ApiValueError, match="method"):
        twin.run(client.request(method, "/x"))
    assert not script.requests


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ('a"; filename="b', "a%22; filename=%22b"),
        ("a\r\nX: 1", "a%0D%0AX: 1"),
        ("é€.txt", "é€.txt"),
        ("a\\", "a\\"),
    ],
)
def test_names_in_a_form_end_where_they_should(name: str, written: str, twin: Twin) -> None:
    outcome = twin.call(op(body=FORM), {"file": (name, b"x"), name: "y"})
    body, kind = outcome.script.bodies[0], outcome.request.headers["Content-Type"]
    text = body.decode()
    assert f'name="file"; filename="{written}"\r\n' in text
    assert f'name="{written}"\r\n' in text
    form_message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    parts: Any = form_message.get_payload()
    assert [sorted(part.keys()) for part in parts] == [
        ["Content-Disposition", "Content-Type"],
        ["Content-Disposition"],
    ]


def test_a_media_type_keeps_its_quotes(twin: Twin) -> None:
    kind = 'text/plain; charset="utf-8"'
    outcome = twin.call(op(body=FORM), {"file": ("a.txt", b"x", kind)})
    assert f"Content-Type: {kind}\r\n".encode() in outcome.script.bodies[0]


def test_a_boundary_of_the_callers_is_replaced(twin: Twin) -> None:
    wanted = 'multipart/form-data; boundary="x y"; charset=utf-8'
    outcome = twin.call(op(body=FORM), {"a": "b"}, **options(content_type=wanted))
    kind = outcome.request.headers["Content-Type"]
    assert kind.startswith("multipart/form-data; charset=utf-8; boundary=")
    assert kind.count("boundary=") == 1
    assert outcome.script.bodies[0].startswith(b"--" + kind[-32:].encode())


def test_a_file_whose_name_is_no_text_is_sent(twin: Twin) -> None:
    file = io.BytesIO(b"x")
    file.name = "a\udcff.txt"
    outcome = twin.call(op(body=FORM), {"file": file})
    assert 'filename="a\ufffd.txt"'.encode() in outcome.script.bodies[0]


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_the_path_of_a_host_may_have_any_letters(wire: Wire) -> None:
    server = FaultServer([OK])
    wire.call(op(), host=f"http://127.0.0.1:{server.port}/é x")
    server.close()
    assert server.requests[0].startswith(b"GET /%C3%A9%20x/x HTTP/1.1")
