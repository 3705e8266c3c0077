"""What methods promise: arguments and results, and the requests and responses behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Final

from docbound.document import escape
from docbound.naming import Names
from docbound.package import (
    ApiClass,
    Argument,
    BodyRow,
    MediaRow,
    Method,
    ObjectModel,
    Package,
    PaginationRow,
    ParameterRow,
    PartRow,
    ResponseRow,
)
from docbound.service import Api, JSONValue, Operation
from docbound.surface.entry import Entry, Facts, code_digest, server_facts, without_defaults
from docbound.surface.places import Places
from docbound.surface.type_comparison import bare

_MORE_OF_PAGES = ("first", "more", "end", "total", "total_pages", "last_item")
"""What few operations say of their pages besides the rest."""


def _pages(row: PaginationRow) -> dict[str, JSONValue]:
    found: dict[str, JSONValue] = {
        "kind": row.kind.name,
        "item": bare(row.item.code),
        "items": list(row.items),
        "next": list(row.next),
        "parameter": row.parameter,
        "size": row.size_parameter,
    }
    for name in _MORE_OF_PAGES:
        value: JSONValue | tuple[str, ...] = getattr(row, name)
        if value is not None and value != ():
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def method_entries(package: Package, api: Api, names: Names, places: Places) -> Iterator[Entry]:
    """The API classes and their methods, with what goes over the wire.

    Args:
        package: the package.
        api: the service that it was made from.
        names: every name in it.
        places: finds places in the description.
    """
    by_name = {
        (names.apis[place.api].name, place.method): pointer
        for pointer, named in names.operations.items()
        for place in named.methods
    }
    operations = {operation.pointer: operation for operation in api.operations}
    tags = {name.name: name.tag for name in names.apis.values()}
    for item in package.apis:
        facts: Facts = {"accessor": item.attribute, "module": item.module}
        tag = tags[item.name]
        if tag is not None:
            facts["tag"] = tag
        yield Entry(
            kind="api",
            name=item.name,
            title=f"{item.name}, ApiClient.{item.attribute}",
            facts=facts,
            place=next((by_name[item.name, method.name] for method in item.present), ""),
        )
        for method in item.present:
            operation = operations[by_name[item.name, method.name]]
            yield _method((package, item), method, operation, places)


def _deciding(method: Method) -> Facts:
    """What decides which kind of response a call gets."""
    if method.streaming:
        return {"streaming": f"{method.streaming.location} {method.streaming.name}"}
    if method.choice:
        # What a call gets that does not say: code without the argument relies on it.
        usual = bare(method.overloads[0].result.code)
        return {"choice": f"{method.choice.location} {method.choice.name}", "result": usual}
    return {}


def _accepted(method: Method) -> list[JSONValue]:
    """The media types that a call asks for which does not choose among them."""
    choice = method.choice
    if choice is None or choice.default is None:
        return list(method.accept)
    by_value = {value: {name for name, _ in media} for value, media in choice.media}
    others = set[str]().union(*by_value.values()) - by_value.get(choice.default, set())
    return [media for media in method.accept if media not in others]


def _method(
    owner: tuple[Package, ApiClass], method: Method, operation: Operation, places: Places
) -> Entry:
    package, api = owner
    facts: Facts = {
        "arguments": [
            _argument(argument, method, operation, places) for argument in method.arguments
        ],
        "result": bare(method.result.code),
        "operation": method.operation_id,
        "request": f"{method.http_method} {method.path}",
        "accept": _accepted(method),
        "query": [row.wire_name for row in method.parameters if row.location == "query"],
        "responses": {row.status: _media(row) for row in method.responses},
        "security": [list(names) for names in method.security],
    }
    if method.polling is not None:
        facts["until_done"] = without_defaults(asdict(method.polling))
    facts["code"] = code_digest(
        [
            (item.name, item.annotation.code, item.required, item.keyword_only)
            for item in method.arguments
        ],
        method.parameters,
        method.body,
        [(row.status, row.media) for row in method.responses],
        (method.http_method, method.path, method.result.code, method.security),
        (method.scopes, method.servers or "", method.deprecated, method.idempotency_key),
        *([method.streaming] if method.streaming else []),
        *([method.choice] if method.choice else []),
    )
    if method.former_arguments:
        facts["former_arguments"] = dict(method.former_arguments)
    facts.update(_deciding(method))
    if method.async_result:
        facts["async_result"] = bare(method.async_result.code)
    if method.body:
        limits = _body_limits(operation, places)
        facts["body"] = {
            "required": method.body.required,
            "media": _body_media(method.body, package),
            **({"limits": limits} if limits else {}),
        }
    if method.scopes:
        facts["scopes"] = {name: list(scopes) for name, scopes in method.scopes}
    if method.servers:
        facts["servers"] = server_facts(method.servers)
    if method.pagination:
        facts["pages"] = _pages(method.pagination)
    if method.idempotency_key:
        facts["idempotency"] = method.idempotency_key
    if method.deprecated:
        facts["deprecated"] = True
    return Entry(
        kind="method",
        name=f"{api.name}.{method.name}",
        title=f"{api.name}.{method.name}({_signature(method)}) -> {method.result.code}",
        facts=facts,
        place=operation.pointer,
    )


def _body_limits(operation: Operation, places: Places) -> Facts:
    """The limits on a body as a whole, of its first media type that has any."""
    if operation.body is None:
        return {}
    found = (
        places.limits(f"{operation.body.pointer}/content/{escape(media.content_type)}")
        for media in operation.body.contents
    )
    return next(filter(None, found), None) or places.limits(operation.body.pointer)


def _signature(method: Method) -> str:
    shown: list[str] = []
    for argument in method.arguments:
        if argument.keyword_only and "*" not in shown:
            shown.append("*")
        default = "" if argument.required else f" = {argument.default}"
        shown.append(f"{argument.name}: {argument.annotation.code}{default}")
    return ", ".join(shown)


_WIRE_NAMES: Final = re.compile(r"\b((\w+)Params) \| \2WireParams\b")
"""Plain data by the names of the wire beside plain data by those of attributes: what a change of a
wire name means is said of the field.
"""


def _argument(
    argument: Argument, method: Method, operation: Operation, places: Places
) -> JSONValue:
    facts: Facts = {
        "name": argument.name,
        "type": _WIRE_NAMES.sub(r"\1", bare(argument.type.code)),
        "in": argument.location,
    }
    if argument.required:
        facts["required"] = True
    if argument.keyword_only:
        facts["keyword"] = True
    if argument.deprecated:
        facts["deprecated"] = True
    if argument.location == "body":
        facts["place"] = operation.body.pointer if operation.body else ""
        return facts
    if argument.location == "accept":
        facts["place"] = operation.pointer
        return facts
    row = method.parameters[argument.index]
    parameter = operation.parameters[argument.index]
    facts["wire"] = argument.wire_name
    facts["sent"] = _style(row)
    limits = places.limits(parameter.pointer) | dict(parameter.constraints)
    if limits:
        facts["limits"] = limits
    if not argument.required and argument.default != "None":
        facts["default"] = argument.default
    if row.type_code == "Any":
        facts["unchecked"] = True
    facts["place"] = parameter.pointer
    return facts


def _style(row: ParameterRow) -> str:
    if row.content_type:
        return row.content_type
    explode = ", exploded" if row.explode else ""
    reserved = ", reserved" if row.allow_reserved else ""
    inner = f", inner {row.separators!r}" if row.separators else ""
    return f"{row.style}{explode}{reserved}{inner}"


def _media(rows: ResponseRow) -> JSONValue:
    return {row.content_type: _media_type(row) for row in rows.media}


def _media_type(row: MediaRow) -> JSONValue:
    return f"stream of {row.type_code}" if row.item else row.type_code


_FORMS: Final = ("multipart/", "application/x-www-form-urlencoded")


def _body_media(body: BodyRow, package: Package) -> JSONValue:
    """Types by media type; for a form, how each of its fields is sent beside that, in words."""
    found: dict[str, JSONValue] = {}
    for row in body.media:
        parts = dict.fromkeys(_fields_of(row, package), "")
        parts |= {part.field: _part(part) for part in row.parts}
        found[row.content_type] = [row.type_code, dict(parts)] if parts else _media_type(row)
    return found


def _fields_of(row: MediaRow, package: Package) -> list[str]:
    """The wire names of a form's fields."""
    if not row.content_type.startswith(_FORMS):
        return []
    models = (model for model in package.models if model.name == row.type_code)
    return [
        field.wire_name
        for model in models
        if isinstance(model, ObjectModel)
        for field in model.fields
    ]


def _part(part: PartRow) -> str:
    words = (
        "file" if part.file else "",
        part.content_type,
        part.style,
        "exploded" if part.explode else "",
        "reserved" if part.allow_reserved else "",
        f"inner {part.separators!r}" if part.separators else "",
        *part.headers,
    )
    return " ".join(filter(None, words))
