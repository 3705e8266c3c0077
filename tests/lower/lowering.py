"""From a few lines of description to the package, for tests of lowering."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from docbound import document, interpret, lower, naming
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.package import Method, Model, ModelField, ObjectModel, Package
from docbound.settings import settings

HEAD = 'openapi: 3.1.0\ninfo: {title: Things, version: "1"}\n'


def lowered(
    folder: Path,
    text: str,
    config: str = "",
    diagnostics: Diagnostics | None = None,
) -> Package:
    """The package of a description without its head; ``config`` are lines of client.yaml beside
    ``package``.
    """
    found = diagnostics if diagnostics is not None else Diagnostics()
    path = folder / "openapi.yaml"
    path.write_text(HEAD + dedent(text), encoding="utf-8")
    (folder / "client.yaml").write_text("package: things\n" + dedent(config), encoding="utf-8")
    loaded = settings.load(folder / "client.yaml", found)
    description = document.load(path, found)
    assert loaded and description, [item.message for item in found]
    api = interpret.build(description, found)
    names = naming.resolve_names(api, loaded, {}, found)
    return lower.lower(api, names, loaded, found)


def model(package: Package, name: str) -> Model:
    return next(item for item in package.models if item.name == name)


def field(package: Package, owner: str, name: str) -> ModelField:
    found = model(package, owner)
    assert isinstance(found, ObjectModel)
    return next(item for item in found.fields if item.wire_name == name)


def method(package: Package, name: str) -> Method:
    return next(item for api in package.apis for item in api.methods if item.name == name)
