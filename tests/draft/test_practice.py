"""The practice pages that DOCBOUND_PRACTICE_PAGES names: every fact traced to a line, the score not
below what is asked, and the four pages that were described by hand.

The pages are other people's and not in this repository; without them these tests are skipped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main
from programs.draft_score import __main__ as draft_score

NAMED = os.environ.get(draft_score.VARIABLE, "")
PAGES = Path(NAMED)
SEEDS = PAGES.parent / "seeds"
SPECS = Path(__file__).parents[2] / "specs"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
# The client's own names; and where a page leaves the place of a parameter or the status open, a
# description must have one.
CHOSEN = ("package", "api", "tag", "operation_id", "in_at", "code_at")

pytestmark = pytest.mark.skipif(
    not NAMED or not PAGES.is_dir(),
    reason=f"{draft_score.VARIABLE} names no folder of practice pages",
)


def _folders() -> list[tuple[str, Path]]:
    if not NAMED or not PAGES.is_dir():
        return []
    return [(name, folder) for name, folder, _ in draft_score.folders(PAGES)]


def _drafted(source: Path, output: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    result = CliRunner().invoke(main, ["draft", str(source), "--output", str(output)])
    assert result.exit_code == 0, result.output
    read = [
        yaml.load((output / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
        for name in ("openapi.yaml", "documented.yaml")
    ]
    return read[0], read[1]


def _places(value: object) -> Iterator[str]:
    """Each ``at`` and ``…_at`` in a value."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in CHOSEN:
                continue
            if isinstance(item, str) and (key == "at" or key.endswith("_at")):
                yield item
            else:
                yield from _places(item)
    elif isinstance(value, list):
        for item in value:
            yield from _places(item)


@pytest.mark.parametrize(("name", "folder"), _folders(), ids=lambda value: str(value)[-30:])
def test_every_fact_is_traced_to_a_line(name: str, folder: Path, tmp_path: Path) -> None:
    described, documented = _drafted(folder, tmp_path / "out")
    lengths: dict[str, int] = {}
    for key, source in documented["sources"].items():
        path = source["file"] if isinstance(source, dict) else source
        found = folder / path
        assert found.exists() or (folder.parent / path).exists(), path
        found = found if found.exists() else folder.parent / path
        if found.is_file():
            text = found.read_bytes()
            lengths[key] = text.count(b"\n") + text.count(b"\r") + 1
    places = list(_places(documented))
    assert places
    for place in places:
        key, _, line = place.rpartition(":")
        assert key in documented["sources"], place
        assert line.isdigit() and 1 <= int(line) <= lengths.get(key, 10**9), place
    traced = {(item["method"].lower(), item["path"]): item for item in documented["operations"]}
    for path, operations in described["paths"].items():
        for method in METHODS:
            if method not in operations:
                continue
            item = traced[method, path]
            assert item["at"]
            stated = {
                parameter.get("wire", parameter["name"]): parameter
                for parameter in item["parameters"]
            }
            for parameter in operations[method].get("parameters", []):
                assert "$ref" in parameter or stated[parameter["name"]]["at"], parameter


def test_the_score(capsys: pytest.CaptureFixture[str]) -> None:
    assert draft_score.main() == 0
    last = capsys.readouterr().out.strip().splitlines()[-1]
    precision, recall = (float(word) for word in last.split()[-2:])
    assert precision >= 0.99 and recall >= 0.97, last


@pytest.mark.parametrize("client", ["iblai", "pulze", "stability", "togai"])
def test_pages_described_by_hand(client: str, tmp_path: Path) -> None:
    true = yaml.load((SPECS / client / "documented.yaml").read_text("utf-8"), yaml.CSafeLoader)
    page = SEEDS / true["sources"]["page"]["file"]
    if not page.exists():
        pytest.skip(f"{page} is not there")
    _, documented = _drafted(page, tmp_path / client)
    made = {(item["method"], _plain(item["path"])): item for item in documented["operations"]}
    from_page = [item for item in true["operations"] if item["at"].startswith("page:")]
    assert from_page
    for item in from_page:
        found = made[item["method"], _plain(item["path"])]
        parameters = {_plain(one["name"]): one for one in found["parameters"]}
        for parameter in item["parameters"]:
            if parameter["at"].startswith("page:") and parameter.get("in") != "body":
                drafted = parameters[_plain(parameter["name"])]
                assert drafted["at"] == parameter["at"]
                assert drafted["required"] == parameter["required"]
        statuses = {str(one["code"]): one["at"] for one in found["statuses"]}
        for status in item["statuses"]:
            if status["at"].startswith("page:"):
                assert statuses[str(status["code"])] == status["at"]


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9{}/]", "", name.lower())
