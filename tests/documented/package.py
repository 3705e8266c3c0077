"""Holds a generated package, by introspection, against the documented facts."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

from tests.documented.differences import Difference, compare
from tests.documented.facts import Documented, Field, Model, Operation, snake

TWINS: Final = ("_with_http_info", "_without_preload_content", "_iter")

SCALARS: Final = {
    ("string", "date"): "datetime.date",
    ("string", "date-time"): "datetime.datetime",
    ("string", "uuid"): "uuid.UUID",
    ("integer", ""): "int",
    ("boolean", ""): "bool",
    ("any", ""): "Any",
}


def differences(facts: Documented, package: ModuleType) -> Iterator[Difference]:
    """Every fact that the package contradicts, and every public operation that no fact backs."""
    for stated in facts.imports:
        if not _exists(stated.value):
            yield Difference(
                what="import path", documented=stated.value, found=None, at=stated.at
            )
    yield from compare(
        "base URL",
        facts.base_url.value,
        package.Configuration().host,
        facts.base_url.at,
    )
    for module in (package, importlib.import_module(f"{package.__name__}.aio")):
        yield from _api(facts, module)
    for model in facts.models:
        yield from _model(model, package)


def _exists(path: str) -> bool:
    """Whether a dotted path leads to a module, or to something in one."""
    module, _, name = path.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), name) or bool(
            importlib.util.find_spec(path)
        )
    except ModuleNotFoundError:
        return False


def _api(facts: Documented, module: ModuleType) -> Iterator[Difference]:
    cls = getattr(module, facts.api.value, None)
    if cls is None:
        yield Difference(
            what=f"class in {module.__name__}",
            documented=facts.api.value,
            found=None,
            at=facts.api.at,
        )
        return
    names = {name for name in vars(cls) if not name.startswith("_")}
    for operation in facts.operations:
        for name in (operation.name, *(operation.name + twin for twin in TWINS[:2])):
            if not callable(getattr(cls, name, None)):
                yield Difference(
                    what=f"{cls.__name__} in {module.__name__}",
                    documented=name,
                    found=None,
                    at=operation.at,
                )
        if operation.name in names:
            yield from _signature(operation, vars(cls)[operation.name], module)
        names -= {operation.name, *(operation.name + twin for twin in TWINS)}
    for name in sorted(names):
        yield Difference(
            what=f"{cls.__name__} in {module.__name__}",
            documented=None,
            found=name,
            at=None,
        )


def _signature(
    operation: Operation, method: Any, module: ModuleType
) -> Iterator[Difference]:
    signature = inspect.signature(method)
    arguments = [
        row
        for name, row in signature.parameters.items()
        if name != "self" and not name.startswith("_")
    ]
    what = f"{operation.name} in {module.__name__}"
    documented = [row.name for row in operation.parameters]
    yield from compare(
        f"{what}: arguments in order",
        documented,
        [row.name for row in arguments],
        operation.signature.at,
    )
    by_name = {row.name: row for row in arguments}
    for row in operation.parameters:
        if row.name in by_name:
            argument = by_name[row.name]
            yield from compare(
                f"{what}: {row.name} required",
                row.required,
                argument.default is inspect.Parameter.empty,
                row.at,
            )
            yield from compare(
                f"{what}: type of {row.name}",
                row.type,
                _page_word(argument.annotation),
                row.at,
            )
    yield from compare(
        f"{what}: returns",
        operation.returns.value,
        _page_word(signature.return_annotation),
        operation.returns.at,
    )


def _page_word(annotation: str) -> str:
    """``list[Credit] | None`` becomes ``List[Credit]``, the way the pages write types; an input mapping is left out."""
    return core(annotation)[0].replace("list[", "List[")


def core(annotation: str) -> tuple[str, bool]:
    """The type inside an annotation, without wrappers, mappings and None, and whether ``Nullable`` was around it."""
    nullable = False
    node = ast.parse(annotation, mode="eval").body
    while True:
        members = [row for row in _members(node) if not _is_input_only(row)]
        if len(members) != 1:
            return " | ".join(ast.unparse(row) for row in members) or "None", nullable
        node = members[0]
        match node:
            case ast.Subscript(
                value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])
            ):
                node = first
            case ast.Subscript(value=ast.Name(id="Nullable"), slice=inner):
                node, nullable = inner, True
            case ast.Subscript(value=ast.Name(id="Open"), slice=inner):
                node = inner
            case _:
                return ast.unparse(node), nullable


def _members(node: ast.expr) -> list[ast.expr]:
    """The members of a union."""
    match node:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _members(left) + _members(right)
        case _:
            return [node]


def _is_input_only(node: ast.expr) -> bool:
    text = ast.unparse(node)
    return text == "None" or text.startswith("Mapping[")


def _model(model: Model, package: ModuleType) -> Iterator[Difference]:
    cls = getattr(package, model.name, None)
    if cls is None:
        yield Difference(what="model", documented=model.name, found=None, at=model.at)
        return
    yield from compare(
        f"{model.name}: module",
        snake(model.name),
        cls.__module__.rpartition(".")[2],
        model.at,
    )
    wires = [info.alias or name for name, info in cls.model_fields.items()]
    yield from compare(
        f"{model.name}: fields in order",
        [row.wire for row in model.fields],
        wires,
        model.at,
    )
    for row in model.fields:
        what = f"{model.name}.{row.wire}"
        name = next(
            (
                name
                for name, info in cls.model_fields.items()
                if (info.alias or name) == row.wire
            ),
            None,
        )
        yield from compare(f"{what}: attribute", row.python, name, row.at)
        if name is not None:
            yield from _field(
                what, row, cls.model_fields[name], cls.__annotations__[name]
            )


def _field(what: str, row: Field, info: Any, annotation: str) -> Iterator[Difference]:
    yield from compare(f"{what}: required", row.required, info.is_required(), row.at)
    found, nullable = core(annotation)
    yield from compare(f"{what}: nullable", row.nullable, nullable, row.at)
    yield from compare(f"{what}: type", _expected(row), found, row.type_at)
    if not row.required:
        default = row.default[0] if row.default else None
        yield from compare(
            f"{what}: default",
            default,
            info.get_default(call_default_factory=True),
            row.at,
        )


def _expected(row: Field) -> str:
    """The type as a generated package writes it."""
    if row.enum:
        return ast.unparse(
            ast.parse(f"Literal[{', '.join(map(repr, row.enum))}]", mode="eval")
        )
    return _type(row.type, row.format)


def _type(word: str, form: str) -> str:
    if word.startswith("["):
        return f"list[{_type(word[1:-1], form)}]"
    if " or " in word:
        return " | ".join(_type(part, "") for part in word.split(" or "))
    if word == "number":
        return "int | float"
    return SCALARS.get((word, form), "str" if word == "string" else word)
