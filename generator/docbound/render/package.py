"""Fills the template of each file of a layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from docbound.output.disk_state import files_below
from docbound.output.manifest import FileTree
from docbound.package import Package
from docbound.render import package_files, package_pages
from docbound.render.environment import template
from docbound.render.layout_types import Layout, Page, Target


def render(package: Package) -> FileTree:
    """The generated files of a package, unformatted where a line could not be printed as black
    wants it.

    Args:
        package: the finished package; its ``layout`` names one of
            :data:`docbound.render.package_files.LAYOUTS`.

    Returns:
        The text of each file by its path in the distribution's folder, always with ``/``.
    """
    layout = package_files.LAYOUTS[package.layout]
    tree: FileTree = {}
    for targets in _targets(package, layout):
        tree.update(_files(targets))
    tree.update(_former(package, layout))
    tree.update(_runtime(package))
    return dict(sorted(tree.items()))


def _targets(package: Package, layout: Layout) -> Iterator[list[Target]]:
    """The files to be made, those of one API class or model together."""
    once = [*layout.package]
    if package.helpers:
        once += package_files.HELPERS
    if package.request_types:
        once.append(package_files.REQUEST_TYPES)
    if package.webhooks:
        once.append(package_files.WEBHOOKS)
    if package.signs_in:
        once.append(package_files.SIGN_IN)
    for file in once:
        yield [Target(package=package, layout=layout, file=file)]
    for api in package.apis:
        files = [file for file in layout.api if api.methods or not file.of_methods]
        yield [Target(package=package, layout=layout, file=file, part=api) for file in files]
    for model in package.models:
        files = [layout.models[type(model).__name__], layout.model_page]
        yield [Target(package=package, layout=layout, file=file, part=model) for file in files]


def _files(targets: Sequence[Target]) -> Iterator[tuple[str, str]]:
    """The paths of files, and their texts; those that are given the same values, as the twins are,
    share them, and what has been printed with them.
    """
    values: dict[Page, dict[str, object]] = {}
    for target in targets:
        page = target.file.page
        if page not in values:
            values[page] = page(target)
        part = target.part
        names = {} if part is None else {"module": part.module, "name": part.name}
        path = target.file.path.format(package=target.package.path, **names)
        source = template(target.layout.folder, target.file.template)
        yield path, source.render(package=target.package, **values[page])


def _former(package: Package, layout: Layout) -> FileTree:
    """Modules that keep former names of classes."""
    kept = [(layout.models_folder, old) for old in package.former_models]
    kept += [(folder, old) for folder in ("api", "aio") for old in package.former_apis]
    return {
        f"{package.path}/{folder}/{old.module}.py": template(
            layout.folder, "former.py.jinja"
        ).render(old=old, warning=package_pages.deprecation(old.name, old.now, indent=0))
        for folder, old in kept
    }


def _runtime(package: Package) -> FileTree:
    """The runtime, as it is."""
    folder = package_files.RUNTIME.format(package=package.path)
    unused = set[str]() if package.webhooks else {"webhooks.py"}
    return {f"{folder}{name}": text for name, text in _runtime_files() if name not in unused}


@lru_cache(maxsize=1)
def _runtime_files() -> tuple[tuple[str, str], ...]:
    folder = Path(__file__).parent.parent / "runtime"
    return tuple(
        (name, (folder / name).read_text(encoding="utf-8"))
        for name in sorted(files_below(folder))
        if name.endswith(".py")
    )
