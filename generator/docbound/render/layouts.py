"""Layouts: which file of a package comes from which template.

A layout is data. The engine under it is the same, and so are the texts, except for the blocks that
the layout's own folder under ``templates/`` overrides.
"""

from __future__ import annotations

from typing import Final

from docbound.records import record


@record
class File:
    """One file of a package.

    Attributes:
        template: the template's path below its folder of ``templates/``.
        path: where the file goes, with ``{package}``, and ``{module}`` and ``{name}`` of an API
            class or model.
        collects: for a package that only re-exports, what it holds: ``apis``, ``aio`` or
            ``models``.
        origin: for such a package, where their modules are, relative to it.
    """

    template: str
    path: str
    collects: str = ""
    origin: str = "."


@record
class Layout:
    """The files of a package: those it has once, those of each API class and those of each model.

    Attributes:
        folder: the folder of ``templates/`` that is asked before ``base``.
        models_folder: the package that holds the modules of the models.
        models: template and path by the kind of model; a page for each comes from ``model_page``.
        submodules: modules and packages that are attributes of the root.
    """

    folder: str
    models_folder: str
    package: tuple[File, ...]
    api: tuple[File, ...]
    models: dict[str, File]
    model_page: File
    submodules: tuple[str, ...]


_PACKAGE: Final = (
    File(template="pyproject.toml.jinja", path="pyproject.toml"),
    File(template="README.md.jinja", path="README.md"),
    File(template="docs_index.md.jinja", path="docs/README.md"),
    File(template="root.py.jinja", path="{package}/__init__.py"),
    File(template="spec.py.jinja", path="{package}/_spec.py"),
    File(template="configuration.py.jinja", path="{package}/configuration.py"),
    File(template="api_client.py.jinja", path="{package}/api_client.py"),
    File(template="aio_api_client.py.jinja", path="{package}/aio/api_client.py"),
    File(template="api_response.py.jinja", path="{package}/api_response.py"),
    File(template="exceptions.py.jinja", path="{package}/exceptions.py"),
    File(template="hooks.py.jinja", path="{package}/hooks.py"),
    File(template="rest.py.jinja", path="{package}/rest.py"),
    File(template="testing.py.jinja", path="{package}/testing.py"),
    File(template="operations.py.jinja", path="{package}/_operations/__init__.py"),
    File(template="py.typed.jinja", path="{package}/py.typed"),
    File(
        template="collection.py.jinja",
        path="{package}/api/__init__.py",
        collects="apis",
    ),
    File(
        template="collection.py.jinja",
        path="{package}/aio/__init__.py",
        collects="aio",
    ),
)
_API: Final = (
    File(template="api_operations.py.jinja", path="{package}/_operations/{module}.py"),
    File(template="api.py.jinja", path="{package}/api/{module}.py"),
    File(template="aio_api.py.jinja", path="{package}/aio/{module}.py"),
    File(template="api.md.jinja", path="docs/{name}.md"),
)
_MODELS: Final = File(
    template="collection.py.jinja",
    path="{package}/models/__init__.py",
    collects="models",
)
_SUBMODULES: Final = (
    "aio",
    "api",
    "api_client",
    "api_response",
    "configuration",
    "exceptions",
    "hooks",
    "models",
    "rest",
)


def _model_files(folder: str) -> dict[str, File]:
    path = f"{{package}}/{folder}/{{module}}.py"
    return {
        "ObjectModel": File(template="object.py.jinja", path=path),
        "EnumModel": File(template="enum.py.jinja", path=path),
        "AliasModel": File(template="alias.py.jinja", path=path),
    }


MODERN: Final = Layout(
    folder="modern",
    models_folder="models",
    package=(*_PACKAGE, _MODELS),
    api=_API,
    models=_model_files("models"),
    model_page=File(template="model.md.jinja", path="docs/{name}.md"),
    submodules=_SUBMODULES,
)

PRIOR: Final = Layout(
    folder="prior",
    models_folder="model",
    package=(
        *_PACKAGE,
        File(
            template="collection.py.jinja",
            path="{package}/apis/__init__.py",
            collects="apis",
            origin="..api.",
        ),
        File(
            template="collection.py.jinja",
            path="{package}/model/__init__.py",
            collects="models",
        ),
        File(
            template="collection.py.jinja",
            path="{package}/models/__init__.py",
            collects="models",
            origin="..model.",
        ),
    ),
    api=_API,
    models=_model_files("model"),
    model_page=File(template="model.md.jinja", path="docs/{name}.md"),
    submodules=tuple(sorted((*_SUBMODULES, "apis", "model"))),
)

LAYOUTS: Final = {"modern": MODERN, "prior": PRIOR}
HELPERS: Final = (
    File(template="helpers.py.jinja", path="{package}/helpers.py"),
    File(template="aio_helpers.py.jinja", path="{package}/aio/helpers.py"),
)
RUNTIME: Final = "{package}/_runtime/"
HANDWRITTEN: Final = "{package}/"
