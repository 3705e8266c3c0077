"""What a line of a template may end in."""

from __future__ import annotations

import re

from tests.support.blocks import ROOT

_SWALLOWED = re.compile(r"^\s*[^\s{].*(?<!\+)%\}$")
"""Text and then a tag: the environment drops the line break behind a tag, unless it ends in
``+%}``."""


def test_no_tag_behind_text_takes_the_line_break() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.jinja"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _SWALLOWED.match(line)
    ]
    assert found == []


def test_such_lines_are_found() -> None:
    line = "URIs are relative to {% if host %}{{ host }}{% endif %}"
    assert _SWALLOWED.match(line)
    assert not _SWALLOWED.match(line.replace("endif %}", "endif +%}"))
