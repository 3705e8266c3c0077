"""The same pairs judged by griffe, for docs/benchmarks/diff.md: ``python -m tests.diff.peers``.

Needs griffe (``pip install griffe``). What counts as found is any finding of a pair whose program
fails, or fails strict type checking, with the new package; a finding of any other pair is a false
alarm.
"""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import Any

from tests.diff.trial import PACKAGE, made, read_pairs, write

_WORSE = frozenset({"breaking", "types"})


def modules(folder: Path) -> set[str]:
    """The public modules of a package, relative to it."""
    root = folder / PACKAGE
    return {
        f"{part}.{path.stem}"
        for part in ("api", "models")
        for path in (root / part).glob("*.py")
        if path.stem != "__init__"
    }


def griffe_finds(griffe: Any, old: Path, new: Path) -> bool:
    """Whether griffe finds any breaking change in the public modules."""
    before, now = modules(old), modules(new)
    if before - now:
        return True
    loaded = [
        griffe.load(PACKAGE, search_paths=[str(folder)], allow_inspection=False)
        for folder in (old, new)
    ]
    return any(
        True
        for name in before
        for _ in griffe.find_breaking_changes(loaded[0][name], loaded[1][name])
    )


def main() -> None:
    """Prints the table."""
    griffe = importlib.import_module("griffe")
    counts: dict[str, list[int]] = {"docbound": [0, 0, 0], "griffe": [0, 0, 0]}
    for pair in read_pairs():
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            packages = made(folder, pair.old, pair.new)
            write(packages.old, folder / "a")
            write(packages.new, folder / "b")
            said = {
                "docbound": packages.comparison.cls.value in _WORSE,
                "griffe": griffe_finds(griffe, folder / "a", folder / "b"),
            }
        worse = pair.content["class"] in _WORSE
        for tool, found in said.items():
            counts[tool][0] += int(worse and found)
            counts[tool][1] += int(worse and not found)
            counts[tool][2] += int(not worse and found)
    print("| tool | found | missed | false alarms |\n|---|---|---|---|")
    for tool, (hits, missed, false) in counts.items():
        print(f"| {tool} | {hits} | {missed} | {false} |")


if __name__ == "__main__":
    main()
