"""One test for both clients: a scripted transport, a clock that stands still, and the same call
made twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from docbound.runtime.client.async_api import BaseAsyncApiClient
from docbound.runtime.client.sync_client import BaseApiClient
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.errors import ApiTypeError, ApiValueError
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import NO_OPTIONS, CallOptions
from docbound.runtime.service.security_schemes import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
)
from docbound.runtime.service.spec import PackageSpec, Server, ServerVariable
from docbound.runtime.transport.protocol import (
    AsyncResponse,
    Request,
    RequestBody,
    Response,
    Timeouts,
)

HOST = "https://api.example.com/v1"

SPEC = PackageSpec(
    package="sample_client",
    version="1.2.3",
    servers=(
        Server(HOST),
        Server(
            "https://{region}.example.com",
            variables={"region": ServerVariable("eu", ("eu", "us"))},
        ),
    ),
    security_schemes={
        "key": ApiKey(parameter="X-Key", prefix="", environment="SAMPLE_KEY"),
        "queryKey": ApiKey(parameter="api_key", location="query"),
        "cookieKey": ApiKey(parameter="session", location="cookie"),
        "prefixed": ApiKey(parameter="Authorization", prefix="Api-Key"),
        "basic": HttpBasic(environment="SAMPLE_BASIC"),
        "bearer": HttpBearer(environment="SAMPLE_TOKEN"),
        "digest": HttpScheme(scheme="Digest"),
        "oauth": OAuth2(token_url="/token"),
        "tls": MutualTLS(),
    },
    environment={"host": "SAMPLE_HOST", "log": "SAMPLE_LOG"},
)


class Configuration(BaseConfiguration):
    _spec = SPEC


class Client(BaseApiClient):
    _configuration_class = Configuration


class AsyncClient(BaseAsyncApiClient):
    _configuration_class = Configuration


class StillClock:
    """A clock that moves only when somebody sleeps, and notes in ``sleeps`` how long."""

    def __init__(self, now: float = 1_000_000.0, sleeps: list[float] | None = None) -> None:
        self.now = now
        self.sleeps: list[float] = [] if sleeps is None else sleeps

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def random(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        self.sleep(seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True)
class CannedResponse:
    """One scripted response."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    reason: str = ""


Step: TypeAlias = CannedResponse | Exception | Callable[[Request], CannedResponse]


@dataclass
class Script:
    """What the transports answer, and what they were asked; the last step answers all further
    requests.
    """

    steps: list[Step] = field(default_factory=lambda: [CannedResponse()])
    requests: list[Request] = field(default_factory=list[Request])
    bodies: list[bytes] = field(default_factory=list[bytes])
    timeouts: list[Timeouts] = field(default_factory=list[Timeouts])
    opened: int = 0
    closed: int = 0

    def answer(self, request: Request, body: bytes, timeout: Timeouts) -> CannedResponse:
        step = self.steps[min(len(self.requests), len(self.steps) - 1)]
        self.requests.append(request)
        self.bodies.append(body)
        self.timeouts.append(timeout)
        if isinstance(step, Exception):
            raise step
        self.opened += 1
        return step(request) if callable(step) else step

    def done(self) -> None:
        self.closed += 1


class ScriptTransport:
    def __init__(self, script: Script) -> None:
        self.script = script
        self.closings = 0

    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        body = request.body
        sent = body if isinstance(body, bytes) else b"".join(body or ())
        response = self.script.answer(request, sent, timeout)
        pieces = (response.body[i : i + 3] for i in range(0, len(response.body), 3))
        return Response(
            response.status,
            response.headers,
            pieces,
            reason=response.reason,
            close=self.script.done,
        )

    def close(self) -> None:
        self.closings += 1


async def _sent(body: RequestBody) -> bytes:
    if body is None or isinstance(body, bytes):
        return body or b""
    return b"".join([piece async for piece in body])


class AsyncScriptTransport:
    def __init__(self, script: Script) -> None:
        self.script = script
        self.closings = 0

    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        response = self.script.answer(request, await _sent(request.body), timeout)

        async def pieces() -> AsyncIterator[bytes]:
            for start in range(0, len(response.body), 3):
                yield response.body[start : start + 3]

        async def close() -> None:
            self.script.done()

        return AsyncResponse(
            response.status, response.headers, pieces(), reason=response.reason, close=close
        )

    async def close(self) -> None:
        self.closings += 1


@dataclass
class Outcome:
    """What a call did."""

    result: Any
    script: Script
    sleeps: list[float]

    @property
    def requests(self) -> list[Request]:
        return self.script.requests

    @property
    def request(self) -> Request:
        assert len(self.requests) == 1, f"{len(self.requests)} requests were sent"
        return self.requests[0]


class Twin:
    """Makes a call through one of the two clients."""

    name = ""

    def client(self, script: Script, **settings: Any) -> Any:
        raise NotImplementedError

    def run(self, made: Any) -> Any:
        raise NotImplementedError

    def call(
        self,
        operation: Operation[Any],
        *values: object,
        responses: list[Step] | None = None,
        options: CallOptions = NO_OPTIONS,
        form: str = "data",
        configuration: Mapping[str, Any] | None = None,
        clock: StillClock | None = None,
        own_transport: bool = False,
        prepare: Callable[[Any], object] | None = None,
        script: Script | None = None,
        **settings: Any,
    ) -> Outcome:
        """Makes one call; an exception is the result.

        The scripted transport does not count as a credential unless ``own_transport`` says so.
        """
        script = script or Script(responses or [CannedResponse()])
        clock = clock or StillClock()
        try:
            if configuration is not None:
                settings["configuration"] = Configuration(**configuration)
            client = self.client(script, **settings)
        except (ApiTypeError, ApiValueError) as error:
            return Outcome(error, script, clock.sleeps)
        client.clock = clock
        client._own_credential = own_transport or "header_name" in settings
        if prepare is not None:
            prepare(client)
        try:
            result = self.run(client._call(operation, values, options, form))
        except Exception as error:
            result = error
        return Outcome(result, script, clock.sleeps)


class SyncTwin(Twin):
    name = "sync"

    def client(self, script: Script, **settings: Any) -> Any:
        return Client(transport=ScriptTransport(script), **settings)

    def run(self, made: Any) -> Any:
        return made


class AsyncTwin(Twin):
    name = "async"

    def client(self, script: Script, **settings: Any) -> Any:
        return AsyncClient(transport=AsyncScriptTransport(script), **settings)

    def run(self, made: Any) -> Any:
        async def waiting() -> Any:
            return await cast("Awaitable[Any]", made)

        return asyncio.run(waiting())


TWINS = (SyncTwin(), AsyncTwin())
