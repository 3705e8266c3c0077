"""A draft as an OpenAPI 3.1 document, with the comments that say where a fact comes from if that is
not a page's plain statement.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias

from docbound.draft.blocks import At
from docbound.draft.facts import (
    Body,
    Content,
    Draft,
    Operation,
    Origin,
    Parameter,
    Response,
    Schema,
    Scheme,
    renamed_placeholders,
)
from docbound.draft.naming import pascal
from docbound.draft.secrets import without_secrets
from docbound.json_values import is_mapping, is_sequence
from docbound.records import field, record

Data: TypeAlias = "dict[str, Data] | list[Data] | str | int | float | bool | None"
_STATUS_TEXTS: Final = {
    "200": "OK",
    "201": "Created",
    "202": "Accepted",
    "204": "No Content",
    "301": "Moved Permanently",
    "302": "Found",
    "304": "Not Modified",
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "Not Found",
    "405": "Method Not Allowed",
    "406": "Not Acceptable",
    "409": "Conflict",
    "410": "Gone",
    "412": "Precondition Failed",
    "413": "Content Too Large",
    "415": "Unsupported Media Type",
    "422": "Unprocessable Content",
    "429": "Too Many Requests",
    "500": "Internal Server Error",
    "502": "Bad Gateway",
    "503": "Service Unavailable",
    "504": "Gateway Timeout",
}


def response_text(response: Response) -> str:
    """The description of a response: what the source says, else what its status means."""
    text = without_secrets(" ".join(response.description.split()))
    return (
        text
        or _STATUS_TEXTS.get(response.status, "")
        or ("Default response." if response.status == "default" else "Response.")
    )


def settled_tag(operation: Operation) -> str:
    """The tag of an operation, as the description has it."""
    return without_secrets(" ".join(operation.tag.split()))


@record(frozen=False)
class Document:
    """An OpenAPI document and the comments of its parts, by path."""

    content: dict[str, Data]
    comments: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str])


def describe(draft: Draft, ranks: Mapping[str, int]) -> Document:
    """The document of a draft.

    Args:
        draft: a settled draft.
        ranks: the rank of each source key; what comes from a rank below the highest gets a comment.
    """
    return _Writer(draft, ranks).document()


_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def _server(address: str) -> dict[str, Data]:
    """A server; what stands in braces has to be declared with a default (OpenAPI 3.1.1, "Server
    Variable Object"), which is its name where no source states a value.
    """
    names = dict.fromkeys(_VARIABLE.findall(address))
    made: dict[str, Data] = {"url": address}
    if names:
        variables: dict[str, Data] = {name: {"default": name} for name in names}
        made["variables"] = variables
    return made


class _Writer:
    def __init__(self, draft: Draft, ranks: Mapping[str, int]) -> None:
        self.draft = draft
        self.ranks = ranks
        self.comments: dict[tuple[str, ...], str] = {}
        # Operations of one path share a key, even if pages name its placeholders differently.
        self.paths: dict[str, str] = {}
        for operation in draft.operations.values():
            self.paths.setdefault(operation.key[1], operation.path)

    def _server(self, address: str, place: tuple[str, ...]) -> dict[str, Data]:
        made = _server(address)
        if "variables" in made:
            self.comments[place] = "left open: no source states what is in the address"
        return made

    def document(self) -> Document:
        draft = self.draft
        content: dict[str, Data] = {
            "openapi": "3.1.0",
            "info": {"title": draft.title or "API", "version": draft.version or "0"},
        }
        if draft.description:
            info = content["info"]
            assert isinstance(info, dict)
            info["description"] = draft.description
        if draft.servers:
            content["servers"] = [self._server(address, ("servers",)) for address in draft.servers]
        tags = list(
            dict.fromkeys(operation.tag for operation in draft.operations.values() if operation.tag)
        )
        if tags:
            content["tags"] = [{"name": tag} for tag in tags]
        if draft.security is not None:
            content["security"] = _requirements(draft.security, draft)
        paths: dict[str, Data] = {}
        for path in self.paths.values():
            paths[path] = {}
        for operation in draft.operations.values():
            item = paths[self.paths[operation.key[1]]]
            assert isinstance(item, dict)
            item[operation.method] = self._operation(operation)
        content["paths"] = paths
        components = self._components()
        if components:
            content["components"] = components
        return Document(content=content, comments=self.comments)

    def _components(self) -> dict[str, Data]:
        draft = self.draft
        components: dict[str, Data] = {}
        if draft.schemes:
            components["securitySchemes"] = {
                component_name(name): _scheme(scheme) for name, scheme in draft.schemes.items()
            }
        schemas: dict[str, Data] = {}
        for name, schema in draft.schemas.items():
            pointer = ("components", "schemas", component_name(name))
            schemas[component_name(name)] = self.schema(schema, pointer)
            if schema.empty:
                self.comments[pointer] = f"left open: no source states what it has ({schema.at})"
        if schemas:
            components["schemas"] = schemas
        return components

    # --- operations

    def _operation(self, operation: Operation) -> dict[str, Data]:
        key = self.paths[operation.key[1]]
        pointer = ("paths", key, operation.method)
        self._comment(pointer, operation.at, operation.origin)
        if operation.origin is Origin.SAMPLE and pointer not in self.comments:
            self.comments[pointer] = f"from a sample ({operation.at})"
        made: dict[str, Data] = {"operationId": operation.operation_id}
        if operation.tag:
            made["tags"] = [settled_tag(operation)]
        if operation.summary:
            made["summary"] = without_secrets(" ".join(operation.summary.split()))
        if operation.description and operation.description != operation.summary:
            made["description"] = without_secrets(operation.description)
        if operation.deprecated:
            made["deprecated"] = True
        if operation.servers:
            made["servers"] = [_server(address) for address in operation.servers]
        if operation.security is not None:
            made["security"] = _requirements(operation.security, self.draft)
        renamed = renamed_placeholders(operation.path, key)
        parameters: list[Data] = []
        for parameter in operation.parameters.values():
            parameters.append(
                self._parameter(parameter, renamed, (*pointer, "parameters", str(len(parameters))))
            )
        if parameters:
            made["parameters"] = parameters
        if operation.body is not None and operation.body.content:
            made["requestBody"] = self._body(operation.body, (*pointer, "requestBody"))
        responses = self._responses(operation, (*pointer, "responses"))
        if responses:
            made["responses"] = responses
        elif pointer not in self.comments:
            self.comments[pointer] = f"left open: no source states what comes back ({operation.at})"
        return made

    def _comment(self, pointer: tuple[str, ...], at: At, origin: Origin) -> None:
        if origin is Origin.GUESS:
            self.comments[pointer] = f"guess ({at})"
        elif self.ranks.get(at.source, 0) > 0:
            self.comments[pointer] = f"from {at}"

    def _parameter(
        self, parameter: Parameter, renamed: Mapping[str, str], pointer: tuple[str, ...]
    ) -> Data:
        made: dict[str, Data] = {"name": parameter.name, "in": parameter.place}
        if parameter.place == "path":
            made["name"] = renamed.get(parameter.name, parameter.name)
        if parameter.required or parameter.place == "path":
            made["required"] = True
        if parameter.description:
            made["description"] = without_secrets(parameter.description)
        made["schema"] = self.schema(parameter.schema, (*pointer, "schema"))
        self._comment(pointer, parameter.at, parameter.origin)
        if pointer not in self.comments and not parameter.place_known:
            self.comments[pointer] = f"left open: no source states the place ({parameter.at})"
        elif pointer not in self.comments and parameter.origin is Origin.SAMPLE:
            self.comments[pointer] = f"from a sample ({parameter.at})"
        return made

    def _body(self, body: Body, pointer: tuple[str, ...]) -> dict[str, Data]:
        made: dict[str, Data] = {}
        if body.required:
            made["required"] = True
        made["content"] = self._contents(body.content, (*pointer, "content"))
        self._comment(pointer, body.at, Origin.STATED)
        return made

    def _contents(
        self, contents: Mapping[str, Content], pointer: tuple[str, ...]
    ) -> dict[str, Data]:
        made: dict[str, Data] = {}
        for media, content in contents.items():
            made[media] = {"schema": self.schema(content.schema, (*pointer, media, "schema"))}
            if content.schema.origin is Origin.SAMPLE:
                self.comments[(*pointer, media)] = f"from a sample ({content.at})"
        return made

    def _responses(self, operation: Operation, pointer: tuple[str, ...]) -> dict[str, Data]:
        made: dict[str, Data] = {}
        for status, response in operation.responses.items():
            made[status] = self._response(response, (*pointer, status))
        return made

    def _response(self, response: Response, pointer: tuple[str, ...]) -> dict[str, Data]:
        made: dict[str, Data] = {"description": response_text(response)}
        if response.headers:
            made["headers"] = {name: {"schema": {}} for name in response.headers}
        if response.content and not response.no_body:
            made["content"] = self._contents(response.content, (*pointer, "content"))
        self._comment(pointer, response.at, Origin.STATED)
        if not response.status_known:
            self.comments[pointer] = f"left open: the status is not shown ({response.at})"
        return made

    # --- schemas

    def schema(self, schema: Schema, pointer: tuple[str, ...]) -> dict[str, Data]:
        """A schema object of OpenAPI 3.1."""
        if schema.ref:
            reference: dict[str, Data] = {
                "$ref": f"#/components/schemas/{component_name(schema.ref)}"
            }
            if schema.nullable:
                return {"anyOf": [reference, {"type": "null"}]}
            return reference
        made: dict[str, Data] = {}
        if schema.description:
            made["description"] = without_secrets(schema.description)
        if schema.type:
            made["type"] = [schema.type, "null"] if schema.nullable else schema.type
        if schema.format:
            made["format"] = schema.format
        if schema.enum:
            made["enum"] = [
                *map(_plain, schema.enum),
                *([None] if schema.nullable else []),
            ]
            self._enum_comment(schema, pointer)
        if schema.default:
            made["default"] = _plain(schema.default[0])
        if schema.items is not None:
            made["items"] = self.schema(schema.items, (*pointer, "items"))
        self._object(schema, made, pointer)
        self._alternatives(schema, made, pointer)
        for word, value in schema.constraints.items():
            if word in ("exclusiveMinimum", "exclusiveMaximum") and isinstance(value, bool):
                continue
            made[word] = _plain(value)
        return made

    def _enum_comment(self, schema: Schema, pointer: tuple[str, ...]) -> None:
        if schema.origin is Origin.GUESS:
            self.comments[(*pointer, "enum")] = f"guess ({schema.enum_at or schema.at})"

    def _object(self, schema: Schema, made: dict[str, Data], pointer: tuple[str, ...]) -> None:
        if schema.fields is not None:
            required = [name for name, prop in schema.fields.items() if prop.required]
            if required:
                made["required"] = list(required)
            properties: dict[str, Data] = {}
            for name, prop in schema.fields.items():
                place = (*pointer, "properties", name)
                inner = self.schema(prop.schema, place)
                if prop.description and "$ref" not in inner and "description" not in inner:
                    inner = {"description": without_secrets(prop.description), **inner}
                properties[name] = inner
                self._comment(place, prop.at, prop.origin)
                if place not in self.comments and prop.schema.empty:
                    self.comments[place] = f"left open: no source states the type ({prop.at})"
            if properties:
                made["properties"] = properties
        if schema.values is not None:
            made["additionalProperties"] = self.schema(
                schema.values, (*pointer, "additionalProperties")
            )

    def _alternatives(
        self, schema: Schema, made: dict[str, Data], pointer: tuple[str, ...]
    ) -> None:
        if schema.one_of:
            options: list[Data] = [
                self.schema(option, (*pointer, "anyOf", str(index)))
                for index, option in enumerate(schema.one_of)
            ]
            if schema.nullable:
                options.append({"type": "null"})
            made["anyOf"] = options
        if schema.extends:
            made["allOf"] = [
                self.schema(part, (*pointer, "allOf", str(index)))
                for index, part in enumerate(schema.extends)
            ]


def component_name(name: str) -> str:
    """A name that OpenAPI allows for a component."""
    return name if re.fullmatch(r"[A-Za-z0-9._-]+", name) else pascal(name)


def _plain(value: object) -> Data:
    if is_mapping(value):
        return {str(key): _plain(item) for key, item in value.items()}
    if is_sequence(value):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value)


def _requirements(security: list[tuple[str, ...]], draft: Draft) -> list[Data]:
    return [
        {component_name(name): [] for name in names if name in draft.schemes}
        for names in security
        if not names or any(name in draft.schemes for name in names)
    ]


def _scheme(scheme: Scheme) -> dict[str, Data]:
    if scheme.kind == "http-bearer":
        return {"type": "http", "scheme": "bearer"}
    if scheme.kind == "http-basic":
        return {"type": "http", "scheme": "basic"}
    if scheme.kind == "oauth2":
        flows = scheme.flows.get("flows")
        if is_mapping(flows) and flows:
            return {"type": "oauth2", "flows": _plain(flows)}
        scopes = scheme.flows.get("scopes")
        flow: dict[str, Data] = {"scopes": _plain(scopes) if is_mapping(scopes) else {}}
        if scheme.url:
            return {
                "type": "oauth2",
                "flows": {"implicit": {"authorizationUrl": scheme.url, **flow}},
            }
        return {"type": "oauth2", "flows": {}}
    if scheme.kind == "openIdConnect":
        return {
            "type": "openIdConnect",
            "openIdConnectUrl": scheme.url or "/.well-known/openid-configuration",
        }
    return {"type": "apiKey", "in": scheme.place or "header", "name": scheme.parameter}
