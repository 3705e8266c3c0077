"""Records renames, so that the package keeps the old names as deprecated aliases."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docbound.commands import names_file
from docbound.diff import renames
from docbound.diff.change import Comparison
from docbound.diff.method_facts import arguments_of
from docbound.naming.call_tree import resource_pointer, tag_pointer
from docbound.naming.former_names import with_former
from docbound.naming.operations import parameter_place
from docbound.surface.entry import Entry, Surface

_CLASSES: Final = ("model", "enum", "alias", "api")


def former_names(
    comparison: Comparison, old: Surface, new: Surface, names: Mapping[str, str], version: str
) -> dict[str, str]:
    """Kept names with the former names of the classes, methods and arguments that were renamed.

    Args:
        comparison: the changes.
        old, new: the surfaces.
        names: the names that are kept, by pointer.
        version: that of the release which brings the new names.

    Returns:
        The names; equal to ``names`` where no class, method or argument was renamed. A field's name
        is that of the data.
    """
    kept = dict(names)
    moved = {
        change.renamed[0].partition(".")[0]
        for change in comparison.changes
        if change.renamed is not None and ("method", change.renamed[0]) in old
    }
    for change in comparison.changes:
        if change.renamed is None:
            continue
        before, now = change.renamed
        if change.argument_of:
            kept = _with_argument(kept, new["method", change.argument_of], change.renamed, version)
            continue
        if ("method", before) in old and ("method", now) in new:
            place = new["method", now].place
            kept = with_former(kept, place, _call(old, before), version)
            continue
        for kind in _CLASSES:
            entry = new.get((kind, now))
            if entry is None or (kind, before) not in old:
                continue
            if kind == "api" and before in moved:
                # An alias of the class would not have the old names of the methods.
                kept = _with_methods(kept, old, new, before, version)
            elif kind == "api":
                accessor = old[kind, before].facts.get("accessor")
                kept = with_former(kept, _place_of(entry), f"{before}/{accessor}", version)
            else:
                kept = with_former(kept, entry.place, before, version)
    return kept


def _with_methods(
    kept: dict[str, str], old: Surface, new: Surface, api: str, version: str
) -> dict[str, str]:
    """Kept names with all methods of a class by its former name."""
    now = {
        renames.request(entry.facts): entry.place
        for (kind, _), entry in new.items()
        if kind == "method"
    }
    for (kind, name), entry in old.items():
        place = now.get(renames.request(entry.facts)) if kind == "method" else None
        if place is not None and name.startswith(f"{api}."):
            kept = with_former(kept, place, _call(old, name), version)
    return kept


def _place_of(api: Entry) -> str:
    """What the name of an API class is kept by."""
    tag = api.facts.get("tag")
    if tag is None:
        return resource_pointer(tuple(str(api.facts["accessor"]).split(".")))
    return tag_pointer(str(tag))


def _call(surface: Surface, method: str) -> str:
    """What a program writes behind the client: ``credits.list_credits``."""
    api, _, name = method.partition(".")
    return f"{surface['api', api].facts['accessor']}.{name}"


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
