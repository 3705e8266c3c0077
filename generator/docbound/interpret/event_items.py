"""Server-sent events whose data are described: by ``contentMediaType`` and ``contentSchema``, and
by the name of the event.

Specification: "Media Type Object" (3.2, ``itemSchema``, "Server-Sent Event Streams"); JSON Schema
2020-12, section 8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.records import record
from docbound.service import JSONValue, Primitive, Type

from ..document.reader import Node, Reader
from .schema.schemas import Schemas
from .schema.types import union

_NO_NAME: Final = "message"
"""What an event without a name is called (HTML Standard, "Server-sent events")."""
_EVENT_FIELDS: Final = frozenset(("data", "event", "id", "retry", "comment"))


@record
class EventItems:
    """What the items of an event stream are.

    Attributes:
        item: the type of an item, whatever its event.
        by_name: the type by the name of the event; empty where all are the same.
        is_data: whether items are the data of events, and not the events as a whole.
    """

    item: Type
    by_name: tuple[tuple[str, Type], ...] = ()
    is_data: bool = True


@record
class _Member:
    """One alternative of an event: its names, and the schema of its data."""

    names: tuple[str, ...]
    data: Node | None


def event_items(schemas: Schemas, content_type: str, schema: Node) -> EventItems | None:
    """The data of the events of a stream; None where an item is something else: the event as a
    whole, or what its data are in JSON.
    """
    if not content_type.lower().startswith("text/event-stream"):
        return None
    members = list(_members(schemas.reader, schema))
    if not any(_is_described(schemas.reader, each.data) for each in members):
        # A single kind of event is recognised by its fields.
        return EventItems(item=schemas.type_of(schema), is_data=False) if len(members) > 1 else None
    types = [_type_of(schemas, each.data) for each in members]
    named = {name: type_ for each, type_ in zip(members, types, strict=True) for name in each.names}
    item = union(types)
    if len(members) == 1 or not named:
        return EventItems(item=item)
    unnamed = [type_ for each, type_ in zip(members, types, strict=True) if not each.names]
    if unnamed:
        named.setdefault(_NO_NAME, union(unnamed))
    return EventItems(item=item, by_name=tuple(named.items()))


def _members(reader: Reader, schema: Node) -> Iterator[_Member]:
    """The alternatives of an event; none where it is no event."""
    node = reader.follow(schema)
    if node is None or not isinstance(node.value, dict):
        return
    own = _properties(reader, node)
    alternatives = node.member("oneOf") or node.member("anyOf")
    found: list[_Member] = []
    for each in reader.items(alternatives) if alternatives is not None else (node,):
        target = reader.follow(each)
        if target is None:
            return
        fields = {**own, **_properties(reader, target)}
        if "data" not in fields or not fields.keys() <= _EVENT_FIELDS:
            return
        found.append(_Member(names=_names(fields.get("event")), data=fields["data"]))
    yield from found


def _properties(reader: Reader, node: Node) -> Mapping[str, Node]:
    properties = node.member("properties")
    return {} if properties is None else reader.members(properties)


def _names(event: Node | None) -> tuple[str, ...]:
    value: JSONValue = event.value if event is not None else None
    if not isinstance(value, dict):
        return ()
    given = value.get("enum", [value["const"]] if "const" in value else [])
    return tuple(each for each in given if isinstance(each, str)) if isinstance(given, list) else ()


_JSON_TYPES: Final = frozenset(("object", "array", "number", "integer", "boolean"))


def _is_described(reader: Reader, data: Node | None) -> bool:
    """Whether data are more than a text: by what is said of the text, or because the schema is that
    of the JSON in it, as many write it.
    """
    if data is None:
        return False
    target = reader.follow(data)
    value: JSONValue = target.value if target is not None else None
    if not isinstance(value, dict):
        return False
    stated = value.get("type")
    return _content(data) is not None or "properties" in value or stated in _JSON_TYPES


def _content(data: Node | None) -> Node | None:
    """The schema of what is inside a text, where that is JSON."""
    value: JSONValue = data.value if data is not None else None
    if data is None or not isinstance(value, dict) or "contentSchema" not in value:
        return None
    media = str(value.get("contentMediaType", "application/json")).split(";")[0].strip().lower()
    is_json = media.endswith(("/json", "+json"))
    return data.member("contentSchema") if is_json else None


def _type_of(schemas: Schemas, data: Node | None) -> Type:
    content = _content(data)
    if content is not None:
        return schemas.type_of(content)
    return Primitive(kind="string") if data is None else schemas.type_of(data)
