"""A loopback server that does exactly what its script says, down to the byte."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from enum import Enum
from typing import TypeAlias


class End(Enum):
    """How a connection ends; ``WAIT`` is for the client to hang up."""

    CLOSE = "close"
    RESET = "reset"
    WAIT = "wait"


CLOSE, RESET, WAIT = End.CLOSE, End.RESET, End.WAIT

Act: TypeAlias = Sequence[bytes | float | End]
"""What happens to one request: bytes are sent, a number is a pause in seconds, an end is an end."""


class FaultServer:
    """Answers each request by the next act; the last act answers all further ones.

    Args:
        acts: one for each request, counted over all connections. ``{port}`` in bytes becomes the
            server's port.
        reads_body: whether a request's body is read before the act.
        address: where it listens, and the port; 0 is any.
    """

    def __init__(
        self,
        acts: Sequence[Act],
        reads_body: bool = True,
        address: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        self._acts = acts
        self._reads_body = reads_body
        self._lock = threading.Lock()
        self._listener = socket.create_server(address)
        self.port = self._listener.getsockname()[1]
        self.requests: list[bytes] = []
        self._healed: Act | None = None
        self.connections = 0
        self.open = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        # Closing alone leaves the thread waiting for a connection for ever.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def heal(self, act: Act) -> None:
        """From now on, each request is answered by ``act``."""
        self._healed = act

    def is_idle(self, within: float = 5.0) -> bool:
        """Whether all connections are gone, at the latest after ``within`` seconds."""
        end = time.monotonic() + within
        while self.open and time.monotonic() < end:
            time.sleep(0.01)
        return self.open == 0

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self.open += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            # The client may hang up at any moment; that is not what is tested here.
            self._answer_all(connection)
        except OSError:
            connection.close()
        finally:
            connection.close()
            with self._lock:
                self.open -= 1

    def _answer_all(self, connection: socket.socket) -> None:
        rest = b""
        while True:
            request, rest = self._read(connection, rest)
            if not request:
                return
            with self._lock:
                number = min(len(self.requests), len(self._acts) - 1)
                act = self._acts[number] if self._healed is None else self._healed
                self.requests.append(request)
            for step in act:
                match step:
                    case bytes():
                        port = str(self.port).encode()
                        connection.sendall(step.replace(b"{port}", port))
                    case End.RESET:
                        linger = struct.pack("ii", 1, 0)
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                        return
                    case End.CLOSE:
                        return
                    case End.WAIT:
                        while connection.recv(65536):
                            pass
                        return
                    case _:
                        time.sleep(step)

    def _read(self, connection: socket.socket, rest: bytes) -> tuple[bytes, bytes]:
        while b"\r\n\r\n" not in rest:
            piece = connection.recv(65536)
            if not piece:
                return b"", b""
            rest += piece
        head, _, rest = rest.partition(b"\r\n\r\n")
        if not self._reads_body:
            return head, b""
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if fields.get(b"transfer-encoding") == b"chunked":
            while not rest.endswith(b"0\r\n\r\n"):
                piece = connection.recv(65536)
                if not piece:
                    return b"", b""
                rest += piece
            return head + b"\r\n\r\n" + rest, b""
        length = int(fields.get(b"content-length", b"0"))
        while len(rest) < length:
            piece = connection.recv(65536)
            if not piece:  # the client gave up in the middle of its request
                return b"", b""
            rest += piece
        return head + b"\r\n\r\n" + rest[:length], rest[length:]
