"""What all readers of packages share: schemas of models, parameters, security."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import (
    Body,
    Content,
    Draft,
    Operation,
    Parameter,
    Property,
    Response,
    Schema,
    Scheme,
    placeholders,
)
from docbound.draft.interpreter.paths import read_template
from docbound.draft.packages.annotations import is_enum
from docbound.draft.packages.models import read_alias, read_class, read_legacy
from docbound.draft.packages.modules import Module, Package, name_of

_BASES = frozenset(
    {
        "BaseModel",
        "UniversalBaseModel",
        "UncheckedBaseModel",
        "TypedDict",
        "ModelNormal",
        "ModelSimple",
        "ModelComposed",
        "object",
        "Model",
        "FernBaseModel",
        "RootModel",
        "Alias",
    }
)


def read_models(draft: Draft, modules: Iterable[Module], package: Package) -> None:
    """Adds the classes of models, and aliases of types, of some modules."""
    listed = list(modules)
    classes = {node.name: node for module in listed for node in module.classes()}
    for module in listed:
        for node in module.classes():
            if not _is_model(node, classes):
                continue
            schema = read_legacy(node, module) or read_class(node, module, classes)
            draft.schemas.setdefault(node.name, schema)
            for prop in (schema.fields or {}).values():
                package.ledger.statements[prop.at] = prop.name
                package.ledger.use(prop.at)
        for item in module.tree.body:
            if isinstance(item, (ast.Assign, ast.AnnAssign)):
                found = read_alias(item, module)
                if found is not None and found[0] not in classes:
                    draft.schemas.setdefault(*found)


def _is_model(node: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> bool:
    if is_enum(node) or any(
        name_of(decorator) in ("define", "_attrs_define", "dataclass", "s", "attrs")
        for decorator in node.decorator_list
    ):
        return True
    return (
        any(name_of(base) in _BASES or name_of(base) in classes for base in node.bases)
        or not node.bases
    )


def functions(tree: ast.AST) -> Iterable[ast.FunctionDef]:
    """The functions and methods that are not async; twins are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def arguments(node: ast.FunctionDef) -> dict[str, tuple[ast.expr | None, bool]]:
    """A function's arguments: annotation, and whether there is a default."""
    found: dict[str, tuple[ast.expr | None, bool]] = {}
    positional = [*node.args.posonlyargs, *node.args.args]
    first = len(positional) - len(node.args.defaults)
    for index, argument in enumerate(positional):
        found[argument.arg] = (argument.annotation, index >= first)
    for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        found[argument.arg] = (argument.annotation, default is not None)
    found.pop("self", None)
    found.pop("cls", None)
    return found


def add_operation(draft: Draft, method: str, path: str, at: At, package: Package) -> Operation:
    """The operation of that method and path, with a parameter for each placeholder.

    A package may call it from several methods, under other names of its placeholders: the first
    ones are kept.

    Args:
        draft: gets the operation.
        method: the HTTP method.
        path: the path as the package writes it, with placeholders.
        at: the line.
        package: the package; the line counts as used.
    """
    operation = draft.operation(method, read_template(path).path, at)
    package.ledger.statements[at] = operation.label
    package.ledger.use(at)
    for name in placeholders(operation.path):
        operation.parameters.setdefault(
            ("path", name),
            Parameter(name=name, place="path", schema=Schema(at=at), at=at, required=True),
        )
    return operation


_EARLY: Final = frozenset({"beta", "alpha", "unstable", "preview"})


_SEVERAL: Final = (
    "several methods call one operation; the first was read, that of a beta or unstable part last"
)


def settled_first(modules: Iterable[Module]) -> list[Module]:
    """Modules with those of early releases last: an operation that both have is the settled one."""
    return sorted(modules, key=lambda module: not _EARLY.isdisjoint(module.parts))


def is_read(draft: Draft, operation: Operation, at: At) -> bool:
    """Whether another method of the package calls the operation and was read before; the first
    such case is noted.
    """
    if operation.name_at is None:
        return False
    if all(text != _SEVERAL for text, _ in draft.notes):
        draft.notes.append((_SEVERAL, at))
    return True


def add_parameter(
    operation: Operation,
    place: str,
    name: str,
    schema: Schema,
    at: At,
    required: bool | None,
    description: str = "",
) -> None:
    """Adds a parameter; one in the path keeps the template's name.

    Args:
        operation: gets the parameter.
        place: path, query, header or cookie.
        name: its wire name.
        schema: its type.
        at: the line that states it.
        required: None where the package does not say.
        description: its text.
    """
    if place == "path":
        names = placeholders(operation.path)
        if name not in names:
            plain = re.sub(r"[^a-z0-9]", "", name.lower())
            name = next(
                (other for other in names if re.sub(r"[^a-z0-9]", "", other.lower()) == plain),
                "",
            )
            if not name:
                return
        required = True
    operation.parameters[place, name] = Parameter(
        name=name,
        place=place,
        schema=schema,
        at=at,
        required=required,
        description=" ".join(description.split()),
    )


def add_body(
    operation: Operation,
    media_types: Iterable[str],
    schema: Schema,
    at: At,
    required: bool | None,
) -> None:
    """Adds a body.

    Args:
        operation: gets the body, or further media types of it.
        media_types: those that the package sends.
        schema: its type.
        at: the line that states it.
        required: None where the package does not say.
    """
    body = operation.body or Body(at=at, required=required)
    operation.body = body
    for media in media_types:
        body.content[media] = Content(media_type=media, schema=schema, at=at)


def add_response(
    operation: Operation,
    status: str,
    schema: Schema | None,
    media_types: Iterable[str],
    at: At,
) -> None:
    """Adds a response, with a body if its type is known.

    Args:
        operation: gets the response.
        status: its status, or ``default``.
        schema: its type; None where the package does not read a body.
        media_types: those of the body.
        at: the line that states it.
    """
    response = operation.responses.setdefault(status, Response(status=status, at=at))
    if schema is None:
        return
    for media in media_types:
        response.content[media] = Content(media_type=media, schema=schema, at=at)


def form_schema(fields: Iterable[tuple[str, Schema, At, bool | None]], at: At) -> Schema:
    """The object that a form, or a body of single fields, is."""
    schema = Schema(at=at, type="object", fields={}, closed=True)
    assert schema.fields is not None
    for name, kind, place, required in fields:
        schema.fields[name] = Property(
            name=name, schema=kind, at=place, required=required, required_at=place
        )
    return schema


def scheme_of(name: str, kind: str, at: At, *, place: str = "", parameter: str = "") -> Scheme:
    """A security scheme by the word that a package has for it.

    Args:
        name: the name of the scheme.
        kind: the package's word: ``api_key``, ``basic``, ``bearer``, ``oauth2``, ``openIdConnect``.
        at: the line that states it.
        place: of a key: query, header or cookie.
        parameter: of a key: its wire name.
    """
    kinds = {
        "api_key": "apiKey",
        "basic": "http-basic",
        "bearer": "http-bearer",
        "oauth2": "oauth2",
        "openIdConnect": "openIdConnect",
    }
    found = kinds.get(kind, "")
    return Scheme(
        name=name,
        kind=found,
        at=at,
        place=place if found == "apiKey" else "",
        parameter=parameter if found == "apiKey" else "",
    )
