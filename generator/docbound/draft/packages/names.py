"""One name for each class of a package.

Packages of Fern and Stainless define classes of one name in several modules (``Action`` of one
model, ``Action`` of another). Schemas of a description have one namespace, so those classes get the
name of their module in front, in the trees, wherever they are used.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from docbound.draft.packages.modules import Module, Package

_MOST_STEPS: Final = 20
"""Modules that hand a name on to one another before it is given up."""
_FOLDERS: Final = frozenset({"types", "requests", "resources", "params"})
"""Folders that say nothing about what is in them."""
_Definition: TypeAlias = tuple[tuple[str, ...], str]
"""The module that defines a class, and the class's name."""


def settle_names(package: Package, models: Iterable[Module]) -> None:
    """Renames the classes of a package that share a name, in place.

    Args:
        package: the package, in all of whose modules the names are used.
        models: the modules whose classes are models.
    """
    modules = {_dotted(module): module for module in package.modules}
    defined: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for module in models:
        for name in _definitions(module.tree):
            defined[name].append(_dotted(module))
    shared = {name: places for name, places in defined.items() if len(places) > 1}
    if not shared:
        return
    unique = _unique_names(shared, set(defined))
    imports = {where: _imports(module, where) for where, module in modules.items()}
    resolver = _Resolver(unique, imports)
    for where, module in modules.items():
        _Renamer(resolver, where).visit(module.tree)


def _dotted(module: Module) -> tuple[str, ...]:
    """The module's dotted name below the package; a package's own module is the package."""
    return module.parts[:-1] if module.parts[-1] == "__init__" else module.parts


def _definitions(tree: ast.Module) -> Iterator[str]:
    """The classes and the aliases of types at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and re.match(r"[A-Z]\w*[a-z]", target.id):
                yield target.id


def _unique_names(
    shared: dict[str, list[tuple[str, ...]]], taken: set[str]
) -> dict[_Definition, str]:
    """A name for each of the classes that share one: the plain name for the class whose module is
    called like it, the module's in front for the others.
    """
    found: dict[_Definition, str] = {}
    for name, places in shared.items():
        own = [place for place in places if place and _camel(place[-1]) == name.lower()]
        kept = min(own, key=len, default=None)
        for place in places:
            if place == kept:
                continue
            made = name
            for part in _telling(place, name):
                made = _joined(part, made)
                if made not in taken:
                    break
            count = 2
            while made in taken:
                made, count = f"{_joined('_'.join(place), name)}{count}", count + 1
            taken.add(made)
            found[place, name] = made
    return found


def _telling(place: tuple[str, ...], name: str) -> Iterator[str]:
    """The parts of a module's dotted name that tell its classes from others, the nearest first."""
    for part in reversed(place):
        if part not in _FOLDERS and _camel(part) != name.lower():
            yield part


def _camel(word: str) -> str:
    return word.replace("_", "").lower()


def _joined(part: str, name: str) -> str:
    words = "".join(word[:1].upper() + word[1:] for word in part.split("_"))
    return name if name.startswith(words) and name != words else words + name


def _imports(module: Module, where: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], str]]:
    """The names that a module imports from its own package: the module, and the name there or ""
    where the module itself is meant.
    """
    package = where if module.parts[-1] == "__init__" else where[:-1]
    found: dict[str, tuple[tuple[str, ...], str]] = {}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        base = package[: len(package) - node.level + 1] if node.level > 1 else package
        source = (*base, *(node.module.split(".") if node.module else ()))
        for alias in node.names:
            found[alias.asname or alias.name] = (source, alias.name)
    return found


class _Resolver:
    """Finds which class a name of a module means."""

    def __init__(
        self,
        unique: dict[_Definition, str],
        imports: dict[tuple[str, ...], dict[str, tuple[tuple[str, ...], str]]],
    ) -> None:
        self._unique = unique
        self._imports = imports

    def name(self, where: tuple[str, ...], name: str) -> str:
        """The unique name of what ``name`` means in a module, or "" where it keeps its own."""
        for _ in range(_MOST_STEPS):
            if (where, name) in self._unique:
                return self._unique[where, name]
            imported = self._imports.get(where, {}).get(name)
            if imported is None:
                return ""
            where, name = imported
        return ""

    def attribute(self, where: tuple[str, ...], owner: str, name: str) -> str:
        """The same for ``owner.name``, where the owner is an imported module."""
        imported = self._imports.get(where, {}).get(owner)
        return self.name((*imported[0], imported[1]), name) if imported else ""


class _Renamer(ast.NodeTransformer):
    """Puts the unique names into a tree."""

    def __init__(self, resolver: _Resolver, where: tuple[str, ...]) -> None:
        self._resolver = resolver
        self._where = where

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.name = self._resolver.name(self._where, node.name) or node.name
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id[:1].isupper():
            node.id = self._resolver.name(self._where, node.id) or node.id
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if isinstance(node.value, ast.Name) and node.attr[:1].isupper():
            found = self._resolver.attribute(self._where, node.value.id, node.attr)
            node.attr = found or node.attr
        self.generic_visit(node)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not _is_literal(node):
            node.slice = self._quoted(node.slice)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        node.annotation = self._quoted(node.annotation)
        return node

    def _quoted(self, node: ast.expr) -> ast.expr:
        """Names in quotes, as annotations have them for what is defined later."""
        for part in node.elts if isinstance(node, ast.Tuple) else (node,):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                part.value = self._resolver.name(self._where, part.value) or part.value
        return node


def _is_literal(node: ast.Subscript) -> bool:
    value = node.value
    name = value.id if isinstance(value, ast.Name) else getattr(value, "attr", "")
    return name == "Literal"
