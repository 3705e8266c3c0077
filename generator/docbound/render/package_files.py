"""Layouts: the files of a package, their templates and values.

A layout is data. The engine under it is the same, and so are the texts, except for the blocks that
the layout's own folder under ``templates/`` overrides. Another output file is another row here.
"""

from __future__ import annotations

from typing import Final

from docbound.render import template_values
from docbound.render.layout_types import File, Layout

_PACKAGE: Final = (
    File(page=template_values.front, template="pyproject.toml.jinja", path="pyproject.toml"),
    File(page=template_values.front, template="README.md.jinja", path="README.md"),
    File(page=template_values.front, template="docs_index.md.jinja", path="docs/README.md"),
    File(page=template_values.root, template="root.py.jinja", path="{package}/__init__.py"),
    File(page=template_values.spec, template="spec.py.jinja", path="{package}/_spec.py"),
    File(
        page=template_values.front,
        template="configuration.py.jinja",
        path="{package}/configuration.py",
    ),
    File(
        page=template_values.front, template="api_client.py.jinja", path="{package}/api_client.py"
    ),
    File(
        page=template_values.front,
        template="aio_api_client.py.jinja",
        path="{package}/aio/api_client.py",
    ),
    File(
        page=template_values.front,
        template="api_response.py.jinja",
        path="{package}/api_response.py",
    ),
    File(
        page=template_values.front, template="exceptions.py.jinja", path="{package}/exceptions.py"
    ),
    File(page=template_values.front, template="hooks.py.jinja", path="{package}/hooks.py"),
    File(page=template_values.front, template="rest.py.jinja", path="{package}/rest.py"),
    File(page=template_values.stubs, template="testing.py.jinja", path="{package}/testing.py"),
    File(
        page=template_values.stubs, template="examples.json.jinja", path="{package}/_examples.json"
    ),
    File(
        page=template_values.front,
        template="operations.py.jinja",
        path="{package}/_operations/__init__.py",
    ),
    File(page=template_values.front, template="py.typed.jinja", path="{package}/py.typed"),
    File(
        page=template_values.collection,
        template="collection.py.jinja",
        path="{package}/api/__init__.py",
        collects="apis",
    ),
    File(
        page=template_values.collection,
        template="collection.py.jinja",
        path="{package}/aio/__init__.py",
        collects="aio",
    ),
)
_API: Final = (
    File(
        page=template_values.operation_table,
        template="api_operations.py.jinja",
        path="{package}/_operations/{module}.py",
        of_methods=True,
    ),
    File(
        page=template_values.api_module, template="api.py.jinja", path="{package}/api/{module}.py"
    ),
    File(
        page=template_values.api_module,
        template="aio_api.py.jinja",
        path="{package}/aio/{module}.py",
    ),
    File(page=template_values.api_page, template="api.md.jinja", path="docs/{name}.md"),
)
_MODELS: Final = File(
    page=template_values.collection,
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
        "ObjectModel": File(
            page=template_values.model_module, template="object.py.jinja", path=path
        ),
        "EnumModel": File(page=template_values.model_module, template="enum.py.jinja", path=path),
        "AliasModel": File(page=template_values.model_module, template="alias.py.jinja", path=path),
    }


MODERN: Final = Layout(
    folder="modern",
    models_folder="models",
    package=(*_PACKAGE, _MODELS),
    api=_API,
    models=_model_files("models"),
    model_page=File(
        page=template_values.model_page, template="model.md.jinja", path="docs/{name}.md"
    ),
    submodules=_SUBMODULES,
)

PRIOR: Final = Layout(
    folder="prior",
    models_folder="model",
    package=(
        *_PACKAGE,
        File(
            page=template_values.collection,
            template="collection.py.jinja",
            path="{package}/apis/__init__.py",
            collects="apis",
            origin="..api.",
        ),
        File(
            page=template_values.collection,
            template="collection.py.jinja",
            path="{package}/model/__init__.py",
            collects="models",
        ),
        File(
            page=template_values.collection,
            template="collection.py.jinja",
            path="{package}/models/__init__.py",
            collects="models",
            origin="..model.",
        ),
    ),
    api=_API,
    models=_model_files("model"),
    model_page=File(
        page=template_values.model_page, template="model.md.jinja", path="docs/{name}.md"
    ),
    submodules=tuple(sorted((*_SUBMODULES, "apis", "model"))),
)

LAYOUTS: Final = {"modern": MODERN, "prior": PRIOR}
REQUEST_TYPES: Final = File(
    page=template_values.request_types, template="types.py.jinja", path="{package}/types.py"
)
"""Only where a call takes plain data in place of a model."""
WEBHOOKS: Final = File(
    page=template_values.webhooks, template="webhooks.py.jinja", path="{package}/webhooks.py"
)
"""Only where the description has webhooks."""
SIGN_IN: Final = File(
    page=template_values.front, template="sign_in.py.jinja", path="{package}/sign_in.py"
)
"""Only where a client can fetch its credential for itself."""
HELPERS: Final = (
    File(page=template_values.helpers, template="helpers.py.jinja", path="{package}/helpers.py"),
    File(
        page=template_values.helpers,
        template="aio_helpers.py.jinja",
        path="{package}/aio/helpers.py",
    ),
)
RUNTIME: Final = "{package}/_runtime/"
HANDWRITTEN: Final = "{package}/"
