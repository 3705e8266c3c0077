"""A proxy on the loopback interface that makes tunnels (RFC 9110, section 9.3.6), and says what
passed in the clear.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread


class Tunnels:
    """Connects every tunnel to one port, whatever host is requested.

    Args:
        port: where tunnels lead.
        pause: seconds before each byte of the answer to CONNECT.
    """

    def __init__(self, port: int, pause: float = 0.0) -> None:
        self._port = port
        self._pause = pause
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.heads: list[str] = []
        self.passed = b""
        Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self._port)) as service:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(1)
            self.heads.append(head.decode())
            try:
                for byte in b"HTTP/1.1 200 Connection established\r\n\r\n":
                    time.sleep(self._pause)
                    client.sendall(bytes([byte]))
                back = Thread(target=self._pass, args=(service, client), daemon=True)
                back.start()
                self._pass(client, service)
                back.join()
            except OSError:
                return

    def _pass(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while piece := source.recv(65536):
                self.passed += piece
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            return


@contextmanager
def tunnels(port: int, pause: float = 0.0) -> Iterator[Tunnels]:
    """Such a proxy, for a while."""
    made = Tunnels(port, pause)
    try:
        yield made
    finally:
        made.close()
