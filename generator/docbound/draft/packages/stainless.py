"""Packages of Stainless: resources that call ``self._get``, ``self._post`` and so on, parameters as
typed dicts, pydantic models.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Draft, Operation, Property, Schema
from docbound.draft.packages.annotations import read_annotation
from docbound.draft.packages.modules import (
    Module,
    Package,
    docstring,
    keyword,
    name_of,
    pairs_in,
    text_of,
)
from docbound.draft.packages.names import settle_names
from docbound.draft.packages.shared import (
    add_body,
    add_operation,
    add_parameter,
    add_response,
    arguments,
    form_schema,
    is_read,
    read_models,
    scheme_of,
    settled_first,
)

_JSON: Final = "application/json"
_CALLS: Final = {
    "_get": "GET",
    "_post": "POST",
    "_put": "PUT",
    "_patch": "PATCH",
    "_delete": "DELETE",
    "_get_api_list": "GET",
}
_OWN: Final = frozenset(
    {
        "extra_headers",
        "extra_query",
        "extra_body",
        "timeout",
        "idempotency_key",
        "max_retries",
        "poll_interval_ms",
    }
)


def made(package: Package) -> bool:
    """Whether Stainless made the package."""
    return any(
        "generated from our OpenAPI spec by Stainless" in module.text[:300]
        for module in package.modules
    ) or (
        package.module("_base_client") is not None and any(True for _ in package.under("resources"))
    )


def read(package: Package) -> Draft:
    """The facts of the package."""
    models = list(package.under("types"))
    settle_names(package, models)
    draft = Draft()
    read_models(draft, models, package)
    for module in settled_first(package.under("resources")):
        for node in module.classes():
            if node.name.startswith("Async") or "With" in node.name:
                continue
            for method in node.body:
                if isinstance(method, ast.FunctionDef):
                    _read_method(draft, method, module, package)
    _client(draft, package)
    return draft


def _read_method(draft: Draft, method: ast.FunctionDef, module: Module, package: Package) -> None:
    if any(name_of(decorator) == "overload" for decorator in method.decorator_list):
        return
    for call in ast.walk(method):
        if not (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in _CALLS
            and name_of(call.func.value) == "self"
        ):
            continue
        path = _path(call.args[0] if call.args else None)
        if not path.startswith("/"):
            return
        verb = (
            text_of(keyword(call, "method")).upper()
            if call.func.attr == "_get_api_list" and keyword(call, "method") is not None
            else _CALLS[call.func.attr]
        )
        at = module.at(call)
        operation = add_operation(draft, verb, path.split("?")[0], at, package)
        if is_read(draft, operation, at):
            return
        operation.operation_id, operation.name_at = (
            "_".join([*_resource(module), method.name]),
            at,
        )
        operation.tag = _resource(module)[0] if _resource(module) else ""
        lines = [line.strip() for line in docstring(method).split("\n") if line.strip()]
        operation.summary = (
            lines[0] if lines and not lines[0].endswith(":") and len(lines[0]) < 100 else ""
        )
        _request(draft, operation, call, method, module, package)
        _response(operation, call, method, module, package)
        return


def _resource(module: Module) -> list[str]:
    parts = [part for part in module.parts if part != "resources"]
    return parts[:-1] if len(parts) > 1 and parts[-1] == parts[-2] else parts


def _path(node: ast.expr | None) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(
            (
                "{" + _placeholder(value) + "}"
                if isinstance(value, ast.FormattedValue)
                else text_of(value)
            )
            for value in node.values
        )
    if isinstance(node, ast.Call) and node.args:
        # path_template("/v1/files/{file_id}", file_id=file_id)
        return _path(node.args[0])
    if isinstance(node, ast.IfExp):
        return _path(node.orelse) or _path(node.body)
    return text_of(node)


def _placeholder(value: ast.FormattedValue) -> str:
    inner: ast.expr = value.value
    while isinstance(inner, ast.Call) and inner.args:
        inner = inner.args[0]
    return name_of(inner)


def _request(
    draft: Draft,
    operation: Operation,
    call: ast.Call,
    method: ast.FunctionDef,
    module: Module,
    package: Package,
) -> None:
    given = arguments(method)
    for argument, (annotation, _) in given.items():
        if annotation is not None and argument not in _OWN:
            add_parameter(
                operation,
                "path",
                argument,
                read_annotation(annotation, module.at(annotation)).schema,
                module.at(annotation),
                True,
            )
    for inner in ast.walk(method):
        if (
            isinstance(inner, ast.Call)
            and name_of(inner.func) in ("maybe_transform", "transform")
            and inner.args
        ):
            place = "query" if _is_query(inner, call) else "body"
            _transformed(draft, operation, inner, given, module, package, place)
    sent = keyword(call, "body")
    written = _written_dict(sent, method) if sent is not None else None
    if operation.body is None and written is not None:
        _plain_body(operation, written, given, module, media=_media_type(method))
    options = keyword(call, "options")
    if isinstance(options, ast.Call):
        for wire, value in pairs_in(keyword(options, "query")):
            schema, required, at = _typed(value, given, module)
            if ("query", wire) not in operation.parameters:
                add_parameter(operation, "query", wire, schema, at, required)
    _headers(operation, method, given, module)


def _is_query(transform: ast.Call, call: ast.Call) -> bool:
    """Whether a transformed dict is the query: that of ``make_request_options(query=...)``, rather
    than the body.
    """
    options = keyword(call, "options")
    query = keyword(options, "query") if isinstance(options, ast.Call) else None
    return query is not None and any(inner is transform for inner in ast.walk(query))


def _transformed(
    draft: Draft,
    operation: Operation,
    transform: ast.Call,
    given: dict[str, tuple[ast.expr | None, bool]],
    module: Module,
    package: Package,
    place: str,
) -> None:
    first = transform.args[0]
    described = _described(draft, transform.args[1]) if len(transform.args) > 1 else None
    fields: dict[str, Property] = {}
    at = module.at(transform)
    written = _written_dict(first, operation_method(transform, module))
    if written is not None:
        for name, value in pairs_in(written):
            schema, required, where = _typed(value, given, module)
            known = (described.fields or {}).get(name) if described is not None else None
            fields[name] = known or Property(
                name=name, schema=schema, at=where, required=required, required_at=where
            )
            if known is None and described is not None:
                # The typed dict has the wire name as its alias.
                alias = next(
                    (
                        prop
                        for prop in (described.fields or {}).values()
                        if prop.name.replace("-", "_").lower() == name.lower()
                    ),
                    None,
                )
                fields[name] = alias or fields[name]
    if place == "query":
        for prop in fields.values():
            add_parameter(
                operation,
                "query",
                prop.name,
                prop.schema,
                prop.at,
                prop.required,
                prop.description,
            )
        return
    if not fields:
        schema, required, where = _typed(first, given, module)
        if not schema.empty:
            add_body(operation, [_JSON], schema, where, required)
        return
    body = Schema(
        at=at,
        type="object",
        fields={prop.name: prop for prop in fields.values()},
        closed=True,
    )
    media = _media_type(operation_method(transform, module))
    add_body(operation, [media], body, at, any(prop.required for prop in fields.values()))


def _plain_body(
    operation: Operation,
    written: ast.Dict,
    given: dict[str, tuple[ast.expr | None, bool]],
    module: Module,
    media: str,
) -> None:
    """A body that the method writes out itself, field by field."""
    rows = [(wire, *_typed(value, given, module)) for wire, value in pairs_in(written)]
    schema = form_schema(
        ((wire, kind, place, required) for wire, kind, required, place in rows), module.at(written)
    )
    add_body(operation, [media], schema, schema.at, any(required for _, _, required, _ in rows))


def _media_type(method: ast.AST) -> str:
    return "multipart/form-data" if "multipart/form-data" in ast.unparse(method) else _JSON


def _written_dict(value: ast.expr, method: ast.AST) -> ast.Dict | None:
    """The dict that a value is, or that the variable of that name is made from."""
    if isinstance(value, ast.Dict) or not isinstance(value, ast.Name):
        return value if isinstance(value, ast.Dict) else None
    for node in ast.walk(method):
        if (
            isinstance(node, (ast.Assign, ast.AnnAssign))
            and node.value is not None
            and name_of(node.targets[0] if isinstance(node, ast.Assign) else node.target)
            == value.id
        ):
            made = next((part for part in ast.walk(node.value) if isinstance(part, ast.Dict)), None)
            if made is not None and made.keys:
                return made
    return None


def _described(draft: Draft, params: ast.expr) -> Schema | None:
    """The typed dict of a call's arguments, of the first form that a call with a stream has."""
    if isinstance(params, ast.IfExp):
        return _described(draft, params.orelse) or _described(draft, params.body)
    return draft.schemas.get(name_of(params))


def operation_method(node: ast.AST, module: Module) -> ast.AST:
    """The function that a node is in."""
    best: ast.AST = node
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef) and function.lineno <= getattr(
            node, "lineno", 0
        ) <= (function.end_lineno or 0):
            best = function
    return best


def _typed(
    value: ast.expr, given: dict[str, tuple[ast.expr | None, bool]], module: Module
) -> tuple[Schema, bool | None, At]:
    for inner in ast.walk(value):
        if isinstance(inner, ast.Name) and inner.id in given:
            annotation, has_default = given[inner.id]
            place = module.at(annotation) if annotation is not None else module.at(value)
            return read_annotation(annotation, place).schema, not has_default, place
    return Schema(at=module.at(value)), None, module.at(value)


def _headers(
    operation: Operation,
    method: ast.FunctionDef,
    given: dict[str, tuple[ast.expr | None, bool]],
    module: Module,
) -> None:
    for inner in ast.walk(method):
        if isinstance(inner, ast.Assign) and name_of(inner.targets[0]) == "extra_headers":
            for wire, value in pairs_in(inner.value):
                if wire.lower() in ("accept", "content-type"):
                    continue
                names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)} & set(
                    given
                )
                if names:
                    schema, required, at = _typed(value, given, module)
                    add_parameter(operation, "header", wire, schema, at, required)
        elif (
            isinstance(inner, ast.Call) and name_of(inner.func) == "strip_not_given" and inner.args
        ):
            for wire, value in pairs_in(inner.args[0]):
                schema, required, at = _typed(value, given, module)
                add_parameter(operation, "header", wire, schema, at, required)


def _response(
    operation: Operation,
    call: ast.Call,
    method: ast.FunctionDef,
    module: Module,
    package: Package,
) -> None:
    at = module.at(call)
    page, model, cast = (
        keyword(call, "page"),
        keyword(call, "model"),
        keyword(call, "cast_to"),
    )
    schema: Schema | None = None
    if page is not None and model is not None:
        items = read_annotation(model, at).schema
        schema = _page(name_of(page), items, at, package)
    elif cast is not None and name_of(cast) not in ("NoneType", "object"):
        if "HttpxBinaryResponseContent" in name_of(cast) or "BinaryAPIResponse" in name_of(cast):
            add_response(
                operation,
                "200",
                Schema(at=at, type="string", format="binary", format_at=at),
                ["application/octet-stream"],
                at,
            )
            operation.responses["200"].status_known = False
            return
        schema = _wrapped(cast, call, method, at)
    add_response(operation, "200", schema, [_JSON], at)
    operation.responses["200"].status_known = False


def _wrapped(cast: ast.expr, call: ast.Call, method: ast.FunctionDef, at: At) -> Schema | None:
    del call, method
    inner: ast.expr = cast
    while isinstance(inner, ast.Call) and name_of(inner.func) == "cast" and len(inner.args) == 2:
        inner = inner.args[1]
    schema = read_annotation(inner, at).schema
    return None if schema.empty else schema


def _page(name: str, items: Schema, at: At, package: Package) -> Schema | None:
    """A page of a list, with the fields that the package's class for pages has."""
    module = package.module("pagination")
    for node in module.classes() if module is not None else ():
        if node.name == name:
            schema = Schema(at=at, type="object", fields={}, closed=True)
            assert schema.fields is not None and module is not None
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    reading = read_annotation(item.annotation, module.at(item)).schema
                    if reading.type == "array":
                        reading.items = items
                    required = item.value is None and not reading.nullable
                    schema.fields[item.target.id] = Property(
                        name=item.target.id,
                        schema=reading,
                        at=module.at(item),
                        required=required,
                        required_at=module.at(item),
                    )
            return schema
    return Schema(at=at, type="array", items=items)


def _client(draft: Draft, package: Package) -> None:
    module = package.module("_client")
    if module is None:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and re.search(r"auth", node.name):
            for inner in ast.walk(node):
                if isinstance(inner, ast.Return):
                    for header, value in pairs_in(inner.value):
                        _credential(draft, header, ast.unparse(value), module.at(inner))
        text = text_of(node)
        if re.fullmatch(r"https?://[^\s{}]+", text) and not re.search(
            r"docs|github|platform|\.md", text
        ):
            draft.servers.setdefault(text.rstrip("/"), module.at(node))


def _credential(draft: Draft, header: str, value: str, at: At) -> None:
    from docbound.draft.interpreter.security import header_scheme, register

    if header.lower() == "authorization":
        kind = "bearer" if "Bearer" in value else "basic" if "Basic" in value else ""
        scheme = scheme_of(f"{kind}Auth", kind, at) if kind else header_scheme(header, at)
    else:
        scheme = header_scheme(header, at)
    names = register(draft, [scheme])
    if draft.security is None:
        draft.security, draft.security_at = [], at
    if names not in draft.security:
        draft.security.append(names)
