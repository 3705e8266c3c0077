"""Changes of models, fields, enums and aliases, where values are sent and where received."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias, cast

from docbound.surface.entry import Entry, Facts, Surface
from docbound.surface.type_comparison import NONE, NULL, change_of, members

from . import limit_changes, renames, type_changes
from .change import Change, Class

Parts: TypeAlias = Mapping[tuple[str, str], Mapping[str, Entry]]
"""The fields of each model and the members of each enum by their names, for the kind of the parts
and the name of their owner.
"""


def parts_of(surface: Surface) -> Parts:
    """The fields and members of a whole package, found in one pass over it."""
    found: dict[tuple[str, str], dict[str, Entry]] = {}
    for (kind, name), entry in surface.items():
        if kind in ("field", "member"):
            owner, _, part = name.partition(".")
            found.setdefault((kind, owner), {})[part] = entry
    return found


def compare(old: Entry, new: Entry, now: Surface, parts: tuple[Parts, Parts]) -> Iterator[Change]:
    """The changes of a model, enum or alias that both packages have, under the same name or
    another. A name that is another name for one model now is compared as that model.

    Args:
        old: what it was.
        new: what it is.
        now: the new package.
        parts: the fields and members of the old package and of the new one.
    """
    if old.kind == "model" and new.kind == "alias":
        new = now.get(("model", str(new.facts["type"])), new)
    if (
        old.kind == "alias"
        and new.kind == "enum"
        and old.facts["type"] == _BASES.get(str(new.facts["base"]))
    ):
        yield _listed_now(old, new)
        return
    if old.kind != new.kind:
        yield Change(
            cls=Class.BREAKING,
            what=f"{new.name} was {_KINDS[old.kind]} and is {_KINDS[new.kind]}",
            why="values of another kind are given and received",
            names=(new.name,),
            pointer=new.place,
        )
        return
    match old.kind:
        case "model":
            yield from _additional(old, new)
            yield from _closed(old, new)
            yield from _limits(old, new, f"{new.name} has other limits", whole=False)
            yield from _fields(old, new, parts)
        case "enum":
            yield from _members(old, new, parts)
        case _:
            yield from _alias(old, new)


_KINDS = {
    "model": "an object",
    "enum": "a list of values",
    "alias": "another name for a type",
}


_BASES = {"StrEnum": "str", "IntEnum": "int"}
"""The types whose values the members of an enum are, too."""


def _listed_now(old: Entry, new: Entry) -> Change:
    """A name for any text or number that has a list of values now."""
    verdict = (
        type_changes.Verdict(
            Class.BREAKING,
            "the values that the service takes are listed now, and it refuses others",
            "give one of the listed values",
        )
        if old.facts.get("sent")
        else type_changes.Verdict(
            Class.TYPES, "a variable of this type takes the listed values alone"
        )
    )
    return _change(verdict, f"{new.name} is a list of values now", new)


def _both(
    kind: str, old: Entry, new: Entry, parts: tuple[Parts, Parts]
) -> tuple[Mapping[str, Entry], Mapping[str, Entry]]:
    before, now = parts
    return before.get((kind, old.name), {}), now.get((kind, new.name), {})


# --- fields ---------------------------------------------------------------------------------------


def _fields(old: Entry, new: Entry, parts: tuple[Parts, Parts]) -> Iterator[Change]:
    fields, present = _both("field", old, new, parts)
    gone = [_named(name, item) for name, item in fields.items() if name not in present]
    added = [_named(name, item) for name, item in present.items() if name not in fields]
    renamed = renames.fields(gone, added)
    for facts in gone:
        name = str(facts["name"])
        yield _gone(old, new, fields[name], renamed.get(name), present)
    for facts in added:
        name = str(facts["name"])
        if name not in renamed.values():
            yield _added(old, new, present[name])
    for name, item in fields.items():
        target = renamed.get(name, name)
        if target in present:
            yield from _field(old, item, present[target])


def _named(name: str, entry: Entry) -> Facts:
    return {**entry.facts, "name": name}


def _gone(
    old: Entry, new: Entry, item: Entry, target: str | None, present: Mapping[str, Entry]
) -> Change:
    if target is not None:
        return Change(
            cls=Class.BREAKING,
            what=f"the field {item.name} is called {present[target].name} now",
            why="code that uses the old name fails",
            advice=f"write {target}",
            names=(item.name, present[target].name),
            pointer=present[target].place,
            renamed=(item.name, present[target].name),
        )
    read = old.facts.get("received") and not item.facts.get("write_only")
    reasons = (
        (read, "code that reads it fails"),
        (new.facts.get("closed"), "the service refuses it"),
        (old.facts.get("spread"), "a call that gives it as an argument fails"),
    )
    worse = next((why for holds, why in reasons if holds), "")
    return Change(
        cls=Class.BREAKING if worse else Class.TYPES,
        what=f"the field {item.name} is gone",
        why=worse or "a type checker refuses it; at run time it is sent still, and reported",
        advice="do not use it",
        names=(item.name,),
        pointer=item.place,
        gone=True,
    )


def _added(old: Entry, new: Entry, item: Entry) -> Change:
    if old.facts.get("sent") and item.facts.get("required"):
        return Change(
            cls=Class.BREAKING,
            what=f"the field {item.name} is required",
            why=f"{old.name}(...) without it fails",
            advice="give it a value",
            names=(item.name,),
            pointer=item.place,
        )
    if old.facts.get("sent") and _is_constant(item.facts):
        return Change(
            cls=Class.WIRE,
            what=f"the field {item.name} is new, and has one value",
            why="it is sent unasked",
            names=(item.name,),
            pointer=item.place,
        )
    return Change(
        cls=Class.COMPATIBLE,
        what=f"the field {item.name} is new",
        why="it may be left out" if old.facts.get("sent") else "code need not read it",
        names=(item.name,),
        pointer=item.place,
    )


def _is_constant(facts: Facts) -> bool:
    return (
        str(facts["type"]).startswith("Literal[")
        and "default" in facts
        and "," not in str(facts["type"])
    )


def _field(model: Entry, old: Entry, new: Entry) -> Iterator[Change]:
    received = bool(model.facts.get("received")) and not old.facts.get("write_only")
    sent = bool(model.facts.get("sent")) and not old.facts.get("read_only")
    if model.facts.get("sent") and not sent and not new.facts.get("read_only"):
        yield _sendable(new)
    if not model.facts.get("received") and not model.facts.get("sent"):
        received = sent = True
    yield from _types(old, new, sent=sent, received=received)
    yield from _values(old, new, sent=sent, received=received)
    if sent:
        what = f"the field {new.name} has other limits"
        yield from _limits(old, new, what, whole="float" not in str(old.facts["type"]))


def _sendable(new: Entry) -> Change:
    """A field that only the service set, and that is sent now."""
    return _change(
        (
            type_changes.Verdict(
                Class.BREAKING, "a model without it cannot be made", "give it a value"
            )
            if new.facts.get("required")
            else type_changes.Verdict(
                Class.TYPES, "plain data may have it now, which a type checker takes into account"
            )
        ),
        f"the field {new.name} is not read-only any more",
        new,
    )


def _limits(old: Entry, new: Entry, what: str, *, whole: bool) -> Iterator[Change]:
    verdict = limit_changes.limits(
        cast("Facts", old.facts.get("limits", {})),
        cast("Facts", new.facts.get("limits", {})),
        whole=whole,
    )
    if verdict is not None:
        yield _change(verdict, what, new, surface=verdict.cls is not Class.COMPATIBLE)


def _change(
    verdict: type_changes.Verdict, what: str, entry: Entry, *, surface: bool = True
) -> Change:
    return Change(
        cls=verdict.cls,
        what=what,
        why=verdict.why,
        advice=verdict.advice,
        names=(entry.name,),
        pointer=entry.place,
        surface=surface,
    )


def _types(old: Entry, new: Entry, *, sent: bool, received: bool) -> Iterator[Change]:
    before, now = str(old.facts["type"]), str(new.facts["type"])
    found: list[type_changes.Verdict] = []
    if sent and new.facts.get("required") and not old.facts.get("required"):
        found.append(
            type_changes.Verdict(
                Class.BREAKING, "a model without it cannot be made", "give it a value"
            )
        )
    if sent and old.facts.get("required") and not new.facts.get("required"):
        found.append(type_changes.Verdict(Class.COMPATIBLE, "it may be left out now"))
    if received:
        verdict = type_changes.received(before, now)
        if verdict is not None:
            found.append(verdict)
    if sent:
        verdict = type_changes.given(_given(before), _given(now))
        if verdict is not None:
            found.append(verdict)
    if found:
        worst = min(found, key=lambda verdict: verdict.cls.rank)
        what = (
            f"the field {new.name} {change_of(before, now)}"
            if before != now
            else (
                f"the field {new.name} is"
                f" {'required' if new.facts.get('required') else 'optional'} now"
            )
        )
        yield _change(worst, what, new)


def _given(code: str) -> str:
    """A field's type where a value is given: that it may be absent is another matter."""
    found = members(code)
    if NULL in found or NONE not in found:
        return code
    return code.removesuffix(" | None")


def _values(old: Entry, new: Entry, *, sent: bool, received: bool) -> Iterator[Change]:
    yield from _default(old, new)
    if old.facts.get("wire") != new.facts.get("wire"):
        cls = Class.WIRE if sent else Class.COMPATIBLE
        yield _change(
            type_changes.Verdict(cls, "the key on the wire is another"),
            f"the field {new.name} is {new.facts.get('wire')} on the wire instead of"
            f" {old.facts.get('wire')}",
            new,
            surface=False,
        )
    if sent and new.facts.get("read_only"):
        yield _change(
            type_changes.Verdict(Class.WIRE, "the service sets it, and does not take it"),
            f"the field {new.name} is read-only now",
            new,
        )
    if received and new.facts.get("write_only"):
        yield _change(
            type_changes.Verdict(
                Class.BREAKING,
                "the service does not send it any more",
                "do not read it",
            ),
            f"the field {new.name} is write-only now",
            new,
        )


def _default(old: Entry, new: Entry) -> Iterator[Change]:
    """What a field reads where nothing is given."""
    before, now = _stated(old), _stated(new)
    if before == now:
        return
    if before and now:
        why = f"where nothing is given it reads {now} instead of {before}"
    elif now and not old.facts.get("required") and not old.facts.get("read_only"):
        why = f"where nothing is given it reads {now} instead of None"
    else:
        return
    yield _change(
        type_changes.Verdict(Class.BREAKING, why),
        f"the field {new.name} has another default",
        new,
    )


def _stated(entry: Entry) -> str:
    """The value of a field where nothing is given, as source; an empty string where there is
    none.
    """
    code = str(entry.facts.get("default") or "")
    if code.startswith("ReadOnly("):
        return ""
    for word in ("Constant(", "JSONDefault("):
        if code.startswith(word):
            return code.removeprefix(word).removesuffix(")")
    return code


def _additional(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = old.facts.get("additional"), new.facts.get("additional")
    if before == now:
        return
    verdict = type_changes.received(
        str(before or "Any"), str(now or "Any")
    ) or type_changes.Verdict(Class.COMPATIBLE, "their type is described otherwise")
    yield _change(verdict, f"undeclared keys of {new.name} hold other values", new)


def _closed(old: Entry, new: Entry) -> Iterator[Change]:
    """Undeclared keys that the description had a type for, and refuses now. Where it had none, code
    sends declared fields only.
    """
    if old.facts.get("sent") and old.facts.get("additional") and new.facts.get("closed"):
        yield Change(
            cls=Class.BREAKING,
            what=f"{new.name} takes no undeclared keys any more",
            why="values with other keys are refused",
            advice="send the declared fields only",
            names=(new.name,),
            pointer=new.place,
        )


# --- enums and aliases ----------------------------------------------------------------------------


def _members(old: Entry, new: Entry, parts: tuple[Parts, Parts]) -> Iterator[Change]:
    listed, present = _both("member", old, new, parts)
    for name, item in listed.items():
        if name not in present:
            yield Change(
                cls=Class.BREAKING,
                what=f"{item.name} is gone",
                why="code that names it fails"
                + (", and the service does not take its value" if old.facts.get("sent") else ""),
                names=(item.name,),
                pointer=new.place,
                gone=False,
            )
        elif item.facts["value"] != present[name].facts["value"]:
            yield _change(
                type_changes.Verdict(Class.BREAKING, "comparisons with it have other results"),
                f"{item.name} is {present[name].facts['value']} instead of {item.facts['value']}",
                present[name],
            )
    for name, item in present.items():
        if name not in listed:
            yield _change(
                type_changes.Verdict(
                    Class.COMPATIBLE, "values that are not listed were possible before"
                ),
                f"{item.name} is new",
                item,
            )
    if old.facts.get("base") != new.facts.get("base"):
        yield _change(
            type_changes.Verdict(Class.BREAKING, "its members are values of another type"),
            f"{new.name} was {old.facts.get('base')} and is {new.facts.get('base')}",
            new,
        )


def _alias(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = str(old.facts["type"]), str(new.facts["type"])
    used = (old.facts.get("received"), old.facts.get("sent"))
    found = [
        verdict
        for verdict in (
            type_changes.received(before, now) if used[0] or not any(used) else None,
            type_changes.given(before, now) if used[1] or not any(used) else None,
        )
        if verdict is not None
    ]
    if found:
        worst = min(found, key=lambda verdict: verdict.cls.rank)
        yield _change(worst, f"{new.name} {change_of(before, now)}", new)
    elif old.facts.get("tag") and new.facts.get("tag") not in (None, old.facts["tag"]):
        yield _change(
            type_changes.Verdict(
                Class.BREAKING,
                f"{new.facts['tag']} tells the members apart, and no longer"
                f" {old.facts['tag']}: values are of another class",
            ),
            f"the members of {new.name} are distinguished otherwise",
            new,
        )
    elif any(old.facts.get(key) != new.facts.get(key) for key in ("tag", "mapping")):
        yield _change(
            type_changes.Verdict(Class.COMPATIBLE, "the members are the same"),
            f"the members of {new.name} are distinguished otherwise",
            new,
            surface=False,
        )
