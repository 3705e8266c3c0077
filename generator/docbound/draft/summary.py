"""The summary of a draft run: operations, facts by source, conflicts, guesses; text and JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docbound.draft.blocks import At
from docbound.draft.draft_result import Drafted
from docbound.draft.facts import Draft, Origin
from docbound.draft.secrets import redact_text


def facts_by_source(draft: Draft) -> Counter[str]:
    """How many facts each source gives: operations, parameters, statuses, fields and lists of
    values.
    """
    counted: Counter[str] = Counter()
    for at in _places(draft):
        counted[at.source] += 1
    return counted


def _places(draft: Draft) -> Iterator[At]:
    for operation in draft.operations.values():
        yield operation.at
        for parameter in operation.parameters.values():
            yield parameter.at
        for response in operation.responses.values():
            yield response.at
    for schema in draft.all_schemas():
        for prop in (schema.fields or {}).values():
            yield prop.at
        if schema.enum_at:
            yield schema.enum_at


def guesses(draft: Draft) -> list[tuple[str, At]]:
    """What was guessed, each with the line that led to it."""
    found = [
        (f"{operation.label}: {parameter.name}", parameter.at)
        for operation in draft.operations.values()
        for parameter in operation.parameters.values()
        if parameter.origin is Origin.GUESS
    ]
    for name, schema in draft.schemas.items():
        found += [
            (f"{name}.{prop.name}", prop.at)
            for prop in (schema.fields or {}).values()
            if prop.origin is Origin.GUESS
        ]
        found += [
            (f"{name}.{prop.name}: values", prop.schema.enum_at or prop.at)
            for prop in (schema.fields or {}).values()
            if prop.schema.enum and prop.schema.origin is Origin.GUESS
        ]
    return found


def lines(drafted: Drafted, *, unread: bool) -> Iterator[str]:
    """The summary for people."""
    draft, ledger = drafted.draft, drafted.ledger
    schemas = sum(1 for schema in draft.schemas.values() if schema.fields)
    yield f"{_count(len(draft.operations), 'operation')}, {_count(schemas, 'schema')}"
    for source, number in sorted(
        facts_by_source(draft).items(),
        key=lambda pair: (drafted.ranks.get(pair[0], 0), -pair[1]),
    ):
        yield f"  {drafted.sources.get(source, source)}: {_count(number, 'fact')}"
    yield (
        f"{ledger.share:.0%} of the statements read, {_count(len(ledger.unread()), 'line')}"
        f" left{'' if unread or not ledger.unread() else ' (--unread lists them)'}"
    )
    for conflict in draft.conflicts:
        yield (
            f"conflict: {conflict.what}: {conflict.kept} ({_place(drafted, conflict.kept_at)})"
            f" kept, {conflict.dropped} ({_place(drafted, conflict.dropped_at)}) not"
        )
    for text, at in draft.notes:
        yield f"open: {text}{f' ({_place(drafted, at)})' if at else ''}"
    for text, at in guesses(draft):
        yield f"guess: {text} ({_place(drafted, at)})"
    if drafted.redacted:
        yield f"{_count(drafted.redacted, 'secret')} in samples replaced"
    if unread:
        for at, text in ledger.unread():
            yield f"unread: {_place(drafted, at)}: {redact_text(text)[0]}"


def _place(drafted: Drafted, at: At) -> str:
    return f"{drafted.sources.get(at.source, at.source)}:{at.line}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def as_json(drafted: Drafted) -> dict[str, object]:
    """The summary for machines."""
    draft, ledger = drafted.draft, drafted.ledger

    def place(at: At) -> dict[str, object]:
        return {"source": drafted.sources.get(at.source, at.source), "line": at.line}

    return {
        "operations": len(draft.operations),
        "schemas": len(draft.schemas),
        "facts": {
            drafted.sources.get(key, key): number
            for key, number in sorted(facts_by_source(draft).items())
        },
        "coverage": round(ledger.share, 4),
        "conflicts": [
            {
                "what": item.what,
                "kept": item.kept,
                "kept_at": place(item.kept_at),
                "dropped": item.dropped,
                "dropped_at": place(item.dropped_at),
            }
            for item in draft.conflicts
        ],
        "open": [{"what": text, **({"at": place(at)} if at else {})} for text, at in draft.notes],
        "guesses": [{"what": text, "at": place(at)} for text, at in guesses(draft)],
        "redacted": drafted.redacted,
        "unread": [{**place(at), "text": redact_text(text)[0]} for at, text in ledger.unread()],
    }
