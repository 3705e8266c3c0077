"""What changed of the classes of a package: new, gone and renamed ones, and their members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.surface.entry import Surface, entries_of

from . import methods, models, renames
from .change import (
    Change,
    Class,
    breaking_change,
    compatible_change,
    kept_name,
)

MODELS: Final = ("model", "enum", "alias")
"""The kinds of entries that stand for definitions of the description."""


def method_changes(old: Surface, new: Surface) -> Iterator[Change]:
    """The API classes and their methods."""
    before, now = entries_of(old, "method"), entries_of(new, "method")
    gone = [entry for name, entry in before.items() if name not in now]
    added = [entry for name, entry in now.items() if name not in before]
    renamed = renames.methods(gone, added)
    classes = _renamed_classes(old, new, renamed)
    yield from _class_changes(old, new, classes)
    for entry in gone:
        target = renamed.get(entry.name)
        if target is None:
            yield breaking_change(
                f"the method {entry.name} is gone",
                "code that calls it fails",
                entry,
                gone=True,
            )
            continue
        yield from methods.compare(entry, now[target])
        api, _, name = entry.name.partition(".")
        if classes.get(api) == target.partition(".")[0] and name == target.partition(".")[2]:
            continue
        if ("former", entry.name) in new:
            yield kept_name(entry.name, target, now[target], _call(new, target))
            continue
        yield Change(
            cls=Class.BREAKING,
            what=f"the method {entry.name} is called {target} now",
            why="code that calls it by the old name fails",
            advice=f"write {_call(new, target)}",
            names=(entry.name, target),
            pointer=now[target].place,
            renamed=(entry.name, target),
        )
    for entry in added:
        if entry.name not in renamed.values():
            yield compatible_change(
                f"the method {entry.name} is new", "nothing else depends on it", entry
            )
    for name, entry in before.items():
        if name in now:
            yield from methods.compare(entry, now[name])


def _call(surface: Surface, method: str) -> str:
    """A method as a program calls it: ``client.pets.cats.get``."""
    api, _, name = method.partition(".")
    return f"client.{surface['api', api].facts['accessor']}.{name}"


def _renamed_classes(old: Surface, new: Surface, renamed: dict[str, str]) -> dict[str, str]:
    """Classes whose methods all are in another one now that was not there."""
    before, now = entries_of(old, "api"), entries_of(new, "api")
    found: dict[str, str] = {}
    for api in before.keys() - now.keys():
        targets = {
            target.partition(".")[0]
            for name, target in renamed.items()
            if name.startswith(f"{api}.")
        }
        own = [name for (kind, name) in old if kind == "method" and name.startswith(f"{api}.")]
        if len(targets) == 1 and all(name in renamed for name in own):
            target = targets.pop()
            if target not in before:
                found[api] = target
    return found


def _class_changes(old: Surface, new: Surface, renamed: dict[str, str]) -> Iterator[Change]:
    before, now = entries_of(old, "api"), entries_of(new, "api")
    for name, entry in before.items():
        if name in renamed and ("former", name) in new:
            yield kept_name(name, renamed[name], now[renamed[name]])
        elif name in renamed:
            target = now[renamed[name]]
            yield Change(
                cls=Class.BREAKING,
                what=(
                    f"the class {name} is called {target.name} now, and its accessor"
                    f" {target.facts['accessor']}"
                ),
                why="code that uses the old names fails",
                advice=f"write {target.name} and {target.facts['accessor']}",
                names=(name, target.name),
                pointer=target.place,
                renamed=(name, target.name),
            )
        elif name not in now:
            yield breaking_change(
                f"the class {name} is gone", "imports of it fail", entry, gone=True
            )
        elif entry.facts["accessor"] != now[name].facts["accessor"]:
            yield breaking_change(
                f"ApiClient.{entry.facts['accessor']} is {now[name].facts['accessor']} now",
                "code that uses the old name fails",
                now[name],
                f"write {now[name].facts['accessor']}",
            )


def renamed_models(old: Surface, new: Surface) -> dict[str, str]:
    """The newer names of models, enums and aliases that have another one."""
    before, now = entries_of(old, *MODELS), entries_of(new, *MODELS)
    gone = [entry for name, entry in before.items() if name not in now]
    added = [entry for name, entry in now.items() if name not in before]
    kept = _former(old, new)
    found = {entry.name: kept[entry.name] for entry in gone if entry.name in kept}
    gone = [entry for entry in gone if entry.name not in found]
    return found | renames.models(gone, added, old, new)


def _former(old: Surface, new: Surface) -> dict[str, str]:
    """The names of the old surface that the new package keeps for something else."""
    return {
        name: str(entry.facts["now"])
        for name, entry in entries_of(new, "former").items()
        if ("former", name) not in old
    }


def model_changes(old: Surface, new: Surface) -> Iterator[Change]:
    """The models, enums and aliases."""
    before, now = entries_of(old, *MODELS), entries_of(new, *MODELS)
    gone = [entry for name, entry in before.items() if name not in now]
    added = [entry for name, entry in now.items() if name not in before]
    renamed = renamed_models(old, new)
    parts = models.parts_of(old), models.parts_of(new)
    for entry in gone:
        target = renamed.get(entry.name)
        if target is None:
            yield breaking_change(
                f"the class {entry.name} is gone",
                "imports of it fail",
                entry,
                gone=True,
            )
            continue
        if ("former", entry.name) in new:
            yield kept_name(entry.name, target, now[target])
            yield from models.compare(entry, now[target], new, parts)
            continue
        yield Change(
            cls=Class.BREAKING,
            what=f"the class {entry.name} is called {target} now",
            why="imports of the old name fail",
            advice=f"import {target}",
            names=(entry.name, target),
            pointer=now[target].place,
            renamed=(entry.name, target),
        )
        yield from models.compare(entry, now[target], new, parts)
    for entry in added:
        if entry.name not in renamed.values():
            yield compatible_change(
                f"the class {entry.name} is new", "nothing else depends on it", entry
            )
    for name, entry in before.items():
        if name in now:
            yield from models.compare(entry, now[name], new, parts)


def gone_former_names(old: Surface, new: Surface) -> Iterator[Change]:
    """Former names that are not kept any more."""
    present = {name for kind, name in new if kind in ("former", "api", "method", *MODELS)}
    for name, entry in entries_of(old, "former").items():
        if name not in present:
            now = str(entry.facts["now"])
            yield breaking_change(
                f"the former name {name} is gone",
                "calls of it fail" if "." in name else "imports of it fail",
                entry,
                f"write {now}",
                gone=True,
            )
