"""Runs one case: generates its package, makes its call against a loopback server, and says what is not as written."""

from __future__ import annotations

import asyncio
import base64
import datetime
import hashlib
import importlib
import inspect
import io
import json
import sys
import uuid
import warnings
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from generator import pipeline
from tests.cases.reading import Case
from tests.support.stub import StubServer
from tests.support.wire import WireReply, WireRequest, parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A generated package: its folder, its import name, and the codes of what was found in the description."""

    folder: Path
    package: str
    codes: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Observed:
    """What a call did."""

    result: Any = None
    error: Exception | None = None
    requests: list[WireRequest] = field(default_factory=list[WireRequest])
    mismatches: list[str] = field(default_factory=list[str])
    warned: list[str] = field(default_factory=list[str])


def run(case: Case, twin: str, folders: pytest.TempPathFactory) -> list[str]:
    """Runs ``case`` with the client that ``twin`` names, ``sync`` or ``async``.

    Returns:
        A sentence for each thing that is not as the case says.
    """
    content = case.content
    made = _make(
        json.dumps(case.description),
        json.dumps(content.get("config") or {}),
        bool(content.get("lenient")),
        folders,
    )
    wrong = [
        f"finding {code!r} was expected, found {made.codes}"
        for code in content.get("diagnostics", ())
        if code not in made.codes
    ]
    wrong += _missing_source(made, content.get("source") or {})
    if "call" not in content:
        return wrong
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        observed = _observe(content, made, twin)
    observed.warned = [str(item.message) for item in caught]
    return [
        *wrong,
        *_wrong_outcome(content, made, observed),
        *_wrong_requests(content, observed.requests),
    ]


@cache
def _make(
    description: str, config: str, lenient: bool, folders: pytest.TempPathFactory
) -> Made:
    key = hashlib.sha256(f"{description}{config}{lenient}".encode()).hexdigest()[:12]
    folder = folders.mktemp("case")
    (folder / "openapi.yaml").write_text(description, encoding="utf-8")
    package = f"case_{key}"
    (folder / "client.yaml").write_text(
        yaml.safe_dump({"package": package} | json.loads(config)), encoding="utf-8"
    )
    source = pipeline.Source(
        description=folder / "openapi.yaml",
        output=folder / "made",
        config=folder / "client.yaml",
        lenient=lenient,
    )
    outcome = pipeline.run(source, write=True)
    assert not outcome.failed, [item.message for item in outcome.diagnostics]
    return Made(
        folder=folder / "made",
        package=package,
        codes=tuple(item.code for item in outcome.diagnostics),
    )


def _observe(content: dict[str, Any], made: Made, twin: str) -> Observed:
    replies = _replies(content.get("reply"))
    observed = Observed()
    with _importable(made), StubServer(lambda _request: next(replies)) as server:
        observed.requests = server.requests
        package = importlib.import_module(made.package)
        try:
            if twin == "sync":
                observed.result = _call(content, package, server.url, observed)
            else:
                observed.result = asyncio.run(
                    _call_async(content, package, server.url, observed)
                )
        except Exception as error:
            observed.error = error
    return observed


def _call(
    content: dict[str, Any], package: ModuleType, host: str, observed: Observed
) -> Any:
    with _client(content, package, package.ApiClient, host, observed) as client:
        names = _names(package, package.api, client)
        result = eval(content["call"], names)
        return list(result) if content.get("collect") else result


async def _call_async(
    content: dict[str, Any], package: ModuleType, host: str, observed: Observed
) -> Any:
    aio = importlib.import_module(f"{package.__name__}.aio")
    async with _client(content, package, aio.ApiClient, host, observed) as client:
        result = eval(content["call"], _names(package, aio, client))
        if inspect.isawaitable(result):
            result = await result
        if content.get("collect"):
            return [item async for item in _as_async(result)]
        return result


def _client(
    content: dict[str, Any],
    package: ModuleType,
    kind: Any,
    host: str,
    observed: Observed,
) -> Any:
    names: dict[str, Any] = {"pkg": package, "host": host}
    arguments = eval(f"dict({content.get('client', '')})", names)
    client = kind(**({"host": host} | arguments))
    client.hooks.on_mismatch.append(
        lambda mismatch, *_: observed.mismatches.append(mismatch.path)
    )
    return client


def _names(package: ModuleType, twin: ModuleType, client: Any) -> dict[str, Any]:
    models = {name: getattr(package.models, name) for name in package.models.__all__}
    standard = {"datetime": datetime, "uuid": uuid, "io": io}
    apis = [name for name in package.api.__all__ if name.endswith("Api")]
    own: dict[str, Any] = {"client": client, "pkg": package}
    if apis:
        own["api"] = getattr(twin, apis[0])(client)
    return models | standard | own


async def _as_async(result: Any) -> AsyncIterator[Any]:
    if hasattr(result, "__aiter__"):
        async for item in result:
            yield item
    else:
        for item in result:
            yield item


@contextmanager
def _importable(made: Made) -> Iterator[None]:
    sys.path.insert(0, str(made.folder))
    try:
        yield
    finally:
        sys.path.remove(str(made.folder))


def _replies(given: Any) -> Iterator[WireReply]:
    for item in given if isinstance(given, list) else [given or {}]:
        headers = {
            name.lower(): value for name, value in item.get("headers", {}).items()
        }
        if "json" in item:
            body = json.dumps(item["json"], ensure_ascii=False).encode()
            headers.setdefault("content-type", "application/json")
        elif "base64" in item:
            body = base64.b64decode(item["base64"])
        else:
            body = item.get("text", "").encode()
        yield WireReply(
            status=item.get("status", 200),
            headers=tuple((name, str(value)) for name, value in headers.items()),
            body=body,
        )


def _missing_source(made: Made, wanted: dict[str, str | list[str]]) -> Iterable[str]:
    for path, texts in wanted.items():
        found = (made.folder / path.format(package=made.package)).read_text()
        for text in [texts] if isinstance(texts, str) else texts:
            if text not in found:
                yield f"{path} does not contain {text!r}"


def _wrong_outcome(
    content: dict[str, Any], made: Made, observed: Observed
) -> Iterable[str]:
    package = importlib.import_module(made.package)
    names = (
        _names(package, package.api, None)
        if "raises" not in content
        else {"pkg": package}
    )
    names |= {"error": observed.error, "result": observed.result}
    names |= {"requests": observed.requests, "warned": observed.warned}
    if "raises" in content:
        if not isinstance(observed.error, eval(content["raises"], names)):
            yield f"should have raised {content['raises']}, but: {observed.error!r}, result {observed.result!r}"
            return
    elif observed.error is not None:
        yield f"raised {observed.error!r}"
        return
    if "result" in content and observed.result != eval(content["result"], names):
        yield f"result is {observed.result!r}, not {content['result']}"
    for expression in content.get("holds", ()):
        if not eval(expression, names):
            yield f"does not hold: {expression}; result {observed.result!r}, error {observed.error!r}"
    if "mismatches" in content and observed.mismatches != content["mismatches"]:
        yield f"mismatches {observed.mismatches}, not {content['mismatches']}"


def _wrong_requests(content: dict[str, Any], sent: list[WireRequest]) -> Iterable[str]:
    if "wire" in content:
        wanted = content["wire"]
        lines = (
            [] if wanted == "none" else [wanted] if isinstance(wanted, str) else wanted
        )
        got = [f"{item.method} {_target(item.url)}" for item in sent]
        if got != lines:
            yield f"sent {got}, not {lines}"
    if not sent:
        return
    first = sent[0]
    for name, value in (content.get("headers") or {}).items():
        if first.header(name) != (value or ""):
            yield f"header {name} is {first.header(name)!r}, not {value!r}"
    if "json" in content and json.loads(first.body or b"null") != content["json"]:
        yield f"body is {first.body!r}, not {content['json']!r}"
    if "text" in content and first.body.decode() != content["text"]:
        yield f"body is {first.body!r}, not {content['text']!r}"
    if "form" in content:
        got_form = [
            list(pair)
            for pair in parse_qsl(first.body.decode(), keep_blank_values=True)
        ]
        wanted_form = [[str(name), str(value)] for name, value in content["form"]]
        if got_form != wanted_form:
            yield f"form is {got_form}, not {wanted_form}"
    if "parts" in content:
        yield from _wrong_parts(content["parts"], first)


def _wrong_parts(wanted: dict[str, Any], request: WireRequest) -> Iterable[str]:
    got = parts(request)
    expected: list[tuple[str, Any]] = []
    for name, value in wanted.items():
        expected.extend(
            (name, item) for item in (value if isinstance(value, list) else [value])
        )
    if [part.name for part in got] != [name for name, _ in expected]:
        yield f"parts are {[part.name for part in got]}, not {[name for name, _ in expected]}"
        return
    for part, (name, value) in zip(got, expected, strict=True):
        facts = value if isinstance(value, dict) else {"text": value}
        seen = {
            "filename": part.filename,
            "type": part.content_type,
            "text": part.body.decode(errors="replace"),
        }
        for key, fact in facts.items():
            if seen[key] != fact:
                yield f"part {name}: {key} is {seen[key]!r}, not {fact!r}"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
