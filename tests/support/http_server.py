"""HTTP servers of tests, on loopback."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Server(ThreadingHTTPServer):
    """A server that says nothing of clients that leave before their answer has arrived: that is
    what many tests have them do.
    """

    daemon_threads = True

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """A handler that keeps connections open, and no log."""

    protocol_version = "HTTP/1.1"

    def read_body(self) -> bytes:
        """The body of the request, whose length its header gives."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def respond(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Sends a response: JSON, unless its headers say otherwise."""
        self.send_response(status)
        fields = {"Content-Type": "application/json", **headers}
        for name, value in {**fields, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *values: Any) -> None:
        pass


@contextmanager
def running(handler: type[Handler]) -> Iterator[str]:
    """A server of this handler, in a thread; gives its base URL."""
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server.url
    finally:
        server.shutdown()
        server.server_close()
