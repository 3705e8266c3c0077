"""One fixture, one call: how ``meta.call`` becomes a call of a generated package, sync or async."""

from __future__ import annotations

import asyncio
import importlib
import inspect
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

from docbound.fixtures.files import with_files
from docbound.fixtures.meta import Call
from docbound.harness.errors import failure
from docbound.records import field, record

from ..clients import Client
from ..fixtures import Cassette
from ..package_import import importing
from .player import Player
from .transports import AnswerTransport, AsyncAnswerTransport


@record(frozen=False)
class Result:
    """The result of a call.

    Attributes:
        value: what it returned; for an iterator the list of what it yielded.
        error: what it raised, if it did.
        mismatches: the JSON paths that were reported.
    """

    value: object = None
    error: Exception | None = None
    mismatches: list[str] = field(default_factory=list[str])


_LOOPS: Final[list[asyncio.AbstractEventLoop]] = []


@contextmanager
def one_event_loop() -> Generator[None]:
    """Asynchronous calls inside share a loop: making one costs more than the call of a fixture."""
    with asyncio.Runner() as runner:
        _LOOPS.append(runner.get_loop())
        try:
            yield
        finally:
            _LOOPS.pop()


def configuration(package: ModuleType, credentials: Mapping[str, str]) -> Any:
    """A configuration with ``credentials``, which are given by security scheme."""
    schemes = importlib.import_module(f"{package.__name__}._spec").SPEC.security_schemes
    config = package.Configuration()
    for name, value in credentials.items():
        arguments = schemes[name].arguments if name in schemes else ()
        if "api_key" in arguments:
            config.api_key[name] = value
        elif "username" in arguments:
            config.username, _, config.password = value.partition(":")
        else:
            config.access_token = value
    return config


def replay(client: Client, cassette: Cassette, *, aio: bool, strict: bool) -> Result:
    """Makes the call of ``cassette`` and plays its responses.

    Args:
        client: whose package to call.
        cassette: the fixture.
        aio: whether to use the asynchronous twin.
        strict: whether responses must fit their schema.

    Raises:
        ReplayError: the requests differ from the fixture.
        HarnessError: the package has no such method, or cannot be imported.
    """
    player = Player(exchanges=cassette.exchanges)
    rest = client.module("rest")
    kind = AsyncAnswerTransport if aio else AnswerTransport
    result = call(client, cassette, aio=aio, transport=kind(player.answer, rest), strict=strict)
    is_refused = strict and result.error is not None and not player.sent
    if not (is_refused and cassette.meta.expect.mismatches):
        player.finish()
    return result


def call(
    client: Client,
    cassette: Cassette,
    *,
    aio: bool,
    host: str | None = None,
    **options: Any,
) -> Result:
    """Makes the call of ``cassette`` with any transport.

    Args:
        client: whose package to call.
        cassette: the fixture.
        aio: whether to use the asynchronous twin.
        host: a base URL instead of the described one.
        options: further arguments for ``ApiClient``.
    """
    with importing(client.package, client.folder):
        if aio:
            made = _call_async(client, cassette, host, options)
            return _LOOPS[-1].run_until_complete(made) if _LOOPS else asyncio.run(made)
        return _call_sync(client, cassette, host, options)


def _keywords(made: Call) -> dict[str, Any]:
    arguments = {name: with_files(value) for name, value in made.arguments.items()}
    return {**arguments, **made.options}


def _method(
    package: ModuleType,
    module: ModuleType,
    made: Call,
    api_client: Any,
    cassette: Cassette,
) -> Any:
    name = made.method + ("_iter" if made.iterate else "")
    classes = [made.api] if made.api else api_classes(package)
    for one in classes:
        cls = getattr(module, one, None)
        if cls is not None and callable(getattr(cls, name, None)):
            return getattr(cls(api_client), name)
    raise failure(
        "no-method",
        f"{package.__name__} has no method {'.'.join([*([made.api] if made.api else []), name])}",
        "correct `call`, or run `docbound regenerate`",
        position=cassette.position("#/meta/call/method"),
    )


def api_classes(package: ModuleType) -> list[str]:
    """The names of a package's API classes."""
    api: Any = importlib.import_module(f"{package.__name__}.api")
    return [name for name in getattr(api, "__all__", ()) if inspect.isclass(getattr(api, name))]


def _make(
    client: Client,
    package: ModuleType,
    aio: bool,
    cassette: Cassette,
    host: str | None,
    options: Any,
) -> Any:
    made = cassette.meta.call
    if made.helper:
        helper = getattr(package, made.helper, None)
        if helper is None:
            raise failure(
                "no-helper",
                f"{package.__name__} has no helper {made.helper!r}",
                "correct `call.helper`",
                position=cassette.position("#/meta/call/helper"),
            )
        with helper(**made.helper_arguments) as ready:
            config = ready.configuration
    else:
        config = configuration(package, cassette.meta.credentials)
    config.host = host or _base_url(client, cassette) or config.host
    module = client.module("aio") if aio else package
    return module.ApiClient(config, **options)


def _base_url(client: Client, cassette: Cassette) -> str | None:
    """The base URL that the fixture's first request has, where it is not the described one."""
    operation = client.service.by_id(cassette.meta.operation)
    url = cassette.exchanges[0].request.url if cassette.exchanges else ""
    bases = client.service.base_urls()
    if (
        operation is None
        or operation.node.has("servers")
        or not url.startswith(("http://", "https://"))
    ):
        return None
    if any(url.startswith(base + "/") for base in bases if base.startswith("http")):
        return next(
            base for base in bases if base.startswith("http") and url.startswith(base + "/")
        )
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    for path in client.service.relative_path(parts.path):
        if any(found[0] is operation for found in client.service.matches(operation.method, path)):
            prefix = (
                parts.path[: len(parts.path) - len(path)] if path != "/" or parts.path != "" else ""
            )
            return f"{parts.scheme}://{parts.netloc}{prefix}".rstrip("/")
    return None


def _call_sync(
    client: Client, cassette: Cassette, host: str | None, options: dict[str, Any]
) -> Result:
    package = client.module()
    made = cassette.meta.call
    result = Result()
    with _make(client, package, False, cassette, host, options) as api_client:
        _listen(api_client, result)
        method = _method(package, package, made, api_client, cassette)
        try:
            answer = method(**_keywords(made))
            result.value = answer
            if made.iterate:
                result.value = items = list[object]()
                items.extend(answer)
            elif hasattr(answer, "__next__"):  # a stream, read while the client is open
                result.value = list(answer)
        except (package.OpenApiException, TypeError, ValueError) as error:
            result.error = error
    return result


async def _call_async(
    client: Client, cassette: Cassette, host: str | None, options: dict[str, Any]
) -> Result:
    package = client.module()
    aio = client.module("aio")
    made = cassette.meta.call
    result = Result()
    async with _make(client, package, True, cassette, host, options) as api_client:
        _listen(api_client, result)
        method = _method(package, aio, made, api_client, cassette)
        try:
            answer = method(**_keywords(made))
            if made.iterate:
                result.value = items = list[object]()
                async for item in answer:
                    items.append(item)
            else:
                result.value = answer = await answer
                if hasattr(answer, "__anext__"):
                    result.value = [item async for item in answer]
        except (package.OpenApiException, TypeError, ValueError) as error:
            result.error = error
    return result


def _listen(api_client: Any, result: Result) -> None:
    """Collects the paths that a lenient client reports."""

    def report(mismatch: Any, operation: str) -> None:
        result.mismatches.append(mismatch.path)

    api_client.hooks.on_mismatch.append(report)
