"""One fixture, one call: how ``meta.call`` becomes a call of a generated package, sync or async."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, cast

from tests.support.cassettes import Cassette, Player
from tests.support.clients import Client
from tests.support.replay import AsyncReplayTransport, ReplayTransport
from tests.support.stub import StubServer, at_recorded_host


@dataclass(slots=True, kw_only=True)
class Result:
    """What came of a call.

    Attributes:
        value: what it returned; for an iterator the list of what it yielded.
        error: what it raised, if it did.
        mismatches: the JSON paths that were reported.
    """

    value: object = None
    error: Exception | None = None
    mismatches: list[str] = field(default_factory=list[str])


def configuration(package: ModuleType, credentials: Mapping[str, str]) -> Any:
    """A configuration with ``credentials``, which are given by security scheme."""
    schemes = importlib.import_module(f"{package.__name__}._spec").SPEC.security_schemes
    config = package.Configuration()
    for name, value in credentials.items():
        match type(schemes[name]).__name__:
            case "ApiKey" | "HttpScheme":
                config.api_key[name] = value
            case "HttpBasic":
                config.username, _, config.password = value.partition(":")
            case _:
                config.access_token = value
    return config


def call(client: Client, cassette: Cassette, *, aio: bool, strict: bool) -> Result:
    """Makes the call of ``cassette`` and plays its replies; fails if the requests differ from it.

    Args:
        client: whose package to call.
        cassette: the fixture.
        aio: whether to use the asynchronous twin.
        strict: whether replies must fit their schema.
    """
    kind = AsyncReplayTransport if aio else ReplayTransport
    transport = kind(cassette, client.package)
    result = _call(client, cassette, aio, None, transport=transport, strict=strict)
    transport.finish()
    return result


def call_over_the_wire(client: Client, cassette: Cassette, *, aio: bool) -> Result:
    """As :func:`call`, with the package's own transport and a loopback server that plays the replies."""
    player = Player(interactions=cassette.interactions)
    with StubServer(
        lambda request: player.answer(at_recorded_host(request, cassette))
    ) as stub:
        result = _call(client, cassette, aio, stub.url)
    player.finish()
    return result


def _call(
    client: Client, cassette: Cassette, aio: bool, host: str | None, **options: Any
) -> Result:
    if aio:
        return asyncio.run(_call_async(client, cassette, host, options))
    return _call_sync(client, cassette, host, options)


def _arguments(cassette: Cassette) -> tuple[str, str, bool, dict[str, Any]]:
    made = cast(dict[str, Any], cassette.meta["call"])
    keywords = {**(made.get("arguments") or {}), **(made.get("options") or {})}
    iterated = made.get("iterate") == "items"
    return (
        made["api"],
        made["method"] + ("_iter" if iterated else ""),
        iterated,
        keywords,
    )


def _make(
    package: ModuleType,
    aio: bool,
    cassette: Cassette,
    host: str | None,
    options: dict[str, Any],
) -> Any:
    credentials = cast(dict[str, str], cassette.meta.get("credentials") or {})
    helper = cast(dict[str, Any], cassette.meta["call"]).get("helper")
    if helper:
        with getattr(package, helper["name"])(**helper["arguments"]) as made:
            config = made.configuration
    else:
        config = configuration(package, credentials)
    if host:
        config.host = host
    module = importlib.import_module(f"{package.__name__}.aio") if aio else package
    return module.ApiClient(config, **options)


def _call_sync(
    client: Client, cassette: Cassette, host: str | None, options: dict[str, Any]
) -> Result:
    package = importlib.import_module(client.package)
    api, method, iterated, keywords = _arguments(cassette)
    result = Result()
    with _make(package, False, cassette, host, options) as api_client:
        _listen(api_client, result)
        try:
            answer = getattr(getattr(package, api)(api_client), method)(**keywords)
            if iterated:
                result.value = items = list[object]()
                items.extend(answer)
            else:
                result.value = answer
        except package.OpenApiException as error:
            result.error = error
    return result


async def _call_async(
    client: Client, cassette: Cassette, host: str | None, options: dict[str, Any]
) -> Result:
    package = importlib.import_module(client.package)
    aio = importlib.import_module(f"{client.package}.aio")
    api, method, iterated, keywords = _arguments(cassette)
    result = Result()
    async with _make(package, True, cassette, host, options) as api_client:
        _listen(api_client, result)
        try:
            answer = getattr(getattr(aio, api)(api_client), method)(**keywords)
            if iterated:
                result.value = items = list[object]()
                async for item in answer:
                    items.append(item)
            else:
                result.value = await answer
        except package.OpenApiException as error:
            result.error = error
    return result


def _listen(api_client: Any, result: Result) -> None:
    """Collects the paths that a lenient client reports."""
    api_client.hooks.on_mismatch.append(
        lambda mismatch, operation: result.mismatches.append(mismatch.path)
    )
