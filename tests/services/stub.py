"""A service on a loopback socket, and both clients of a package that was made for it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.runtime.twins import StillClock
from tests.support import http_server


@dataclass
class Asked:
    """One request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Answer:
    """What the service says; a body of bytes goes out as it is."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])


class Stub:
    """The service: what it answers, and what it was asked."""

    def __init__(self, answer: Callable[[Stub, Asked], Answer]) -> None:
        self._answer = answer
        self._lock = threading.Lock()
        self.url = ""
        self.asked: list[Asked] = []

    def answer(self, asked: Asked) -> Answer:
        with self._lock:
            self.asked.append(asked)
            return self._answer(self, asked)

    def count(self, path: str) -> int:
        return sum(each.path == path for each in self.asked)


@contextmanager
def running(answer: Callable[[Stub, Asked], Answer]) -> Iterator[Stub]:
    """The service on a free port."""
    stub = Stub(answer)

    class Handler(http_server.Handler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            given = stub.answer(Asked(self.command, self.path, headers, self.read_body()))
            is_raw = isinstance(given.body, bytes)
            body = given.body if is_raw else json.dumps(given.body).encode()
            self.respond(given.status, given.headers, body)

        do_POST = do_GET

    with http_server.running(Handler) as url:
        stub.url = url
        yield stub


class User:
    """A user of the blocking client."""

    name = "sync"

    def __init__(self, package: ModuleType) -> None:
        self.package = package
        self.clock = StillClock(1_700_000_000.0)

    def client(self, stub: Stub, **settings: Any) -> Any:
        made = self._made(self.package.Configuration(**{"host": stub.url, **settings}))
        made.clock = self.clock
        return made

    def _made(self, configuration: Any) -> Any:
        return self.package.ApiClient(configuration)

    def result(self, called: Any) -> Any:
        return called

    def items(self, iterator: Any) -> list[Any]:
        return list(iterator)

    def close(self) -> None:
        pass


class AsyncUser(User):
    """A user of the client that awaits."""

    name = "async"

    def __init__(self, package: ModuleType) -> None:
        super().__init__(package)
        self._runner = asyncio.Runner()
        self._clients: list[Any] = []

    def _made(self, configuration: Any) -> Any:
        self._clients.append(self.package.aio.ApiClient(configuration))
        return self._clients[-1]

    def result(self, called: Any) -> Any:
        async def awaited() -> Any:
            return await called

        return self._runner.run(awaited())

    def items(self, iterator: Any) -> list[Any]:
        async def gathered(source: AsyncIterator[Any]) -> list[Any]:
            return [item async for item in source]

        return self._runner.run(gathered(iterator))

    def close(self) -> None:
        for client in self._clients:
            self.result(client.close())
        self._runner.close()


USERS = (User, AsyncUser)
