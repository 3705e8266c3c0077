"""The pagination schemes of a Stainless project, in the words of client.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from docbound.service import JSONValue

_MARK: Final = "x-stainless-pagination-property"
_KINDS: Final = {
    "cursor": "cursor",
    "cursor_id": "cursor",
    "cursor_url": "link",
    "offset": "offset",
    "page_number": "page",
}
_PARAMETERS: Final = frozenset(
    ("next_cursor_param", "next_cursor_id_param", "page_number_param", "offset_count_param")
)
_FIELDS: Final = {
    "items": "items",
    "next_cursor_field": "next",
    "cursor_url_field": "next",
    "has_next_page": "more",
    "total_page_count_field": "total_pages",
    "offset_total_count_field": "total",
}
"""The purposes of fields of a response, and what client.yaml calls them."""
_SIZES: Final = ("limit", "page_size", "per_page", "pageSize", "perPage", "size", "count")
_OF_KIND: Final = {
    "cursor": {"next", "items", "last_item", "more"},
    "link": {"next", "items"},
    "offset": {"items", "total"},
    "page": {"items", "total_pages"},
}


def schemes_of(given: object) -> Iterator[tuple[str, dict[str, JSONValue]]]:
    """Name and entry of each scheme that client.yaml has words for."""
    for scheme in cast("list[object]", given) if isinstance(given, list) else []:
        if not isinstance(scheme, dict):
            continue
        made = _entry(cast("Mapping[str, Any]", scheme))
        if made is not None:
            yield str(cast("Mapping[str, Any]", scheme).get("name", "")), made


def _entry(scheme: Mapping[str, Any]) -> dict[str, JSONValue] | None:
    kind = _KINDS.get(str(scheme.get("type")))
    if kind is None:
        return None
    entry: dict[str, JSONValue] = {"kind": kind}
    request = _members(scheme.get("request"))
    for name, schema in request.items():
        if _purpose(schema) in _PARAMETERS:
            entry["parameter"] = name
        elif name in _SIZES and "size" not in entry and not _purpose(schema):
            entry["size"] = name
    for path, schema in _fields(_members(scheme.get("response")), ()):
        mark = _mark(schema)
        key = _FIELDS.get(_purpose(schema))
        header = mark.get("from_header")
        if key in _OF_KIND[kind]:
            entry[key] = f"header:{header}" if isinstance(header, str) else ".".join(path)
        if mark.get("is_top_level_array"):
            entry["items"] = ""
    _items(entry, scheme)
    is_complete = kind == "link" or "parameter" in entry
    return entry if is_complete and "items" in entry else None


def _items(entry: dict[str, JSONValue], scheme: Mapping[str, Any]) -> None:
    """Where the items are: the only list, unless a field says that it has them; and what of the
    last one is the next cursor.
    """
    fields = list(_fields(_members(scheme.get("response")), ()))
    lists = [path for path, schema in fields if _members(schema).get("type") == "array"]
    if "items" not in entry and lists:
        entry["items"] = ".".join(lists[0])
    for schema in (schema for _, schema in fields if _members(schema).get("type") == "array"):
        inner = _members(_members(schema).get("items"))
        for path, field in _fields(_members(inner.get("properties")), ()):
            if _purpose(field) == "cursor_item_id":
                entry["last_item"] = ".".join(path)


def _members(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _mark(schema: object) -> Mapping[str, Any]:
    return _members(_members(schema).get(_MARK))


def _purpose(schema: object) -> str:
    return str(_mark(schema).get("purpose", ""))


def _fields(
    members: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], object]]:
    """The fields of a response with the way to them, those of objects inside of it, too."""
    for name, schema in members.items():
        if name == _MARK:
            continue
        yield (*path, str(name)), schema
        yield from _fields(_members(_members(schema).get("properties")), (*path, str(name)))
