"""The stub on a socket of loopback: HTTP/1.1, one thread a connection."""

from __future__ import annotations

import errno
import re
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

from docbound.harness.errors import failure
from docbound.traffic import HttpRequest, HttpResponse

from .problem_details import refusal
from .stub import Answer, Stub

_FRAMING: Final = frozenset({"connection", "content-length", "transfer-encoding", "keep-alive"})
_LARGEST: Final = 64 << 20
_DIGITS: Final = {10: re.compile(r"[0-9]{1,18}"), 16: re.compile(r"[0-9A-Fa-f]{1,16}")}
_TOKEN: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BREAKS: Final = re.compile(r"[\r\n\0]")
_PATIENCE: Final = 60.0
"""Seconds without an octet after which a connection is closed."""
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


class _FramingError(Exception):
    """A body whose end can be read in several ways, or in none."""


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
    timeout = _PATIENCE

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
        except _FramingError as error:
            self.close_connection = True
            return Answer(response=refusal(400, str(error)), origin="refused")
        request = HttpRequest(
            method=self.command,
            url=f"http://{self._host()}/{self.path.removeprefix('/')}",
            headers=tuple(self.headers.items()),
            body=body,
        )
        return self.stub.answer(request)

    def _send(self, response: HttpResponse) -> None:
        self.send_response(response.status, _sent(response.reason) or None)
        for name, value in response.headers:
            if name.lower() not in _FRAMING and _TOKEN.fullmatch(name):
                self.send_header(name, _sent(value))
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

    def _host(self) -> str:
        """What the request says of its host; nothing that would make its path another one."""
        host = self.headers.get("Host") or LOOPBACK
        try:
            return host if urlsplit(f"http://{host}/").netloc == host else LOOPBACK
        except ValueError:
            return LOOPBACK

    def _body(self) -> bytes:
        lengths = {text.strip() for text in self.headers.get_all("Content-Length", [])}
        codings = ", ".join(self.headers.get_all("Transfer-Encoding", [])).lower()
        if codings not in ("", "chunked"):
            raise _FramingError(f"the transfer encoding {codings!r} is not known here")
        if codings:
            if lengths:
                raise _FramingError("the length of the body is given twice")
            return self._chunks()
        if len(lengths) > 1:
            raise _FramingError("the length of the body is given twice")
        length = _number(lengths.pop(), 10) if lengths else 0
        if length > _LARGEST:
            raise _TooLargeError
        return self._read(length)

    def _chunks(self) -> bytes:
        chunks: list[bytes] = []
        total = 0
        while size := _number(
            self.rfile.readline(200).split(b";")[0].strip().decode("latin-1"), 16
        ):
            total += size
            if total > _LARGEST:
                raise _TooLargeError
            chunks.append(self._read(size))
            self.rfile.readline(100)
        while self.rfile.readline(65536).strip():
            pass
        return b"".join(chunks)

    def _read(self, length: int) -> bytes:
        found = self.rfile.read(length) if length else b""
        if len(found) < length:
            raise _FramingError("the body ends before its length")
        return found

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


def _number(text: str, base: int) -> int:
    """The number of a length; `int` takes signs, underscores and the digits of other scripts."""
    if not _DIGITS[base].fullmatch(text):
        raise _FramingError("the length of the body is not readable")
    return int(text, base)


def _sent(text: str) -> str:
    """A text as a header carries it: on one line, in UTF-8 where Latin-1 does not have it."""
    line = _BREAKS.sub(" ", text)
    try:
        line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace").decode("latin-1")
    return line


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
