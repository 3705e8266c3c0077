"""A draft as ``documented.yaml``: the facts, each with the source and the line that states it
(specs/README.md has the format).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.describe import component_name
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
from docbound.draft.naming import camel
from docbound.draft.yaml_text import scalar

FORMAT: Final = "documented/1"
_KINDS: Final = {"http-bearer": "bearer", "http-basic": "basic"}


def documented(
    draft: Draft,
    name: str,
    sources: Mapping[str, str],
    *,
    package: str,
    beside: Mapping[str, str],
) -> str:
    """The text of documented.yaml.

    Args:
        draft: a settled draft.
        name: the client's name.
        sources: what each source key stands for.
        package: the import package's name.
        beside: the sources that are kept beside the description, by key, with their path from
            there.
    """
    lines = [
        (
            f"# What the documentation of {_one_line(draft.title or name)} states, drafted by"
            " docbound from the sources below. The format is explained in specs/README.md."
        ),
        f"format: {FORMAT}",
        f"client: {scalar(name)}",
        "sources:",
        *(f"  {scalar(key)}: {scalar(text)}" for key, text in sources.items()),
    ]
    if beside:
        lines.append("drafted:")
        lines.extend(f"  {scalar(key)}: {scalar(path)}" for key, path in beside.items())
    first = next(iter(draft.operations.values()))
    api, api_at = next(iter(draft.api_at.items()), ("DefaultApi", None))
    lines.append(_stated("package", draft.package or package, draft.package_at))
    lines.append(_stated("api", api, api_at))
    server, server_at = next(iter(draft.servers.items()), ("", None))
    lines.append(_stated("base_url", server, server_at))
    lines.append(_stated("tag", first.tag or "default", first.at if first.tag else None))
    lines.extend(_schemes(draft))
    lines.append("imports:" if draft.imports else "imports: []")
    lines.extend(
        f"  - {_flow({'path': path, 'at': str(at)})}" for path, at in draft.imports.items()
    )
    lines.append("")
    lines.append("operations:")
    for operation in draft.operations.values():
        lines.extend(_operation(operation))
    lines.append("")
    lines.append("models:" if draft.schemas else "models: []")
    for schema_name, schema in draft.schemas.items():
        lines.extend(_model(schema_name, schema))
    return "\n".join(lines) + "\n"


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
    if isinstance(value, Mapping):
        return _flow(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_flow_value(item) for item in value) + "]"
    return scalar(value)


def _schemes(draft: Draft) -> Iterator[str]:
    yield "schemes:" if draft.schemes else "schemes: []"
    for scheme in draft.schemes.values():
        yield f"  - {_flow(_scheme(scheme))}"


def _scheme(scheme: Scheme) -> dict[str, object]:
    made: dict[str, object] = {
        "name": component_name(scheme.name),
        "kind": _KINDS.get(scheme.kind, scheme.kind),
        "at": str(scheme.at),
    }
    if scheme.kind == "apiKey":
        made.update({"parameter": scheme.parameter, "in": scheme.place})
    if scheme.prefix:
        made["prefix"] = scheme.prefix
    return made


def _operation(operation: Operation) -> Iterator[str]:
    at = str(operation.at)
    yield f"  - name: {scalar(_python_name(operation))}"
    yield f"    method: {operation.method.upper()}"
    yield f"    path: {scalar(operation.path)}"
    if operation.summary:
        yield f"    summary: {scalar(_one_line(operation.summary))}"
    yield f"    at: {scalar(at)}"
    yield "    " + _stated("operation_id", operation.operation_id, operation.name_at)
    yield "    " + _stated("signature", operation.signature, operation.signature_at)
    yield "    parameters:" if operation.parameters or operation.body else "    parameters: []"
    for parameter in operation.parameters.values():
        yield f"      - {_flow(_parameter(parameter))}"
    if operation.body:
        yield f"      - {_flow(_body(operation.body))}"
    success = next(
        (response for status, response in operation.responses.items() if status.startswith("2")),
        None,
    )
    returned = _content_type(success) if success else ""
    yield "    " + _stated(
        "returns",
        operation.returns or returned,
        operation.returns_at or (success.at if success else None),
    )
    security = [name for names in operation.security or [] for name in names]
    yield "    " + _stated("auth", list(dict.fromkeys(security)), operation.security_at)
    media = list(operation.body.content) if operation.body else []
    yield "    " + _stated(
        "content_types",
        media,
        operation.content_types_at or (operation.body.at if operation.body else None),
    )
    accepted = operation.accept or list(
        dict.fromkeys(
            kind for response in operation.responses.values() for kind in response.content
        )
    )
    yield "    " + _stated(
        "accept", accepted, operation.accept_at or (success.at if success else None)
    )
    yield "    statuses:" if operation.responses else "    statuses: []"
    for response in operation.responses.values():
        yield f"      - {_flow(_status(response))}"


def _python_name(operation: Operation) -> str:
    from docbound.draft.naming import words_of

    return "_".join(words_of(operation.operation_id)) or camel(operation.operation_id)


def _parameter(parameter: Parameter) -> dict[str, object]:
    made: dict[str, object] = {
        "name": parameter.name,
        "type": type_word(parameter.schema) or "any",
        "required": bool(parameter.required),
        "at": str(parameter.at),
        "wire": parameter.name,
        "in": parameter.place,
    }
    made.update(_details(parameter.schema))
    if not parameter.place_known:
        made["wire_at"] = "ours"
    if parameter.schema.at != parameter.at:
        made["type_at"] = str(parameter.schema.at)
    if parameter.origin is Origin.GUESS:
        made["guess"] = True
    return made


def _details(schema: Schema) -> dict[str, object]:
    made: dict[str, object] = {}
    target = schema.items if schema.type == "array" and schema.items else schema
    if target.format:
        made["format"] = target.format
        if target.format_at and target.format_at != schema.at:
            made["format_at"] = str(target.format_at)
    if target.enum:
        made["enum"] = list(target.enum)
        if target.enum_at and target.enum_at != schema.at:
            made["enum_at"] = str(target.enum_at)
    if schema.default:
        made["default"] = schema.default[0]
    return made


def _body(body: Body) -> dict[str, object]:
    content = next(iter(body.content.values()), None)
    return {
        "name": body.argument or "body",
        "type": (type_word(content.schema) if content else "") or "any",
        "required": bool(body.required),
        "in": "body",
        "at": str(body.at),
    }


def _content_type(response: Response) -> str:
    content = next(iter(response.content.values()), None)
    return type_word(content.schema) if content else ""


def _status(response: Response) -> dict[str, object]:
    made: dict[str, object] = {"code": response.status}
    if response.description:
        made["text"] = _one_line(response.description)
    model = _content_type(response)
    if model:
        made["model"] = model
        content = next(iter(response.content.values()))
        made["model_at"] = str(content.at)
    made["at"] = str(response.at)
    if not response.status_known:
        made["code_at"] = "ours"
    return made


def _model(name: str, schema: Schema) -> Iterator[str]:
    yield f"  - name: {scalar(component_name(name))}"
    yield f"    at: {scalar(str(schema.at))}"
    if not schema.fields:
        word = type_word(schema)
        if word and word != "object":
            yield f"    type: {scalar(word)}"
        details = _details(schema)
        if details.get("enum"):
            yield f"    enum: {_flow_value(details['enum'])}"
        yield "    fields: []"
        return
    yield "    fields:"
    for prop in schema.fields.values():
        yield f"      - {_flow(_field(prop))}"


def _field(prop: Property) -> dict[str, object]:
    made: dict[str, object] = {
        "wire": prop.name,
        "type": type_word(prop.schema) or "any",
    }
    made.update(_details(prop.schema))
    if prop.required:
        made["required"] = True
        if prop.required_at and prop.required_at != prop.at:
            made["required_at"] = str(prop.required_at)
    if prop.schema.nullable:
        made["nullable"] = True
    made["at"] = str(prop.at)
    if prop.origin is Origin.GUESS:
        made["guess"] = True
    return made


def type_word(schema: Schema) -> str:
    """The word of documented.yaml for a type: a model's name, ``[X]`` for a list, ``{X}`` for a
    map, ``X or Y``.
    """
    if schema.ref:
        return component_name(schema.ref)
    if schema.one_of:
        return _joined(schema.one_of)
    if schema.type == "array":
        return f"[{(type_word(schema.items) if schema.items else '') or 'any'}]"
    if schema.values is not None:
        return "{" + (type_word(schema.values) or "any") + "}"
    if schema.extends:
        return _joined(schema.extends)
    return schema.type


def _joined(schemas: Sequence[Schema]) -> str:
    return " or ".join(dict.fromkeys(type_word(option) or "any" for option in schemas))
