"""Import statements, in the order and form of isort and black.

Nothing puts a list of imports together by hand: a module's imports are the union of what its
annotations carry and what its template always needs.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from docbound.package import Annotation, Import
from docbound.writing.python_source import WIDTH
from docbound.writing.source_types import PythonSource

_MODELS: Final = ".models."


def import_block(
    imports: Iterable[Import],
    *,
    depth: int,
    models_folder: str = "models",
    inside: str = "",
    indent: int = 0,
) -> PythonSource:
    """The import statements of a module, in sections with a blank line between them.

    Args:
        imports: what is needed, in any order; a module that begins with a dot is relative to the
            package's root.
        depth: packages between the module and the root, plus one: 1 for ``configuration.py``, 2 for
            ``models/credit.py``.
        models_folder: the package that holds the models' modules.
        inside: the package that the module itself is in, if that is not the root.
        indent: columns before each line.

    Returns:
        The lines joined, the first one without its indent; empty when there are no imports.
    """
    plain: set[str] = set()
    named: defaultdict[str, set[str]] = defaultdict(set)
    for item in imports:
        module = _placed(item.module, depth, models_folder, inside)
        if item.name:
            named[module].add(item.name)
        else:
            plain.add(module)
    sections: list[list[str]] = [[], [], [], []]
    for name in sorted(plain):
        sections[_section(name)].append(f"import {name}")
    for module in sorted(named, key=_module_key):
        names = sorted(named[module], key=_name_key)
        sections[_section(module)].append(_from_import(module, names, indent))
    pad = " " * indent
    blocks = [f"\n{pad}".join(lines) for lines in sections if lines]
    return PythonSource(f"\n\n{pad}".join(blocks))


def with_type_checking(imports: Iterable[Import]) -> set[Import]:
    """``imports`` of a module, and ``TYPE_CHECKING`` as well.

    It is the one of ``typing`` where the module loads that anyway, and otherwise the runtime's, so
    that nothing more is loaded for it.
    """
    needed = set(imports)
    typing = any(item.module == "typing" for item in needed)
    return {*needed, Import(module="typing" if typing else "._runtime", name="TYPE_CHECKING")}


def annotation_imports(annotations: Iterable[Annotation]) -> set[Import]:
    """The standard library, pydantic and runtime imports of several annotations."""
    return set[Import]().union(*(annotation.imports for annotation in annotations))


def neighbour_imports(annotations: Iterable[Annotation]) -> set[Import]:
    """The models that several annotations name."""
    return set[Import]().union(*(annotation.neighbours for annotation in annotations))


def _placed(module: str, depth: int, models_folder: str, inside: str) -> str:
    """``module`` as a file at ``depth`` names it."""
    if not module.startswith("."):
        return module
    if module.startswith(_MODELS):
        module = f".{models_folder}.{module[len(_MODELS) :]}"
    if inside and module.startswith(f".{inside}."):
        return module.removeprefix(f".{inside}")
    return "." * (depth - 1) + module


def _section(module: str) -> int:
    top = module.partition(".")[0]
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 2 if top else 3


def _module_key(module: str) -> tuple[int, str]:
    """Orders relative modules from the furthest to the closest."""
    bare = module.lstrip(".")
    return (len(bare) - len(module), bare)


def _name_key(name: str) -> tuple[int, str]:
    """Orders constants before classes before the rest, as isort does."""
    bare = name.partition(" as ")[0]
    if bare.isupper() and len(bare) > 1:
        return (0, bare)
    return (1 if bare[:1].isupper() else 2, bare)


def _from_import(module: str, names: list[str], indent: int) -> str:
    line = f"from {module} import {', '.join(names)}"
    if indent + len(line) <= WIDTH:
        return line
    pad = " " * (indent + 4)
    items = "".join(f"{pad}{name},\n" for name in names)
    return f"from {module} import (\n{items}{' ' * indent})"
