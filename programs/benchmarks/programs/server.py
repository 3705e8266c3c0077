"""Answers over keep-alive connections with what is in a folder: ``server.py FOLDER`` prints its
port and serves until killed.

``GET /orders`` gives FOLDER/orders.json, anything else FOLDER/customer.json. Its CPU time is
nobody's: it is another process.
"""

from __future__ import annotations

import socket
import sys
import threading
from pathlib import Path


def response(body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def serve(connection: socket.socket, large: bytes, tiny: bytes) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    waiting = b""
    while True:
        while b"\r\n\r\n" not in waiting:
            received = connection.recv(1 << 18)
            if not received:
                return
            waiting += received
        head, _, waiting = waiting.partition(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        while len(waiting) < length:
            received = connection.recv(1 << 18)
            if not received:
                return
            waiting += received
        waiting = waiting[length:]
        connection.sendall(large if head.startswith(b"GET /orders") else tiny)


def main() -> None:
    folder = Path(sys.argv[1])
    large = response((folder / "orders.json").read_bytes())
    tiny = response((folder / "customer.json").read_bytes())
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        print(listening.getsockname()[1], flush=True)
        while True:
            connection, _ = listening.accept()
            threading.Thread(target=serve, args=(connection, large, tiny), daemon=True).start()


if __name__ == "__main__":
    main()
