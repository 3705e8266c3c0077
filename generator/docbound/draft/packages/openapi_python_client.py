"""Packages of openapi-python-client: a module an operation, attrs classes as models."""

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
    docstring,
    literal,
    name_of,
    pairs_in,
    text_of,
)
from docbound.draft.packages.shared import (
    add_body,
    add_operation,
    add_parameter,
    add_response,
    arguments,
    read_models,
    scheme_of,
)

_JSON: Final = "application/json"
_MEDIA: Final = {
    "json": _JSON,
    "data": "application/x-www-form-urlencoded",
    "files": "multipart/form-data",
    "content": "application/octet-stream",
}


def made(package: Package) -> bool:
    """Whether openapi-python-client made the package."""
    return any(
        isinstance(node, ast.FunctionDef) and node.name == "_get_kwargs"
        for module in package.under("api")
        for node in module.tree.body
    )


def read(package: Package) -> Draft:
    """The facts of the package."""
    draft = Draft()
    read_models(draft, package.under("models"), package)
    for module in package.under("api"):
        found = {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
        if "_get_kwargs" in found:
            _read_operation(draft, module, found, package)
    client = package.module("client")
    if client is not None:
        for node in ast.walk(client.tree):
            text = text_of(node)
            if re.fullmatch(r"https?://[^\s{}]+", text):
                draft.servers.setdefault(text.rstrip("/"), client.at(node))
    return draft


def _read_operation(
    draft: Draft, module: Module, found: dict[str, ast.FunctionDef], package: Package
) -> None:
    kwargs = found["_get_kwargs"]
    method = path = ""
    at = module.at(kwargs)
    for node in ast.walk(kwargs):
        if isinstance(node, ast.Dict):
            pairs = dict(pairs_in(node))
            if text_of(pairs.get("method")):
                method, path, at = (
                    text_of(pairs["method"]),
                    _path(pairs.get("url")),
                    module.at(node),
                )
    if not method or not path:
        return
    operation = add_operation(draft, method, path, at, package)
    operation.operation_id, operation.name_at = module.parts[-1], at
    operation.tag = module.parts[-2] if len(module.parts) > 1 else ""
    shown = found.get("sync_detailed") or kwargs
    lines = [line.strip() for line in docstring(shown).split("\n") if line.strip()]
    operation.summary = lines[0] if lines and not lines[0].endswith(":") else ""
    _parameters(operation, kwargs, module)
    _responses(operation, found.get("_parse_response"), module)
    _security(draft, operation, shown, at)


def _path(node: ast.expr | None) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return _path(node.func.value)
    if isinstance(node, ast.JoinedStr):
        parts: list[str] = []
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                parts.append(
                    "{"
                    + (
                        name_of(value.value.args[0])
                        if isinstance(value.value, ast.Call) and value.value.args
                        else name_of(value.value)
                    )
                    + "}"
                )
            else:
                parts.append(text_of(value))
        return "".join(parts)
    return text_of(node)


def _parameters(operation: Operation, kwargs: ast.FunctionDef, module: Module) -> None:
    given = arguments(kwargs)
    wires: dict[tuple[str, str], str] = {}
    media: dict[str, str] = {}
    aliases: dict[str, str] = {}
    sent: list[str] = []
    for node in ast.walk(kwargs):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Name):
            source = _source(node.value)
            if source:
                aliases.setdefault(target.id, source)
        elif isinstance(target, ast.Subscript) and text_of(target.slice):
            holder, wire = name_of(target.value), text_of(target.slice)
            place = {"params": "query", "headers": "header", "cookies": "cookie"}.get(holder)
            if holder == "_kwargs" and wire in _MEDIA:
                sent.append(wire)
            elif place == "header" and wire == "Content-Type":
                media["stated"] = text_of(node.value)
            elif place:
                wires[place, wire] = _source(node.value)
    for (place, wire), source in wires.items():
        argument = _root(source, aliases, set(given))
        annotation, has_default = given.get(argument, (None, True))
        reading = read_annotation(annotation, module.at(annotation or kwargs))
        add_parameter(
            operation,
            place,
            wire,
            reading.schema,
            module.at(annotation or kwargs),
            not has_default,
        )
    for argument, (annotation, _) in given.items():
        if annotation is not None:
            add_parameter(
                operation,
                "path",
                argument,
                read_annotation(annotation, module.at(annotation)).schema,
                module.at(annotation),
                True,
            )
    _body(operation, given, sent, media, module)


def _source(value: ast.expr) -> str:
    """The variable that a value is made from."""
    for inner in ast.walk(value):
        if isinstance(inner, ast.Name) and inner.id not in (
            "str",
            "self",
            "UNSET",
            "Unset",
            "isinstance",
            "cast",
            "list",
            "dict",
            "Any",
            "json",
        ):
            return inner.id
    return ""


def _root(source: str, aliases: dict[str, str], given: set[str]) -> str:
    for _ in range(6):
        if source in given:
            return source
        bare = re.sub(r"^json_", "", source)
        if bare in given:
            return bare
        source = aliases.get(source, source)
    return source


def _body(
    operation: Operation,
    given: dict[str, tuple[ast.expr | None, bool]],
    sent: list[str],
    media: dict[str, str],
    module: Module,
) -> None:
    names = [name for name in ("body", "json_body", "form_data", "multipart_data") if name in given]
    if not names or not sent:
        return
    annotation, has_default = given[names[0]]
    place = module.at(annotation) if annotation is not None else operation.at
    schema = read_annotation(annotation, place).schema
    stated = media.get("stated", "")
    if len(sent) == 1:
        add_body(operation, [stated or _MEDIA[sent[0]]], schema, place, not has_default)
        return
    options = schema.one_of or [schema]
    for word, option in zip(dict.fromkeys(sent), options, strict=False):
        add_body(operation, [_MEDIA[word]], option, place, not has_default)


def _responses(operation: Operation, parse: ast.FunctionDef | None, module: Module) -> None:
    if parse is None:
        return
    for node in ast.walk(parse):
        if not isinstance(node, ast.If):
            continue
        status = _status(node.test)
        if not status:
            continue
        at = module.at(node)
        schema, text = _returned(node, module)
        add_response(operation, status, schema, ["text/html" if text else _JSON], at)


def _status(test: ast.expr) -> str:
    if isinstance(test, ast.Compare) and name_of(test.left) == "status_code":
        right = test.comparators[0]
        value = literal(right)
        if isinstance(value, int):
            return str(value)
        if isinstance(right, ast.Attribute):
            from http import HTTPStatus

            return str(HTTPStatus[right.attr].value) if right.attr in HTTPStatus.__members__ else ""
    return ""


def _returned(node: ast.If, module: Module) -> tuple[Schema | None, bool]:
    """What is made of a response's body: a model, a list of them, a plain value; nothing where it
    is not read.
    """
    for inner in node.body:
        for call in ast.walk(inner):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "from_dict"
            ):
                at = module.at(call)
                found = Schema(at=at, ref=name_of(call.func.value))
                looped = any(isinstance(part, ast.For) for part in node.body)
                return (Schema(at=at, type="array", items=found) if looped else found), False
            if isinstance(call, ast.Call) and name_of(call.func) == "cast" and call.args:
                reading = read_annotation(call.args[0], module.at(call)).schema
                if reading.nullable and reading.empty:
                    return None, False
                return (None if reading.empty else reading), "response.text" in ast.unparse(inner)
            if isinstance(call, ast.Call) and name_of(call.func) in (
                "File",
                "UUID",
                "isoparse",
                "fromisoformat",
            ):
                return read_annotation(call.func, module.at(call)).schema, False
    return None, False


def _security(draft: Draft, operation: Operation, shown: ast.FunctionDef, at: At) -> None:
    """An operation that wants an ``AuthenticatedClient`` needs a token; one that takes either is
    not stated to.
    """
    annotation = arguments(shown).get("client", (None, False))[0]
    if annotation is None:
        return
    words = ast.unparse(annotation)
    if "AuthenticatedClient" in words and not re.search(r"(?<!Authenticated)Client", words):
        draft.schemes.setdefault("bearerAuth", scheme_of("bearerAuth", "bearer", at))
        operation.security, operation.security_at = [("bearerAuth",)], at
