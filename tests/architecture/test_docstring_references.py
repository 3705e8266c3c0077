"""References in docstrings (``:class:`~.errors.ApiException```) lead somewhere: a class that was
renamed or has moved is found here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.blocks import ROOT

PROGRAM: Final = ROOT / "generator" / "docbound"
REFERENCE: Final = re.compile(r":(?P<role>mod|class|func|meth|attr|data|exc):`~?(?P<to>[^`]+)`")


def names_in(body: list[ast.stmt], start: str = "") -> Iterator[str]:
    """What a module or a class defines or imports: ``Pager``, ``Pager.pages``, ``Pager.state``."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield f"{start}{name}"
            case ast.ClassDef(name=name):
                yield f"{start}{name}"
                yield from names_in(node.body, f"{start}{name}.")
                for inner in ast.walk(node):
                    if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
                        yield f"{start}{name}.{inner.attr}"
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield f"{start}{name}"
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                yield from (f"{start}{alias.asname or alias.name}" for alias in aliases)
            case ast.If() | ast.Try():
                yield from names_in([*node.body, *node.orelse], start)
            case _:
                continue


def names_of_modules() -> dict[str, set[str]]:
    """What each module has, by its path from the program's folder (``runtime.errors``); a package
    by its own name.
    """
    found: dict[str, set[str]] = {}
    for path in PROGRAM.rglob("*.py"):
        parts = path.relative_to(PROGRAM).with_suffix("").parts
        name = ".".join(parts).removesuffix(".__init__")
        found[name] = set(names_in(ast.parse(path.read_text(encoding="utf-8")).body))
    return found


def leads_nowhere(role: str, to: str, here: set[str], modules: dict[str, set[str]]) -> bool:
    """Whether a reference names nothing.

    Args:
        role: its role, such as ``class``.
        to: what it names: ``.module`` or ``docbound.module``, a name of this module, or
            ``.module.name``.
        here: the names of the module that has it.
        modules: the names of each module.
    """
    if not to.startswith((".", "docbound.")):
        own = to.removesuffix("()")
        is_own = own in here or any(name.endswith(f".{own}") for name in here)
        return not is_own and role != "mod" and "." not in own
    steps = to.removeprefix("docbound.").strip(".").split(".")
    if role == "mod":
        return not any(name.split(".")[-len(steps) :] == steps for name in modules)
    return not any(
        ".".join(steps[count:]) in names and name.split(".")[-count:] == steps[:count]
        for name, names in modules.items()
        for count in range(1, len(steps))
    )


def wrong_references(path: Path, modules: dict[str, set[str]]) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    name = ".".join(path.relative_to(PROGRAM).with_suffix("").parts).removesuffix(".__init__")
    for found in REFERENCE.finditer(text):
        if leads_nowhere(found["role"], found["to"], modules[name], modules):
            line = text.count("\n", 0, found.start()) + 1
            yield f"{path.relative_to(ROOT)}:{line}: {found['to']}"


def test_every_reference_leads_somewhere() -> None:
    modules = names_of_modules()
    wrong = [each for path in PROGRAM.rglob("*.py") for each in wrong_references(path, modules)]
    assert sorted(wrong) == []


def test_a_reference_to_what_has_moved_is_found() -> None:
    modules = {"runtime.errors": {"ApiException", "ApiException.data"}, "service": {"Api"}}
    here = {"Reader", "Reader.read"}
    assert not leads_nowhere("class", ".errors.ApiException", here, modules)
    assert not leads_nowhere("attr", ".errors.ApiException.data", here, modules)
    assert not leads_nowhere("class", "docbound.service.Api", here, modules)
    assert not leads_nowhere("meth", "read", here, modules)
    assert not leads_nowhere("mod", ".errors", here, modules)
    assert leads_nowhere("class", ".transport.ApiException", here, modules)
    assert leads_nowhere("class", "ApiException", here, modules)
    assert leads_nowhere("mod", ".repair", here, modules)
