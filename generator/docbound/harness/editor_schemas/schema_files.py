"""The schemas as files of a project."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from ..fixtures.refresh import write_text
from ..project import Project
from .cassettes import cassette_schema
from .client_yaml import client_schema
from .documented_yaml import documented_schema
from .keywords import Schema

FOLDER: Final = ".schemas"
"""The folder below that of the descriptions in which a project keeps the schemas."""

SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "client": client_schema,
    "documented": documented_schema,
    "cassette": cassette_schema,
}
"""The schemas by name."""


def schema_text(name: str) -> str:
    """A schema as JSON."""
    return json.dumps(SCHEMAS[name](), indent=2) + "\n"


def write_schemas(project: Project) -> list[Path]:
    """Writes the schemas where the lines ``# yaml-language-server`` look for them; returns those
    that changed.
    """
    changed: list[Path] = []
    for name in SCHEMAS:
        path = project.specs / FOLDER / f"{name}.schema.json"
        text = schema_text(name)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)
            changed.append(path)
    return changed
