"""Compares two surfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.surface.entry import Entry, Surface, entries_of

from . import same_words
from .change import (
    Change,
    Class,
    Comparison,
    breaking_change,
)
from .class_changes import MODELS, gone_former_names, method_changes, model_changes, renamed_models
from .package_changes import (
    exception_changes,
    helper_changes,
    package_changes,
    rule_changes,
    scheme_changes,
)

_DEEPEST: Final = 6
"""How deep renamed models may be made of renamed models."""


def compare(old: Surface, new: Surface) -> Comparison:
    """The changes of a package.

    Args:
        old: its surface before.
        new: its surface now.

    Returns:
        The changes, the worst first; none where nothing differs.
    """
    for _ in range(_DEEPEST):
        renamed = renamed_models(old, new)
        old = same_words.with_names(old, renamed)
        if len(renamed_models(old, new)) == len(renamed):
            break
    old, new = same_words.without_aliases(old, new), same_words.without_aliases(new, old)
    old, new = same_words.with_meanings(old, new), same_words.with_meanings(new, old)
    package, now = _single(old), _single(new)
    found = [
        *package_changes(package, now),
        *rule_changes(package, now),
        *scheme_changes(old, new),
        *helper_changes(old, new),
        *method_changes(old, new),
        *model_changes(old, new),
        *exception_changes(old, new),
        *gone_former_names(old, new),
    ]
    found.extend(_imports(old, new, found))
    found.extend(_code(old, new, found))
    if not found and _prose(package) != _prose(now):
        found.append(
            Change(
                cls=Class.DOCS,
                what="texts or metadata differ",
                why="nothing that code relies on has changed",
                names=(now.name,),
                surface=False,
            )
        )
    return Comparison(
        changes=tuple(sorted(dict.fromkeys(found), key=lambda change: change.sort_key)),
        package=now.name,
        old_version=str(package.facts.get("version", "")),
        new_version=str(now.facts.get("version", "")),
    )


def _single(surface: Surface) -> Entry:
    return next(entry for (kind, _), entry in surface.items() if kind == "package")


def _prose(package: Entry) -> list[object]:
    return [package.facts.get(key) for key in ("description", "prose")]


def _imports(old: Surface, new: Surface, found: list[Change]) -> Iterator[Change]:
    """Modules that are gone although what they hold is not."""
    reported = {name for change in found for name in change.names}
    before, now = entries_of(old, "import"), entries_of(new, "import")
    classes = {
        str(entry.facts.get("module")): entry.name
        for (kind, _), entry in old.items()
        if kind in (*MODELS, "api")
    }
    roots = {name.partition(".")[0] for name in now}
    for name, entry in before.items():
        held = classes.get(name.rpartition(".")[2], "")
        if name in now or held in reported or name.partition(".")[0] not in roots:
            continue
        yield breaking_change(f"the module {name} is gone", "imports of it fail", entry, gone=True)


def _code(old: Surface, new: Surface, found: list[Change]) -> Iterator[Change]:
    """Code that differs although nothing that it promises does."""
    reported = {name.partition("(")[0] for change in found for name in change.names}
    reported |= {name.partition(".")[0] for name in reported if name.count(".") == 1}
    renamed = {change.renamed[1] for change in found if change.renamed}
    for key, entry in new.items():
        before = old.get(key)
        if before is None or entry.name in reported:
            continue
        if any(name in facts for name in renamed for facts in _facts(new, entry)):
            continue  # what it names has another name, which was said
        if before.facts.get("code") != entry.facts.get("code"):
            yield Change(
                cls=Class.COMPATIBLE,
                what=f"the code of {entry.name} is another",
                why="nothing that it promises has changed",
                names=(entry.name,),
                pointer=entry.place,
                surface=False,
            )


def _facts(surface: Surface, entry: Entry) -> Iterator[str]:
    """The facts of an entry and, for a model, of its fields, as text."""
    yield str(entry.facts)
    if entry.kind == "model":
        start = f"{entry.name}."
        for (kind, name), item in surface.items():
            if kind == "field" and name.startswith(start):
                yield str(item.facts)
