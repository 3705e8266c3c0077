"""Changes to a description from one run to the next: what it says of a schema, and what the schema
has.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

from .subjects import content

Edit = Callable[[dict[str, Any], int], None]
"""Changes a schema; the number makes each change another one."""


class Description:
    """A description of its own for one generator, which is changed step by step.

    Attributes:
        path: where it is written.
    """

    def __init__(self, original: Path, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / original.name
        self._content = content(original)
        self._schema = _first_object(self._content)
        self._turn = 0
        self._write()

    def change(self, edit: Edit) -> None:
        """Makes one more change."""
        self._turn += 1
        edit(self._schema, self._turn)
        self._write()

    def _write(self) -> None:
        if self.path.suffix == ".json":
            text = json.dumps(self._content)
        else:
            text = yaml.dump(self._content, Dumper=yaml.CSafeDumper, sort_keys=False)
        self.path.write_text(text, encoding="utf-8")


def _first_object(content: dict[str, Any]) -> dict[str, Any]:
    """The first schema with properties."""
    home = content.get("definitions") or content["components"]["schemas"]
    found: dict[str, Any] = next(schema for schema in home.values() if "properties" in schema)
    return found


def describe(schema: dict[str, Any], turn: int) -> None:
    """Another description."""
    schema["description"] = f"Described anew, {turn}."


def reshape(schema: dict[str, Any], turn: int) -> None:
    """One property more."""
    schema["properties"][f"added_{turn}"] = {"type": "string"}


EDITS: Final[dict[str, Edit | None]] = {
    "nothing": None,
    "one description": describe,
    "one schema": reshape,
}
"""What changes between two runs."""
