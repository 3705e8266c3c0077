"""An OpenAPI document that a page carries (Redoc, Swagger UI, Docusaurus), as facts; versions 2.0
to 3.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.draft.blocks import At, Description
from docbound.draft.facts import (
    METHODS,
    Body,
    Content,
    Draft,
    Operation,
    Parameter,
    Response,
    Schema,
    Scheme,
)
from docbound.draft.interpreter.json_schema import schema_from
from docbound.draft.used_statements import UsedStatements
from docbound.json_values import is_mapping, list_of, mapping_of

_JSON: Final = "application/json"


def read(block: Description, ledger: UsedStatements) -> Draft:
    """The facts of a document, or of the one operation that a page of Docusaurus carries."""
    ledger.statements[block.at] = "OpenAPI description"
    ledger.use(block.at)
    inner = block.content.get("docusaurus")
    if is_mapping(inner):
        return _Reader({"paths": {}}, block).single(inner)
    return _Reader(block.content, block).document()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


class _Reader:
    def __init__(self, root: Mapping[str, object], block: Description) -> None:
        self.root = root
        self.block = block
        self.draft = Draft()
        self.old = _text(root.get("swagger")).startswith("2")

    def at(self, key: str = "") -> At:
        return At(
            source=self.block.at.source,
            line=self.block.lines.get(key, self.block.at.line),
        )

    def document(self) -> Draft:
        draft, root = self.draft, self.root
        info = mapping_of(root.get("info"))
        draft.title, draft.title_at = _text(info.get("title")), self.at()
        draft.version, draft.description = _text(info.get("version")), _text(
            info.get("description")
        )
        self._servers(root)
        components = mapping_of(root.get("components"))
        definitions = mapping_of(root.get("definitions") if self.old else components.get("schemas"))
        for name, schema in definitions.items():
            draft.schemas[name] = schema_from(schema, self.at(name))
        schemes = mapping_of(
            root.get("securityDefinitions") if self.old else components.get("securitySchemes")
        )
        for name, scheme in schemes.items():
            self._scheme(name, mapping_of(scheme))
        if "security" in root:
            draft.security, draft.security_at = (
                _requirements(root["security"]),
                self.at(),
            )
        for path, item in mapping_of(root.get("paths")).items():
            shared = list_of(mapping_of(item).get("parameters"))
            for method, operation in mapping_of(item).items():
                if method in METHODS and is_mapping(operation):
                    self._operation(method, path, operation, shared)
        return draft

    def single(self, content: Mapping[str, object]) -> Draft:
        """The one operation of a page; its schemas are inline."""
        for server in list_of(content.get("servers")):
            url = _text(mapping_of(server).get("url"))
            if url:
                self.draft.servers.setdefault(url, self.at())
        for name, scheme in mapping_of(content.get("securitySchemes")).items():
            self._scheme(name, mapping_of(scheme))
        method, path = _text(content.get("method")).lower(), _text(content.get("path"))
        if method in METHODS and path:
            self._operation(method, path, content, [])
        info = mapping_of(content.get("info"))
        self.draft.title, self.draft.title_at = _text(info.get("title")), self.at()
        self.draft.version = _text(info.get("version"))
        return self.draft

    def _servers(self, root: Mapping[str, object]) -> None:
        for server in list_of(root.get("servers")):
            url = _text(mapping_of(server).get("url"))
            if url:
                for name, variable in mapping_of(mapping_of(server).get("variables")).items():
                    url = url.replace(
                        "{" + name + "}",
                        _text(mapping_of(variable).get("default")) or name,
                    )
                self.draft.servers.setdefault(url, self.at())
        host = _text(root.get("host"))
        if self.old and host:
            schemes = [word for word in list_of(root.get("schemes")) if isinstance(word, str)] or [
                "https"
            ]
            self.draft.servers.setdefault(
                f"{schemes[0]}://{host}{_text(root.get('basePath')).rstrip('/')}",
                self.at(),
            )

    def _scheme(self, name: str, data: Mapping[str, object]) -> None:
        kind, word = _text(data.get("type")), _text(data.get("scheme")).lower()
        made = Scheme(name=name, kind="", at=self.at(name))
        if kind == "apiKey":
            made.kind, made.place, made.parameter = (
                kind,
                _text(data.get("in")) or "header",
                _text(data.get("name")),
            )
        elif kind == "basic" or (kind == "http" and word == "basic"):
            made.kind = "http-basic"
        elif kind == "http" and word == "bearer":
            made.kind = "http-bearer"
        elif kind == "oauth2":
            made.kind = kind
            made.flows = (
                {"flows": dict(mapping_of(data.get("flows")))}
                if "flows" in data
                else {"scopes": dict(mapping_of(data.get("scopes")))}
            )
            made.url = _text(data.get("authorizationUrl")) or _text(data.get("tokenUrl"))
        elif kind == "openIdConnect":
            made.kind, made.url = kind, _text(data.get("openIdConnectUrl"))
        self.draft.schemes[name] = made

    def _resolve(self, value: object) -> Mapping[str, object]:
        """A parameter, body or response, its reference followed."""
        found = mapping_of(value)
        for _ in range(10):
            reference = found.get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#/"):
                return found
            target: object = self.root
            for part in reference[2:].split("/"):
                target = mapping_of(target).get(part.replace("~1", "/").replace("~0", "~"))
            found = mapping_of(target)
        return found

    def _operation(
        self, method: str, path: str, data: Mapping[str, object], shared: list[object]
    ) -> None:
        operation = self.draft.operation(method, path, self.at(path))
        operation.summary, operation.description = _text(data.get("summary")), _text(
            data.get("description")
        )
        operation.operation_id, operation.name_at = _text(data.get("operationId")), self.at(path)
        operation.tag = next((tag for tag in list_of(data.get("tags")) if isinstance(tag, str)), "")
        operation.deprecated = data.get("deprecated") is True
        if "security" in data:
            operation.security, operation.security_at = _requirements(data["security"]), self.at(
                path
            )
        parameters: dict[tuple[str, str], Mapping[str, object]] = {}
        for value in [*shared, *list_of(data.get("parameters"))]:
            found = self._resolve(value)
            parameters[_text(found.get("in")), _text(found.get("name"))] = found
        consumes = [
            word
            for word in list_of(data.get("consumes") or self.root.get("consumes"))
            if isinstance(word, str)
        ]
        for (place, name), found in parameters.items():
            if place in ("body", "formData"):
                self._old_body(operation, found, place, name, consumes)
            elif place in ("path", "query", "header", "cookie") and name:
                self._parameter(operation, found, place, name)
        self._body(operation, self._resolve(data.get("requestBody")))
        produces = [
            word
            for word in list_of(data.get("produces") or self.root.get("produces"))
            if isinstance(word, str)
        ]
        for status, value in mapping_of(data.get("responses")).items():
            self._response(operation, str(status), self._resolve(value), produces)

    def _parameter(
        self, operation: Operation, data: Mapping[str, object], place: str, name: str
    ) -> None:
        at = self.at(operation.path)
        schema: object = data.get("schema", data if self.old else None)
        if schema is None:
            schema = next(
                (
                    mapping_of(media).get("schema")
                    for media in mapping_of(data.get("content")).values()
                ),
                None,
            )
        if self.old and is_mapping(schema) and schema is data:
            schema = {
                key: value
                for key, value in data.items()
                if key not in ("name", "in", "required", "description")
            }
        operation.parameters[place, name] = Parameter(
            name=name,
            place=place,
            schema=schema_from(schema, at),
            at=at,
            required=data.get("required") is True,
            description=_text(data.get("description")),
        )

    def _old_body(
        self,
        operation: Operation,
        data: Mapping[str, object],
        place: str,
        name: str,
        consumes: list[str],
    ) -> None:
        at = self.at(operation.path)
        body = operation.body or Body(at=at)
        operation.body = body
        if place == "body":
            body.required = data.get("required") is True
            for media in consumes or [_JSON]:
                body.content[media] = Content(
                    media_type=media, schema=schema_from(data.get("schema"), at), at=at
                )
            return
        forms = [media for media in consumes if "form" in media] or [
            (
                "multipart/form-data"
                if data.get("type") == "file"
                else "application/x-www-form-urlencoded"
            )
        ]
        for media in forms:
            content = body.content.setdefault(
                media,
                Content(
                    media_type=media,
                    schema=Schema(at=at, type="object", fields={}),
                    at=at,
                ),
            )
            inner = {
                key: value
                for key, value in data.items()
                if key not in ("name", "in", "required", "description")
            }
            wrapped = schema_from(
                {
                    "properties": {name: inner},
                    "required": [name] if data.get("required") is True else [],
                },
                at,
            )
            assert content.schema.fields is not None
            content.schema.fields.update(wrapped.fields or {})

    def _body(self, operation: Operation, data: Mapping[str, object]) -> None:
        if not data:
            return
        at = self.at(operation.path)
        body = Body(at=at, required=data.get("required") is True)
        for media, content in _contents(data):
            body.content[media] = Content(
                media_type=media, schema=schema_from(content.get("schema"), at), at=at
            )
        operation.body = body

    def _response(
        self,
        operation: Operation,
        status: str,
        data: Mapping[str, object],
        produces: list[str],
    ) -> None:
        at = self.at(operation.path)
        response = Response(status=status, at=at, description=_text(data.get("description")))
        for media, content in _contents(data):
            response.content[media] = Content(
                media_type=media, schema=schema_from(content.get("schema"), at), at=at
            )
        if self.old and "schema" in data:
            for media in produces or [_JSON]:
                response.content[media] = Content(
                    media_type=media, schema=schema_from(data["schema"], at), at=at
                )
        for name in mapping_of(data.get("headers")):
            response.headers[name] = at
        operation.responses[status] = response


def _contents(data: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for media, content in mapping_of(data.get("content")).items():
        yield media, mapping_of(content)


def _requirements(value: object) -> list[tuple[str, ...]]:
    return [tuple(mapping_of(requirement)) for requirement in list_of(value)]
