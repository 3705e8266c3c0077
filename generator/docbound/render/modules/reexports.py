"""Packages that only re-export: the root, ``api``, ``aio``, ``models`` and what a layout adds."""

from __future__ import annotations

from typing import Final

from docbound.package import Import, Package
from docbound.records import record
from docbound.render.imports import import_block
from docbound.render.layout_types import File, Layout
from docbound.tables import runtime_names
from docbound.writing.python_source import Bracket, Keyword, Node, mapping, show, strings
from docbound.writing.source_types import PythonSource
from docbound.writing.text import string_literal


@record(kw_only=False)
class Collection:
    """What a re-exporting package holds.

    Attributes:
        names: for each public name the module that defines it, relative to the package.
        submodules: more modules that become attributes of the package; those that define a name
            are without being said.
        below: names of models, which are public here, too; the package :data:`_MODELS` below this
            one has them in its table.
    """

    names: tuple[tuple[str, str], ...]
    submodules: tuple[str, ...] = ()
    doc: str = ""
    below: tuple[str, ...] = ()

    @property
    def imports(self) -> PythonSource:
        """What type checkers see: each name re-exported explicitly."""
        homes = [
            *self.names,
            *((name, f".{_MODELS}") for name in self.below),
            *((name, ".") for name in self.submodules),
        ]
        needed = {Import(module=module, name=f"{name} as {name}") for name, module in homes}
        # Names are relative to the package itself already, so the block counts from depth 1.
        return import_block(needed, depth=1, indent=4)

    @property
    def attach(self) -> PythonSource:
        """The call that makes the names load on first use."""
        homes = {module for _, module in self.names}
        others = [name for name in self.submodules if f".{name}" not in homes]
        table = mapping({name: string_literal(module) for name, module in self.names})
        items: list[Node] = ["__name__", table]
        if others:
            items.append(Keyword("submodules=", strings(others)))
        if self.below:
            items.append(Keyword("collections=", strings([_MODELS])))
        call = Bracket("attach", "(", tuple(items))
        return show(call, indent=4, before=len("    __getattr__, __dir__ = "))


_MODELS: Final = "models"
_DOCS: Final = {
    "apis": "The API classes of {package}.",
    "aio": "The asynchronous client of {package}: the same names, to be awaited.",
    _MODELS: "The models of {package}.",
}


def collection(file: File, package: Package, layout: Layout) -> Collection | None:
    """What ``file`` re-exports, or None if it is no such file."""
    if not file.collects:
        return None
    parts = package.models if file.collects == "models" else package.apis
    former = package.former_models if file.collects == "models" else package.former_apis
    names = {part.name: f"{file.origin}{part.module}" for part in (*parts, *former)}
    if file.collects == "aio":
        names = runtime_names.exports(of_aio=True) | names | {"ApiClient": ".api_client"}
        names |= {helper.name: ".helpers" for helper in package.helpers}
    doc = _DOCS[file.collects].format(package=package.name)
    return Collection(tuple(sorted(names.items())), doc=doc)


def root(package: Package, layout: Layout) -> Collection:
    """What the package's root re-exports; the table of the models is theirs alone."""
    names = runtime_names.exports(of_aio=False)
    names |= {api.name: f".api.{api.module}" for api in package.apis}
    names |= {old.name: f".api.{old.module}" for old in package.former_apis}
    names |= {name: f".{module}" for name, module in runtime_names.MADE.items()}
    names |= {helper.name: ".helpers" for helper in package.helpers}
    models = {model.name for model in (*package.models, *package.former_models)}
    extra = {"helpers"} if package.helpers else set[str]()
    extra |= {"webhooks"} if package.webhooks else set[str]()
    extra |= {"sign_in"} if package.signs_in else set[str]()
    extra |= {"types"} if package.request_types else set[str]()
    extra |= {path.partition("/")[0].removesuffix(".py") for path, _ in package.handwritten}
    return Collection(
        tuple(sorted(names.items())),
        tuple(sorted(extra.union(layout.submodules))),
        below=tuple(sorted(models - names.keys())),
    )
