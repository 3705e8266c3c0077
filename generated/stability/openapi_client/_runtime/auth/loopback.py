"""Waits on a loopback address for a browser to come back (RFC 8252, section 7.3)."""

from __future__ import annotations

import hmac
import os
import queue
import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from ..errors import SignInError

_DONE: Final = b"<!doctype html><title>Signed in</title><p>You may close this window."
_NOTHING: Final = b"<!doctype html><title>Nothing here</title><p>There is nothing here."
_STRANGE: Final = (
    b"<!doctype html><title>Not used</title><p>This does not belong to the sign-in that is under"
    b" way: its state is another one."
)


class Listener:
    """A server of one response: the first one that brings the state which the browser was sent
    with. Any page and any program can send something to a loopback address; that ends no wait.

    Args:
        host: ``127.0.0.1``, ``[::1]`` or ``localhost``.
        port: 0 is any that is free.
        path: of the address that the browser comes back to; every other one is not found.
        state: what the browser brings back (RFC 6749, section 10.12).

    Attributes:
        other_states: how many requests came with another state.
    """

    def __init__(self, host: str, port: int, path: str, state: str) -> None:
        self._host = host
        self._port = port
        self._path = path
        self._state = state
        self.other_states = 0
        self._server: _Server | None = None
        self._answers: queue.SimpleQueue[Mapping[str, str] | None] = queue.SimpleQueue()

    def start(self) -> str:
        """Begins to listen; gives the address that the browser is to come back to.

        Raises:
            SignInError: the port is taken.
        """
        address = {"[::1]": "::1", "localhost": "127.0.0.1"}.get(self._host, self._host)
        server = _Server6 if ":" in address else _Server
        try:
            self._server = server((address, self._port), self._handler())
        except OSError as error:
            raise SignInError(
                f"nothing can listen at {self._host}:{self._port} ({error.strerror}); give another"
                " redirect_port, if the service allows one"
            ) from None
        thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="sign-in", daemon=True
        )
        thread.start()
        return f"http://{self._host}:{self._server.server_address[1]}{self._path}"

    def wait(self, seconds: float) -> Mapping[str, str] | None:
        """The parameters that the browser brought; None if it did not come in time."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def close(self) -> None:
        """Stops listening, and ends a wait."""
        server, self._server = self._server, None
        if server is not None:
            self._answers.put(None)
            server.shutdown()
            server.server_close()

    def _answer(self, target: str) -> tuple[int, bytes]:
        """The status and the text for a request; what belongs to the sign-in is kept."""
        try:
            requested = urlsplit(target)
        except ValueError:  # such as //[
            return 404, _NOTHING
        if requested.path != self._path:
            return 404, _NOTHING
        brought = dict(parse_qsl(requested.query, keep_blank_values=True))
        if not hmac.compare_digest(brought.get("state", "").encode(), self._state.encode()):
            self.other_states += 1
            return 400, _STRANGE
        self._answers.put(brought)
        return 200, _DONE

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        answer = self._answer

        class Handler(BaseHTTPRequestHandler):
            timeout = 5  # Browsers open connections that they do not use.
            server_version, sys_version = "loopback", ""

            def do_GET(self) -> None:
                status, text = answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(text)))
                self.send_header("Cache-Control", "no-store")
                self.send_header("Referrer-Policy", "no-referrer")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, format: str, *values: Any) -> None:
                """The address holds the code; nothing is logged."""

        return Handler


class _Server(ThreadingTCPServer):
    # Not http.server's own, which asks the network for the name of this computer.
    allow_reuse_address = os.name == "posix"  # Elsewhere it lets others take the port as well.
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a browser that closes its connection early would print a traceback."""


class _Server6(_Server):
    address_family = socket.AF_INET6
