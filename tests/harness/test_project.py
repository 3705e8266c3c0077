"""A project's folders and its table in pyproject.toml: what is wrong there is said at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness.errors import HarnessError
from docbound.harness.project import nearest, read

WRONG = {
    'specs = "api"\ngenerated = "api"': (3, 1, "specs and generated are the same folder"),
    'fixtures = "generated/tests"': (
        2,
        1,
        "fixtures is inside of the folder of generated packages",
    ),
    'secrets = {exempt-patterns = ["jtw"]}': (2, 12, "there is no shape of secrets 'jtw'"),
    'secrets = {patterns = {key = "("}}': (
        2,
        24,
        "key is not a regular expression: missing ), unterminated subpattern at position 0",
    ),
    'spec = "api"': (2, 1, "there is no setting 'spec' in [tool.docbound]"),
}


@pytest.mark.parametrize("table", WRONG)
def test_a_wrong_setting_is_said_at_its_place(table: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(f"[tool.docbound]\n{table}\n")
    with pytest.raises(HarnessError) as raised:
        read(tmp_path)
    [finding] = raised.value.findings
    assert finding.position is not None
    assert (finding.position.line, finding.position.column, finding.message) == WRONG[table]


def test_own_shapes_can_be_exempted_by_name(tmp_path: Path) -> None:
    table = (
        '[tool.docbound.secrets]\npatterns = {ours = "a{9}"}\nexempt-patterns = ["ours", "jwt"]\n'
    )
    (tmp_path / "pyproject.toml").write_text(table)
    assert read(tmp_path).secrets.exempt_patterns == ("ours", "jwt")


def test_the_nearest_project_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two projects, one inside of the other, and a folder that is in both."""
    inner = tmp_path / "vendor/inner"
    for root in (tmp_path, inner):
        (root / "specs/kennel").mkdir(parents=True)
        (root / "specs/kennel/openapi.yaml").touch()
    (inner / "docs").mkdir()
    assert nearest(inner / "docs") == inner
    assert nearest(inner.parent) == tmp_path
    monkeypatch.chdir(inner)
    assert nearest() == Path()


def test_what_to_do_next_names_the_folders_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.docbound]\nspecs = "api"\ngenerated = "clients"\nfixtures = "qa/recordings"\n'
    )
    done = CliRunner().invoke(main, ["new", "till", "--root", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert f"{tmp_path}/api/till/openapi.yaml" in done.output
    assert f"pip install {tmp_path}/clients/till" in done.output
    assert (tmp_path / "qa/recordings/till").is_dir()
    assert CliRunner().invoke(main, ["check", "--root", str(tmp_path)]).exit_code == 0
    assert not (tmp_path / "specs").exists()
