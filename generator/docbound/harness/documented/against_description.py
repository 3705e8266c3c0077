"""Holds an OpenAPI description against the documented facts."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Any

from docbound.documented.page_words import page_type, snake
from docbound.harness.described_service import (
    Node,
    Service,
    ServiceOperation,
    ServiceParameter,
    ServiceResponse,
)
from docbound.json_values import is_object

from ...documented.facts import Documented, Field, Model, Operation, Parameter, Scheme, Status
from .differences import Difference, address, compare
from .schemas import Schemas, constraints, inline_name


def differences(facts: Documented, service: Service) -> Iterator[Difference]:
    """Every fact that the description contradicts, and everything in it that no fact backs."""
    yield from _Comparison(facts, service).all()


class _Comparison:
    """The comparison of one client."""

    def __init__(self, facts: Documented, service: Service) -> None:
        self.facts = facts
        self.service = service
        self.schemas = Schemas(service)

    def all(self) -> Iterator[Difference]:
        yield from self._base_url()
        for scheme in self.facts.schemes or ():
            yield from self._scheme(scheme)
        described = {(item.method, item.path): item for item in self.service.operations}
        for operation in self.facts.operations:
            match = described.pop((operation.method, operation.path), None)
            if match is None:
                what = f"{operation.method} {operation.path}"
                yield Difference(
                    what=what,
                    documented=operation.name or "an operation",
                    found=None,
                    at=operation.at,
                    place="#/paths",
                )
            else:
                yield from self._operation(operation, match)
        for (method, path), item in described.items():
            yield from self._unbacked(f"{method} {path}", "an operation", item.node.pointer)
        yield from self._models()

    def _unbacked(self, what: str, found: str, place: str) -> Iterator[Difference]:
        if not self.facts.partial:
            yield Difference(what=what, documented=None, found=found, at=None, place=place)

    def _base_url(self) -> Iterator[Difference]:
        stated = self.facts.base_url
        if stated is None:
            return
        urls = self.service.base_urls()
        place = "#/servers/0/url" if not self.service.is_swagger else "#/host"
        yield from compare(
            "base URL",
            stated.value,
            address(stated.value, urls[0] if urls else None),
            stated.at,
            place,
        )

    def _scheme(self, scheme: Scheme) -> Iterator[Difference]:
        what = f"security scheme {scheme.name}"
        node = self.service.security_schemes.get(scheme.name)
        if node is None:
            place = (
                "#/securityDefinitions"
                if self.service.is_swagger
                else "#/components/securitySchemes"
            )
            yield Difference(
                what=what, documented=scheme.kind, found=None, at=scheme.at, place=place
            )
            return
        kind = node.text("scheme").lower() if node.text("type") == "http" else node.text("type")
        at, place = scheme.at, node.pointer
        yield from compare(f"{what}: kind", scheme.kind, kind, at, f"{place}/type")
        yield from compare(
            f"{what}: parameter",
            scheme.parameter,
            node.text("name"),
            scheme.wire_at,
            f"{place}/name",
        )
        yield from compare(
            f"{what}: location",
            scheme.location,
            node.text("in"),
            scheme.wire_at,
            f"{place}/in",
        )
        yield from compare(
            f"{what}: format",
            scheme.format,
            node.text("bearerFormat"),
            at,
            f"{place}/bearerFormat",
        )

    # --- operations ---

    def _operation(self, fact: Operation, found: ServiceOperation) -> Iterator[Difference]:
        name, place = fact.name or found.name, found.node.pointer
        if fact.operation_id is not None:
            stated = fact.operation_id
            yield from compare(
                f"{name}: operationId",
                stated.value,
                found.operation_id,
                stated.at,
                f"{place}/operationId",
            )
        if fact.name:
            yield from compare(
                f"{name}: Python name",
                fact.name,
                snake(found.operation_id),
                fact.at,
                f"{place}/operationId",
            )
        if fact.tag is not None:
            yield from compare(
                f"{name}: tags",
                [fact.tag.value],
                found.node.value.get("tags"),
                fact.tag.at,
                f"{place}/tags",
            )
        if fact.summary is not None and fact.summary.value:
            stated = fact.summary
            yield from compare(
                f"{name}: summary",
                stated.value,
                found.node.text("summary"),
                stated.at,
                f"{place}/summary",
            )
        if fact.auth is not None:
            schemes = tuple(
                dict.fromkeys(scheme for alternative in found.security for scheme in alternative)
            )
            where = f"{place}/security" if found.node.has("security") else "#/security"
            yield from compare(f"{name}: security", fact.auth.value, schemes, fact.auth.at, where)
        if fact.parameters is not None:
            yield from self._parameters(name, fact, found)
        yield from self._body(name, fact, found)
        yield from self._responses(name, fact, found)

    def _parameters(
        self, name: str, fact: Operation, found: ServiceOperation
    ) -> Iterator[Difference]:
        rows = [row for row in fact.parameters or () if row.location not in ("body", "formData")]
        yield from compare(
            f"{name}: parameters",
            sorted(row.wire for row in rows),
            sorted(item.name for item in found.parameters),
            rows[0].at if rows else fact.at,
            f"{found.node.pointer}/parameters",
        )
        by_name = {item.name: item for item in found.parameters}
        for row in rows:
            if row.wire in by_name:
                yield from self._parameter(name, row, by_name[row.wire])

    def _parameter(
        self, operation: str, row: Parameter, found: ServiceParameter
    ) -> Iterator[Difference]:
        what, place = f"{operation}: parameter {row.wire}", found.node.pointer
        name = snake(found.name)
        if keyword.iskeyword(name) and row.name in (f"var_{name}", f"{name}_", f"_{name}"):
            name = row.name  # Python reserves the word; each generator evades it in its own way.
        yield from compare(f"{what}: Python name", row.name, name, row.at, f"{place}/name")
        if row.location is not None:
            yield from compare(
                f"{what}: location",
                row.location,
                found.location,
                row.wire_at,
                f"{place}/in",
            )
        if row.required is not None:
            yield from compare(
                f"{what}: required",
                row.required,
                found.required,
                row.at,
                f"{place}/required",
            )
        schema = self.service.resolve(found.schema or found.node)
        if row.type is not None:
            word = page_type(self.schemas.type_of(schema))
            yield from compare(f"{what}: type", row.type, word, row.at, schema.pointer)
        if row.example:
            example = found.node.value.get("example", schema.value.get("example"))
            yield from compare(
                f"{what}: example",
                row.example[0],
                example,
                row.example_at or row.at,
                f"{place}/example",
            )
        yield from self._values(what, row, schema)
        if row.constraints is not None or row.type is not None:
            present = constraints(schema, "default")
            yield from compare(
                f"{what}: constraints",
                dict(row.constraints or {}),
                present,
                row.wire_at,
                schema.pointer,
            )

    def _values(self, what: str, row: Parameter, schema: Node) -> Iterator[Difference]:
        """Format and values of a parameter; the values of a list's items count as its own."""
        items = schema.get("items")
        listed = schema if items is None or schema.has("enum") else self.service.resolve(items)
        if row.format is not None:
            yield from compare(
                f"{what}: format", row.format, schema.text("format"), row.at, schema.pointer
            )
        if row.enum is not None:
            values = tuple(item for item in listed.value.get("enum", ()) if item is not None)
            yield from compare(f"{what}: enum", row.enum, values, row.at, listed.pointer)

    def _body(self, name: str, fact: Operation, found: ServiceOperation) -> Iterator[Difference]:
        row = fact.body
        place = found.body_node.pointer if found.body_node else found.node.pointer
        names = tuple(media.name for media in found.bodies)
        if fact.content_types is not None:
            yield from compare(
                f"{name}: content types",
                fact.content_types.value,
                names,
                fact.content_types.at,
                f"{place}/content",
            )
        if row is None:
            if fact.parameters is not None and found.bodies:
                yield Difference(
                    what=f"{name}: body",
                    documented="no body",
                    found="a body",
                    at=fact.at,
                    place=place,
                )
            return
        if row.required is not None:
            yield from compare(
                f"{name}: body required",
                row.required,
                found.body_required,
                row.at,
                f"{place}/required",
            )
        for media in found.bodies:
            model = page_type(self.schemas.type_of(media.schema))
            where = media.schema.pointer if media.schema else media.node.pointer
            if row.type is not None:
                yield from compare(f"{name}: body as {media.name}", row.type, model, row.at, where)
                yield from compare(
                    f"{name}: name of the body", row.name, snake(model), row.at, where
                )

    def _responses(
        self, name: str, fact: Operation, found: ServiceOperation
    ) -> Iterator[Difference]:
        place = f"{found.node.pointer}/responses"
        accept = tuple(
            dict.fromkeys(media.name for row in found.responses for media in row.contents)
        )
        if fact.accept is not None:
            yield from compare(f"{name}: accept", fact.accept.value, accept, fact.accept.at, place)
        by_code = {item.code: item for item in found.responses}
        if fact.statuses is not None:
            codes = tuple(row.code for row in fact.statuses)
            if sorted(codes) != sorted(by_code):
                yield from compare(f"{name}: statuses", codes, tuple(by_code), fact.at, place)
        for row in fact.statuses or ():
            if row.code in by_code:
                yield from self._status(name, found, row, by_code[row.code])
        if fact.returns is not None:
            success = next((item for item in found.responses if item.code.startswith("2")), None)
            models = self._models_of(found, success) if success else []
            returned = models[0][0] if models else "None"
            where = models[0][1] if models else place
            yield from compare(
                f"{name}: return type",
                fact.returns.value,
                returned,
                fact.returns.at,
                where,
            )

    def _models_of(
        self, operation: ServiceOperation, response: ServiceResponse
    ) -> list[tuple[str, str]]:
        inline = inline_name(operation.operation_id, response.code)
        return [
            (
                page_type(self.schemas.type_of(media.schema, inline)),
                media.schema.pointer,
            )
            for media in response.contents
            if media.schema is not None
        ]

    def _status(
        self,
        name: str,
        operation: ServiceOperation,
        row: Status,
        found: ServiceResponse,
    ) -> Iterator[Difference]:
        what = f"{name}: status {row.code}"
        if row.text is not None:
            text = found.node.text("description")
            yield from compare(
                f"{what}: text",
                row.text,
                text,
                row.at,
                f"{found.node.pointer}/description",
            )
        models = self._models_of(operation, found)
        documented = {row.model} if row.model else set[str]()
        if row.model is not None or (self.facts.models is not None and not self.facts.partial):
            where = models[0][1] if models else found.node.pointer
            yield from compare(
                f"{what}: model",
                documented,
                {word for word, _ in models},
                row.model_at or row.at,
                where,
            )

    # --- models ---

    def _models(self) -> Iterator[Difference]:
        if self.facts.models is None:
            return
        schemas = dict(self.schemas.named())
        for model in self.facts.models:
            schema = schemas.pop(model.name, None)
            if schema is None:
                place = "#/definitions" if self.service.is_swagger else "#/components/schemas"
                yield Difference(
                    what=f"model {model.name}",
                    documented="a model",
                    found=None,
                    at=model.at,
                    place=place,
                )
            else:
                yield from self._model(model, schema)
        for name, schema in schemas.items():
            yield from self._unbacked(f"model {name}", "a schema", schema.pointer)

    def _model(self, model: Model, schema: Node) -> Iterator[Difference]:
        if model.enum is not None:
            values = tuple(self.service.resolve(schema).value.get("enum") or ())
            yield from compare(f"{model.name}: enum", model.enum, values, model.at, schema.pointer)
        properties, required = self.schemas.properties(schema)
        wires = sorted(row.wire for row in model.fields)
        yield from compare(
            f"{model.name}: fields", wires, sorted(properties), model.at, schema.pointer
        )
        for row in model.fields:
            if row.wire in properties:
                yield from self._field(model.name, row, properties[row.wire], row.wire in required)

    def _field(self, model: str, row: Field, found: Node, required: bool) -> Iterator[Difference]:
        what, place = f"{model}.{row.wire}", found.pointer
        detail = self.schemas.detail(found)
        value: dict[str, Any] = detail.value if is_object(detail.value) else {}
        outer: dict[str, Any] = found.value if is_object(found.value) else {}
        yield from compare(f"{what}: required", row.required, required, row.at, place)
        yield from compare(
            f"{what}: type", row.type, self.schemas.type_of(found), row.type_at, place
        )
        yield from compare(
            f"{what}: format", row.format, value.get("format", ""), row.format_at, place
        )
        yield from compare(
            f"{what}: nullable",
            row.nullable,
            self.schemas.nullable(found),
            row.at,
            place,
        )
        values = tuple(item for item in value.get("enum", ()) if item is not None)
        yield from compare(f"{what}: enum", row.enum, values, row.at, place)
        holder = outer if "default" in outer else value
        default = (holder["default"],) if "default" in holder else ()
        yield from compare(f"{what}: default", row.default, default, row.at, place)
        yield from compare(
            f"{what}: constraints",
            dict(row.constraints),
            constraints(detail),
            row.at,
            place,
        )
