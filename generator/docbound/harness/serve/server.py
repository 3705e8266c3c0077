"""The stub on a socket of loopback: HTTP/1.1, one thread a connection."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

from docbound.harness.errors import failure
from docbound.traffic import HttpRequest, HttpResponse

from .problem_details import refusal
from .stub import Answer, Stub

_FRAMING: Final = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive"})
_LARGEST: Final = 64 << 20
LOOPBACK: Final = "127.0.0.1"

Log = Callable[[str], None]


class StubServer:
    """Serves a stub.

    Args:
        stub: gives the answers.
        port: where; 0 takes any that is free.
        log: gets one line for each request.

    Raises:
        HarnessError: the port is in use, or may not be used.
    """

    def __init__(self, stub: Stub, port: int = 0, log: Log = lambda line: None) -> None:
        try:
            self._server = _Server((LOOPBACK, port), _handler(stub, log))
        except (OSError, OverflowError) as error:
            in_use = getattr(error, "errno", None) == errno.EADDRINUSE
            what = "is in use" if in_use else f"cannot be used: {error}"
            raise failure(
                "port",
                f"the port {port} {what}",
                "choose another with --port; 0 takes any that is free",
            ) from None

    @property
    def url(self) -> str:
        """The base URL, without a trailing slash."""
        return f"http://{LOOPBACK}:{self._server.server_address[1]}"

    def run(self) -> None:
        """Serves until :meth:`stop` is called, or Ctrl-C is pressed."""
        self._server.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        """Ends :meth:`run`, from another thread."""
        self._server.shutdown()

    def close(self) -> None:
        """Frees the port."""
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True


class _TooLargeError(Exception):
    """A body is larger than a stub takes."""


def _handler(stub: Stub, log: Log) -> type[BaseHTTPRequestHandler]:
    """The class of handlers that the server makes one of for each connection."""
    return type("Handler", (_Handler,), {"stub": stub, "log": staticmethod(log)})


class _Handler(BaseHTTPRequestHandler):
    """Reads requests from a connection, and writes what the stub answers."""

    stub: Stub
    log: Log

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def handle_any(self) -> None:
        started = time.perf_counter()
        answer = self._answer()
        if answer.delay:
            time.sleep(answer.delay)
        self._send(answer.response)
        took = (time.perf_counter() - started) * 1000
        named = f" {answer.operation}" if answer.operation else ""
        self.log(
            f"{self.command} {_printable(self.path)} {answer.response.status}{named}"
            f" ({answer.origin}) {took:.1f} ms"
        )

    def _answer(self) -> Answer:
        try:
            body = self._body()
        except _TooLargeError:
            self.close_connection = True
            return Answer(
                response=refusal(413, f"a body may have {_LARGEST >> 20} MB"),
                origin="refused",
            )
        except ValueError:
            self.close_connection = True
            return Answer(
                response=refusal(400, "the length of the body is not readable"),
                origin="refused",
            )
        host = self.headers.get("Host") or LOOPBACK
        request = HttpRequest(
            method=self.command,
            url=f"http://{host}{self.path}",
            headers=tuple(self.headers.items()),
            body=body,
        )
        return self.stub.answer(request)

    def _send(self, response: HttpResponse) -> None:
        self.send_response(response.status, response.reason or None)
        for name, value in response.headers:
            if name.lower() not in _FRAMING:
                self.send_header(name, value.replace("\r", " ").replace("\n", " "))
        bodiless = response.status in (204, 304) or response.status < 200
        if not bodiless:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command == "HEAD" or bodiless:
            return
        if response.header("content-type").startswith("text/event-stream"):
            for event in response.body.split(b"\n\n"):
                if event:
                    self.wfile.write(event + b"\n\n")
                    self.wfile.flush()
        else:
            self.wfile.write(response.body)

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", "").lower():
            length = int(self.headers.get("Content-Length") or 0)
            if length > _LARGEST:
                raise _TooLargeError
            return self.rfile.read(length) if length > 0 else b""
        chunks: list[bytes] = []
        total = 0
        while size := int(self.rfile.readline(100).split(b";")[0], 16):
            total += size
            if total > _LARGEST:
                raise _TooLargeError
            chunks.append(self.rfile.read(size))
            self.rfile.readline(100)
        while self.rfile.readline(65536).strip():
            pass
        return b"".join(chunks)

    def handle(self) -> None:
        try:
            super().handle()
        except (TimeoutError, ConnectionError):
            self.close_connection = True  # the caller went away

    def version_string(self) -> str:
        return "docbound"

    def log_message(self, format: str, *args: object) -> None:
        """Stays silent: each request has its own line already."""

    def __getattr__(self, name: str) -> Callable[[], None]:
        # The base class looks for ``do_GET``; every method of HTTP is answered in the same way.
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
