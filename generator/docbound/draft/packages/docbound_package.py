"""Packages of docbound itself: a table of operations, and pydantic models with aliases."""

from __future__ import annotations

import ast
import re
from typing import Final

from docbound.draft.facts import Draft, Operation, Schema
from docbound.draft.packages.modules import (
    Module,
    Package,
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
    read_models,
    scheme_of,
)
from docbound.draft.vocabulary.type_words import read_type

_PLACES: Final = frozenset({"path", "query", "header", "cookie"})


def made(package: Package) -> bool:
    """Whether docbound made the package."""
    return any(True for _ in package.under("_operations"))


def read(package: Package) -> Draft:
    """The facts of the package."""
    draft = Draft()
    read_models(draft, package.under("models", "model"), package)
    for module in package.under("_operations"):
        for node in module.tree.body:
            value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
            if isinstance(value, ast.Call) and name_of(value.func) == "Operation":
                _operation(draft, value, module, package)
    spec = package.module("_spec")
    if spec is not None:
        _spec(draft, spec)
    return draft


def _operation(draft: Draft, call: ast.Call, module: Module, package: Package) -> None:
    words = [text_of(argument) for argument in call.args[:3]]
    if len(words) < 3 or not words[2].startswith("/"):
        return
    at = module.at(call)
    operation = add_operation(draft, words[1], words[2], at, package)
    operation.operation_id, operation.name_at = words[0], at
    operation.tag = module.parts[-1].removesuffix("_api")
    draft.api_at.setdefault(
        "".join(word.capitalize() for word in module.parts[-1].split("_")),
        module.at(module.tree),
    )
    listed = keyword(call, "parameters")
    for item in listed.elts if isinstance(listed, (ast.Tuple, ast.List)) else ():
        if isinstance(item, ast.Call) and name_of(item.func) in _PLACES:
            place, wire = name_of(item.func), text_of(item.args[0]) if item.args else ""
            schema = _type(text_of(keyword(item, "type")) or "str", module, item)
            required = literal(keyword(item, "required")) is True
            add_parameter(operation, place, wire, schema, module.at(item), required)
    _body(operation, keyword(call, "body"), module)
    _responses(operation, keyword(call, "responses") or keyword(call, "replies"), module)
    security = keyword(call, "security")
    if isinstance(security, (ast.Tuple, ast.List)):
        operation.security = [tuple(strings_in(item)) for item in security.elts]
        operation.security_at = module.at(security)


def _type(text: str, module: Module, node: ast.AST) -> Schema:
    """A type as the tables write it: Python's annotations as text."""
    from docbound.draft.packages.annotations import read_annotation

    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return read_type(text, module.at(node)).schema
    return read_annotation(tree, module.at(node)).schema


def _body(operation: Operation, body: ast.expr | None, module: Module) -> None:
    if not isinstance(body, ast.Call):
        return
    required = literal(keyword(body, "required"))
    for media, value in pairs_in(body.args[0] if body.args else None):
        kind = value.args[0] if isinstance(value, ast.Call) and value.args else value
        schema = _type(text_of(kind), module, value)
        add_body(operation, [media], schema, module.at(value), required is True)


def _responses(operation: Operation, responses: ast.expr | None, module: Module) -> None:
    for status, contents in pairs_in(responses):
        at = module.at(contents)
        add_response(operation, status, None, [], at)
        for media, value in pairs_in(contents):
            kind = value.args[0] if isinstance(value, ast.Call) and value.args else value
            text = text_of(kind)
            add_response(
                operation,
                status,
                _type(text, module, value) if text else None,
                [media],
                at,
            )


def _spec(draft: Draft, spec: Module) -> None:
    for node in ast.walk(spec.tree):
        if not isinstance(node, ast.Call):
            continue
        kind = name_of(node.func)
        if kind == "Server":
            url = text_of(node.args[0] if node.args else keyword(node, "url"))
            if re.match(r"https?://|/", url):
                draft.servers.setdefault(url, spec.at(node))
        elif kind == "PackageSpec":
            draft.title, draft.title_at = text_of(keyword(node, "title")), spec.at(node)
            draft.version = text_of(keyword(node, "api_version"))
    for node in ast.walk(spec.tree):
        if isinstance(node, ast.Dict):
            for name, value in pairs_in(node):
                if isinstance(value, ast.Call) and name_of(value.func) in (
                    "ApiKey",
                    "HttpBasic",
                    "HttpBearer",
                    "OAuth2",
                    "OpenIdConnect",
                ):
                    _scheme(draft, name, value, spec)


def _scheme(draft: Draft, name: str, call: ast.Call, spec: Module) -> None:
    kinds = {
        "ApiKey": "api_key",
        "HttpBasic": "basic",
        "HttpBearer": "bearer",
        "OAuth2": "oauth2",
        "OpenIdConnect": "openIdConnect",
    }
    words = [text_of(argument) for argument in call.args]
    place = (
        text_of(keyword(call, "location"))
        or text_of(keyword(call, "place"))
        or next((word for word in words if word in ("header", "query", "cookie")), "header")
    )
    parameter = (
        text_of(keyword(call, "name"))
        or text_of(keyword(call, "parameter"))
        or next((word for word in words if word not in ("header", "query", "cookie")), "")
    )
    draft.schemes[name] = scheme_of(
        name, kinds[name_of(call.func)], spec.at(call), place=place, parameter=parameter
    )
