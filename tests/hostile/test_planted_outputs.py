"""No string of a description reaches what is printed as anything but text: no sequence for a
terminal, no command for a system of CI, no element of a page, no key of a bill of materials.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from docbound.cli import main
from tests.hostile import documents, more_places
from tests.hostile.payloads import PAYLOADS, Planter
from tests.hostile.read_back import Page, key_counts, marks
from tests.hostile.test_planted_projects import _Elements

DOCUMENTS: tuple[Callable[..., dict[str, Any]], ...] = (documents.openapi, more_places.described)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal may act upon, or what turns the direction of a line."""
_COMMANDS = re.compile(r"(?:::[a-z-]+(?: [^:]*)?::|##\[)")
"""How a line begins that a system of CI acts upon."""


def project(
    root: Path, described: Callable[..., dict[str, Any]], *, hostile: bool, groups: int
) -> Path:
    """A project with one client, whose description has the planted strings."""
    specs = root / "specs/planted"
    specs.mkdir(parents=True)
    (root / ".git").mkdir()
    document = described("3.2.0", Planter(hostile=hostile), groups)
    (specs / "openapi.yaml").write_text(json.dumps(document), encoding="utf-8")
    return root


def printed(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def check_lines(text: str) -> None:
    """No line acts upon a terminal, and each command of a line is docbound's own."""
    for line in text.split("\n"):
        assert not _CONTROLS.search(line), repr(line)
        command = _COMMANDS.match(line.lstrip())
        assert not command or re.match(r"::(?:error|warning|notice) (?:file|title)=", line), line


@pytest.mark.parametrize("described", DOCUMENTS, ids=("documents", "more_places"))
def test_what_is_printed_is_text(
    described: Callable[..., dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, described, hostile=True, groups=len(PAYLOADS))
    monkeypatch.chdir(root)
    for arguments in (
        ("validate", "specs/planted/openapi.yaml", "--verbose"),
        ("check",),
        ("check", "--format", "github"),
    ):
        text = printed(*arguments)
        assert any(marks(text)), arguments
        check_lines(text)
    suites = printed("check", "--format", "junit")
    assert any(marks(suites))
    assert not _CONTROLS.search(suites)
    ElementTree.fromstring(suites.encode())
    log = json.loads(printed("check", "--format", "sarif").encode())
    assert not [key for key in key_counts(log) if any(marks(key))]


def test_a_change_is_told_as_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, hostile, seed in (("a", True, 0), ("b", True, 1), ("c", False, 0)):
        document = documents.openapi("3.2.0", Planter(hostile=hostile, seed=seed), 12)
        Path(f"{name}.yaml").write_text(json.dumps(document), encoding="utf-8")
    for old, new in (("a.yaml", "b.yaml"), ("c.yaml", "a.yaml"), ("a.yaml", "c.yaml")):
        for form in ("text", "github", "markdown"):
            text = printed("diff", old, new, "--format", form)
            assert any(marks(text)), text
            check_lines(text)
        page = Page(text)
        assert not [tag for tag in page.tags() if any(marks(tag))]
        assert not [target for target in page.targets() if any(marks(target))]


def test_the_report_and_the_bill_of_materials(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[_Elements] = []
    bills: list[Counter[str]] = []
    for hostile in (True, False):
        root = project(tmp_path / str(hostile), documents.openapi, hostile=hostile, groups=4)
        monkeypatch.chdir(root)
        made = printed("generate", "specs/planted/openapi.yaml", "-o", "generated/planted")
        assert Path("generated/planted/pyproject.toml").exists(), made
        said = printed("report", "--html", "page.html")
        assert Path("page.html").exists(), said
        page = _Elements()
        page.feed(Path("page.html").read_text("utf-8"))
        pages.append(page)
        bills.append(key_counts(json.loads(printed("sbom", "generated/planted"))))
    assert set(pages[0].counts) <= set(pages[1].counts)
    assert not any(any(marks(value)) for value in pages[0].values)
    assert bills[0] == bills[1]
