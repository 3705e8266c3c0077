"""Packages of openapi-generator and swagger-codegen for Python: ``python`` of all versions,
``python-legacy`` and ``python-prior``.
"""

from __future__ import annotations

import ast
import re
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Draft, Operation, Schema
from docbound.draft.packages.annotations import read_annotation
from docbound.draft.packages.modules import (
    Module,
    Package,
    allowed_values,
    calls_in,
    docstring,
    keyword,
    literal,
    name_of,
    pairs_in,
    strings_in,
    text_of,
)
from docbound.draft.packages.shared import (
    add_body,
    add_operation,
    add_parameter,
    add_response,
    arguments,
    form_schema,
    functions,
    read_models,
    scheme_of,
)
from docbound.draft.vocabulary.type_words import read_type
from docbound.records import field, record

_METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"})
_PARAM_LINE: Final = re.compile(
    r"^[^\S\n]*+:param\s++(?P<type>[^\s:]++(?:\s*+\([^)\n]*\))?)\s+(?P<name>\w+):(?P<text>[^\n]*)$",
    re.M,
)
_PLACES: Final = {
    "path_params": "path",
    "query_params": "query",
    "header_params": "header",
    "form_params": "form",
    "files": "file",
    "local_var_files": "file",
}


def made(package: Package) -> bool:
    """Whether openapi-generator or swagger-codegen made the package."""
    return any(module.parts[-1] == "configuration" for module in package.modules) and any(
        module.parts[-1].endswith("_api") for module in package.under("api", "apis")
    )


def read(package: Package) -> Draft:
    """The facts of the package."""
    draft = Draft()
    read_models(draft, package.under("models", "model"), package)
    for module in package.under("api", "apis"):
        if module.parts[-1] == "__init__" or "aio" in module.parts:
            continue
        for node in module.classes():
            _read_class(draft, node, module, package)
    _configuration(draft, package)
    return draft


@record(frozen=False)
class _Call:
    """What one method sends."""

    method: str = ""
    path: str = ""
    at: At | None = None
    parameters: list[tuple[str, str, str, At]] = field(
        default_factory=list[tuple[str, str, str, At]]
    )
    body: str = ""
    accept: list[str] = field(default_factory=list[str])
    content_types: list[str] = field(default_factory=list[str])
    auth: list[str] | None = None
    responses: dict[str, str | None] = field(default_factory=dict[str, "str | None"])


def _read_class(draft: Draft, node: ast.ClassDef, module: Module, package: Package) -> None:
    draft.api_at.setdefault(node.name, module.at(node))
    methods = {item.name: item for item in node.body if isinstance(item, ast.FunctionDef)}
    tag = node.name.removesuffix("Api")
    for name, method in methods.items():
        for call in calls_in(method):
            if name_of(call.func) == "_Endpoint" or (
                name == "__init__" and name_of(call.func) == "Endpoint"
            ):
                _prior(draft, call, module, package, tag)
    for name, method in methods.items():
        if name == "__init__":
            continue
        found = _sent(method, module)
        if not found.method or not found.path:
            continue
        public = name.strip("_").removesuffix("_serialize").removesuffix("_with_http_info")
        shown = methods.get(public) or methods.get(f"{public}_with_http_info") or method
        for other in (public, f"{public}_with_http_info"):
            if other in methods:
                found.responses.update(_response_map(methods[other]))
        operation = add_operation(
            draft, found.method, found.path, found.at or module.at(method), package
        )
        operation.operation_id, operation.name_at, operation.tag = (
            public,
            module.at(shown),
            tag,
        )
        lines = [
            line
            for line in docstring(shown).replace("# noqa: E501", "").split("\n")
            if line.strip()
        ]
        operation.summary = lines[0].strip() if lines and lines[0].strip() != public else ""
        _fill(draft, operation, found, shown, module)


def _sent(method: ast.FunctionDef, module: Module) -> _Call:
    """What a method puts into a request."""
    found = _Call()
    for inner in ast.walk(method):
        if isinstance(inner, ast.Call):
            _call(found, inner, module)
        elif isinstance(inner, (ast.Assign, ast.AnnAssign)):
            _assignment(found, inner, module)
    return found


def _call(found: _Call, node: ast.Call, module: Module) -> None:
    name = name_of(node.func)
    if name == "select_header_accept" and node.args:
        found.accept = strings_in(node.args[0])
    elif name == "select_header_content_type" and node.args and not found.content_types:
        found.content_types = strings_in(node.args[0])
    elif name in ("param_serialize", "_RequestSerialized"):
        found.method = text_of(keyword(node, "method")) or found.method
        found.path = text_of(keyword(node, "resource_path")) or found.path
        found.at = module.at(node)
    elif name == "call_api":
        words = [text_of(argument) for argument in node.args[:2]]
        if len(words) == 2 and words[1] in _METHODS:
            found.path, found.method, found.at = words[0], words[1], module.at(node)
        response = keyword(node, "response_type")
        if response is not None:
            found.responses.setdefault("success", text_of(response) or None)
        auth = keyword(node, "auth_settings")
        if isinstance(auth, (ast.List, ast.Tuple)):
            found.auth = strings_in(auth)
    elif (
        name == "append"
        and isinstance(node.func, ast.Attribute)
        and node.args
        and isinstance(node.args[0], ast.Tuple)
    ):
        place = _PLACES.get(name_of(node.func.value).lstrip("_"))
        if place:
            wire, value = node.args[0].elts[0], node.args[0].elts[1]
            _parameter(found, place, text_of(wire), value, module.at(node))


def _assignment(found: _Call, node: ast.Assign | ast.AnnAssign, module: Module) -> None:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    value = node.value
    if value is None:
        return
    if isinstance(target, ast.Subscript) and text_of(target.slice):
        place = _PLACES.get(name_of(target.value).lstrip("_"))
        if place and text_of(target.slice) not in ("Accept", "Content-Type"):
            _parameter(found, place, text_of(target.slice), value, module.at(node))
        return
    word = name_of(target).lstrip("_")
    if word == "body_params" and not (isinstance(value, ast.Constant) and value.value is None):
        found.body = found.body or _argument(value)
    elif word == "auth_settings" and isinstance(value, (ast.List, ast.Tuple)):
        found.auth = strings_in(value)
    elif word == "response_types_map":
        found.responses.update(_map_of(value))


def _argument(value: ast.expr) -> str:
    """The argument that a value is: ``id``, ``status.value``, ``_params['id']``,
    ``local_var_params['id']``.
    """
    if isinstance(value, ast.Subscript) and text_of(value.slice):
        return text_of(value.slice)
    if isinstance(value, ast.Attribute) and value.attr in ("value", "to_dict"):
        return _argument(value.value)
    if isinstance(value, ast.Name):
        return value.id
    for inner in ast.walk(value):
        if isinstance(inner, ast.Subscript) and text_of(inner.slice):
            return text_of(inner.slice)
        if isinstance(inner, ast.Name) and inner.id not in (
            "self",
            "str",
            "datetime",
            "date",
            "isinstance",
        ):
            return inner.id
    return ""


def _parameter(found: _Call, place: str, wire: str, value: ast.expr, at: At) -> None:
    argument = _argument(value)
    if wire and argument and not any(row[:2] == (place, wire) for row in found.parameters):
        found.parameters.append((place, wire, argument, at))


def _response_map(method: ast.FunctionDef) -> dict[str, str | None]:
    for inner in ast.walk(method):
        if isinstance(inner, (ast.Assign, ast.AnnAssign)) and inner.value is not None:
            target = inner.targets[0] if isinstance(inner, ast.Assign) else inner.target
            if name_of(target).lstrip("_") == "response_types_map":
                return _map_of(inner.value)
    return {}


def _map_of(node: ast.expr) -> dict[str, str | None]:
    if not isinstance(node, ast.Dict):
        return {}
    found: dict[str, str | None] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        status = literal(key)
        if isinstance(status, (str, int)):
            found[str(status)] = text_of(value) or None
    return found


def _fill(
    draft: Draft,
    operation: Operation,
    found: _Call,
    shown: ast.FunctionDef,
    module: Module,
) -> None:
    types = _types(shown, module)
    required = _required(shown, found, module)
    form: list[tuple[str, Schema, At, bool | None]] = []
    for place, wire, argument, at in found.parameters:
        schema, needed, text = types.get(argument, (Schema(at=at), None, ""))
        needed = argument in required if required is not None else needed
        if place in ("form", "file"):
            if place == "file" and not schema.format:
                schema = Schema(at=at, type="string", format="binary", format_at=at)
            form.append((wire, schema, at, needed))
        else:
            add_parameter(operation, place, wire, schema, at, needed, text)
    at = found.at or module.at(shown)
    if found.body:
        schema, needed, _ = types.get(found.body, (Schema(at=at), None, ""))
        needed = found.body in required if required is not None else needed
        add_body(operation, found.content_types or ["application/json"], schema, at, needed)
        if operation.body:
            operation.body.argument = found.body
    elif form:
        media = [word for word in found.content_types if "form" in word] or ["multipart/form-data"]
        add_body(operation, media, form_schema(form, at), at, None)
    _responses(operation, found, at)
    if found.auth is not None:
        operation.security, operation.security_at = [(name,) for name in found.auth], at
        for name in found.auth:
            draft.schemes.setdefault(name, scheme_of(name, "", at))


def _responses(operation: Operation, found: _Call, at: At) -> None:
    accept = found.accept or ["application/json"]
    explicit = {status: kind for status, kind in found.responses.items() if status != "success"}
    for status, kind in explicit.items():
        code = "default" if status in ("0", "default") else status
        schema = read_type(kind, at).schema if kind else None
        media = (
            accept
            if code.startswith("2") or code == "default"
            else [word for word in accept if "json" in word][:1] or accept[:1]
        )
        add_response(operation, code, schema, media, at)
    if not explicit and found.responses.get("success"):
        # Only the type of a success is known, not its status.
        add_response(
            operation,
            "200",
            read_type(str(found.responses["success"]), at).schema,
            accept,
            at,
        )
        operation.responses["200"].status_known = False


def _types(method: ast.FunctionDef, module: Module) -> dict[str, tuple[Schema, bool | None, str]]:
    """What each argument is: by its annotation, or by the docstring of older versions."""
    found: dict[str, tuple[Schema, bool | None, str]] = {}
    at = module.at(method)
    for line in _PARAM_LINE.finditer(docstring(method)):
        text = line["text"].replace("# noqa: E501", "").strip()
        needed = "(required)" in text
        found[line["name"]] = (
            read_type(line["type"], at).schema,
            needed,
            re.sub(r"(?<!\s)\s*+\((?:required|optional)\)", "", text),
        )
    for name, (annotation, has_default) in arguments(method).items():
        if annotation is None:
            continue
        reading = read_annotation(annotation, module.at(annotation))
        if has_default:
            reading.schema.nullable = False
        found[name] = (reading.schema, not has_default, reading.description)
    return found


def _required(method: ast.FunctionDef, found: _Call, module: Module) -> set[str] | None:
    """The arguments without which older versions refuse to call; None for newer ones."""
    del found, module
    names: set[str] = set()
    for inner in ast.walk(method):
        if isinstance(inner, ast.Raise):
            match = re.search(r"Missing the required parameter `(\w+)`", ast.unparse(inner))
            if match:
                names.add(match[1])
    return names or None


# --- python-prior


def _prior(draft: Draft, call: ast.Call, module: Module, package: Package, tag: str) -> None:
    settings = dict(pairs_in(keyword(call, "settings")))
    params, roots, headers = (
        dict(pairs_in(keyword(call, word))) for word in ("params_map", "root_map", "headers_map")
    )
    method, path = text_of(settings.get("http_method")), text_of(settings.get("endpoint_path"))
    if method not in _METHODS or not path:
        return
    at = module.at(call)
    operation = add_operation(draft, method, path, at, package)
    operation.operation_id, operation.name_at, operation.tag = (
        text_of(settings.get("operation_id")),
        at,
        tag,
    )
    required = set(strings_in(params.get("required")))
    names = {key: text_of(value) for key, value in pairs_in(roots.get("attribute_map"))}
    places = {key: text_of(value) for key, value in pairs_in(roots.get("location_map"))}
    types = {
        key: read_annotation(value, module.at(value)).schema
        for key, value in pairs_in(roots.get("openapi_types"))
    }
    _set_allowed(types, roots.get("allowed_values"), at)
    form: list[tuple[str, Schema, At, bool | None]] = []
    media = strings_in(headers.get("content_type"))
    for argument in strings_in(params.get("all")):
        place, wire = places.get(argument, ""), names.get(argument, argument)
        schema = types.get(argument, Schema(at=at))
        if place == "body":
            add_body(
                operation,
                media or ["application/json"],
                schema,
                at,
                argument in required,
            )
        elif place == "form":
            form.append((wire, schema, at, argument in required))
        elif place in ("path", "query", "header", "cookie"):
            add_parameter(operation, place, wire, schema, at, argument in required)
    if form:
        add_body(
            operation,
            [word for word in media if "form" in word] or ["multipart/form-data"],
            form_schema(form, at),
            at,
            None,
        )
    _prior_response(operation, settings.get("response_type"), headers.get("accept"), at)
    names_of_schemes = strings_in(settings.get("auth"))
    operation.security, operation.security_at = [(name,) for name in names_of_schemes], at
    for name in names_of_schemes:
        draft.schemes.setdefault(name, scheme_of(name, "", at))


def _prior_response(
    operation: Operation, response: ast.expr | None, accept: ast.expr | None, at: At
) -> None:
    if isinstance(response, ast.Tuple):
        schema = read_annotation(response, at).schema
        media = strings_in(accept) or ["application/json"]
        add_response(operation, "200", schema, media, at)
        operation.responses["200"].status_known = False


def _set_allowed(types: dict[str, Schema], node: ast.expr | None, at: At) -> None:
    for argument, values in allowed_values(node).items():
        if argument in types:
            schema = types[argument]
            target = schema.items if schema.type == "array" and schema.items else schema
            target.enum, target.enum_at = values, at


# --- configuration


def _configuration(draft: Draft, package: Package) -> None:
    """Addresses and security schemes, from ``configuration.py``."""
    module = next(
        (module for module in package.modules if module.parts[-1] == "configuration"),
        None,
    )
    if module is None:
        return
    for function in functions(module.tree):
        if function.name == "auth_settings":
            for inner in ast.walk(function):
                if isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Subscript):
                    _scheme(
                        draft,
                        text_of(inner.targets[0].slice),
                        dict(pairs_in(inner.value)),
                        module.at(inner),
                    )
                elif isinstance(inner, ast.Return) and isinstance(inner.value, ast.Dict):
                    for name, value in pairs_in(inner.value):
                        _scheme(draft, name, dict(pairs_in(value)), module.at(value))
        elif function.name == "get_host_settings":
            for inner in ast.walk(function):
                if isinstance(inner, ast.Dict):
                    for name, value in pairs_in(inner):
                        if name == "url" and re.match(r"https?://|/", text_of(value)):
                            draft.servers.setdefault(
                                text_of(value).rstrip("/") or "/", module.at(value)
                            )
    if not draft.servers:
        for inner in ast.walk(module.tree):
            text = text_of(inner)
            if re.fullmatch(r"https?://[^\s{}]+", text) and "openapi" not in text:
                draft.servers.setdefault(text.rstrip("/"), module.at(inner))
                break


def _scheme(draft: Draft, name: str, values: dict[str, ast.expr], at: At) -> None:
    if not name or not values:
        return
    made_scheme = scheme_of(
        name,
        text_of(values.get("type")),
        at,
        place=text_of(values.get("in")),
        parameter=text_of(values.get("key")),
    )
    if made_scheme.kind and (name in draft.schemes or not draft.schemes):
        draft.schemes[name] = made_scheme
