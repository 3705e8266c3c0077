"""What changed of a package as a whole: host, security schemes, helpers, exceptions, rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from docbound.surface.entry import Entry, Surface, entries_of

from . import type_changes
from .change import (
    Change,
    Class,
    breaking_change,
    compatible_change,
    wire_change,
)


def package_changes(old: Entry, new: Entry) -> Iterator[Change]:
    """Names, host, servers and environment variables of the package."""
    if old.name != new.name:
        yield breaking_change(
            f"the package {old.name} is called {new.name} now",
            "imports fail",
            new,
            f"import {new.name}",
        )
    for key, word in (("distribution", "distribution"), ("layout", "layout")):
        if old.facts.get(key) != new.facts.get(key):
            yield breaking_change(
                f"the {word} was {old.facts.get(key)} and is {new.facts.get(key)}",
                "it is not found under its old name",
                new,
            )
    before, now = str(old.facts.get("host", "")), str(new.facts.get("host", ""))
    if before and not now.startswith("http") and before.startswith("http"):
        yield breaking_change(
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
        yield compatible_change("other servers are described", "the first one is the same", new)
    variables = cast("dict[str, str]", old.facts.get("environment", {}))
    present = cast("dict[str, str]", new.facts.get("environment", {}))
    for purpose, name in variables.items():
        if present.get(purpose) != name:
            yield breaking_change(
                f"the environment variable {name} is not read any more",
                "what was set there has no effect",
                new,
            )
    for purpose, name in present.items():
        if purpose not in variables:
            yield compatible_change(
                f"the environment variable {name} is read", "it need not be set", new
            )


def rule_changes(old: Entry, new: Entry) -> Iterator[Change]:
    """What client.yaml says of responses and webhooks."""
    before, now = (each.facts.get("reported_errors") or {} for each in (old, new))
    if _failures(before) != _failures(now):
        yield breaking_change(
            "other successful responses count as errors",
            "calls raise that returned a value, or the other way round",
            new,
            "catch ApiException, and look at its code",
        )
    elif before != now:
        yield compatible_change("codes of errors are found elsewhere", "the same calls raise", new)
    if old.facts.get("webhook_signature") != new.facts.get("webhook_signature"):
        yield breaking_change(
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


def scheme_changes(old: Surface, new: Surface) -> Iterator[Change]:
    """The security schemes."""
    before, now = entries_of(old, "scheme"), entries_of(new, "scheme")
    for name, entry in before.items():
        if name not in now:
            yield breaking_change(
                f"the security scheme {name} is gone",
                "a client is refused that gives its credential",
                entry,
                "leave the credential out",
                gone=True,
            )
            continue
        other = now[name]
        if entry.facts.get("kind") != other.facts.get("kind"):
            yield breaking_change(
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
            yield breaking_change(
                f"{name} is not obtained by {', '.join(sorted(gone))} any more",
                "a client that obtains tokens so is refused",
                other,
                "obtain tokens in another way",
            )
        variable = entry.facts.get("environment")
        if variable and variable != other.facts.get("environment"):
            yield breaking_change(
                f"the environment variable {variable} is not read any more",
                "what was set there has no effect",
                other,
            )
        elif variable != other.facts.get("environment"):
            yield compatible_change(
                f"the environment variable {other.facts.get('environment')} is read",
                "it need not be set",
                other,
            )
    for name, entry in now.items():
        if name not in before:
            yield compatible_change(
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


def helper_changes(old: Surface, new: Surface) -> Iterator[Change]:
    """The functions that make a client."""
    before, now = entries_of(old, "helper"), entries_of(new, "helper")
    for name, entry in before.items():
        if name not in now:
            yield breaking_change(
                f"the function {name} is gone",
                "code that calls it fails",
                entry,
                gone=True,
            )
        elif entry.facts["arguments"] != now[name].facts["arguments"]:
            yield breaking_change(
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
            yield compatible_change(
                f"the function {name} is new", "it returns a ready client", entry
            )


def exception_changes(old: Surface, new: Surface) -> Iterator[Change]:
    """The types of ``data`` of exceptions."""
    before, now = entries_of(old, "exception"), entries_of(new, "exception")
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
