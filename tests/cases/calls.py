"""Makes the calls of a case against a loopback server, and keeps what happened."""

from __future__ import annotations

import asyncio
import base64
import datetime
import decimal
import importlib
import inspect
import io
import json
import logging
import os
import pickle
import sys
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Final
from unittest import mock

import pydantic

from docbound.traffic import HttpRequest, HttpResponse
from tests.cases.generation import Made
from tests.runtime.twins import StillClock
from tests.support.stub import StubServer

STANDARD: Final[dict[str, Any]] = {
    "datetime": datetime,
    "Decimal": decimal.Decimal,
    "io": io,
    "json": json,
    "pickle": pickle,
    "pydantic": pydantic,
    "uuid": uuid,
}
"""What the expressions of a case may use beside the package."""


@dataclass(slots=True, kw_only=True)
class Observed:
    """What a call did."""

    result: Any = None
    error: Exception | None = None
    requests: list[HttpRequest] = field(default_factory=list[HttpRequest])
    mismatches: list[str] = field(default_factory=list[str])
    warned: list[str] = field(default_factory=list[str])
    slept: list[float] = field(default_factory=list[float])
    logged: list[str] = field(default_factory=list[str])


def observe(content: dict[str, Any], made: Made, twin: str) -> Observed:
    """Makes the case's call with the client that ``twin`` names, ``sync`` or ``async``."""
    observed = Observed()
    server: StubServer
    responses = _responses(content.get("response"), lambda: server.url)
    with (
        importable(made),
        mock.patch.dict(os.environ, content.get("env", {})),
        warnings.catch_warnings(record=True) as caught,
        _logged(made.package, observed.logged),
        StubServer(lambda _request: next(responses)) as server,
    ):
        warnings.simplefilter("always")
        observed.requests = server.requests
        package = importlib.import_module(made.package)
        try:
            call = _call if twin == "sync" else _call_async
            result = call(content, package, server.url, observed)
            observed.result = asyncio.run(result) if inspect.iscoroutine(result) else result
        except Exception as error:
            observed.error = error
    observed.warned = [str(item.message) for item in caught]
    return observed


def names_of(package: ModuleType) -> dict[str, Any]:
    """The names that every expression of a case knows: the models, the package as ``pkg``, and some
    of the library.
    """
    models = {name: getattr(package.models, name) for name in package.models.__all__}
    return models | STANDARD | {"pkg": package}


def _call(content: dict[str, Any], package: ModuleType, host: str, observed: Observed) -> Any:
    with _client(content, package, package.ApiClient, host, observed) as client:
        names = _names(package, package.api, client, host)
        results = [eval(each, names) for each in _calls(content)]
        if content.get("collect"):
            results = [_collected(each, content["collect"]) for each in results]
        result = results if isinstance(content["call"], list) else results[0]
        if "then" in content:
            return eval(content["then"], names | {"result": result})
        return result


async def _call_async(
    content: dict[str, Any], package: ModuleType, host: str, observed: Observed
) -> Any:
    aio = importlib.import_module(f"{package.__name__}.aio")
    async with _client(content, package, aio.ApiClient, host, observed) as client:
        names = _names(package, aio, client, host)
        results = [await _awaited(eval(each, names)) for each in _calls(content)]
        if content.get("collect"):
            count = content["collect"]
            results = [await _collected_async(each, count) for each in results]
        result = results if isinstance(content["call"], list) else results[0]
        if "then" in content:
            return await _awaited(eval(content["then"], names | {"result": result}))
        return result


def _calls(content: dict[str, Any]) -> list[str]:
    call = content["call"]
    return call if isinstance(call, list) else [call]


async def _awaited(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value


def _collected(items: Any, count: int | bool) -> list[Any]:
    """All items, or the first ``count``; then the iteration is closed early."""
    if count is True:
        return list(items)
    found = [item for item, _ in zip(items, range(count), strict=False)]
    items.close()
    return found


async def _collected_async(items: Any, count: int | bool) -> list[Any]:
    found: list[Any] = []
    async for item in items:
        found.append(item)
        if count is not True and len(found) == count:
            await items.close()
            break
    return found


def _client(
    content: dict[str, Any],
    package: ModuleType,
    kind: Any,
    host: str,
    observed: Observed,
) -> Any:
    names: dict[str, Any] = {"pkg": package, "host": host}
    arguments = eval(f"dict({content.get('client') or ''})", names)
    if "configuration" not in arguments:
        arguments = {"host": host} | arguments
    client = kind(**arguments)
    client.clock = StillClock(1_700_000_000.0, observed.slept)
    client.hooks.on_mismatch.append(lambda mismatch, _: observed.mismatches.append(mismatch.path))
    return client


def _names(package: ModuleType, twin: ModuleType, client: Any, host: str) -> dict[str, Any]:
    own: dict[str, Any] = {"client": client, "host": host}
    apis = [name for name in package.api.__all__ if name.endswith("Api")]
    if apis:
        own["api"] = getattr(twin, apis[0])(client)
    return names_of(package) | own


class Listener(logging.Handler):
    """Keeps what is logged."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__()
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(record.getMessage())


@contextmanager
def _logged(package: str, messages: list[str]) -> Iterator[None]:
    """Keeps what the package logs within; its level is its own affair."""
    logger, listener = logging.getLogger(package), Listener(messages)
    level = logger.level
    logger.addHandler(listener)
    try:
        yield
    finally:
        logger.removeHandler(listener)
        logger.setLevel(level)


@contextmanager
def importable(made: Made) -> Iterator[None]:
    """The package can be imported within."""
    sys.path.insert(0, str(made.folder))
    try:
        yield
    finally:
        sys.path.remove(str(made.folder))


def _responses(given: Any, host: Callable[[], str]) -> Iterator[HttpResponse]:
    for item in given if isinstance(given, list) else [given or {}]:
        time.sleep(item.get("delay", 0))
        headers = {
            name.lower(): str(value).format(
                host=host(), other=host().replace("127.0.0.1", "localhost")
            )
            for name, value in item.get("headers", {}).items()
        }
        if "json" in item:
            body = json.dumps(item["json"], ensure_ascii=False).encode()
            headers.setdefault("content-type", "application/json")
        elif "base64" in item:
            body = base64.b64decode(item["base64"])
        else:
            body = item.get("text", "").encode()
        yield HttpResponse(
            status=item.get("status", 200), headers=tuple(headers.items()), body=body
        )
