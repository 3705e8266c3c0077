"""Compares two surfaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from docbound.surface.entry import Entry, Surface

from . import methods, models, renames, same_words, type_changes
from .change import Change, Class, Comparison, wire_change

_MODELS: Final = ("model", "enum", "alias")
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
        renamed = _renamed_models(old, new)
        old = same_words.with_names(old, renamed)
        if len(_renamed_models(old, new)) == len(renamed):
            break
    old, new = same_words.without_aliases(old, new), same_words.without_aliases(new, old)
    old, new = same_words.with_meanings(old, new), same_words.with_meanings(new, old)
    package, now = _single(old), _single(new)
    found = [
        *_package(package, now),
        *_conduct(package, now),
        *_schemes(old, new),
        *_helpers(old, new),
        *_apis(old, new),
        *_models(old, new),
        *_exceptions(old, new),
        *_gone_former(old, new),
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


def _renamed_models(old: Surface, new: Surface) -> dict[str, str]:
    before, now = _of_kind(old, *_MODELS), _of_kind(new, *_MODELS)
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
        for name, entry in _of_kind(new, "former").items()
        if ("former", name) not in old
    }


def _kept(old: str, now: str, entry: Entry, written: str = "") -> Change:
    """A former name that goes on working; ``written`` is what a program has in its place, where
    that is not the name itself.
    """
    return Change(
        cls=Class.COMPATIBLE,
        what=f"{old} is called {now} now",
        why="the old name is kept until the next major version, and is deprecated",
        advice=f"write {written or now}",
        names=(old, now),
        pointer=entry.place,
        renamed=(old, now),
    )


def _single(surface: Surface) -> Entry:
    return next(entry for (kind, _), entry in surface.items() if kind == "package")


def _prose(package: Entry) -> list[object]:
    return [package.facts.get(key) for key in ("description", "prose")]


def _of_kind(surface: Surface, *kinds: str) -> dict[str, Entry]:
    return {name: entry for (kind, name), entry in surface.items() if kind in kinds}


# --- the package, its schemes and helpers ---------------------------------------------------------


def _package(old: Entry, new: Entry) -> Iterator[Change]:
    if old.name != new.name:
        yield _breaking(
            f"the package {old.name} is called {new.name} now",
            "imports fail",
            new,
            f"import {new.name}",
        )
    for key, word in (("distribution", "distribution"), ("layout", "layout")):
        if old.facts.get(key) != new.facts.get(key):
            yield _breaking(
                f"the {word} was {old.facts.get(key)} and is {new.facts.get(key)}",
                "it is not found under its old name",
                new,
            )
    before, now = str(old.facts.get("host", "")), str(new.facts.get("host", ""))
    if before and not now.startswith("http") and before.startswith("http"):
        yield _breaking(
            f"the host {before} is gone",
            "a client without a host fails",
            new,
            "give the client a host",
        )
    elif before != now:
        yield wire_change(
            f"the host was {before or 'not given'} and is {now}",
            "requests go to another host",
            new,
        )
    elif old.facts.get("servers") != new.facts.get("servers"):
        yield _compatible("other servers are described", "the first one is the same", new)
    variables = cast("dict[str, str]", old.facts.get("environment", {}))
    present = cast("dict[str, str]", new.facts.get("environment", {}))
    for purpose, name in variables.items():
        if present.get(purpose) != name:
            yield _breaking(
                f"the environment variable {name} is not read any more",
                "what was set there has no effect",
                new,
            )
    for purpose, name in present.items():
        if purpose not in variables:
            yield _compatible(f"the environment variable {name} is read", "it need not be set", new)


def _conduct(old: Entry, new: Entry) -> Iterator[Change]:
    """What client.yaml says of responses and webhooks."""
    before, now = (each.facts.get("reported_errors") or {} for each in (old, new))
    if _failures(before) != _failures(now):
        yield _breaking(
            "other successful responses count as errors",
            "calls raise that returned a value, or the other way round",
            new,
            "catch ApiException, and look at its code",
        )
    elif before != now:
        yield _compatible("codes of errors are found elsewhere", "the same calls raise", new)
    if old.facts.get("webhook_signature") != new.facts.get("webhook_signature"):
        yield _breaking(
            "webhooks are signed otherwise",
            "payloads that were accepted are refused",
            new,
            "give the secret or the public key of the new way",
        )
    for key, what in (
        ("throttling", "other responses say that a call came too early"),
        ("retries", "the policy of retries is another one"),
    ):
        if old.facts.get(key) != new.facts.get(key):
            yield wire_change(what, "calls are repeated after other responses", new)


def _failures(rules: object) -> dict[str, list[object]]:
    """The rules, as far as they make an error of a success."""
    found: dict[str, list[object]] = {}
    for key, entries in cast("dict[str, list[dict[str, object]]]", rules).items():
        kept: list[object] = [entry for entry in entries if "sign" in entry]
        if kept:
            found[key] = kept
    return found


def _breaking(what: str, why: str, entry: Entry, advice: str = "", *, gone: bool = False) -> Change:
    return Change(
        cls=Class.BREAKING,
        what=what,
        why=why,
        advice=advice,
        names=(entry.name,),
        pointer=entry.place,
        gone=gone,
    )


def _compatible(what: str, why: str, entry: Entry) -> Change:
    return Change(
        cls=Class.COMPATIBLE,
        what=what,
        why=why,
        names=(entry.name,),
        pointer=entry.place,
    )


def _schemes(old: Surface, new: Surface) -> Iterator[Change]:
    before, now = _of_kind(old, "scheme"), _of_kind(new, "scheme")
    for name, entry in before.items():
        if name not in now:
            yield _breaking(
                f"the security scheme {name} is gone",
                "a client is refused that gives its credential",
                entry,
                "leave the credential out",
                gone=True,
            )
            continue
        other = now[name]
        if entry.facts.get("kind") != other.facts.get("kind"):
            yield _breaking(
                f"the security scheme {name} was {entry.facts.get('kind')} and is"
                f" {other.facts.get('kind')}",
                "credentials are given otherwise",
                other,
            )
        elif _is_sent_otherwise(entry, other):
            yield wire_change(
                f"the credential of {name} is sent otherwise",
                "requests have other credentials",
                other,
            )
        elif entry.facts.get("sign_in") != other.facts.get("sign_in"):
            why = "token requests, or the host of calls, are others"
            yield wire_change(f"tokens of {name} are fetched otherwise", why, other)
        gone = set(_flows(entry)) - set(_flows(other))
        if gone:
            yield _breaking(
                f"{name} is not obtained by {', '.join(sorted(gone))} any more",
                "a client that obtains tokens so is refused",
                other,
                "obtain tokens in another way",
            )
        variable = entry.facts.get("environment")
        if variable and variable != other.facts.get("environment"):
            yield _breaking(
                f"the environment variable {variable} is not read any more",
                "what was set there has no effect",
                other,
            )
        elif variable != other.facts.get("environment"):
            yield _compatible(
                f"the environment variable {other.facts.get('environment')} is read",
                "it need not be set",
                other,
            )
    for name, entry in now.items():
        if name not in before:
            yield _compatible(
                f"the security scheme {name} is new", "clients need not use it", entry
            )


def _is_sent_otherwise(old: Entry, new: Entry) -> bool:
    keys = ("parameter", "location", "scheme", "prefix")
    endpoints = old.facts.get("token_url"), new.facts.get("token_url")
    return any(old.facts.get(key) != new.facts.get(key) for key in keys) or (
        all(endpoints) and endpoints[0] != endpoints[1]
    )


def _flows(scheme: Entry) -> list[str]:
    """The OAuth flows by which a client obtains tokens; that of client credentials is there where
    the scheme itself has a token endpoint.
    """
    listed = str(scheme.facts.get("flows", "")).split()
    is_own = scheme.facts.get("kind") == "oauth2" and scheme.facts.get("token_url")
    return [*listed, "clientCredentials"] if is_own else listed


def _helpers(old: Surface, new: Surface) -> Iterator[Change]:
    before, now = _of_kind(old, "helper"), _of_kind(new, "helper")
    for name, entry in before.items():
        if name not in now:
            yield _breaking(
                f"the function {name} is gone",
                "code that calls it fails",
                entry,
                gone=True,
            )
        elif entry.facts["arguments"] != now[name].facts["arguments"]:
            yield _breaking(
                f"the function {name} has other arguments",
                "calls that name them fail",
                now[name],
            )
        elif entry.facts != now[name].facts:
            yield wire_change(
                f"the function {name} makes another client",
                "requests have other credentials",
                now[name],
            )
    for name, entry in now.items():
        if name not in before:
            yield _compatible(f"the function {name} is new", "it returns a ready client", entry)


# --- operations -----------------------------------------------------------------------------------


def _apis(old: Surface, new: Surface) -> Iterator[Change]:
    before, now = _of_kind(old, "method"), _of_kind(new, "method")
    gone = [entry for name, entry in before.items() if name not in now]
    added = [entry for name, entry in now.items() if name not in before]
    renamed = renames.methods(gone, added)
    classes = _renamed_classes(old, new, renamed)
    yield from _class_changes(old, new, classes)
    for entry in gone:
        target = renamed.get(entry.name)
        if target is None:
            yield _breaking(
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
            yield _kept(entry.name, target, now[target], _call(new, target))
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
            yield _compatible(
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
    before, now = _of_kind(old, "api"), _of_kind(new, "api")
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
    before, now = _of_kind(old, "api"), _of_kind(new, "api")
    for name, entry in before.items():
        if name in renamed and ("former", name) in new:
            yield _kept(name, renamed[name], now[renamed[name]])
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
            yield _breaking(f"the class {name} is gone", "imports of it fail", entry, gone=True)
        elif entry.facts["accessor"] != now[name].facts["accessor"]:
            yield _breaking(
                f"ApiClient.{entry.facts['accessor']} is {now[name].facts['accessor']} now",
                "code that uses the old name fails",
                now[name],
                f"write {now[name].facts['accessor']}",
            )


# --- models ---------------------------------------------------------------------------------------


def _models(old: Surface, new: Surface) -> Iterator[Change]:
    before, now = _of_kind(old, *_MODELS), _of_kind(new, *_MODELS)
    gone = [entry for name, entry in before.items() if name not in now]
    added = [entry for name, entry in now.items() if name not in before]
    renamed = _renamed_models(old, new)
    parts = models.parts_of(old), models.parts_of(new)
    for entry in gone:
        target = renamed.get(entry.name)
        if target is None:
            yield _breaking(
                f"the class {entry.name} is gone",
                "imports of it fail",
                entry,
                gone=True,
            )
            continue
        if ("former", entry.name) in new:
            yield _kept(entry.name, target, now[target])
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
            yield _compatible(f"the class {entry.name} is new", "nothing else depends on it", entry)
    for name, entry in before.items():
        if name in now:
            yield from models.compare(entry, now[name], new, parts)


def _gone_former(old: Surface, new: Surface) -> Iterator[Change]:
    present = {name for kind, name in new if kind in ("former", "api", "method", *_MODELS)}
    for name, entry in _of_kind(old, "former").items():
        if name not in present:
            now = str(entry.facts["now"])
            yield _breaking(
                f"the former name {name} is gone",
                "calls of it fail" if "." in name else "imports of it fail",
                entry,
                f"write {now}",
                gone=True,
            )


def _exceptions(old: Surface, new: Surface) -> Iterator[Change]:
    before, now = _of_kind(old, "exception"), _of_kind(new, "exception")
    for name, entry in before.items():
        other = now.get(name)
        code = str(other.facts["data"]) if other else "Any"
        verdict = type_changes.received(str(entry.facts["data"]), code)
        if verdict is None:
            continue
        cls = verdict.cls
        if cls is Class.BREAKING and str(entry.facts["data"]) == "Any":
            cls = Class.COMPATIBLE
        yield Change(
            cls=cls,
            what=f"{name}.data was {entry.facts['data']} and is {code}",
            why=verdict.why,
            advice=verdict.advice,
            names=(name,),
        )


def _imports(old: Surface, new: Surface, found: list[Change]) -> Iterator[Change]:
    """Modules that are gone although what they hold is not."""
    reported = {name for change in found for name in change.names}
    before, now = _of_kind(old, "import"), _of_kind(new, "import")
    classes = {
        str(entry.facts.get("module")): entry.name
        for (kind, _), entry in old.items()
        if kind in (*_MODELS, "api")
    }
    roots = {name.partition(".")[0] for name in now}
    for name, entry in before.items():
        held = classes.get(name.rpartition(".")[2], "")
        if name in now or held in reported or name.partition(".")[0] not in roots:
            continue
        yield _breaking(f"the module {name} is gone", "imports of it fail", entry, gone=True)


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
