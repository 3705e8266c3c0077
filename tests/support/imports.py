"""Which modules of a source tree import which, read from their text: imports inside functions and
for type checkers count as well.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

Module: TypeAlias = tuple[str, ...]
"""A module by its path below the tree: ``("auth", "oauth2")``; a folder's ``__init__`` is the
folder."""


def imports(root: Path, package: str) -> dict[Module, set[Module]]:
    """What each module below ``root`` imports from below ``root``.

    Args:
        root: the folder of the package.
        package: its import name, for absolute imports.
    """
    paths = {_module(path.relative_to(root)): path for path in sorted(root.rglob("*.py"))}
    return {
        module: {
            found
            for target in _targets(path, module, package)
            if (found := _nearest(target, paths)) not in (None, module)
        }
        for module, path in paths.items()
    }


def _module(path: Path) -> Module:
    parts = path.with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def _targets(path: Path, module: Module, package: str) -> Iterator[Module]:
    here = module if path.name == "__init__.py" else module[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    first, *rest = alias.name.split(".")
                    if first == package:
                        yield tuple(rest)
            case ast.ImportFrom(module=name, names=names, level=level):
                parts = tuple(name.split(".")) if name else ()
                if level and level - 1 <= len(here):
                    parts = (*here[: len(here) - (level - 1)], *parts)
                elif level == 0 and parts[:1] == (package,):
                    parts = parts[1:]
                else:
                    continue
                for alias in names:
                    yield (*parts, alias.name)
            case _:
                pass


def _nearest(target: Module, known: Mapping[Module, object]) -> Module | None:
    """The module that ``target`` is, or is a name in."""
    return next((each for each in (target, target[:-1]) if each in known), None)


def circles(graph: Mapping[Module, Iterable[Module]]) -> list[set[Module]]:
    """The sets of modules that reach one another."""
    reached = {module: _reachable(module, graph) for module in graph}
    found: list[set[Module]] = []
    for module, others in reached.items():
        circle = {each for each in others if module in reached.get(each, ())}
        if circle and circle not in found:
            found.append(circle)
    return found


def _reachable(start: Module, graph: Mapping[Module, Iterable[Module]]) -> set[Module]:
    seen: set[Module] = set()
    waiting = list(graph[start])
    while waiting:
        module = waiting.pop()
        if module not in seen:
            seen.add(module)
            waiting.extend(graph.get(module, ()))
    return seen


def upward(graph: Mapping[Module, Iterable[Module]], floors: list[str]) -> list[str]:
    """The imports that do not lead to a lower floor.

    Args:
        graph: who imports whom.
        floors: from the bottom up, each with the folders and modules that it holds, separated by
            blanks; those of one floor do not know one another.

    Raises:
        KeyError: a folder or module has no floor.
    """
    floor = {name: number for number, names in enumerate(floors) for name in names.split()}
    return sorted(
        f"{'.'.join(module)} imports {'.'.join(target)}"
        for module, targets in graph.items()
        for target in targets
        if module and target and module[0] != target[0] and floor[target[0]] >= floor[module[0]]
    )
