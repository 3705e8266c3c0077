"""Holds a request against the description: parameters, media type and body, each finding with its
place in the request.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from docbound.harness.described_service import (
    Media,
    Node,
    Service,
    ServiceOperation,
    ServiceParameter,
)
from docbound.harness.values import Judge
from docbound.json_values import is_array, is_object
from docbound.records import record
from docbound.traffic import HttpRequest
from docbound.traffic.messages import is_json, media_type
from docbound.traffic.multipart import split_parts

_SEPARATORS: Final = {
    "form": ",",
    "simple": ",",
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "ssv": " ",
    "pipes": "|",
    "tsv": "\t",
    "csv": ",",
    "multi": ",",
    "label": ".",
    "matrix": ",",
}
_ALL: Final = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
_DEEPEST: Final = 12


@record
class Violation:
    """Something in a request that the description does not allow.

    Attributes:
        location: ``path``, ``query``, ``header``, ``cookie`` or ``body``.
        name: of the parameter; empty for a body.
        pointer: within the value, as a JSON pointer (RFC 6901); empty for the whole.
        message: what is wrong.
        schema: where the description says so.
    """

    location: str
    name: str
    pointer: str
    message: str
    schema: str = ""

    @property
    def place(self) -> str:
        """The place in one text: ``/query/limit``, ``/body/items/0/id``."""
        name = f"/{_escaped(self.name)}" if self.name else ""
        return f"/{self.location}{name}{self.pointer}"


def violations(
    service: Service,
    judge: Judge,
    operation: ServiceOperation,
    request: HttpRequest,
    path: Mapping[str, str],
) -> Iterator[Violation]:
    """Everything in ``request`` that the description of ``operation`` does not allow.

    Args:
        service: the description.
        judge: tells which values its schemas accept.
        operation: what is called.
        request: what was sent.
        path: the values in its path.
    """
    yield from _Check(service, judge, operation, request, path).all()


@record(frozen=False, kw_only=False)
class _Check:
    service: Service
    judge: Judge
    operation: ServiceOperation
    request: HttpRequest
    path: Mapping[str, str]

    def all(self) -> Iterator[Violation]:
        query = parse_qsl(urlsplit(self.request.url).query, keep_blank_values=True)
        cookies = _cookies(self.request.header("cookie"))
        for parameter in self.operation.parameters:
            match parameter.location:
                case "path" if f"{{{parameter.name}}}" not in self.operation.path:
                    continue
                case "path":
                    pairs = (
                        [(parameter.name, self.path[parameter.name])]
                        if parameter.name in self.path
                        else []
                    )
                case "query":
                    pairs = query
                case "cookie":
                    pairs = cookies
                case "header":
                    value = self.request.header(parameter.name)
                    pairs = [(parameter.name, value)] if value else []
                    if parameter.name.lower() in (
                        "accept",
                        "content-type",
                        "authorization",
                    ):
                        continue
                case _:
                    continue
            yield from self._parameter(parameter, pairs)
        yield from self._unknown_query(query)
        yield from self._body()

    def _unknown_query(self, query: list[tuple[str, str]]) -> Iterator[Violation]:
        rows = [row for row in self.operation.parameters if row.location == "query"]
        if any(row.location == "querystring" for row in self.operation.parameters) or any(
            _is_open(self, row) for row in rows
        ):
            return
        keys = {
            scheme.text("name")
            for scheme in self.service.security_schemes.values()
            if scheme.text("in") == "query"
        }
        names = (
            {row.name for row in rows}
            | keys
            | {name for name, _ in parse_qsl(self.operation.path.partition("?")[2])}
        )
        for name in dict.fromkeys(name for name, _ in query):
            if name.partition("[")[0] not in {known.partition("[")[0] for known in names}:
                yield Violation(
                    location="query",
                    name=name,
                    pointer="",
                    message="the operation has no such parameter",
                )

    def _parameter(
        self, row: ServiceParameter, pairs: list[tuple[str, str]]
    ) -> Iterator[Violation]:
        value = read_parameter(self.service, row, pairs)
        if value is MISSING:
            if row.required and not (row.location == "query" and _is_open(self, row)):
                yield Violation(
                    location=row.location,
                    name=row.name,
                    pointer="",
                    message="the parameter is required",
                    schema=row.node.pointer,
                )
            return
        if row.schema is not None:
            yield from self._judged(row.location, row.name, row.schema, value)

    def _judged(self, location: str, name: str, schema: Node, value: object) -> Iterator[Violation]:
        if self.service.is_swagger and schema.value.get("in"):
            return  # a parameter that is its own schema: `required` means another thing there
        for misfit in self.judge.mismatches(schema.pointer, value, in_request=True):
            pointer = "".join(f"/{_escaped(str(token))}" for token in misfit.tokens)
            yield Violation(
                location=location,
                name=name,
                pointer=pointer,
                message=misfit.message,
                schema=schema.pointer,
            )

    # --- body ---

    def _body(self) -> Iterator[Violation]:
        if not self.request.body:
            if self.operation.body_required:
                pointer = self.operation.body_node.pointer if self.operation.body_node else ""
                yield Violation(
                    location="body",
                    name="",
                    pointer="",
                    message="a body is required",
                    schema=pointer,
                )
            return
        if not self.operation.bodies:
            yield Violation(
                location="body",
                name="",
                pointer="",
                message="the operation takes no body",
            )
            return
        written = self.request.header("content-type")
        media = self._media(written)
        if media is None:
            known = ", ".join(item.name for item in self.operation.bodies)
            message = f"the media type {written or 'of the body'!r} is not among {known}"
            yield Violation(location="header", name="Content-Type", pointer="", message=message)
            return
        yield from self._of_media(media, media_type(written)[0] or media_type(media.name)[0])

    def _media(self, written: str) -> Media | None:
        wanted = media_type(written)[0]
        if not wanted:
            return self.operation.bodies[0]
        by_name = {media_type(item.name)[0]: item for item in self.operation.bodies}
        for name in (wanted, f"{wanted.partition('/')[0]}/*", "*/*"):
            if name in by_name:
                return by_name[name]
        return None

    def _of_media(self, media: Media, name: str) -> Iterator[Violation]:
        body, schema = self.request.body, media.schema
        if is_json(name):
            try:
                value: object = json.loads(body)
            except ValueError as error:
                yield Violation(
                    location="body",
                    name="",
                    pointer="",
                    message=f"the body is no JSON: {error}",
                )
                return
            if schema is not None:
                yield from self._judged("body", "", schema, value)
        elif name == "application/x-www-form-urlencoded" and schema is not None:
            pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
            yield from self._form(schema, pairs)
        elif name.startswith("multipart/") and schema is not None:
            parts = split_parts(
                body,
                media_type(self.request.header("content-type"))[1].get("boundary", ""),
            )
            if parts is None:
                yield Violation(
                    location="body",
                    name="",
                    pointer="",
                    message="the body has no such boundary",
                )
                return
            yield from self._required_fields(schema, {part.option("name") or "" for part in parts})

    def _form(self, schema: Node, pairs: list[tuple[str, str]]) -> Iterator[Violation]:
        names = {name.partition("[")[0] for name, _ in pairs}
        yield from self._required_fields(schema, names)
        properties = self.service.resolve(schema).get("properties")
        for name, inner in properties.items() if properties else ():
            texts = [text for key, text in pairs if key in (name, f"{name}[]")]
            kinds = kinds_of(self.service, inner)
            if len(texts) == 1 and not kinds & {"array", "object"} and not self.service.is_swagger:
                yield from self._judged("body", name, inner, scalar(texts[0], kinds))

    def _required_fields(self, schema: Node, names: set[str]) -> Iterator[Violation]:
        resolved = self.service.resolve(schema)
        required = resolved.value.get("required") if is_object(resolved.value) else ()
        for name in required if is_array(required) else ():
            if name not in names:
                message = f"{name!r} is required"
                yield Violation(
                    location="body",
                    name="",
                    pointer="",
                    message=message,
                    schema=resolved.pointer,
                )


class Missing:
    """What a parameter has that was not sent."""


MISSING: Final = Missing()


def read_parameter(service: Service, row: ServiceParameter, pairs: list[tuple[str, str]]) -> object:
    """The value of a parameter, read as its style says (OpenAPI 3.1.1, "Style Values"); MISSING
    where it was not sent.

    Args:
        service: the description.
        row: the parameter.
        pairs: names and values of its location, percent-decoded.
    """
    style, explode = _style(row)
    texts = [text for name, text in pairs if name in (row.name, f"{row.name}[]")]
    if row.node.has("content"):
        return _json_or_text(texts[0]) if texts else MISSING
    schema = row.schema or row.node
    kinds = kinds_of(service, schema)
    if style == "deepObject" or (
        not texts and "object" in kinds and any(n.startswith(f"{row.name}[") for n, _ in pairs)
    ):
        found = {
            name[len(row.name) + 1 : -1]: text
            for name, text in pairs
            if name.startswith(f"{row.name}[")
        }
        return _object(service, schema, found) if found else MISSING
    if not texts:
        if "object" in kinds and explode and style == "form":
            names = _properties(service, schema)
            found = {name: text for name, text in pairs if name in names}
            return _object(service, schema, found) if found and not kinds - {"object"} else MISSING
        return MISSING
    texts = [_without_lead(style, row.name, text) for text in texts]
    if "array" in kinds and not (len(texts) == 1 and _is_better_scalar(texts[0], style, kinds)):
        split = [part for text in texts for part in text.split(_SEPARATORS.get(style, ","))]
        parts = texts if explode and (len(texts) > 1 or style == "form") else split
        items = service.resolve(schema).get("items")
        inner = kinds_of(service, items) if items else _ALL
        return [scalar(part, inner) for part in parts if part or len(parts) > 1]
    if kinds == frozenset({"object"}):
        return _flat_object(service, schema, texts[0], style, explode)
    return scalar(texts[0], kinds)


def _is_better_scalar(text: str, style: str, kinds: frozenset[str]) -> bool:
    return bool(kinds & {"string", "integer", "number"}) and _SEPARATORS.get(style, ",") not in text


def _without_lead(style: str, name: str, text: str) -> str:
    if style == "label":
        return text.removeprefix(".")
    if style == "matrix":
        return text.removeprefix(";").removeprefix(f"{name}=").replace(f";{name}=", ",")
    return text


def _flat_object(service: Service, schema: Node, text: str, style: str, explode: bool) -> object:
    parts = text.split(_SEPARATORS.get(style, ","))
    texts: dict[str, str] = {}
    if explode:
        for part in parts:
            name, _, value = part.partition("=")
            texts[name] = value
    else:
        texts |= zip(parts[::2], parts[1::2], strict=False)
    return _object(service, schema, texts)


def _object(service: Service, schema: Node, texts: Mapping[str, str]) -> dict[str, object]:
    properties = _properties(service, schema)
    return {
        name: scalar(text, kinds_of(service, properties[name]) if name in properties else _ALL)
        for name, text in texts.items()
    }


def _properties(service: Service, schema: Node) -> dict[str, Node]:
    found = service.resolve(schema).get("properties")
    return dict(found.items()) if found else {}


def _style(row: ServiceParameter) -> tuple[str, bool]:
    collection = row.node.text("collectionFormat")
    if collection:
        return collection, collection == "multi"
    usual = {"path": "simple", "header": "simple"}.get(row.location, "form")
    style = row.node.text("style") or usual
    explode = row.node.value.get("explode") if is_object(row.node.value) else None
    if explode is None:
        swagger = "type" in row.node.value and not row.node.has("schema")
        explode = style == "form" and not swagger
    return style, bool(explode)


def kinds_of(service: Service, schema: Node | None, depth: int = 0) -> frozenset[str]:
    """The JSON types that a schema allows, as far as its keywords say; all of them where they do
    not.
    """
    if schema is None or depth > _DEEPEST:
        return _ALL
    node = service.resolve(schema)
    if not is_object(node.value):
        return _ALL
    stated: Any = node.value.get("type")
    words = {stated} if isinstance(stated, str) else set(stated) if is_array(stated) else set[str]()
    if node.value.get("nullable") is True and words:
        words.add("null")
    if words:
        return frozenset(words & _ALL) or _ALL
    values = node.value.get("enum", [node.value["const"]] if "const" in node.value else None)
    if is_array(values):
        return frozenset(map(_kind, values))
    for keyword in ("anyOf", "oneOf"):
        members = node.get(keyword)
        if members is not None:
            return (
                frozenset[str]().union(
                    *(kinds_of(service, item, depth + 1) for item in members.list())
                )
                or _ALL
            )
    parts = node.get("allOf")
    found = _ALL
    for part in parts.list() if parts else ():
        found &= kinds_of(service, part, depth + 1)
    if node.has("properties"):
        return frozenset({"object"})
    return frozenset({"array"}) if node.has("items") else found


def _kind(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case None:
            return "null"
        case _:
            return "object"


def scalar(text: str, kinds: frozenset[str]) -> object:
    """A text of a parameter or form as the first of the types that it can be: number, boolean,
    null, or the text itself.
    """
    if "string" in kinds and kinds & {"string", "null"} == kinds:
        return text
    if kinds & {"integer", "number"}:
        try:
            return int(text)
        except ValueError:
            if "number" in kinds:
                try:
                    return float(text)
                except ValueError:
                    pass
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    if "null" in kinds and "string" not in kinds and text in ("", "null"):
        return None
    return _json_or_text(text) if "object" in kinds and text[:1] == "{" else text


def _json_or_text(text: str) -> object:
    try:
        found: object = json.loads(text)
    except ValueError:
        return text
    return found


def _is_open(check: _Check, row: ServiceParameter) -> bool:
    """Whether a parameter is an exploded object, so that any name may be one of its properties."""
    style, explode = _style(row)
    return (
        explode
        and style == "form"
        and "object" in kinds_of(check.service, row.schema)
        and row.schema is not None
    )


def _cookies(text: str) -> list[tuple[str, str]]:
    parts = (part.strip().partition("=") for part in text.split(";") if part.strip())
    return [(name, unquote(value)) for name, _, value in parts]


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")
