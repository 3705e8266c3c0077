"""Many callers, and bodies that do not fit into memory: a small edition of each, and a large one
for ``make stress``.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from docbound.runtime.service.operations import Body, Form, Operation, path
from docbound.runtime.service.options import CallOptions
from tests.runtime.twins import AsyncClient, Client, Configuration

THREADS = 64

PIECE = bytes(65536)

ECHO = Operation[int](
    "echo",
    "GET",
    "/echo/{id}",
    parameters=(path("id"),),
    responses={"200": {"application/json": "int"}},
)
DOWNLOAD = Operation[Any](
    "download",
    "GET",
    "/file",
    responses={"200": {"application/octet-stream": "BinaryResponse"}},
)
UPLOAD = Operation[int](
    "upload",
    "PUT",
    "/file",
    body=Body({"application/octet-stream": "bytes", "multipart/form-data": Form(None)}),
    responses={"200": {"application/json": "int"}},
)


@dataclass(frozen=True)
class Scale:
    """How many, and how large.

    Attributes:
        calls, tasks: how often, and by how many tasks at once.
        size: bytes of a body.
        room: bytes of memory that it may take on its way.
    """

    calls: int
    tasks: int
    size: int
    room: int


MB = 1024 * 1024
SMALL = Scale(calls=600, tasks=200, size=24 * MB, room=4 * MB)
LARGE = Scale(calls=10_000, tasks=1000, size=200 * MB, room=16 * MB)


@pytest.fixture(
    params=[SMALL, pytest.param(LARGE, marks=pytest.mark.stress)],
    ids=["small", "large"],
)
def scale(request: pytest.FixtureRequest) -> Scale:
    made: Scale = request.param
    return made


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    connections: set[Any]
    size: int
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        type(self).connections.add(self.client_address)
        if self.path == "/file":
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(self.size))
            self.end_headers()
            for _ in range(self.size // len(PIECE)):
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
def server(scale: Scale) -> Iterator[Server]:
    with serving(scale.size) as made:
        yield made


@contextmanager
def serving(size: int) -> Iterator[Server]:
    """A server whose downloads have ``size`` bytes."""
    members = {"connections": set[Any](), "size": size}
    handler = type("Counting", (Handler,), members)
    made = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Every kind of transfer was made once, so that what is measured is no import: which test is
    the first in its process is luck.
    """
    folder = tmp_path_factory.mktemp("loaded")
    size = len(PIECE)
    source = folder / "source"
    source.write_bytes(bytes(size))
    with serving(size) as server:
        download(server, folder)
        upload(server, source, size)
        upload_form(server, source)


def settings(server: Server) -> dict[str, Any]:
    host = f"http://127.0.0.1:{server.server_port}"
    # However slow the machine is, time is not what is measured here.
    return {"configuration": Configuration(host=host, retries=0, timeout=float("inf"))}


def connections(server: Server) -> int:
    handler: Any = server.RequestHandlerClass
    return len(handler.connections)


def test_every_response_goes_to_its_thread(server: Server, scale: Scale) -> None:
    with Client(**settings(server)) as client, ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda n: client._call(ECHO, (n,)), range(scale.calls)))
    assert found == list(range(scale.calls))
    assert connections(server) <= THREADS


def test_every_response_goes_to_its_task(server: Server, scale: Scale) -> None:
    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            gate = asyncio.Semaphore(scale.tasks)

            async def one(number: int) -> int:
                async with gate:
                    found: int = await client._call(ECHO, (number,))
                    return found

            return await asyncio.gather(*map(one, range(scale.calls)))

    assert asyncio.run(run()) == list(range(scale.calls))
    assert connections(server) <= 100


class Peak:
    """The memory that Python takes at most while it is entered."""

    def __enter__(self) -> Peak:
        gc.collect()  # What others left behind is not meant.
        tracemalloc.start()
        self.size = 0
        return self

    def __exit__(self, *_: object) -> None:
        self.size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()


def download(server: Server, folder: Path) -> list[int]:
    """What both clients save of the server's file."""

    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            written: int = await (await client._call(DOWNLOAD, ())).save(folder / "b")
            return written

    with Client(**settings(server)) as client:
        return [client._call(DOWNLOAD, ()).save(folder / "a"), asyncio.run(run())]


def upload(server: Server, source: Path, size: int) -> list[int]:
    """How many bytes arrive of a file and of an iterator, by both clients."""

    async def run() -> list[int]:
        async with AsyncClient(**settings(server)) as client:
            return [await client._call(UPLOAD, (value,)) for value in (source, pieces(size))]

    with Client(**settings(server)) as client:
        sent = [client._call(UPLOAD, (value,)) for value in (source, pieces(size))]
    return sent + asyncio.run(run())


def upload_form(server: Server, source: Path) -> list[int]:
    """How many bytes arrive of a form with a file, by both clients."""
    options = CallOptions(content_type="multipart/form-data")
    call = UPLOAD, ({"file": source, "note": "x"},), options

    async def run() -> int:
        async with AsyncClient(**settings(server)) as client:
            sent: int = await client._call(*call)
            return sent

    with Client(**settings(server)) as client:
        return [client._call(*call), asyncio.run(run())]


def pieces(size: int) -> Iterator[bytes]:
    for _ in range(size // len(PIECE)):
        yield PIECE


def file_of(folder: Path, size: int) -> Path:
    source = folder / "source"
    with source.open("wb") as file:
        file.truncate(size)
    return source


@pytest.mark.usefixtures("loaded")
def test_downloads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    with Peak() as peak:
        assert download(server, tmp_path) == [scale.size] * 2
    assert (tmp_path / "a").stat().st_size == (tmp_path / "b").stat().st_size == scale.size
    assert peak.size < scale.room


@pytest.mark.usefixtures("loaded")
def test_uploads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    source = file_of(tmp_path, scale.size)
    with Peak() as peak:
        assert upload(server, source, scale.size) == [scale.size] * 4
    assert peak.size < scale.room


@pytest.mark.usefixtures("loaded")
def test_multipart_uploads_pass_through(server: Server, scale: Scale, tmp_path: Path) -> None:
    source = file_of(tmp_path, scale.size)
    with Peak() as peak:
        sent = upload_form(server, source)
    assert all(scale.size < each < scale.size + 1000 for each in sent)
    assert peak.size < scale.room
