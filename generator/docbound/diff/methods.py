"""Changes of a method: arguments, result and request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, cast

from docbound.service import JSONValue
from docbound.surface.surface import Entry, Facts
from docbound.surface.type_comparison import change_of

from . import renames, type_changes
from .change import Change, Class


def compare(old: Entry, new: Entry) -> Iterator[Change]:
    """The changes of a method that both packages have, under the same name or another."""
    yield from _arguments(old, new)
    yield from _result(old, new)
    yield from _iterator(old, new)
    yield from _request(old, new)
    yield from _security(old, new)
    yield from _rest(old, new)


def _of(entry: Entry, key: str) -> Mapping[str, JSONValue]:
    value = entry.facts.get(key)
    return value if isinstance(value, dict) else {}


def arguments_of(entry: Entry) -> dict[str, Facts]:
    """The arguments of a method by name, in order."""
    listed = cast("list[Facts]", entry.facts.get("arguments", []))
    return {str(facts["name"]): facts for facts in listed}


# --- arguments ------------------------------------------------------------------------------------


def _arguments(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = arguments_of(old), arguments_of(new)
    renamed = _renamed(before, now, new)
    for name, facts in before.items():
        target = renamed.get(name, name)
        if name != target:
            yield _wire_name_changed(name, target, old, new)
        elif name not in now:
            yield _gone(
                f"the argument {name} is gone", f"leave {name} out", name, old, _place(facts, old)
            )
    for name, present in _of(old, "former_arguments").items():
        if name not in now and name not in _of(new, "former_arguments"):
            what = f"the former name {name} of the argument {present} is gone"
            yield _gone(what, f"write {present}=", name, old, old.place)
    for name, facts in now.items():
        if name not in before and name not in renamed.values():
            yield _added(facts, new)
    if not renamed:
        yield from _positions(before, now, new)
    for name, facts in before.items():
        target = renamed.get(name, name)
        if target in now:
            yield from _argument(facts, now[target], new)


def _renamed(before: Mapping[str, Facts], now: Mapping[str, Facts], new: Entry) -> dict[str, str]:
    """The arguments of another name: those that the new package knows as such, and those that are
    recognised.
    """
    found = {
        name: str(target)
        for name, target in _of(new, "former_arguments").items()
        if name in before and target in now and target not in before
    }
    gone = [facts for name, facts in before.items() if name not in now and name not in found]
    added = [
        facts for name, facts in now.items() if name not in before and name not in found.values()
    ]
    return found | renames.arguments(gone, added)


def _wire_name_changed(name: str, target: str, old: Entry, new: Entry) -> Change:
    is_kept = name in _of(new, "former_arguments")
    return Change(
        cls=Class.TYPES if is_kept else Class.BREAKING,
        what=f"the argument {name} is called {target} now",
        why=(
            "the old name is taken until the next major version, but type checkers do not know it"
            if is_kept
            else f"a call that gives {name} by name fails"
        ),
        advice=f"write {target}=",
        names=(f"{old.name}({name})", f"{new.name}({target})"),
        pointer=_place(arguments_of(new)[target], new),
        renamed=(name, target),
        argument_of=new.name,
    )


def _gone(what: str, advice: str, name: str, old: Entry, place: str) -> Change:
    return Change(
        cls=Class.BREAKING,
        what=what,
        why=f"a call that gives {name} fails",
        advice=advice,
        names=(f"{old.name}({name})",),
        pointer=place,
        gone=True,
    )


def _place(facts: Facts, entry: Entry) -> str:
    return str(facts.get("place") or entry.place)


def _added(facts: Facts, new: Entry) -> Change:
    name = str(facts["name"])
    if facts.get("required"):
        return Change(
            cls=Class.BREAKING,
            what=f"the argument {name} is required",
            why="a call without it fails",
            advice=f"give {name}",
            names=(f"{new.name}({name})",),
            pointer=_place(facts, new),
        )
    return Change(
        cls=Class.COMPATIBLE,
        what=f"the argument {name} is new",
        why="it may be left out",
        names=(f"{new.name}({name})",),
        pointer=_place(facts, new),
    )


def _positions(
    before: Mapping[str, Facts], now: Mapping[str, Facts], new: Entry
) -> Iterator[Change]:
    """Arguments that were given by position, and that another one takes the place of now."""
    order = [name for name, facts in before.items() if not facts.get("keyword")]
    kept = [name for name in order if name in now]
    places = [name for name, facts in now.items() if not facts.get("keyword")]
    if places[: len(kept)] != kept:
        moved = next(
            name for index, name in enumerate(kept) if index >= len(places) or places[index] != name
        )
        yield Change(
            cls=Class.BREAKING,
            what=f"the argument {moved} has another position",
            why="a call by position gives its value to another argument",
            advice="give the arguments by name",
            names=(f"{new.name}({moved})",),
            pointer=_place(now[moved], new),
        )


def _argument(old: Facts, new: Facts, entry: Entry) -> Iterator[Change]:
    name = str(new["name"])
    names, place = (f"{entry.name}({name})",), _place(new, entry)
    if new.get("required") and not old.get("required"):
        yield Change(
            cls=Class.BREAKING,
            what=f"the argument {name} is required now",
            why="a call without it fails",
            advice=f"give {name}",
            names=names,
            pointer=place,
        )
    if old.get("required") and not new.get("required"):
        yield Change(
            cls=Class.COMPATIBLE,
            what=f"the argument {name} may be left out now",
            why="calls that give it go on working",
            names=names,
            pointer=place,
        )
    for verdict, what in (
        (
            type_changes.given(str(old["type"]), str(new["type"])),
            f"the argument {name} {change_of(str(old['type']), str(new['type']))}",
        ),
        (
            type_changes.limits(
                cast("Facts", old.get("limits", {})),
                cast("Facts", new.get("limits", {})),
            ),
            f"the argument {name} has other limits",
        ),
    ):
        if verdict is not None:
            yield Change(
                cls=verdict.cls,
                what=what,
                why=verdict.why,
                advice=verdict.advice,
                names=names,
                pointer=place,
            )
    for key, word in (("in", "place"), ("wire", "name on the wire"), ("sent", "form")):
        if key == "wire" and _is_unnamed(old) and _is_unnamed(new):
            continue
        if old.get(key) != new.get(key):
            yield Change(
                cls=Class.WIRE,
                what=f"the argument {name} has another {word}: {old.get(key)} is {new.get(key)}",
                why="its value is sent in another way",
                names=names,
                pointer=place,
                surface=False,
            )
    if bool(old.get("deprecated")) != bool(new.get("deprecated")):
        yield _deprecation(f"the argument {name}", bool(new.get("deprecated")), names, place)


def _is_unnamed(facts: Facts) -> bool:
    """Whether an argument's name is not sent: a template shows where its value goes."""
    return facts["in"] == "path" and not str(facts.get("sent")).startswith("matrix")


def _deprecation(what: str, deprecated: bool, names: tuple[str, ...], place: str) -> Change:
    return Change(
        cls=Class.COMPATIBLE,
        what=f"{what} is {'deprecated' if deprecated else 'not deprecated any more'}",
        why=(
            "it goes on working; its use issues a DeprecationWarning"
            if deprecated
            else "no warning is issued"
        ),
        names=names,
        pointer=place,
    )


# --- the result -----------------------------------------------------------------------------------


def _result(old: Entry, new: Entry) -> Iterator[Change]:
    for key in ("result", "async_result"):
        before, now = old.facts.get(key), new.facts.get(key)
        if before is None or now is None or before == now:
            continue
        verdict = _verdict(str(before), str(now))
        if verdict is not None:
            yield Change(
                cls=verdict.cls,
                what=f"the result {change_of(str(before), str(now))}",
                why=verdict.why,
                advice=verdict.advice,
                names=(new.name,),
                pointer=new.place,
            )
            return


def _verdict(before: str, now: str) -> type_changes.Verdict | None:
    if before == "None":
        return type_changes.Verdict(Class.COMPATIBLE, "there was no result to use before")
    return type_changes.received(before, now)


def _iterator(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = _of(old, "pages"), _of(new, "pages")
    name = f"{new.name}_iter"
    if before and not now:
        yield Change(
            cls=Class.BREAKING,
            what=f"the iterator {name} is gone",
            why="code that iterates over all pages fails",
            advice="ask for one page after the other, or describe the pagination in client.yaml",
            names=(name,),
            pointer=new.place,
        )
    elif now and not before:
        yield Change(
            cls=Class.COMPATIBLE,
            what=f"the iterator {name} is new",
            why="it goes over the items of all pages",
            names=(name,),
            pointer=new.place,
        )
    elif before != now:
        verdict = type_changes.received(str(before["item"]), str(now["item"]))
        yield Change(
            cls=verdict.cls if verdict else Class.WIRE,
            what=(
                "pages follow each other in another way"
                if verdict is None
                else f"items were {before['item']} and are {now['item']}"
            ),
            why=verdict.why if verdict else "the next page is requested otherwise",
            names=(name,),
            pointer=new.place,
            surface=verdict is not None,
        )


# --- the request ----------------------------------------------------------------------------------

_WIRE: Final = (
    ("servers", "the operation has other servers", "requests go to another host"),
    ("idempotency", "the idempotency header is another", "requests have other headers"),
)


def _request(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = str(old.facts["request"]), str(new.facts["request"])
    if renames.request(old.facts) != renames.request(new.facts):
        yield _wire(f"{before} is {now} now", "the request goes to another place", new)
    if old.facts.get("accept") != new.facts.get("accept"):
        yield _wire(
            f"it accepts {_listed(new)} instead of {_listed(old)}",
            "the header Accept is another",
            new,
        )
    if _common(old, new) != _common(new, old):
        yield _wire("the query has its parameters in another order", "the URL is another", new)
    for key, what, why in _WIRE:
        if old.facts.get(key) != new.facts.get(key):
            yield _wire(what, why, new)
    yield from _body(old, new)


def _common(entry: Entry, other: Entry) -> list[JSONValue]:
    """The parameters of an operation's query that another one has too, in order."""
    own = cast("list[JSONValue]", entry.facts.get("query", []))
    theirs = cast("list[JSONValue]", other.facts.get("query", []))
    return [name for name in own if name in theirs]


def _listed(entry: Entry) -> str:
    listed = cast("list[str]", entry.facts.get("accept", []))
    return ", ".join(listed) or "nothing"


def _wire(what: str, why: str, entry: Entry) -> Change:
    return Change(
        cls=Class.WIRE,
        what=what,
        why=why,
        names=(entry.name,),
        pointer=entry.place,
        surface=False,
    )


def _body(old: Entry, new: Entry) -> Iterator[Change]:
    before = cast("Facts", _of(old, "body").get("media", {}))
    now = cast("Facts", _of(new, "body").get("media", {}))
    if not before or not now:
        return
    first, chosen = default_media(before), default_media(now)
    if first != chosen:
        yield _wire(
            f"a body is sent as {chosen} instead of {first}",
            "the body has another form",
            new,
        )
    elif isinstance(before[first], list) and before[first] != now[chosen]:
        yield _wire("the parts of the form are sent otherwise", "the body has another form", new)
    for name in before.keys() - now.keys() - {first}:
        yield Change(
            cls=Class.BREAKING,
            what=f"the body is not taken as {name} any more",
            why=f'the service refuses what _content_type="{name}" sends',
            advice="send another media type",
            names=(new.name,),
            pointer=new.place,
        )
    for name in now.keys() - before.keys() - {chosen}:
        yield Change(
            cls=Class.COMPATIBLE,
            what=f"the body may be sent as {name} too",
            why="the one that is sent unasked stays",
            names=(new.name,),
            pointer=new.place,
        )


def default_media(media: Mapping[str, JSONValue]) -> str:
    """The media type that a body is sent in by default: JSON before
    others.
    """
    for name in media:
        kind = name.partition(";")[0].strip().lower()
        if kind == "application/json" or kind.endswith("+json"):
            return name
    return next(iter(media), "")


def _security(old: Entry, new: Entry) -> Iterator[Change]:
    before = _alternatives(old)
    now = _alternatives(new)
    if before == now:
        scopes = old.facts.get("scopes"), new.facts.get("scopes")
        if scopes[0] != scopes[1]:
            yield _wire("other scopes are needed", "tokens are requested with other scopes", new)
        return
    required = {names for names in before if names}
    if not required - now and (() not in before or () in now or not before) and required:
        if now - before:
            yield Change(
                cls=Class.COMPATIBLE,
                what="another credential will do too",
                why="those that were given go on working",
                names=(new.name,),
                pointer=new.place,
            )
        return
    if not now - {()}:
        yield _wire("no credential is sent any more", "the operation is public now", new)
        return
    if () in now:
        yield _wire("the credential is optional now", "other credentials are sent", new)
        return
    words = " or ".join(" and ".join(names) for names in sorted(now) if names)
    yield Change(
        cls=Class.BREAKING,
        what=f"the operation needs {words}",
        why="a client without that credential is refused",
        advice="give the client the credential",
        names=(new.name,),
        pointer=new.place,
    )


def _alternatives(entry: Entry) -> frozenset[tuple[str, ...]]:
    listed = cast("list[list[str]]", entry.facts.get("security", []))
    return frozenset(tuple(sorted(names)) for names in listed)


def _rest(old: Entry, new: Entry) -> Iterator[Change]:
    if bool(old.facts.get("deprecated")) != bool(new.facts.get("deprecated")):
        yield _deprecation(
            "the operation", bool(new.facts.get("deprecated")), (new.name,), new.place
        )
    if old.facts.get("responses") != new.facts.get("responses"):
        yield Change(
            cls=Class.COMPATIBLE,
            what="other responses are described",
            why="the result is the same",
            names=(new.name,),
            pointer=new.place,
            surface=False,
        )
