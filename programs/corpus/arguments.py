"""Arguments for the law of requests: values that the parameters' own schemas accept and that have
one wire form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from docbound.document import Document
from docbound.harness.values.validity import Judge
from docbound.service import Operation
from programs.corpus import parameter_facts, undefined_values
from programs.corpus.lossless_law import Verdict
from programs.corpus.parameter_facts import Facts
from programs.corpus.read_only import without_read_only

MOST = 4
"""Values that are tried for one parameter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A parameter and the values to try, none if the law says nothing about all that could be
    found.
    """

    facts: Facts
    values: tuple[Any, ...]
    reason: str = ""


class Arguments:
    """Finds values for the parameters of one document's operations; each parameter is worked out
    once.
    """

    def __init__(self, document: Document, judge: Judge, verdict: Verdict) -> None:
        self._document = document
        self._judge = judge
        self._verdict = verdict
        self._known: dict[str, Given] = {}

    def of(self, operation: Operation) -> list[Given]:
        """One entry a parameter, in the order of the operation table."""
        found = [
            self._given(item.pointer, item.name, item.location) for item in operation.parameters
        ]
        return [replace(given, values=given.values[:MOST]) for given in _apart(found, operation)]

    def _given(self, pointer: str, name: str, location: str) -> Given:
        key = f"{location} {name} {pointer}"
        if key not in self._known:
            self._known[key] = self._find(pointer, name, location)
        return self._known[key]

    def _find(self, pointer: str, name: str, location: str) -> Given:
        facts = parameter_facts.of_parameter(self._document, pointer, name, location)
        if facts is None:  # only the path names it
            facts = Facts(name=name, location=location, style="simple", explode=False)
            return Given(facts=facts, values=("a b/c?d", "é%2F"))
        values, reason = list[Any](), "no valid value was found"
        for made in islice(self.values(facts), 40):
            value = self._sendable(facts, made)
            against = undefined_values.reason_against(facts, value)
            if against:
                reason = against
            elif not any(same_spelling(value, other) for other in values):
                values.append(value)
        if not values:
            self._verdict.leave_out(f"parameter: {reason}")
        return Given(facts=facts, values=tuple(values), reason=reason)

    def _sendable(self, facts: Facts, value: Any) -> Any:
        """``value`` without the items or properties that no style has a form for, where what is
        left is valid as well.
        """
        if not undefined_values.reason_against(facts, value):
            return value
        match value:
            case list():
                kept: Any = [
                    item for item in value if not undefined_values.reason_against(facts, [item])
                ]
            case dict():
                kept = {
                    key: item
                    for key, item in value.items()
                    if not undefined_values.reason_against(facts, {key: item})
                }
            case _:
                return value
        return kept if self._judge.accepts(facts.schema_pointer, kept) else value

    def values(self, facts: Facts) -> Iterator[Any]:
        """Valid values of a parameter."""
        if facts.schema is None:
            yield from ("a b/c?d", "é%2F") if facts.location == "path" else ()
            return
        place = facts.schema_pointer
        for _, value in self._judge.values(facts.schema, place, wanted=16):
            sent = without_read_only(self._document, facts.schema, place, value)
            if sent == value or not self._judge.mismatches(place, sent, in_request=True):
                yield sent


def _apart(found: list[Given], operation: Operation) -> Iterator[Given]:
    """Leaves out what could not be told from its neighbours: see the reasons."""
    names = {given.facts.name for given in found if given.facts.location == "query"}
    gathered = 0
    for given in found:
        facts = given.facts
        objects = any(isinstance(value, dict) for value in given.values)
        spread = (
            facts.location in ("query", "cookie")
            and facts.explode
            and objects
            and facts.style == "form"
        )
        gathered += spread
        if spread and (
            gathered > 1
            or any(
                names & (value.keys() - {facts.name})
                for value in given.values
                if isinstance(value, dict)
            )
        ):
            yield Given(
                facts=facts,
                values=(),
                reason="two parameters whose names cannot be told apart",
            )
        elif facts.location == "path" and _shares_segment(facts.name, operation.path):
            plain = tuple(value for value in given.values if text_of(value).isalnum())
            yield Given(
                facts=facts,
                values=plain,
                reason="values that run into another variable of their segment",
            )
        else:
            yield given


def text_of(value: Any) -> str:
    """A scalar as text."""
    return value if isinstance(value, str) else json.dumps(value)


def same_spelling(left: Any, right: Any) -> bool:
    """Whether two JSON values are the same, 1 and true distinguished."""
    return json.dumps(left) == json.dumps(right)


def _shares_segment(name: str, path: str) -> bool:
    return any(segment.count("{") > 1 and f"{{{name}}}" in segment for segment in path.split("/"))
