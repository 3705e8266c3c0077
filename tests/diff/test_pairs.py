"""The table of pairs: what diff says of each is what happens to its program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from docbound.diff.change import Class
from tests.diff.trial import (
    Packages,
    Pair,
    Ran,
    made,
    merge,
    program,
    read_pairs,
    run,
    write,
)

PAIRS = read_pairs()


@pytest.fixture(scope="module")
def package_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One package of all old sides, and one of all new ones, with every program beside them."""
    folder = tmp_path_factory.mktemp("pairs")
    shared = [pair for pair in PAIRS if not pair.alone]
    packages = [
        made(folder, merge([pair.old for pair in shared]), merge([p.new for p in shared])),
        *(made(folder / str(p.number), p.old, p.new, p.package) for p in PAIRS if p.alone),
    ]
    for side in ("old", "new"):
        for each in packages:
            write(each.old if side == "old" else each.new, folder / side)
        for pair in PAIRS:
            (folder / side / f"program_{pair.number}.py").write_text(
                program(pair), encoding="utf-8"
            )
    return folder


def wrong_programs(folder: Path, checker: str) -> set[int]:
    """The numbers of the programs that a strict type checker refuses."""
    programs = [f"program_{pair.number}.py" for pair in PAIRS]
    command = {
        "mypy": [
            "-m",
            "mypy",
            "--strict",
            "--no-incremental",
            "--no-error-summary",
            *programs,
        ],
        "pyright": ["-m", "pyright", "--pythonpath", sys.executable, *programs],
    }[checker]
    if checker == "pyright":
        (folder / "pyrightconfig.json").write_text(
            '{"typeCheckingMode": "strict"}', encoding="utf-8"
        )
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    found = {
        int(line.partition("program_")[2].partition(".py")[0])
        for line in done.stdout.splitlines()
        if "program_" in line and "error:" in line.replace(" - error", " error:")
    }
    assert bool(found) == (done.returncode == 1), done.stdout
    return found


@pytest.fixture(scope="module")
def refused(package_folder: Path) -> dict[tuple[str, str], set[int]]:
    """The programs that each checker refuses with each package."""
    return {
        (side, checker): wrong_programs(package_folder / side, checker)
        for side in ("old", "new")
        for checker in ("mypy", "pyright")
    }


def observed(
    packages: Packages, before: Ran, now: Ran, *, types: bool, same_response: bool
) -> Class:
    """What really happened to a program."""
    if now.error or (same_response and now.printed != before.printed):
        return Class.BREAKING
    if types:
        return Class.TYPES
    if now.sent != before.sent:
        return Class.WIRE
    return Class.COMPATIBLE if packages.code_differs else Class.DOCS


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_pair(
    pair: Pair,
    package_folder: Path,
    refused: dict[tuple[str, str], set[int]],
    tmp_path: Path,
) -> None:
    packages = made(tmp_path, pair.old, pair.new, pair.package)
    said = packages.comparison
    before, now = run(pair, package_folder / "old", new=False), run(
        pair, package_folder / "new", new=True
    )
    assert not before.error
    types = set[bool]()
    for checker in ("mypy", "pyright"):
        assert pair.number not in refused["old", checker], f"{checker} refuses the program already"
        types.add(pair.number in refused["new", checker])
    happened = observed(
        packages,
        before,
        now,
        types=True in types,
        same_response="responses" not in pair.content,
    )
    reported = [f"{change.cls.value}: {change.what}" for change in said.changes]
    assert (said.cls, happened) == (Class(pair.content["class"]), said.cls), (
        reported,
        now,
        types,
    )
    if "bump" in pair.content:
        assert said.bump.value == pair.content["bump"], reported


def test_the_table_is_large_enough() -> None:
    assert len(PAIRS) >= 80
    assert {pair.content["class"] for pair in PAIRS} == {cls.value for cls in Class}
