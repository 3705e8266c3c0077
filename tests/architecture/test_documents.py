"""Every path that our pages name exists, and each folder of the program is on the map."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.blocks import ROOT

PROGRAM = ROOT / "generator" / "docbound"
RUNTIME = PROGRAM / "runtime"
MAP = ROOT / "docs" / "architecture.md"
_CODE = re.compile(r"`([^`\n]+)`")
_PATH = re.compile(r"[\w.]+(?:/[\w.]+)+/?$")
_MODULE = re.compile(r"_runtime(?:\.[a-z_0-9]+)+$")
_OURS = ("generator", "templates", "tests", "programs", "docs", "specs")
"""Folders of this repository; other paths in pages are those of packages and of users."""


def named(page: Path) -> Iterator[str]:
    """The paths and runtime modules that a page names in its prose."""
    text = re.sub(r"(?ms)^ *```.*?^ *```", "", page.read_text(encoding="utf-8"))
    for code in _CODE.findall(text):
        for word in code.split(", "):
            if _MODULE.match(word) or (_PATH.match(word) and is_ours(word)):
                yield word


def is_ours(word: str) -> bool:
    """Whether a path is in this repository: those of a package are files (``models/pet.py``)."""
    first = word.split("/")[0]
    is_runtime = (RUNTIME / first).is_dir() and not word.endswith(".py")
    return first in _OURS or (PROGRAM / first).is_dir() or is_runtime


def exists(word: str) -> bool:
    if word.startswith("_runtime."):
        word = "runtime/" + word.removeprefix("_runtime.").replace(".", "/")
    return any(
        path.exists() or path.with_suffix(".py").exists()
        for path in (ROOT / word, PROGRAM / word, RUNTIME / word)
    )


@pytest.mark.parametrize("page", [MAP, ROOT / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_what_is_named_exists(page: Path) -> None:
    words = set(named(page))
    assert len(words) > 5
    assert sorted(word for word in words if not exists(word)) == []


def test_each_folder_and_module_of_the_program_is_on_the_map() -> None:
    text = MAP.read_text(encoding="utf-8")
    rows = text.partition("## The folders")[2].partition("## ")[0]
    mapped = set(_CODE.findall(rows))
    missing = [
        path.name
        for path in sorted(PROGRAM.iterdir())
        if path.is_dir() and path.name != "__pycache__" and f"{path.name}/" not in mapped
    ]
    modules = {path.stem for path in PROGRAM.glob("[a-z]*.py")}
    assert (missing, sorted(modules - mapped)) == ([], [])
