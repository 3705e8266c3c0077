"""A draft as ``documented.yaml``: the facts, each with the source and the line that states it
(specs/README.md describes the format).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.documented.facts import CONSTRAINTS
from docbound.documented.page_words import page_type, snake
from docbound.draft.blocks import At
from docbound.draft.facts import (
    Body,
    Draft,
    Operation,
    Origin,
    Parameter,
    Property,
    Response,
    Schema,
    Scheme,
)
from docbound.draft.secrets import without_secrets
from docbound.draft.writer.openapi import component_name, response_text, settled_tag
from docbound.draft.writer.yaml_text import scalar
from docbound.json_values import is_mapping, is_sequence
from docbound.naming.candidates import argument_candidates, field_candidates

FORMAT: Final = "documented/1"
_KINDS: Final = {"http-bearer": "bearer", "http-basic": "basic"}


def documented(
    draft: Draft, name: str, sources: Mapping[str, str], *, beside: Mapping[str, str]
) -> str:
    """The text of documented.yaml.

    Args:
        draft: a settled draft.
        name: the client's name.
        sources: what each source key means.
        beside: the sources that are kept beside the description, by key, with their path from
            there.
    """
    return _Writer(draft).text(name, sources, beside)


class _Writer:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def text(self, name: str, sources: Mapping[str, str], beside: Mapping[str, str]) -> str:
        draft = self.draft
        title = _one_line(draft.title or name)
        lines = [
            f"# What the documentation of {title} states, drafted by docbound.",
            "# `docbound schema documented` has the format.",
            f"format: {FORMAT}",
            f"client: {scalar(name)}",
            "sources:",
        ]
        for key, shown in sources.items():
            if key in beside:
                lines.append(
                    f"  {scalar(key)}:"
                    f" {_flow({'title': shown, 'file': beside[key], 'drafted': True})}"
                )
            else:
                lines.append(f"  {scalar(key)}: {scalar(shown)}")
        if draft.package:
            lines.append(_stated("package", draft.package, draft.package_at))
        server = next(iter(draft.servers.items()), None)
        if server is not None:
            lines.append(_stated("base_url", *server))
        lines.append("schemes:" if draft.schemes else "schemes: []")
        lines.extend(f"  - {_flow(_scheme(scheme))}" for scheme in draft.schemes.values())
        if draft.imports:
            lines.append("imports:")
            lines.extend(
                f"  - {_flow({'path': path, 'at': str(at)})}" for path, at in draft.imports.items()
            )
        lines.extend(["", "operations:"])
        for operation in draft.operations.values():
            lines.extend(self._operation(operation))
        lines.extend(["", "models:" if draft.schemas else "models: []"])
        for schema_name, schema in draft.schemas.items():
            lines.extend(self._model(schema_name, schema))
        return "\n".join(lines) + "\n"

    def _operation(self, operation: Operation) -> Iterator[str]:
        yield f"  - name: {scalar(snake(operation.operation_id))}"
        yield f"    method: {operation.method.upper()}"
        yield f"    path: {scalar(operation.path)}"
        if operation.summary:
            yield f"    summary: {scalar(without_secrets(_one_line(operation.summary)))}"
        yield f"    at: {scalar(str(operation.at))}"
        tag = settled_tag(operation)
        if tag:
            yield "    " + _stated("tag", tag, operation.at)
        if operation.api and operation.api_at:
            yield "    " + _stated("api", operation.api, operation.api_at)
        yield "    " + _stated("operation_id", operation.operation_id, operation.name_at)
        whole_body = operation.body is None or operation.body.argument
        if operation.signature and whole_body:
            yield "    " + _stated("signature", operation.signature, operation.signature_at)
        listed = [self._parameter(parameter) for parameter in operation.parameters.values()]
        if operation.body and operation.body.content:
            listed.append(self._body(operation.body))
        # What has to be given comes first, then the body.
        listed.sort(
            key=lambda row: (not row["required"], row["in"] != "body" and not row["required"])
        )
        rows = [_flow(row) for row in listed]
        yield "    parameters:" if rows else "    parameters: []"
        yield from (f"      - {row}" for row in rows)
        success = next(
            (item for status, item in operation.responses.items() if status.startswith("2")), None
        )
        if success is not None:
            at = operation.returns_at or success.at
            yield "    " + _stated("returns", self._content_word(success) or "None", at)
        yield from self._auth(operation)
        yield from self._media_types(operation)
        yield "    statuses:" if operation.responses else "    statuses: []"
        for response in operation.responses.values():
            yield f"      - {_flow(self._status(response))}"

    def _auth(self, operation: Operation) -> Iterator[str]:
        security, at = operation.security, operation.security_at
        if security is None:
            security, at = self.draft.security, self.draft.security_at
        if security is not None:
            names = dict.fromkeys(
                component_name(name)
                for names in security
                for name in names
                if name in self.draft.schemes
            )
            yield "    " + _stated("auth", list(names), at)

    def _media_types(self, operation: Operation) -> Iterator[str]:
        media = list(operation.body.content) if operation.body else []
        at = operation.content_types_at or (operation.body.at if operation.body else operation.at)
        yield "    " + _stated("content_types", media, at)
        accepted = list(
            dict.fromkeys(
                kind
                for response in operation.responses.values()
                if not response.no_body
                for kind in response.content
            )
        )
        first = next(
            (response.at for response in operation.responses.values() if response.content),
            operation.at,
        )
        yield "    " + _stated("accept", accepted, operation.accept_at or first)

    def _parameter(self, parameter: Parameter) -> dict[str, object]:
        made: dict[str, object] = {"name": argument_candidates(parameter.name)[0]}
        made["wire"] = parameter.name
        made["in"] = parameter.place
        schema = self._resolved(parameter.schema)
        if not parameter.schema.ref:
            made["type"] = page_type(type_word(schema))
        made["required"] = bool(parameter.required)
        constraints = {
            word: value for word, value in schema.constraints.items() if word in CONSTRAINTS
        }
        if schema.default:
            constraints["default"] = schema.default[0]
        if constraints:
            made["constraints"] = constraints
        made.update(_details(schema, parameter.at))
        made["at"] = str(parameter.at)
        if not parameter.place_known:
            made["in_at"] = "ours"
        if schema.at != parameter.at and not schema.empty:
            made["type_at"] = str(schema.at)
        return made

    def _resolved(self, schema: Schema) -> Schema:
        for _ in range(20):
            known = (
                self.draft.schemas.get(schema.ref) if schema.ref and not schema.nullable else None
            )
            if known is None:
                return schema
            schema = known
        return schema

    def _body(self, body: Body) -> dict[str, object]:
        content = next(iter(body.content.values()))
        words = {page_type(type_word(item.schema)) for item in body.content.values()}
        word = page_type(type_word(content.schema))
        made: dict[str, object] = (
            {"name": snake(word)} if snake(word).isidentifier() else {"name": "body"}
        )
        if len(words) == 1:
            made["type"] = word
        made.update({"required": bool(body.required), "in": "body", "at": str(body.at)})
        if content.at != body.at:
            made["type_at"] = str(content.at)
        return made

    def _content_word(self, response: Response) -> str:
        content = next(iter(response.content.values()), None)
        return page_type(type_word(content.schema)) if content and not response.no_body else ""

    def _status(self, response: Response) -> dict[str, object]:
        made: dict[str, object] = {"code": response.status}
        if response.description:
            made["text"] = response_text(response)
        model = self._content_word(response)
        if model:
            made["model"] = model
            made["model_at"] = str(next(iter(response.content.values())).at)
        made["at"] = str(response.at)
        if not response.status_known:
            made["code_at"] = "ours"
        return made

    def _model(self, name: str, schema: Schema) -> Iterator[str]:
        yield f"  - name: {scalar(component_name(name))}"
        yield f"    at: {scalar(str(schema.at))}"
        if schema.enum:
            yield f"    enum: {_flow_value(list(schema.enum))}"
            if schema.enum_at and schema.enum_at != schema.at:
                yield f"    enum_at: {scalar(str(schema.enum_at))}"
        rows = list(self._all_fields(schema, ()).values())
        yield "    fields:" if rows else "    fields: []"
        for prop in rows:
            yield f"      - {_flow(_field(prop))}"

    def _all_fields(self, schema: Schema, below: tuple[int, ...]) -> dict[str, Property]:
        """The fields of an object, those of what it extends first."""
        schema = self._resolved(schema)
        if id(schema) in below:
            return {}
        found: dict[str, Property] = {}
        for part in schema.extends:
            found.update(self._all_fields(part, (*below, id(schema))))
        found.update(schema.fields or {})
        return found


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _stated(key: str, value: object, at: At | None) -> str:
    return f"{key}: {_flow({'value': value, 'at': str(at) if at else 'ours'})}"


def _flow(content: Mapping[str, object]) -> str:
    return (
        "{"
        + ", ".join(f"{scalar(key)}: {_flow_value(value)}" for key, value in content.items())
        + "}"
    )


def _flow_value(value: object) -> str:
    if is_mapping(value):
        return _flow(value)
    if is_sequence(value):
        return "[" + ", ".join(_flow_value(item) for item in value) + "]"
    return scalar(value)


def _scheme(scheme: Scheme) -> dict[str, object]:
    made: dict[str, object] = {
        "name": component_name(scheme.name),
        "kind": _KINDS.get(scheme.kind, scheme.kind),
    }
    if scheme.kind == "apiKey":
        made.update({"parameter": scheme.parameter, "in": scheme.place})
    if scheme.prefix:
        made["prefix"] = scheme.prefix
    made["at"] = str(scheme.at)
    return made


def _details(schema: Schema, at: At) -> dict[str, object]:
    """Format and values, with their own lines where they are elsewhere."""
    made: dict[str, object] = {}
    if schema.format:
        made["format"] = schema.format
        if schema.format_at and schema.format_at != at:
            made["format_at"] = str(schema.format_at)
    listed = schema.items if schema.type == "array" and schema.items and not schema.enum else schema
    if listed.enum:
        made["enum"] = list(listed.enum)
        if listed.enum_at and listed.enum_at != at:
            made["enum_at"] = str(listed.enum_at)
    return made


def _field(prop: Property) -> dict[str, object]:
    schema = prop.schema
    made: dict[str, object] = {"wire": prop.name}
    python = field_candidates(prop.name)[0]
    if python != snake(prop.name):
        made["python"] = python
    made["type"] = type_word(schema)
    details = {} if schema.ref else _details(schema, prop.at)
    if schema.type == "array" and "enum" in details:
        # The values of a list's items are not those of the list.
        details = {key: value for key, value in details.items() if not key.startswith("enum")}
    made.update(details)
    if prop.required:
        made["required"] = True
        if prop.required_at and prop.required_at != prop.at:
            made["required_at"] = str(prop.required_at)
    if schema.nullable and (schema.type or schema.ref or schema.one_of):
        made["nullable"] = True
    if schema.default and not schema.ref:
        made["default"] = schema.default[0]
    constraints = {word: value for word, value in schema.constraints.items() if word in CONSTRAINTS}
    if constraints and not schema.ref:
        made["constraints"] = constraints
    if (
        schema.at != prop.at
        and not schema.empty
        and not schema.ref
        and schema.origin is not Origin.SAMPLE
    ):
        made["type_at"] = str(schema.at)
    made["at"] = str(prop.at)
    return made


def type_word(schema: Schema) -> str:
    """The word of documented.yaml for a type: a model's name, ``[X]`` for a list, ``X or Y``,
    ``any``.
    """
    if schema.one_of:
        return " or ".join(type_word(option) for option in schema.one_of)
    if schema.ref:
        return component_name(schema.ref)
    if len(schema.extends) == 1 and schema.fields is None:
        return type_word(schema.extends[0])
    if schema.type == "array":
        return f"[{type_word(schema.items) if schema.items else 'any'}]"
    return schema.type or "any"
