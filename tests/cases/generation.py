"""Generates the packages of cases; cases with the same description share one."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import build_request
from docbound.commands.fresh_build import fresh_build
from tests.cases.case_files import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A generated package: its folder, its import name, and the codes of what was found in the
    description.
    """

    folder: Path
    package: str
    codes: tuple[str, ...]

    def text(self, path: str) -> str:
        """The text of one of its files; ``{package}`` in ``path`` means the import name."""
        place = self.folder / path.format(package=self.package)
        return place.read_text(encoding="utf-8")


def make(case: Case, base: Path) -> Made:
    """Generates the package of ``case``, or finds the one that another case or process has made."""
    content = case.content
    files = {"openapi.yaml": case.description} | content.get("files", {})
    config = content.get("config") or {}
    return _make(json.dumps([files, config]), bool(content.get("lenient")), base)


def shared_folder(folders: pytest.TempPathFactory) -> Path:
    """A folder that the processes of one test run have in common."""
    base = folders.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@functools.cache
def _make(inputs: str, lenient: bool, base: Path) -> Made:
    key = hashlib.sha256(f"{inputs}{lenient}".encode()).hexdigest()[:12]
    folder, package = base / f"case_{key}", f"case_{key}"
    if not folder.exists():
        fresh = Path(tempfile.mkdtemp(dir=base))
        files, config = json.loads(inputs)
        codes = _generate(files, config, lenient, package, fresh)
        (fresh / "codes.json").write_text(json.dumps(codes), encoding="utf-8")
        # Another process may have made the same package meanwhile; they are equal.
        with suppress(OSError):
            fresh.rename(folder)
    codes = json.loads((folder / "codes.json").read_text(encoding="utf-8"))
    return Made(folder=folder / "made", package=package, codes=tuple(codes))


def _generate(
    files: dict[str, Any],
    config: dict[str, Any],
    lenient: bool,
    package: str,
    folder: Path,
) -> list[str]:
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "client.yaml").write_text(
        yaml.safe_dump({"package": package} | config), encoding="utf-8"
    )
    source = build_request.BuildRequest(
        description=folder / "openapi.yaml",
        output=folder / "made",
        config=folder / "client.yaml",
        lenient=lenient,
    )
    outcome = fresh_build(source, write=True)
    assert not outcome.failed, [item.message for item in outcome.diagnostics]
    assert outcome.generated is not None and outcome.generated.reported_once() is not None
    return [item.code for item in outcome.diagnostics]
