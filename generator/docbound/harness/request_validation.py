"""Holds a request against the description: parameters, media type and body, each finding with its
place in the request.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
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

from .form_fields import FormField, part_fields, urlencoded_fields
from .parameter_values import MISSING, kinds_of, read_parameter, style_of

_FORM: Final = "application/x-www-form-urlencoded"


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
        written = self.request.header("content-type")
        # A form without fields is empty, and yet a body.
        if not self.request.body and media_type(written)[0] != _FORM:
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
            except (ValueError, RecursionError) as error:
                why = error if isinstance(error, ValueError) else "it is nested too deeply"
                yield Violation(
                    location="body", name="", pointer="", message=f"the body is no JSON: {why}"
                )
                return
            if schema is not None:
                yield from self._judged("body", "", schema, value)
        elif name == _FORM and schema is not None:
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
            names = {(part.option("name") or "").removesuffix("[]") for part in parts}
            yield from self._required_fields(schema, names)
            yield from self._fields(part_fields(self.service, schema, parts))

    def _form(self, schema: Node, pairs: list[tuple[str, str]]) -> Iterator[Violation]:
        names = {name.partition("[")[0] for name, _ in pairs}
        yield from self._required_fields(schema, names)
        if not self.service.is_swagger:
            yield from self._fields(urlencoded_fields(self.service, schema, pairs))

    def _fields(self, fields: Iterable[FormField]) -> Iterator[Violation]:
        for one in fields:
            for found in self._judged("body", one.name, one.schema, one.value):
                yield replace(found, pointer=one.pointer + found.pointer)

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


def _is_open(check: _Check, row: ServiceParameter) -> bool:
    """Whether a parameter is an exploded object, so that any name may be one of its properties."""
    style, explode = style_of(row)
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
