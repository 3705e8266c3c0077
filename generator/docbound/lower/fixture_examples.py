"""Fixtures as documentation shows them: what is called, and what the service answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast
from urllib.parse import urlsplit

from docbound.fixtures import Cassette, files
from docbound.package import ApiClass, FixtureExample, Method, ShownExchange
from docbound.redaction import Redactor, Rules
from docbound.service import JSONValue
from docbound.settings.settings import Settings
from docbound.traffic import Exchange, HttpResponse
from docbound.traffic.messages import is_json, media_type
from docbound.writing.json_indent import indented

_MOST_LINES: Final = 60
"""Lines of a body that are printed."""
_MOST_EXCHANGES: Final = 4
_FAILURE: Final = 400
_LARGEST_FILES: Final = 400
"""Octets of files that a printed call has room for."""


def with_fixtures(
    apis: tuple[ApiClass, ...], cassettes: Sequence[Cassette], settings: Settings
) -> tuple[ApiClass, ...]:
    """The API classes, each method with the fixtures that are about its operation.

    Args:
        apis: the classes.
        cassettes: the fixtures that are shown.
        settings: say which fields are secrets; in what was recorded, their values are replaced by
            stand-ins, should one be left.
    """
    if not cassettes:
        return apis
    by_operation: dict[str, list[Cassette]] = {}
    for cassette in cassettes:
        by_operation.setdefault(cassette.meta.operation, []).append(cassette)
    return tuple(
        replace(
            api,
            methods=tuple(
                replace(method, fixtures=_of_method(method, by_operation, settings))
                for method in api.methods
            ),
        )
        for api in apis
    )


def _of_method(
    method: Method, by_operation: Mapping[str, Sequence[Cassette]], settings: Settings
) -> tuple[FixtureExample, ...]:
    names = (method.operation_id, f"{method.http_method.upper()} {method.path}")
    found = [cassette for name in names if name for cassette in by_operation.get(name, ())]
    return tuple(
        _example(cassette, settings) for cassette in found if _is_callable(cassette, method)
    )


def _is_callable(cassette: Cassette, method: Method) -> bool:
    """Whether the call of a fixture is one of this method (one that is not is a finding of the
    section ``replay``) and short enough for a page.
    """
    call = cassette.meta.call
    known = {argument.name for argument in method.arguments}
    required = {argument.name for argument in method.arguments if argument.required}
    given = set(call.arguments)
    small = sum(map(files.size, call.arguments.values())) <= _LARGEST_FILES
    return call.method == method.name and required <= given <= known and small


def _example(cassette: Cassette, settings: Settings) -> FixtureExample:
    meta = cassette.meta
    exchanges = cassette.exchanges[:_MOST_EXCHANGES]
    arguments = dict(meta.call.arguments)
    if meta.provenance == "recorded":
        redactor = Redactor(Rules(fields=frozenset(settings.secret_fields)))
        exchanges = tuple(map(redactor.exchange, exchanges))
        arguments = {name: redactor.data(value, name) for name, value in arguments.items()}
    return FixtureExample(
        name=f"{cassette.client}/{cassette.path.stem}",
        case=cassette.case,
        provenance=meta.provenance,
        source=meta.source,
        note=meta.note,
        arguments=cast("Mapping[str, JSONValue]", arguments),
        options=cast("Mapping[str, JSONValue]", meta.call.options),
        iterate=meta.call.iterate,
        fails=bool(meta.expect.error) or cassette.exchanges[-1].response.status >= _FAILURE,
        exchanges=tuple(map(_shown, exchanges)),
    )


def _shown(exchange: Exchange) -> ShownExchange:
    parts = urlsplit(exchange.request.url)
    query = f"?{parts.query}" if parts.query else ""
    media, _ = media_type(exchange.response.header("content-type"))
    body, as_json = _text(exchange.response, media)
    lines = body.splitlines() if body is not None else []
    return ShownExchange(
        request=f"{exchange.request.method} {parts.path or '/'}{query}".replace("`", "%60"),
        status=exchange.response.status,
        media=media,
        size=len(exchange.response.body),
        body=None if body is None else "\n".join(lines[:_MOST_LINES]),
        is_json=as_json,
        left_out=max(len(lines) - _MOST_LINES, 0),
    )


def _text(response: HttpResponse, media: str) -> tuple[str | None, bool]:
    """The body as text, and whether it is JSON; None for octets."""
    try:
        text = response.body.decode("utf-8")
    except UnicodeDecodeError:
        return None, False
    if not is_json(media):
        return text, False
    try:
        json.loads(text)
    except ValueError:
        return text, False
    return (text if "\n" in text else indented(text)), True
