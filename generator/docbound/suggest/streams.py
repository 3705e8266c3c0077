"""Events of a stream that are errors, by the names that the description gives to events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docbound.lower.operations.pagination import behind_names
from docbound.service import Field, Literal, Named, Object, Pointer, Type, Union, UnionDefinition

from .suggestion import Described, Suggestion


def suggest(described: Described) -> Iterator[Suggestion]:
    """One proposal for all streams: further names of events that mean an error."""
    settings = described.context.settings
    found: dict[str, tuple[str, Pointer]] = {}
    for operation in described.context.api.operations:
        for response in operation.responses:
            for media in response.contents:
                if not media.content_type.startswith("text/event-stream"):
                    continue
                item = media.item_type or media.type
                for name, where in _event_names(described, item) if item is not None else ():
                    if re.search(r"error|fail|exception", name, re.IGNORECASE):
                        found.setdefault(name, (described.name(operation), where))
    new = [name for name in found if name not in settings.error_events]
    if new:
        yield Suggestion(
            section="error_events",
            key="",
            value=[*settings.error_events, *new],
            reason="; ".join(f"{found[name][0]} describes the event `{name}`" for name in new),
            unsure="whether the stream ends with it",
            operations=tuple(dict.fromkeys(found[name][0] for name in new)),
            lines=described.lines(found[name][1] for name in new),
        )


def _event_names(described: Described, type_: Type) -> Iterator[tuple[str, Pointer]]:
    """The values that the field ``event`` of an item may have, and where each is described."""
    plain = behind_names(described.context, type_)
    definitions = described.context.api.definitions
    if isinstance(plain, Union):
        for member in plain.members:
            yield from _event_names(described, member)
        return
    definition = definitions.get(plain.pointer) if isinstance(plain, Named) else None
    match definition:
        case UnionDefinition(members=members):
            for member in members:
                yield from _event_names(described, member)
        case Object(about=about, fields=fields):
            for each in fields:
                if each.name == "event":
                    where = f"{about.pointer}/properties/event"
                    yield from ((value, where) for value in _values(each))
        case _:
            return


def _values(field: Field) -> Iterator[str]:
    if isinstance(field.only, str):
        yield field.only
    elif isinstance(field.type, Literal):
        yield from (value for value in field.type.values if isinstance(value, str))
