"""Reads the case files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent

KEYS = frozenset(
    "name description config lenient call client wire headers json form text parts reply result holds raises mismatches"
    " source diagnostics collect only".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: its file, its name, and its content as it stands."""

    file: str
    name: str
    behaviour: int | None
    feature: str
    content: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"

    @property
    def description(self) -> dict[str, Any]:
        """The description as a whole document."""
        given: dict[str, Any] = self.content["description"]
        if "swagger" in given:
            return {"info": {"title": "Case", "version": "1"}, "paths": {}} | given
        skeleton = {"openapi": "3.1.0", "info": {"title": "Case", "version": "1"}}
        return skeleton | given | {"paths": given.get("paths", {})}


def read_cases() -> Iterator[Case]:
    """Yields every case of every file, in order.

    Raises:
        ValueError: a case has a key that nobody would look at, or a name twice.
    """
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        seen: set[str] = set()
        for item in content["cases"]:
            unknown = item.keys() - KEYS
            if unknown or item["name"] in seen:
                raise ValueError(
                    f"{path.name}: {item['name']}: {unknown or 'name given twice'}"
                )
            seen.add(item["name"])
            yield Case(
                file=path.stem,
                name=item["name"],
                behaviour=content.get("behaviour"),
                feature=content["feature"],
                content=item,
            )
