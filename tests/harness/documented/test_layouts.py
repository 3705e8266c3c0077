"""Page layouts that a project declares itself: facts are looked up as it says, and lines that state
something need a fact.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main

PAGE = """\
Dogs
= GET /dogs
* breed (string) may be sent
* page (integer) must be sent
-> 200 A list of dogs
"""
DESCRIPTION = """\
openapi: 3.1.0
info: {title: Kennel, version: "1"}
servers: [{url: "https://kennel.example"}]
paths:
  /dogs:
    get:
      operationId: listDogs
      parameters:
        - {name: breed, in: query, schema: {type: string}}
        - {name: page, in: query, required: true, schema: {type: integer}}
      responses: {"200": {description: A list of dogs}}
"""
FACTS = """\
format: documented/1
sources: {page: {title: Dogs, file: page.txt, layout: stars}}
layouts:
  stars:
    texts:
      operation: "= {method} {path}"
      parameter: "* {wire} ({type})"
      status: "-> {code} {text}"
    rows: "[*=]|->"
operations:
  - method: GET
    path: /dogs
    at: page:2
    parameters:
      - {wire: breed, in: query, type: string, required: false, at: page:3}
      - {wire: page, in: query, type: integer, required: true, at: page:4}
    statuses: [{code: "200", text: A list of dogs, at: page:5}]
"""


def check(root: Path, facts: str, page: str = PAGE) -> tuple[int, str]:
    folder = root / "specs/kennel"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.yaml").write_text(DESCRIPTION)
    (folder / "documented.yaml").write_text(facts)
    (folder / "page.txt").write_text(page)
    done = CliRunner().invoke(main, ["check", "--only", "sources", "--root", str(root)])
    return done.exit_code, done.output


def test_facts_are_on_lines_of_that_layout(tmp_path: Path) -> None:
    assert check(tmp_path, FACTS) == (0, "1 client: all in step\n")


@pytest.mark.parametrize(
    ("facts", "page", "words"),
    [
        (FACTS, PAGE.replace("breed (string)", "breed (text)"), "does not say '* breed (string)'"),
        (FACTS, PAGE.replace("-> 200", "-> 201"), "does not say '-> 200 A list of dogs'"),
        (
            FACTS,
            PAGE + "* sort (string) may be sent\n",
            "no fact of documented.yaml names this line",
        ),
    ],
)
def test_drift_is_found(tmp_path: Path, facts: str, page: str, words: str) -> None:
    code, output = check(tmp_path, facts, page)
    assert code == 1
    assert words in output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("layout: stars", "layout: star", "did you mean 'stars'?"),
        ("{method} {path}", "{methd} {path}", "a text of a layout has no {methd}"),
        ("{method} {path}", "{method", "is no template"),
        ('rows: "[*=]|->"', 'rows: "["', "`rows` is no regular expression"),
        ("      status:", "      statuss:", "statuss"),
        ("  stars:\n", "  text:\n", "there is a layout 'text' already"),
    ],
)
def test_a_layout_that_is_wrong_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    code, output = check(tmp_path, FACTS.replace(old, new))
    assert code == 1
    assert words in output
    assert "documented.yaml:" in output
