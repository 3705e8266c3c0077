"""The modules of a package as syntax trees, and the questions that all readers ask of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.errors import DraftError
from docbound.draft.used_statements import UsedStatements
from docbound.records import field, record

_MOST_BYTES: Final = 4_000_000
_MOST_FILES: Final = 20_000
_SKIPPED: Final = frozenset(
    {
        "tests",
        "test",
        "__pycache__",
        "docs",
        "examples",
        "build",
        "dist",
        ".venv",
        "node_modules",
        "_vendor",
    }
)


@record(frozen=False)
class Module:
    """A module: its parts of the dotted name below the package, and its tree."""

    parts: tuple[str, ...]
    path: Path
    tree: ast.Module
    key: Callable[[], str]
    text: str = ""

    def at(self, node: ast.AST) -> At:
        """Where a node is."""
        return At(source=self.key(), line=getattr(node, "lineno", 1))

    def classes(self) -> Iterator[ast.ClassDef]:
        """The classes at the top of the module."""
        for node in self.tree.body:
            if isinstance(node, ast.ClassDef):
                yield node


@record(frozen=False)
class Package:
    """A package: its name, its modules, and the ledger for what was used."""

    name: str
    modules: list[Module]
    ledger: UsedStatements
    _named: dict[tuple[str, ...], Module] = field(default_factory=dict[tuple[str, ...], Module])

    def under(self, *folders: str) -> Iterator[Module]:
        """The modules in folders of these names, wherever they are."""
        for module in self.modules:
            if any(folder in module.parts[:-1] for folder in folders):
                yield module

    def module(self, name: str) -> Module | None:
        """A module at the top of the package."""
        return next((module for module in self.modules if module.parts == (name,)), None)

    def first_place(self) -> At | None:
        """Where the package begins."""
        first = self.module("__init__") or (self.modules[0] if self.modules else None)
        return At(source=first.key(), line=1) if first else None


def load(source: Path, key_of: Callable[[Path], str], ledger: UsedStatements) -> Package:
    """Parses the modules of a package.

    Raises:
        DraftError: there is nothing to parse.
    """
    root = source
    if not (source / "__init__.py").exists():
        inside = sorted([*source.glob("*/__init__.py"), *source.glob("src/*/__init__.py")])
        inside = [path for path in inside if path.parent.name not in _SKIPPED]
        if not inside:
            raise DraftError(f"{source} has no Python package.")
        root = inside[0].parent
    modules: list[Module] = []
    for path in sorted(root.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if any(part in _SKIPPED for part in parts[:-1]) or path.stat().st_size > _MOST_BYTES:
            continue
        if len(modules) >= _MOST_FILES:
            raise DraftError(f"{root} has more than {_MOST_FILES:,} modules.")
        module = _parsed(path, parts, key_of)
        if module is not None:
            modules.append(module)
    if not modules:
        raise DraftError(f"{root} has no module that can be parsed.")
    return Package(name=root.name, modules=modules, ledger=ledger)


def _parsed(path: Path, parts: tuple[str, ...], key_of: Callable[[Path], str]) -> Module | None:
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (
        OSError,
        UnicodeDecodeError,
        SyntaxError,
        ValueError,
        RecursionError,
        MemoryError,
    ):
        return None
    return Module(parts=parts, path=path, tree=tree, key=lambda: key_of(path), text=text)


def name_of(node: ast.AST | None) -> str:
    """The last name of an expression: ``Optional`` of ``typing.Optional``."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, ast.Subscript):
        return name_of(node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ""


def text_of(node: ast.AST | None) -> str:
    """A string constant, or ""."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def literal(node: ast.AST | None) -> object:
    """A value that is written as a literal; None for anything else."""
    if node is None:
        return None
    try:
        value: object = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None
    return value


def strings_in(node: ast.AST | None) -> list[str]:
    """The strings of a list, a tuple or a set that is written out."""
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [text_of(item) for item in node.elts if text_of(item)]
    return [text_of(node)] if text_of(node) else []


def allowed_values(node: ast.AST | None) -> dict[str, list[object]]:
    """The values that openapi-generator's ``allowed_values`` allows, by field or argument:
    ``{('status',): {'ACTIVE': "active"}}``.
    """
    found: dict[str, list[object]] = {}
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            path = strings_in(key)
            if path and isinstance(value, ast.Dict):
                found[path[0]] = [
                    item.value
                    for item in value.values
                    if isinstance(item, ast.Constant) and item.value is not None
                ]
    return found


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a call's keyword."""
    return next((item.value for item in call.keywords if item.arg == name), None)


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """All calls below a node."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield inner


def pairs_in(node: ast.AST | None) -> Iterator[tuple[str, ast.expr]]:
    """The string keys of a dict that is written out, with their values; dicts that are spread into
    it included.
    """
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield from pairs_in(value)
            elif text_of(key):
                yield text_of(key), value
    elif isinstance(node, ast.Call):
        for argument in node.args:
            yield from pairs_in(argument)
    elif isinstance(node, ast.BoolOp):
        for part in node.values:
            yield from pairs_in(part)


def docstring(
    node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Module,
) -> str:
    """A docstring, or ""."""
    return ast.get_docstring(node) or ""
