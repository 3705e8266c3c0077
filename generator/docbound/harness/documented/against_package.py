"""Holds a generated package, by introspection, against the documented facts."""

from __future__ import annotations

import ast
import functools
import importlib
import importlib.util
import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, Final, cast

from docbound.documented.page_words import snake
from docbound.records import record

from ...documented.facts import Documented, Field, Model, Operation, Parameter, Stated
from .differences import Difference, address, compare

TWINS: Final = ("_with_http_info", "_without_preload_content", "_iter")

SCALARS: Final = {
    ("string", "date"): "datetime.date",
    ("string", "date-time"): "datetime.datetime",
    ("string", "time"): "datetime.time",
    ("string", "uuid"): "uuid.UUID",
    ("string", "byte"): "Base64",
    ("string", "binary"): "bytes",
    ("string", "decimal"): "decimal.Decimal",
    ("integer", ""): "int",
    ("boolean", ""): "bool",
    ("any", ""): "Any",
}


def differences(facts: Documented, package: ModuleType) -> Iterator[Difference]:
    """Every fact that the package contradicts, and every public operation that no fact backs."""
    for stated in facts.imports:
        if not _exists(stated.value):
            place = package.__name__.replace(".", "/") + "/__init__.py"
            yield Difference(
                what="import path",
                documented=stated.value,
                found=None,
                at=stated.at,
                place=place,
            )
    if facts.package is not None:
        yield from compare(
            "import package",
            facts.package.value,
            package.__name__,
            facts.package.at,
            "pyproject.toml",
        )
    if facts.base_url is not None:
        host = package.Configuration().host
        yield from compare(
            "base URL",
            facts.base_url.value,
            address(facts.base_url.value, host),
            facts.base_url.at,
            _file(package.Configuration),
        )
    for module in (package, importlib.import_module(f"{package.__name__}.aio")):
        for api, operations in facts.apis():
            yield from _api(facts, api, operations, module)
    for model in facts.models or ():
        yield from _model(model, package)


def _file(thing: Any) -> str:
    """The module in which something is defined, as a path below the distribution's folder."""
    return str(thing.__module__).replace(".", "/") + ".py"


def _exists(path: str) -> bool:
    """Whether a dotted path leads to a module, or to something in one."""
    module, _, name = path.rpartition(".")
    try:
        return hasattr(importlib.import_module(module), name) or bool(
            importlib.util.find_spec(path)
        )
    except (ModuleNotFoundError, ValueError):
        return False


def _api(
    facts: Documented,
    api: Stated[str],
    operations: Iterable[Operation],
    module: ModuleType,
) -> Iterator[Difference]:
    cls = getattr(module, api.value, None)
    if cls is None:
        place = module.__name__.replace(".", "/") + "/__init__.py"
        yield Difference(
            what=f"class in {module.__name__}",
            documented=api.value,
            found=None,
            at=api.at,
            place=place,
        )
        return
    what, place = f"{cls.__name__} in {module.__name__}", _file(cls)
    members = cast("Mapping[str, object]", vars(cls))
    names = {name for name in members if not name.startswith("_")}
    for operation in operations:
        for name in (operation.name, *(operation.name + twin for twin in TWINS[:2])):
            if not callable(getattr(cls, name, None)):
                yield Difference(
                    what=what, documented=name, found=None, at=operation.at, place=place
                )
        if operation.name in names:
            yield from _signature(operation, cls, module, f"{place}#{operation.name}")
        names -= {operation.name, *(operation.name + twin for twin in TWINS)}
    for name in () if facts.partial else sorted(names):
        yield Difference(what=what, documented=None, found=name, at=None, place=f"{place}#{name}")


@record(kw_only=False)
class _Argument:
    """An argument as it is declared in the source."""

    name: str
    annotation: str
    required: bool


def _declared(cls: Any, name: str) -> tuple[list[_Argument], str] | None:
    """The arguments and the return type of a method, as the source has them; options of a call are
    left out.

    At run time annotations may have been evaluated, and types that differ in the source be
    one.
    """
    file = inspect.getsourcefile(cls)
    for node in _module(file).body if file else ():
        if isinstance(node, ast.ClassDef) and node.name == cls.__name__:
            for item in node.body:
                if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name == name:
                    return _arguments(item), (ast.unparse(item.returns) if item.returns else "None")
    return None


@functools.cache
def _module(file: str) -> ast.Module:
    return ast.parse(Path(file).read_text(encoding="utf-8"))


def _must_be_given(default: ast.expr | None) -> bool:
    """Whether an argument is required; a required body may be given as its fields."""
    return default is None or (isinstance(default, ast.Name) and default.id == "NOT_GIVEN")


def _arguments(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[_Argument]:
    positional = [*node.args.posonlyargs, *node.args.args]
    first_default = len(positional) - len(node.args.defaults)
    defaults = [*([None] * first_default), *node.args.defaults]
    rows = [
        (item, _must_be_given(default)) for item, default in zip(positional, defaults, strict=True)
    ]
    rows += [
        (item, _must_be_given(default))
        for item, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    ]
    return [
        _Argument(
            item.arg,
            ast.unparse(item.annotation) if item.annotation else "object",
            required,
        )
        for item, required in rows
        if item.arg != "self" and not item.arg.startswith("_")
    ]


def _signature(
    operation: Operation, cls: Any, module: ModuleType, place: str
) -> Iterator[Difference]:
    declared = _declared(cls, operation.name)
    if declared is None:
        return
    arguments, returned = declared
    what = f"{operation.name} in {module.__name__}"
    if operation.parameters is not None:
        documented = [row.name for row in operation.parameters]
        found = [row.name for row in arguments]
        at = operation.signature.at if operation.signature else operation.at
        in_order = operation.signature is not None
        yield from compare(
            f"{what}: arguments",
            documented if in_order else sorted(documented),
            found if in_order else sorted(found),
            at,
            place,
        )
    by_name = {row.name: row for row in arguments}
    for row in operation.parameters or ():
        if row.name in by_name:
            yield from _argument(f"{what}: {row.name}", row, by_name[row.name], place)
    if operation.returns is not None:
        word = page_word(returned)
        # What a GET gives whose content nobody names (annotations.UNDESCRIBED).
        word = "None" if (word, operation.returns.value) == ("Any", "None") else word
        yield from compare(
            f"{what}: returns",
            operation.returns.value,
            word,
            operation.returns.at,
            place,
        )


def _argument(what: str, row: Parameter, argument: _Argument, place: str) -> Iterator[Difference]:
    if row.required is not None:
        yield from compare(f"{what}: required", row.required, argument.required, row.at, place)
    if row.type is not None:
        yield from compare(f"{what}: type", row.type, page_word(argument.annotation), row.at, place)


def page_word(annotation: str) -> str:
    """``list[Credit] | None`` becomes ``List[Credit]``, the way pages write types; an input mapping
    is left out.
    """
    return core(annotation)[0].replace("list[", "List[").replace("Sequence[", "List[")


def core(annotation: str) -> tuple[str, bool]:
    """The type inside an annotation, without wrappers, mappings and None, and whether ``Nullable``
    was around it.
    """
    nullable = False
    node = ast.parse(annotation, mode="eval").body
    while True:
        members = [row for row in _members(node) if not _is_input_only(row)]
        if not members and any(ast.unparse(row) == "FileInput" for row in _members(node)):
            return "bytes", nullable  # a file of a form, which is only ever sent
        if len(members) != 1:
            return " | ".join(ast.unparse(row) for row in members) or "None", nullable
        node = members[0]
        match node:
            case ast.Subscript(value=ast.Name(id="Annotated"), slice=ast.Tuple(elts=[first, *_])):
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
    return (
        text == "None" or text.startswith("Mapping[") or text.endswith(("Dict", "Input", "Params"))
    )


def _model(model: Model, package: ModuleType) -> Iterator[Difference]:
    cls = getattr(package, model.name, None)
    if cls is None:
        place = package.__name__.replace(".", "/") + "/__init__.py"
        yield Difference(what="model", documented=model.name, found=None, at=model.at, place=place)
        return
    place = _file(cls)
    yield from compare(
        f"{model.name}: module",
        snake(model.name),
        cls.__module__.rpartition(".")[2],
        model.at,
        place,
    )
    if not hasattr(cls, "model_fields"):
        return
    wires = sorted(info.alias or name for name, info in cls.model_fields.items())
    yield from compare(
        f"{model.name}: fields",
        sorted(row.wire for row in model.fields),
        wires,
        model.at,
        place,
    )
    names = {info.alias or name: name for name, info in cls.model_fields.items()}
    for row in model.fields:
        name = names.get(row.wire)
        where = f"{place}#{name or ''}"
        yield from compare(f"{model.name}.{row.wire}: attribute", row.python, name, row.at, where)
        if name is not None:
            annotation = _annotation(cls, name)
            yield from _field(
                f"{model.name}.{row.wire}",
                row,
                cls.model_fields[name],
                annotation,
                where,
                is_required=_is_required(cls, row.wire),
            )


def _is_required(cls: Any, wire: str) -> bool:
    """Whether the wire has to have a field. Constants and read-only fields may be required there
    although they need not be given.
    """
    root = cls.__module__.partition(".")[0]
    definitions: Any = importlib.import_module(f"{root}._runtime.models.definitions")
    return bool(definitions.model_plan(cls).by_wire[wire].required)


def _annotation(cls: Any, name: str) -> str:
    """The annotation of a field, as the source has it."""
    for kind in cls.__mro__[:-1]:
        try:
            file = inspect.getsourcefile(kind)
        except TypeError:  # a class of the interpreter
            continue
        for node in _module(file).body if file else ():
            if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
                for item in node.body:
                    if isinstance(item, ast.AnnAssign) and ast.unparse(item.target) == name:
                        return ast.unparse(item.annotation)
    return "object"


def _field(
    what: str, row: Field, info: Any, annotation: str, place: str, *, is_required: bool
) -> Iterator[Difference]:
    yield from compare(f"{what}: required", row.required, is_required, row.at, place)
    found, nullable = core(annotation)
    yield from compare(f"{what}: nullable", row.nullable, nullable, row.at, place)
    yield from compare(f"{what}: type", _expected(row), _plain(found), row.type_at, place)
    if not row.required:
        default = row.default[0] if row.default else None
        made = info.get_default(call_default_factory=True)
        yield from compare(f"{what}: default", default, made, row.at, place)


def _plain(annotation: str) -> str:
    """A type as far as documented.yaml has words for it."""
    node = ast.parse(annotation, mode="eval")
    return ast.unparse(_Plain().visit(node))


class _Plain(ast.NodeTransformer):
    """Takes away what documented.yaml has no words for."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        """``Open[Color]`` is ``Color``, ``dict[str, int]`` is ``dict[str, Any]``."""
        self.generic_visit(node)
        match node:
            case ast.Subscript(value=ast.Name(id="Open"), slice=ast.Name() as inner):
                return inner
            case ast.Subscript(value=ast.Name(id="dict"), slice=ast.Tuple(elts=[key, _])):
                node.slice = ast.Tuple(elts=[key, ast.Name(id="Any")], ctx=ast.Load())
                return node
            case _:
                return node


def _expected(row: Field) -> str:
    """The type as a generated package writes it."""
    if row.enum:
        return ast.unparse(ast.parse(f"Literal[{', '.join(map(repr, row.enum))}]", mode="eval"))
    return _type(row.type, row.format)


def _type(word: str, form: str) -> str:
    if word.startswith("["):
        return f"list[{_type(word[1:-1], form)}]"
    if " or " in word:
        return " | ".join(_type(part, "") for part in word.split(" or "))
    if word == "number":
        return "int | float"
    if word == "object":
        return "dict[str, Any]"
    plain = "str" if word == "string" else SCALARS.get((word, ""), word)
    return SCALARS.get((word, form), plain)
