"""Changes of a method: arguments, result and errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Facts
from docbound.surface.type_comparison import Generic, change_of, members

from . import limit_changes, renames, request_changes, type_changes
from .change import Change, Class
from .method_facts import arguments_of, of, place_of


def compare(old: Entry, new: Entry) -> Iterator[Change]:
    """The changes of a method that both packages have, under the same name or another."""
    yield from _arguments(old, new)
    yield from _result(old, new)
    yield from _streaming(old, new)
    yield from _errors(old, new)
    yield from _iterator(old, new)
    yield from _until_done(old, new)
    yield from request_changes.compare(old, new)
    yield from _rest(old, new)


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
                f"the argument {name} is gone", f"leave {name} out", name, old, place_of(facts, old)
            )
    for name, present in of(old, "former_arguments").items():
        if name not in now and name not in of(new, "former_arguments"):
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
        for name, target in of(new, "former_arguments").items()
        if name in before and target in now and target not in before
    }
    gone = [facts for name, facts in before.items() if name not in now and name not in found]
    added = [
        facts for name, facts in now.items() if name not in before and name not in found.values()
    ]
    return found | renames.arguments(gone, added)


def _wire_name_changed(name: str, target: str, old: Entry, new: Entry) -> Change:
    is_kept = name in of(new, "former_arguments")
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
        pointer=place_of(arguments_of(new)[target], new),
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


def _added(facts: Facts, new: Entry) -> Change:
    name = str(facts["name"])
    if facts.get("required"):
        return Change(
            cls=Class.BREAKING,
            what=f"the argument {name} is required",
            why="a call without it fails",
            advice=f"give {name}",
            names=(f"{new.name}({name})",),
            pointer=place_of(facts, new),
        )
    if "default" in facts:
        return Change(
            cls=Class.WIRE,
            what=f"the argument {name} is new, and has one value",
            why="it is sent unasked",
            names=(f"{new.name}({name})",),
            pointer=place_of(facts, new),
        )
    return Change(
        cls=Class.COMPATIBLE,
        what=f"the argument {name} is new",
        why="it may be left out",
        names=(f"{new.name}({name})",),
        pointer=place_of(facts, new),
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
            pointer=place_of(now[moved], new),
        )


def _argument(old: Facts, new: Facts, entry: Entry) -> Iterator[Change]:
    name = str(new["name"])
    names, place = (f"{entry.name}({name})",), place_of(new, entry)
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
            limit_changes.limits(
                cast("Facts", old.get("limits", {})),
                cast("Facts", new.get("limits", {})),
                whole="float" not in str(old["type"]),
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
    one = _is_one(old) or _is_one(new)
    for key, word in (("in", "place"), ("wire", "name on the wire"), ("sent", "form")):
        if key == "wire" and _is_unnamed(old) and _is_unnamed(new):
            continue
        before, now = _sent(old, key, one=one), _sent(new, key, one=one)
        if before != now:
            yield Change(
                cls=Class.WIRE,
                what=f"the argument {name} has another {word}: {before} is {now}",
                why="its value is sent in another way",
                names=names,
                pointer=place,
                surface=False,
            )
    yield from _default(old, new, entry)
    if bool(old.get("deprecated")) != bool(new.get("deprecated")):
        yield _deprecation(f"the argument {name}", bool(new.get("deprecated")), names, place)


def _sent(facts: Facts, key: str, *, one: bool) -> str:
    """A fact of how an argument is sent. That one value is exploded makes no difference, nor do
    the capitals of a header field (RFC 9110, section 5.1).
    """
    text = str(facts.get(key))
    if key == "wire" and facts.get("in") == "header":
        return text.lower()
    return text.replace(", exploded", "") if one and key == "sent" else text


def _is_one(facts: Facts) -> bool:
    """Whether an argument is one value, and no list or object."""
    return not any(
        isinstance(each, Generic) or each in ("Any", "object") or each.endswith("Params")
        for each in members(str(facts["type"]))
    )


def _default(old: Facts, new: Facts, entry: Entry) -> Iterator[Change]:
    """The value that is sent where an argument is left out: the only one that it can have."""
    before, now = old.get("default"), new.get("default")
    if before == now or (before is None and old.get("required")):
        return
    yield Change(
        cls=Class.WIRE,
        what=f"the argument {new['name']} is sent as {now or 'nothing'} where it is left out",
        why=f"it was sent as {before or 'nothing'}",
        names=(f"{entry.name}({new['name']})",),
        pointer=place_of(new, entry),
        surface=False,
    )


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
        verdict = _verdict(str(before), _unasked(str(now), old, new))
        if verdict is not None:
            yield Change(
                cls=verdict.cls,
                what=f"the result {change_of(str(before), str(now))}",
                why=verdict.why,
                advice=verdict.advice,
                names=(new.name,),
                pointer=_success(new),
            )
            return


def _success(entry: Entry) -> str:
    """Where the first success is described."""
    found = (status for status in of(entry, "responses") if status.startswith("2"))
    return next((f"{entry.place}/responses/{status}" for status in sorted(found)), entry.place)


def _unasked(now: str, old: Entry, new: Entry) -> str:
    """What a call returns that does not ask for a stream, where none could be asked for before."""
    if "streaming" not in new.facts or "streaming" in old.facts:
        return now
    parts = [part for part in now.split(" | ") if not part.startswith(("Stream[", "AsyncStream["))]
    return " | ".join(parts)


def _streaming(old: Entry, new: Entry) -> Iterator[Change]:
    for fact, asked in (("streaming", "a stream"), ("choice", "a kind of response")):
        before, now = old.facts.get(fact), new.facts.get(fact)
        if before and before != now:
            yield Change(
                cls=Class.BREAKING,
                what=f"`{str(before).partition(' ')[2]}` does not ask for {asked} any more",
                why=f"a call that asks for {asked} gets another result",
                names=(new.name,),
                pointer=new.place,
            )


def _errors(old: Entry, new: Entry) -> Iterator[Change]:
    """Data of errors that were described: what was not is nothing that code relies on."""
    before, now = of(old, "responses"), of(new, "responses")
    for status, described in before.items():
        if status.startswith(("1", "2", "3")):
            continue
        was, present = _data_of(described), _data_of(now.get(status, now.get("default")))
        verdict = type_changes.received(was, present) if was and present else None
        if verdict is not None:
            yield Change(
                cls=verdict.cls,
                what=f"the data of the error {status} {change_of(was, present)}",
                why=verdict.why,
                advice=verdict.advice,
                names=(new.name,),
                pointer=f"{new.place}/responses/{status if status in now else 'default'}",
            )


def _data_of(described: JSONValue) -> str:
    """The type of an error's data, or an empty string where it is not described."""
    if not isinstance(described, dict):
        return ""
    return " | ".join(dict.fromkeys(code for code in described.values() if isinstance(code, str)))


def _verdict(before: str, now: str) -> type_changes.Verdict | None:
    if before == "None":
        return type_changes.Verdict(Class.COMPATIBLE, "there was no result to use before")
    return type_changes.received(before, now)


def _until_done(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = of(old, "until_done"), of(new, "until_done")
    name = f"{new.name}_until_done"
    if before == now:
        return
    cls, what, why = Class.BREAKING, f"the method {name} is gone", "code that calls it fails"
    if now and not before:
        cls, what, why = Class.COMPATIBLE, f"the method {name} is new", "nothing else is changed"
    elif now:
        what, why = f"{name} ends at other responses", "it gives, or raises, something else"
    yield Change(cls=cls, what=what, why=why, names=(name,), pointer=new.place)


def _iterator(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = of(old, "pages"), of(new, "pages")
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
    elif before == now:
        return
    elif before["items"] != now["items"]:
        yield Change(
            cls=Class.BREAKING,
            what=f"{name} goes over {_path(now)} instead of {_path(before)}",
            why="it gives other items",
            names=(name,),
            pointer=new.place,
            surface=False,
        )
    elif _without_size(before) == _without_size(now):
        yield Change(
            cls=Class.COMPATIBLE,
            what="another parameter is the size of a page",
            why="the pages are requested as before",
            names=(name,),
            pointer=new.place,
            surface=False,
        )
    else:
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


def _path(pages: Mapping[str, JSONValue]) -> str:
    return ".".join(map(str, cast("list[str]", pages["items"]))) or "the response itself"


def _without_size(pages: Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    return {key: value for key, value in pages.items() if key != "size"}


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
