"""What is left of clients, operations and pages that were removed or renamed, and several mistakes
at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness import project
from docbound.harness.checks import gate
from docbound.harness.checks.sections import SECTIONS
from tests.harness.checks.test_seeded_drift import CLIENT, FACTS, FIXTURES, PAGE, SPEC, swap

HERE = Path(__file__).parent / "harbour"
ONE = f"{FIXTURES}/get_ship.example.yaml"


def edited(file: str, change: Callable[[str], str]) -> Callable[[Path], object]:
    return lambda root: (root / file).write_text(change((root / file).read_text()))


def moved(old: str, new: str) -> Callable[[Path], object]:
    return lambda root: shutil.move(root / old, root / new)


def removed(place: str) -> Callable[[Path], object]:
    def remove(root: Path) -> None:
        if (root / place).is_dir():
            shutil.rmtree(root / place)
        else:
            (root / place).unlink()

    return remove


def regenerated(root: Path) -> None:
    done = CliRunner().invoke(main, ["regenerate", "--root", str(root)])
    assert done.exit_code == 0, done.output


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is done, and the findings: codes, each with its file."""

    steps: tuple[Callable[[Path], object], ...]
    found: frozenset[tuple[str, str]]


LEFT = {
    ("package-without-description", "generated/harbour/.docbound.json"),
    ("fixture-without-client", f"{FIXTURES}/add_ship.example.yaml"),
}
CHANGES = {
    "a description is deleted": Change(
        steps=(removed(SPEC),), found=frozenset({*LEFT, ("no-description", CLIENT)})
    ),
    "a client is deleted": Change(steps=(removed("specs/harbour"),), found=frozenset(LEFT)),
    "fixtures of a client that is called otherwise": Change(
        steps=(moved(FIXTURES, "tests/fixtures/harbor"),),
        found=frozenset(
            {("fixture-without-client", "tests/fixtures/harbor/add_ship.example.yaml")}
        ),
    ),
    "a fixture with another ending": Change(
        steps=(moved(ONE, f"{FIXTURES}/get_ship.other.yml"),),
        found=frozenset({("unread-fixture", f"{FIXTURES}/get_ship.other.yml")}),
    ),
    "an operation is renamed, its fixtures are not": Change(
        steps=(
            edited(SPEC, swap("operationId: getShip", "operationId: readShip")),
            edited(FACTS, swap("operation_id: getShip", "operation_id: readShip")),
            edited(FACTS, swap("name: get_ship", "name: read_ship")),
            regenerated,
        ),
        found=frozenset(
            {
                ("fixture-without-operation", ONE),
                ("fixture-without-operation", f"{FIXTURES}/get_ship.status_404.yaml"),
            }
        ),
    ),
    "a page that moved on by a line": Change(
        steps=(edited(PAGE, lambda text: "News.\n" + text),),
        found=frozenset({("fact-without-source", FACTS)}),
    ),
    "a secret in a comment of client.yaml": Change(
        steps=(edited(CLIENT, lambda text: f"{text}# ghp_{'a1B2' * 9}\n"),),
        found=frozenset({("secret", CLIENT)}),
    ),
    "a fact and a fixture at once": Change(
        steps=(
            edited(FACTS, swap("kind: bearer", "kind: basic")),
            edited(ONE, swap("code: 200", "code: 206")),
        ),
        found=frozenset({("description-differs", SPEC), ("undescribed-status", ONE)}),
    ),
    "an edited package and a secret at once": Change(
        steps=(
            edited("generated/harbour/README.md", lambda text: text + "\nMore.\n"),
            edited(ONE, swap('"Ada"', f'"ghp_{"a1B2" * 9}"')),
        ),
        found=frozenset({("drift-changed", "generated/harbour/README.md"), ("secret", ONE)}),
    ),
    "a fixture and its page of facts at once": Change(
        steps=(
            edited(ONE, swap("/v2/ships/s1", "/v2/shops/s1")),
            edited(PAGE, swap("Read a ship", "Fetch a ship")),
        ),
        found=frozenset({("request-misfit", ONE), ("fact-without-source", FACTS)}),
    ),
}


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of two clients in which nothing is wrong."""
    root = tmp_path_factory.mktemp("harbour")
    shutil.copytree(HERE, root / "specs/harbour")
    for command in (
        ["new", "kennel"],
        ["regenerate"],
        ["fixtures", "new", "harbour", "--all"],
        ["fixtures", "new", "harbour", "getShip", "--status", "404"],
    ):
        done = CliRunner().invoke(main, [*command, "--root", str(root)])
        assert done.exit_code == 0, done.output
    return root


@pytest.mark.parametrize("name", CHANGES)
def test_the_changes_are_found_and_nothing_else(clean: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / "project"
    shutil.copytree(clean, root)
    for step in CHANGES[name].steps:
        step(root)
    found_project = project.find(root)
    result = gate.run(found_project, found_project.clients(), tuple(SECTIONS))
    found = {
        (one.code, Path(one.position.file).relative_to(root).as_posix() if one.position else "")
        for item in result.results
        for one in item.findings
        if one.severity.value in ("error", "warning") and one.code != "stale-fixtures"
    }
    assert found == CHANGES[name].found


def test_what_belongs_to_no_client_is_left_alone_where_clients_are_named(
    clean: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(clean, root)
    shutil.copytree(root / FIXTURES, root / "tests/fixtures/harbor")
    done = CliRunner().invoke(main, ["check", "kennel", "--root", str(root)])
    assert done.exit_code == 0, done.output


def test_json_and_another_format_are_not_both_given(clean: Path) -> None:
    done = CliRunner().invoke(main, ["check", "--json", "--format", "sarif", "--root", str(clean)])
    assert done.exit_code == 2
    assert "cannot both be given" in done.output
