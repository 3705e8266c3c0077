"""Many callers, and bodies that do not fit into memory: small editions; STRESS=1 in the environment makes them large."""

from __future__ import annotations

import asyncio
import os
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from generator.runtime.operations import Body, Form, Operation, path
from tests.runtime_calls.twins import AsyncClient, Client, Configuration

LARGE = bool(os.environ.get("STRESS"))
CALLS = 10_000 if LARGE else 600
THREADS, TASKS = 64, 1000 if LARGE else 200
SIZE = (200 if LARGE else 24) * 1024 * 1024
ROOM = 16 * 1024 * 1024 if LARGE else 4 * 1024 * 1024
PIECE = bytes(65536)

ECHO = Operation[int](
    "echo",
    "GET",
    "/echo/{id}",
    parameters=(path("id"),),
    replies={"200": {"application/json": "int"}},
)
DOWNLOAD = Operation[Any](
    "download",
    "GET",
    "/file",
    replies={"200": {"application/octet-stream": "BinaryReply"}},
)
UPLOAD = Operation[int](
    "upload",
    "PUT",
    "/file",
    body=Body({"application/octet-stream": "bytes", "multipart/form-data": Form(None)}),
    replies={"200": {"application/json": "int"}},
)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[Any]
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        type(self).connections.add(self.client_address)
        if self.path == "/file":
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(SIZE))
            self.end_headers()
            for _ in range(SIZE // len(PIECE)):
                self.wfile.write(PIECE)
        else:
            self._answer(self.path.rpartition("/")[2].encode())

    def do_PUT(self) -> None:
        count = 0
        if "Content-Length" in self.headers:
            left = int(self.headers["Content-Length"])
            while left:
                read = len(self.rfile.read(min(left, 65536)))
                count, left = count + read, left - read
        else:
            while size := int(self.rfile.readline(), 16):
                count += len(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        self._answer(str(count).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    request_queue_size = 1024
    daemon_threads = True


@pytest.fixture
def server() -> Iterator[Server]:
    handler = type("Counting", (Handler,), {"connections": set()})
    made = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def settings(server: Server) -> dict[str, Any]:
    return {
        "configuration": Configuration(
            host=f"http://127.0.0.1:{server.server_port}", retries=0
        )
    }


def connections(server: Server) -> int:
    handler: Any = server.RequestHandlerClass
    return len(handler.connections)


def test_every_reply_goes_to_its_thread(server: Server) -> None:
    with Client(**settings(server)) as client, ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda n: client._call(ECHO, (n,)), range(CALLS)))
    assert found == list(range(CALLS))
    assert connections(server) <= THREADS


def test_every_reply_goes_to_its_task(server: Server) -> None:
    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            gate = asyncio.Semaphore(TASKS)

            async def one(number: int) -> int:
                async with gate:
                    found: int = await client._call(ECHO, (number,))
                    return found

            return await asyncio.gather(*map(one, range(CALLS)))

    assert asyncio.run(run()) == list(range(CALLS))
    assert connections(server) <= 100


class Peak:
    """The memory that Python takes at most while it is entered."""

    def __enter__(self) -> Peak:
        tracemalloc.start()
        self.size = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


def test_downloads_pass_through(server: Server, tmp_path: Path) -> None:
    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            written: int = await (await client._call(DOWNLOAD, ())).save(tmp_path / "b")
            return written

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert client._call(DOWNLOAD, ()).save(tmp_path / "a") == SIZE
        assert asyncio.run(run()) == SIZE
    assert (tmp_path / "a").stat().st_size == (tmp_path / "b").stat().st_size == SIZE
    assert peak.size < ROOM


def pieces() -> Iterator[bytes]:
    for _ in range(SIZE // len(PIECE)):
        yield PIECE


def test_uploads_pass_through(server: Server, tmp_path: Path) -> None:
    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(SIZE)

    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            return [
                await client._call(UPLOAD, (value,)) for value in (source, pieces())
            ]

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert [client._call(UPLOAD, (value,)) for value in (source, pieces())] == [
                SIZE,
                SIZE,
            ]
        assert asyncio.run(run()) == [SIZE, SIZE]
    assert peak.size < ROOM


def test_multipart_uploads_pass_through(server: Server, tmp_path: Path) -> None:
    from generator.runtime.options import CallOptions

    source = tmp_path / "source"
    with source.open("wb") as file:
        file.truncate(SIZE)
    options = CallOptions(content_type="multipart/form-data")

    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            sent: int = await client._call(
                UPLOAD, ({"file": source, "note": "x"},), options
            )
            return sent

    with Peak() as peak:
        with Client(**settings(server)) as client:
            assert (
                SIZE
                < client._call(UPLOAD, ({"file": source, "note": "x"},), options)
                < SIZE + 1000
            )
        assert SIZE < asyncio.run(run()) < SIZE + 1000
    assert peak.size < ROOM
