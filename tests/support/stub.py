"""A loopback HTTP server for tests in which the wire itself matters, or in which any package must
get some answer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit, urlunsplit

from docbound.harness.fixtures import Cassette
from docbound.traffic import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

_FRAMING: Final = frozenset({"connection", "content-length", "transfer-encoding"})


def canned(
    status: int = 200, body: bytes = b"{}", content_type: str = "application/json"
) -> Answer:
    """An answer to whatever comes."""
    return lambda _request: HttpResponse(
        status=status, headers=(("Content-Type", content_type),), body=body
    )


class StubServer:
    """Answers each request with ``answer(request)``; used as a context manager, on a port of its
    own.

    Attributes:
        requests: what came, in order of arrival.
        failures: what ``answer`` raised; the client saw status 599.
    """

    def __init__(self, answer: Answer) -> None:
        self.requests: list[HttpRequest] = []
        self.failures: list[BaseException] = []
        self._answer = answer
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self.failures and kind is None:
            raise self.failures[0]

    def _response_to(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        try:
            return self._answer(request)
        except Exception as error:
            self.failures.append(error)
            return HttpResponse(status=599, reason="Stub failed", body=str(error).encode())

    def _handler(
        stub,
    ) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                response = stub._response_to(
                    HttpRequest(
                        method=self.command,
                        url=f"{stub.url}{self.path}",
                        headers=tuple(self.headers.items()),
                        body=self._body(),
                    )
                )
                self.send_response(response.status, response.reason or None)
                for name, value in response.headers:
                    if name.lower() not in _FRAMING:
                        self.send_header(name, value)
                bodiless = self.command == "HEAD" or response.status in {204, 304}
                if response.status not in {204, 304}:
                    self.send_header("Content-Length", str(len(response.body)))
                self.end_headers()
                if not bodiless:
                    self.wfile.write(response.body)

            def _body(self) -> bytes:
                if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                chunks: list[bytes] = []
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    chunks.append(self.rfile.read(size))
                    self.rfile.readline()
                while self.rfile.readline().strip():
                    pass
                return b"".join(chunks)

            def log_message(self, format: str, *args: object) -> None:
                """Stays silent."""

            def __getattr__(self, name: str) -> Callable[[], None]:
                # The base class looks for ``do_GET``; every method of HTTP is answered in the same
                # way.
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

        return Handler


def at_recorded_host(request: HttpRequest, cassette: Cassette) -> HttpRequest:
    """A request that came to a stub server, as if it had been sent to the host of ``cassette``."""
    recorded, sent = urlsplit(cassette.exchanges[0].request.url), urlsplit(request.url)
    url = urlunsplit((recorded.scheme, recorded.netloc, sent.path, sent.query, ""))
    return replace(request, url=url)
