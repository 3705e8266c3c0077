"""Changes of what a method sends: the request, its body and its credentials."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, cast

from docbound.service import JSONValue
from docbound.surface.entry import Entry, Facts

from . import limit_changes, renames
from .change import Change, Class, wire_change
from .method_facts import arguments_of, of, place_of


def compare(old: Entry, new: Entry) -> Iterator[Change]:
    """The changes of the requests of a method that both packages have."""
    yield from _request(old, new)
    yield from _security(old, new)


_WIRE: Final = (
    ("servers", "the operation has other servers", "requests go to another host"),
    ("idempotency", "the idempotency header is another", "requests have other headers"),
)


def _request(old: Entry, new: Entry) -> Iterator[Change]:
    before, now = str(old.facts["request"]), str(new.facts["request"])
    if _filled(old) != _filled(new) and (
        renames.request(old.facts) != renames.request(new.facts) or _trades_places(old, new)
    ):
        yield wire_change(f"{before} is {now} now", "the request goes to another place", new)
    if old.facts.get("accept") != new.facts.get("accept"):
        yield wire_change(
            f"it accepts {_listed(new)} instead of {_listed(old)}",
            "the header Accept is another",
            new,
        )
    if _common(old, new) != _common(new, old):
        yield wire_change(
            "the query has its parameters in another order", "the URL is another", new
        )
    for key, what, why in _WIRE:
        if old.facts.get(key) != new.facts.get(key):
            yield wire_change(what, why, new)
    yield from _body(old, new)


_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


def _filled(entry: Entry) -> str:
    """Method and path with the names of the arguments that fill the template."""
    names = {
        str(facts["wire"]): str(facts["name"])
        for facts in arguments_of(entry).values()
        if facts["in"] == "path"
    }
    return _VARIABLE.sub(
        lambda match: f"{{{names.get(match.group(1), match.group(1))}}}",
        str(entry.facts["request"]),
    )


def _trades_places(old: Entry, new: Entry) -> bool:
    """Whether the same arguments fill the template in another order."""
    before, now = _VARIABLE.findall(_filled(old)), _VARIABLE.findall(_filled(new))
    return before != now and set(before) == set(now)


def _common(entry: Entry, other: Entry) -> list[JSONValue]:
    """The parameters of an operation's query that another one has too, in order."""
    own = cast("list[JSONValue]", entry.facts.get("query", []))
    theirs = cast("list[JSONValue]", other.facts.get("query", []))
    return [name for name in own if name in theirs]


def _listed(entry: Entry) -> str:
    listed = cast("list[str]", entry.facts.get("accept", []))
    return ", ".join(listed) or "nothing"


def _body(old: Entry, new: Entry) -> Iterator[Change]:
    before = cast("Facts", of(old, "body").get("media", {}))
    now = cast("Facts", of(new, "body").get("media", {}))
    if not before or not now:
        return
    first, chosen = default_media(before), default_media(now)
    if first != chosen:
        yield wire_change(
            f"a body is sent as {chosen} instead of {first}",
            "the body has another form",
            new,
        )
    else:
        yield from _parts(before[first], now[chosen], new)
    yield from _body_limits(old, new)
    for name in before.keys() - now.keys() - {first}:
        yield Change(
            cls=Class.BREAKING,
            what=f"the body is not taken as {name} any more",
            why=f'the service refuses what _content_type="{name}" sends',
            advice="send another media type",
            names=(new.name,),
            pointer=_body_place(old),
            gone=True,
        )
    for name in now.keys() - before.keys() - {chosen}:
        yield Change(
            cls=Class.COMPATIBLE,
            what=f"the body may be sent as {name} too",
            why="the one that is sent unasked stays",
            names=(new.name,),
            pointer=_body_place(new),
        )


def _parts(before: JSONValue, now: JSONValue, new: Entry) -> Iterator[Change]:
    """Fields of a form that are sent otherwise, of those that both packages have."""
    match before, now:
        case [_, dict(old)], [_, dict(present)]:
            names = [name for name, how in old.items() if present.get(name, how) != how]
        case _:
            return
    if names:
        change = wire_change(
            f"the form's {', '.join(names)} {'is' if len(names) == 1 else 'are'} sent otherwise",
            "the body has another form",
            new,
        )
        yield replace(change, pointer=_body_place(new))


def _body_place(entry: Entry) -> str:
    found = (facts for facts in arguments_of(entry).values() if facts["in"] == "body")
    return next((place_of(facts, entry) for facts in found), entry.place)


def _body_limits(old: Entry, new: Entry) -> Iterator[Change]:
    verdict = limit_changes.limits(
        cast("Facts", of(old, "body").get("limits", {})),
        cast("Facts", of(new, "body").get("limits", {})),
    )
    if verdict is not None:
        yield Change(
            cls=verdict.cls,
            what="the body has other limits",
            why=verdict.why,
            advice=verdict.advice,
            names=(new.name,),
            pointer=_body_place(new),
            surface=verdict.cls is not Class.COMPATIBLE,
        )


def default_media(media: Mapping[str, JSONValue]) -> str:
    """The media type that a body is sent in by default: JSON before others."""
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
            yield wire_change(
                "other scopes are needed", "tokens are requested with other scopes", new
            )
        elif old.facts.get("security") != new.facts.get("security"):
            yield wire_change(
                "the credentials have another order",
                "a client that has several sends the first",
                new,
            )
        return
    if _needs_less(before, now):
        yield wire_change("fewer credentials are sent", "one of them is not needed any more", new)
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
        yield wire_change("no credential is sent any more", "the operation is public now", new)
        return
    if () in now:
        yield wire_change("the credential is optional now", "other credentials are sent", new)
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


def _needs_less(before: frozenset[tuple[str, ...]], now: frozenset[tuple[str, ...]]) -> bool:
    """Whether every client that met ``before`` has what ``now`` asks for, and sends less of it."""
    return (
        () not in before
        and () not in now
        and bool(before)
        and all(any(set(names) < set(given) for names in now) for given in before)
    )


def _alternatives(entry: Entry) -> frozenset[tuple[str, ...]]:
    listed = cast("list[list[str]]", entry.facts.get("security", []))
    return frozenset(tuple(sorted(names)) for names in listed)
