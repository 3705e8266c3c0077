"""Objections of the validator as findings: position, cause and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity
from docbound.document import Document, child
from docbound.service import Pointer
from docbound.validation.best_alternative import relevant_errors
from docbound.validation.harmlessness import RULES, Weight, weigh

from .named_items import NamedItems
from .object_names import object_name
from .objections import Objection, RuleError, UnresolvedReference
from .overruled_objections import is_permitted
from .references import circular, unresolved
from .schema_error import SchemaError
from .semantic_rules import Finding, broken_rule, is_misread, tokens_of
from .wording import Wording, as_text, words

_CRASH = "validator-stopped"
_NO_FAULT = Weight(
    effect=Effect.HARMLESS,
    action="the specification allows it, and it is read as it is written",
)
_UNKNOWN = Weight(effect=Effect.GUESS, action="it is read as it is written")
_MOST_LOST = 40
"""So many unresolved references are looked for one by one; each takes a look through the
whole description.
"""


def explain(
    document: Document,
    objections: Iterable[Objection],
    line: str,
    locate: Callable[[Sequence[str]], Pointer] | None = None,
) -> list[Diagnostic]:
    """Turns objections into findings, each once, with what it does to the package.

    Where the validator fails at a part that is wrong anyway, only what is wrong is said.

    Args:
        document: the description.
        objections: what the validator has against it.
        line: the version of the specification that judges it.
        locate: gives the pointer of a place; by default, references on the way are followed.
    """
    locate = locate or document.locate
    items = NamedItems(document)
    found: dict[tuple[str, str, str], Finding] = {}
    dropped = 0
    in_circle = False
    for objection in _defaults_once(list(objections)):
        if isinstance(objection.fault, RecursionError):
            if in_circle:
                continue  # each schema of a circle leads to it
            in_circle = True
        dropped += isinstance(objection.fault, UnresolvedReference)
        in_full = dropped <= _MOST_LOST
        for finding in _findings(items, objection, line, locate, in_full=in_full):
            # The validator judges a schema twice, where it is and by itself, with hints that
            # differ a little.
            key = (finding.pointer, finding.code, finding.message)
            found.setdefault(key, finding)
    known = [finding for finding in found.values() if finding.code != _CRASH]
    diagnostics = [_diagnostic(document, finding) for finding in known or found.values()]
    return sorted(diagnostics, key=lambda diagnostic: diagnostic.sort_key)


def _defaults_once(objections: list[Objection]) -> Iterator[Objection]:
    """Objections, of which a default that is none of an enum's values has one: that it is of
    another type is only said where quotes would mend it.
    """
    listed = {
        _place_of_value(objection): fault.limit
        for objection in objections
        if objection.of_default
        and isinstance(fault := objection.fault, SchemaError)
        and fault.keyword in ("enum", "const")
    }
    for objection in objections:
        fault = objection.fault
        place = _place_of_value(objection)
        if place in listed and isinstance(fault, SchemaError):
            limit = listed[place]
            quotes_mend = as_text(fault.instance) in (limit if isinstance(limit, list) else [limit])
            if fault.keyword in (("enum", "const") if quotes_mend else ("type",)):
                continue
        yield objection


def _place_of_value(objection: Objection) -> tuple[str, ...]:
    steps = objection.fault.path if isinstance(objection.fault, SchemaError) else ()
    return (*objection.place, *(str(step) for step in steps))


def _findings(
    items: NamedItems,
    objection: Objection,
    line: str,
    locate: Callable[[Sequence[str]], Pointer],
    *,
    in_full: bool,
) -> Iterator[Finding]:
    place, document = objection.place, items.document
    match objection.fault:
        case UnresolvedReference(reference=reference):
            yield unresolved(document, reference, place, in_full=in_full)
        case RuleError() as fault if is_misread(items, fault, place):
            return
        case RuleError() as fault:
            finding = broken_rule(items, fault, place)
            yield _crash(document, ValueError(), place) if finding is None else finding
        case SchemaError() as fault:
            yield from _schema_findings(fault, objection, line, locate)
        case error:
            yield _crash(document, error, place)


def _schema_findings(
    error: SchemaError,
    objection: Objection,
    line: str,
    locate: Callable[[Sequence[str]], Pointer],
) -> Iterator[Finding]:
    for found in relevant_errors(error):
        steps = tuple(str(step) for step in found.error.path)
        pointer = locate((*objection.place, *steps))
        is_in_root = pointer.startswith("#")
        tokens = tokens_of(pointer) if is_in_root else (*objection.place, *steps)
        for plain in words(found, tokens):
            wording = _of_default(plain) if objection.of_default else plain
            if is_permitted(found.error, tokens, line):
                wording = _of_permitted(wording)
            weight = weigh(wording, found.error, tokens, line)
            yield _finding(wording, pointer, weight)


def _of_default(wording: Wording) -> Wording:
    return Wording(
        code="invalid-default",
        message=f"the default does not fit its schema: {wording.message}",
        hint=wording.hint or "change the default, or the schema",
        key=wording.key,
    )


def _of_permitted(wording: Wording) -> Wording:
    return replace(
        wording,
        message=f"the validator objects that {wording.message}",
        hint="leave it: the specification allows it",
    )


def _finding(wording: Wording, pointer: Pointer, weight: Weight) -> Finding:
    return Finding(
        code=wording.code,
        message=wording.message,
        hint=wording.hint,
        pointer=pointer if wording.key is None else child(pointer, wording.key),
        key=wording.at_key or wording.key is not None,
        weight=weight,
    )


def _crash(document: Document, error: Exception, place: tuple[str, ...]) -> Finding:
    pointer = document.locate(place)
    if isinstance(error, RecursionError):
        circle = circular(document)
        return Finding(
            code=_CRASH,
            message=(
                "the validator does not follow parts that are nested this deeply"
                if circle is None
                else "the validator finds no end here: references lead in a circle"
            ),
            pointer=circle or pointer,
            weight=_NO_FAULT,
        )
    name = place[-1] if place else ""
    if isinstance(error, KeyError) and name.startswith("x-"):
        return Finding(
            code=_CRASH,
            message=(
                f"the validator takes {name!r} for {object_name(place)} and needs an object here"
            ),
            hint="give it an object, or put it where it cannot be taken for something else",
            pointer=pointer,
            weight=_NO_FAULT,
        )
    if isinstance(error, KeyError):
        return Finding(
            code=_CRASH,
            message=(
                f"the validator needs the key {error} in {object_name(place)} and does not find it"
            ),
            pointer=pointer,
            key=True,
        )
    # What the exception says is about the validator's code, and may repeat any value of the
    # description.
    return Finding(
        code=_CRASH,
        message=(
            f"the validator cannot judge {object_name(place)}: something in it has not the shape"
            " that it expects"
        ),
        hint="compare each key in it with the specification; the parts beside it were judged",
        pointer=pointer,
    )


def _diagnostic(document: Document, finding: Finding) -> Diagnostic:
    weight = finding.weight or RULES.get(finding.code, _UNKNOWN)
    return Diagnostic(
        severity=Severity.ERROR,
        code=finding.code,
        message=finding.message,
        hint=finding.hint,
        pointer=finding.pointer,
        position=document.position(finding.pointer, key=finding.key),
        effect=weight.effect,
        action=weight.action,
    )
