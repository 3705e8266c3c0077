"""The reports of the gate for machines, and its options."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from tests.support.no_project_above import no_project_above
from tests.support.runs import docbound

SECTIONS = ("generated", "documented", "fixtures", "secrets", "replay", "examples")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one wrong fixture, in a line that is known."""
    folder = tmp_path_factory.mktemp("project")
    assert docbound(folder, "new", "hello").exit_code == 0
    assert docbound(folder, "check").exit_code == 0
    fixture = folder / "tests/fixtures/hello/get_greeting.example.yaml"
    fixture.write_text(fixture.read_text().replace('"text": "Hello, Ada!"', '"text": 7'))
    return folder


def line(root: Path) -> int:
    text = (root / "tests/fixtures/hello/get_greeting.example.yaml").read_text()
    return text[: text.index('"text": 7')].count("\n") + 1


def test_github_annotates_the_line(root: Path) -> None:
    done = docbound(root, "check", "--format", "github")
    [annotation] = [row for row in done.output.splitlines() if row.startswith("::error")]
    assert f"get_greeting.example.yaml,line={line(root)},col=" in annotation
    assert "title=hello%3A fixtures against descriptions [response-misfit]::" in annotation
    assert "%0A" in annotation
    assert done.exit_code == 1


def test_sarif_has_rules_and_regions(root: Path) -> None:
    log = json.loads(docbound(root, "check", "--format", "sarif").output)
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    [result] = [item for item in run["results"] if item["level"] == "error"]
    assert result["ruleId"] == "response-misfit"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] == line(root)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} >= {"response-misfit"}


def test_junit_has_a_case_a_section(root: Path) -> None:
    suites = ElementTree.fromstring(docbound(root, "check", "--format", "junit").output)
    [suite] = suites
    assert suite.attrib["name"] == "hello"
    failed = [case.attrib["name"] for case in suite if case.find("failure") is not None]
    assert failed == ["fixtures against descriptions"]


def test_json_has_sections_and_clients(root: Path) -> None:
    report = json.loads(docbound(root, "check", "--json").output)
    assert (report["ok"], report["summary"]["errors"]) == (False, 1)
    found = {item["section"]: item["ok"] for item in report["sections"]}
    assert set(SECTIONS) <= set(found)
    assert [name for name, ok in found.items() if not ok] == ["fixtures"]
    assert [client["ok"] for client in report["clients"]] == [True]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--only", "generated"], 0),
        (["--only", "generated", "--only", "fixtures"], 1),
        (["--skip", "fixtures", "--skip", "replay"], 0),
        (["--only", "fixtures", "--skip", "fixtures"], 2),
        (["--only", "nothing"], 2),
    ],
    ids=str,
)
def test_sections_are_chosen(root: Path, options: list[str], code: int) -> None:
    assert docbound(root, "check", *options).exit_code == code


def test_a_project_is_found_upwards_and_reported_where_missing(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root / "tests/fixtures/hello")
    assert CliRunner().invoke(main, ["check", "--only", "generated"]).exit_code == 0
    monkeypatch.chdir(tmp_path)
    no_project_above(tmp_path, monkeypatch)
    done = CliRunner().invoke(main, ["check"])
    assert (done.exit_code, "is not inside of a project" in done.output) == (2, True)
    done = docbound(tmp_path / "none", "check")
    assert (done.exit_code, "is not a folder" in done.output) == (2, True)


def test_the_nearest_of_two_projects_counts(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = root / "inner"
    assert docbound(inner, "new", "world").exit_code == 0
    monkeypatch.chdir(inner)
    report = json.loads(CliRunner().invoke(main, ["check", "--json", "--only", "generated"]).output)
    assert [item["client"] for item in report["sections"]] == ["world"]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("[tool.docbound]\nspcs = 'x'\n", "pyproject.toml:2:1: error: there is no setting 'spcs'"),
        (
            "[tool.docbound]\nspecs = 1\n",
            "pyproject.toml:2:1: error: specs has to be a folder's name",
        ),
        ("[tool.docbound]\nreplay = 'x'\n", "replay has to be true or false"),
        ("[tool.docbound.secrets]\npatterns = {a = '('}\n", "a is not a regular expression"),
        ("[tool.docbound\n", "pyproject.toml cannot be read"),
    ],
)
def test_a_wrong_table_is_reported_with_its_line(tmp_path: Path, table: str, words: str) -> None:
    (tmp_path / "pyproject.toml").write_text(table)
    done = docbound(tmp_path, "check")
    assert words in done.output, done.output
    assert done.exit_code == 1
