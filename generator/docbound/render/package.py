"""Walks the files of a layout and fills each one's template."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from docbound.output.tree import FileTree, files_below
from docbound.package import ApiClass, Model, Package
from docbound.render import (
    api_modules,
    documentation,
    helpers,
    layouts,
    model_modules,
    operation_table,
    package_pages,
    reexports,
    spec_module,
    stub_module,
)
from docbound.render.environment import template
from docbound.render.layouts import File, Layout


def render(package: Package) -> FileTree:
    """The generated files of a package, unformatted where a line could not be printed as black
    wants it.

    Args:
        package: the finished package; its ``layout`` names one of
            :data:`docbound.render.layouts.LAYOUTS`.

    Returns:
        The text of each file by its path in the distribution's folder, always with ``/``.
    """
    layout = layouts.LAYOUTS[package.layout]
    tree: FileTree = {}
    for file in layout.package:
        tree[_path(file, package)] = _package_file(file, package, layout)
    for file in layouts.HELPERS if package.helpers else ():
        tree[_path(file, package)] = _package_file(file, package, layout)
    for api in package.apis:
        for file in layout.api:
            tree[_path(file, package, api)] = _api_file(file, package, api, layout)
    for model in package.models:
        for file in (layout.models[type(model).__name__], layout.model_page):
            tree[_path(file, package, model)] = _model_file(file, package, model, layout)
    tree.update(_former(package, layout))
    tree.update(_runtime(package))
    return dict(sorted(tree.items()))


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


def _path(file: File, package: Package, part: ApiClass | Model | None = None) -> str:
    if part is None:
        return file.path.format(package=package.path)
    return file.path.format(package=package.path, module=part.module, name=part.name)


def _package_file(file: File, package: Package, layout: Layout) -> str:
    return template(layout.folder, file.template).render(
        package=package,
        spec=spec_module.spec_module(package),
        collection=reexports.collection(file, package, layout),
        root=reexports.root(package, layout),
        page=package_pages.PackagePages(package, layout),
        helpers=helpers.helper_sources(package),
        stubs=stub_module.StubModule(package),
    )


def _api_file(file: File, package: Package, api: ApiClass, layout: Layout) -> str:
    return template(layout.folder, file.template).render(
        package=package,
        api=api,
        module=api_modules.ApiModule(api, layout),
        table=operation_table.OperationTable(api, layout),
        page=documentation.ApiPage(package, api, layout),
    )


def _model_file(file: File, package: Package, model: Model, layout: Layout) -> str:
    return template(layout.folder, file.template).render(
        package=package,
        model=model,
        module=model_modules.ModelModule(model, layout),
        page=documentation.ModelPage(package, model, layout),
    )


def _runtime(package: Package) -> FileTree:
    """The runtime, as it is."""
    folder = layouts.RUNTIME.format(package=package.path)
    return {f"{folder}{name}": text for name, text in _runtime_files()}


@lru_cache(maxsize=1)
def _runtime_files() -> tuple[tuple[str, str], ...]:
    folder = Path(__file__).parent.parent / "runtime"
    return tuple(
        (name, (folder / name).read_text(encoding="utf-8"))
        for name in sorted(files_below(folder))
        if name.endswith(".py")
    )
