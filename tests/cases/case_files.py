"""Reads the case files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent

SHARED: Final = frozenset({"description", "files", "config", "lenient", "client"})
"""Keys that a file may give for all its cases."""
KEYS: Final = SHARED | {
    *("name", "yaml", "only", "known"),
    *("env", "call", "then", "collect", "response"),
    *("wire", "headers", "json", "form", "text", "parts"),
    *("result", "holds", "raises", "mismatches"),
    *("source", "diagnostics"),
}
FILE_KEYS: Final = SHARED | {"behaviour", "feature", "cases"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case: its file, its name, and its content with what the file gives to all of its
    cases.
    """

    file: str
    name: str
    behaviour: int
    feature: str
    content: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}:{self.name}"

    @property
    def description(self) -> str | dict[str, Any]:
        """The description: a whole document, or the text of one."""
        if "yaml" in self.content:
            return str(self.content["yaml"])
        given: dict[str, Any] = self.content.get("description", {})
        if "swagger" in given:
            return {"info": {"title": "Case", "version": "1"}, "paths": {}} | given
        skeleton = {"openapi": "3.1.0", "info": {"title": "Case", "version": "1"}}
        return skeleton | {"paths": {}} | given


def read_cases() -> Iterator[Case]:
    """Yields every case of every file, in order.

    Raises:
        ValueError: a file or a case has an unknown key, or a name is there twice.
    """
    for path in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        _check(path.name, content.keys() - FILE_KEYS)
        shared = {key: content[key] for key in SHARED if key in content}
        seen: set[str] = set()
        for item in content["cases"]:
            place = f"{path.name}: {item['name']}"
            _check(place, item.keys() - KEYS)
            _check(place, seen & {item["name"]})
            seen.add(item["name"])
            yield Case(
                file=path.stem,
                name=item["name"],
                behaviour=content["behaviour"],
                feature=content["feature"],
                content=shared | item,
            )


def _check(place: str, wrong: set[str]) -> None:
    if wrong:
        raise ValueError(f"{place}: unknown or given twice: {', '.join(sorted(wrong))}")
