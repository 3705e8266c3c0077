"""Proxies that lie, hang up or repeat the password that they were given."""

from __future__ import annotations

import base64
import socket
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError, ApiException
from docbound.runtime.service.operations import Operation
from tests.runtime.faults.server import CLOSE, FaultServer
from tests.runtime.faults.table import response
from tests.runtime.faults.texts import assert_is_ours
from tests.runtime.loopback import WIRES, Wire, nothing_unclosed

ASK = Operation[Any]("ask", "GET", "/x", responses={"200": {"application/json": None}})
SECRET = "PROXY-S3CRET"
SENT = base64.b64encode(f"me:{SECRET}".encode()).decode()
"""As it goes over the wire."""


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize("said", [SECRET, SENT], ids=["as it is", "as it was sent"])
@pytest.mark.parametrize("way", ["setting", "environment"])
def test_a_password_that_the_proxy_repeats(
    way: str, said: str, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = f'{{"message": "{said} is wrong"}}'.encode()
    server = FaultServer([(response(body, f"407 {said}"), CLOSE)])
    proxy = f"http://me:{SECRET}@127.0.0.1:{server.port}"
    settings = {"proxy": proxy} if way == "setting" else {}
    if way == "environment":
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
    with pytest.raises(ApiException) as caught:
        wire.call(ASK, host="http://service.invalid", **settings)
    server.close()
    printed = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert caught.value.status == 407 and "is wrong" in printed
    assert SECRET not in printed and SENT not in printed


_WANTS_PASSWORD = b"\x05\x02"
_TAKES_IT = b"\x01\x00"
_ANSWERS: dict[str, tuple[Sequence[bytes], str]] = {
    "hangs up": ((b"",), "no answer of a SOCKS proxy"),
    "speaks another version": ((b"\x04\x00",), "no answer of a SOCKS proxy"),
    "speaks HTTP": ((b"HTTP/1.1 400 Bad\r\n\r\n",), "no answer of a SOCKS proxy"),
    "takes no way to sign in": ((b"\x05\xff",), "refused user and password"),
    "refuses the password": ((_WANTS_PASSWORD, b"\x01\x01"), "refused user and password"),
    "breaks off": ((_WANTS_PASSWORD, b"\x01"), "no answer of a SOCKS proxy"),
    "gives no connection": (
        (_WANTS_PASSWORD, _TAKES_IT, b"\x05\x05\x00\x01" + bytes(6)),
        "gave no connection to the host",
    ),
    "says a number that means nothing": (
        (_WANTS_PASSWORD, _TAKES_IT, b"\x05\x77\x00\x01" + bytes(6)),
        "gave no connection to the host",
    ),
    "names an address of no kind": (
        (_WANTS_PASSWORD, _TAKES_IT, b"\x05\x00\x00\x09" + bytes(6)),
        "no answer of a SOCKS proxy",
    ),
    "repeats the password": (
        (
            _WANTS_PASSWORD,
            _TAKES_IT,
            b"\x05\x00\x00\x01" + bytes(6) + SECRET.encode() + b"\r\n\r\n",
        ),
        "no HTTP response",
    ),
}


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
@pytest.mark.parametrize("answer", _ANSWERS)
def test_what_a_socks_proxy_may_answer(answer: str, scheme: str) -> None:
    pytest.importorskip("socks", reason="PySocks is not installed")
    pieces, said = _ANSWERS[answer]
    with (
        _socks_server(pieces) as port,
        nothing_unclosed(),
        pytest.raises(ApiConnectionError) as caught,
    ):
        Wire().call(
            ASK,
            host="http://127.0.0.1:9",
            proxy=f"{scheme}://me:{SECRET}@127.0.0.1:{port}",
        )
    assert said in str(caught.value)
    assert_is_ours(caught.value)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@contextmanager
def _socks_server(pieces: Sequence[bytes]) -> Iterator[int]:
    """Answers whatever comes with the next of ``pieces``, and then hangs up; gives its port."""

    def serve() -> None:
        with suppress(OSError):  # The client may hang up at any moment.
            while True:
                client, _ = listener.accept()
                with client:
                    for piece in pieces:
                        client.recv(1000)
                        client.sendall(piece)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
