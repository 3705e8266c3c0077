"""Records renames, so that the package keeps the old names as deprecated aliases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docbound.commands import names_file
from docbound.diff.change import Comparison
from docbound.diff.methods import arguments_of
from docbound.naming.former_names import with_former
from docbound.naming.operations import parameter_place
from docbound.surface.surface import Entry, Surface

_CLASSES: Final = ("model", "enum", "alias", "api")


def former_names(
    comparison: Comparison, old: Surface, new: Surface, names: Mapping[str, str], version: str
) -> dict[str, str]:
    """Kept names with the former names of the classes that were renamed.

    Args:
        comparison: the changes.
        old, new: the surfaces.
        names: the names that are kept, by pointer.
        version: that of the release which brings the new names.

    Returns:
        The names; equal to ``names`` where no class and no argument was renamed. Methods keep their
        names anyway, and a field's name is that of the data.
    """
    kept = dict(names)
    for change in comparison.changes:
        if change.renamed is None:
            continue
        before, now = change.renamed
        if change.argument_of:
            kept = _with_argument(kept, new["method", change.argument_of], change.renamed, version)
            continue
        for kind in _CLASSES:
            entry = new.get((kind, now))
            if entry is None or (kind, before) not in old:
                continue
            if kind == "api":
                accessor = old[kind, before].facts.get("accessor")
                tag = str(entry.facts["tag"]).replace("~", "~0").replace("/", "~1")
                kept = with_former(kept, f"#/tags/{tag}", f"{before}/{accessor}", version)
            else:
                kept = with_former(kept, entry.place, before, version)
    return kept


def _with_argument(
    kept: dict[str, str], method: Entry, renamed: tuple[str, str], version: str
) -> dict[str, str]:
    before, now = renamed
    argument = arguments_of(method)[now]
    if argument["in"] == "body":
        return kept
    place = parameter_place(method.place, str(argument["in"]), str(argument["wire"]))
    return with_former(kept, place, before, version)


def record(path: Path, names: Mapping[str, str]) -> bool:
    """Writes a names file.

    Returns:
        Whether it was changed.
    """
    return names_file.write(path, dict(sorted(names.items())))
