"""Extensions of a description that say how pages follow each other, in the words of the settings.

Read are ``x-pagination`` (the keys of client.yaml), ``x-speakeasy-pagination``,
``x-fern-pagination`` and ``x-ms-pageable``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from docbound.service import JSONValue, Operation
from docbound.settings.pagination import FIELDS, KINDS, PaginationSettings, path_parts

_NONE: Final = PaginationSettings(kind="none")


def read_extension(operation: Operation) -> PaginationSettings | str | None:
    """What an operation's extension says of its pages; a text says why it cannot be read, None that
    there is none.
    """
    key, value = operation.pagination
    if not key:
        return None
    if value is False or value is None:
        return _NONE
    if not isinstance(value, dict):
        return f"it holds {value!r}, where a mapping is expected"
    return _READERS[key](value)


def _own_words(value: Mapping[str, JSONValue]) -> PaginationSettings | str:
    unknown = [name for name in value if name not in FIELDS]
    if unknown:
        return f"its key {unknown[0]!r} is not known; known are {', '.join(FIELDS)}"
    kind = value.get("kind", "cursor")
    if kind not in KINDS:
        return f"its kind {kind!r} is not one of {', '.join(KINDS)}"
    found: dict[str, Any] = {}
    for name, given in value.items():
        if name == "first":
            if not isinstance(given, int):
                return f"its key 'first' holds {given!r}, not a whole number"
            found[name] = given
        elif not isinstance(given, str):
            return f"its key {name!r} holds {given!r}, not a text"
        else:
            plain = name in ("kind", "parameter", "size")
            found[name] = given if plain else path_parts(given)
    return PaginationSettings(**found)


# --- x-speakeasy-pagination
# ---------------------------------------------------------------------------------------


def _speakeasy(value: Mapping[str, JSONValue]) -> PaginationSettings | str:
    """``type``: ``cursor``, ``offsetLimit`` or ``url``; ``inputs``: ``name``, ``in``, ``type``;
    ``outputs``: ``results``, ``nextCursor``, ``nextUrl``, ``numPages``, as JSONPath.
    """
    outputs = _texts(value.get("outputs"))
    items = _json_path(outputs.get("results", "$"))
    inputs = _inputs(value.get("inputs"))
    if items is None:
        return f"the path {outputs['results']!r} is not a plain one"
    match value.get("type"):
        case "url":
            link = _json_path(outputs.get("nextUrl", ""))
            if not link:
                return "its outputs name no nextUrl"
            return PaginationSettings(kind="link", items=items, next=link)
        case "cursor":
            return _speakeasy_cursor(inputs, outputs, items)
        case "offsetLimit" if "page" in inputs:
            return PaginationSettings(
                kind="page",
                items=items,
                parameter=inputs["page"],
                size=inputs.get("limit", ""),
                total_pages=_json_path(outputs.get("numPages", "")) or (),
            )
        case "offsetLimit" if "offset" in inputs:
            return PaginationSettings(
                kind="offset",
                items=items,
                parameter=inputs["offset"],
                size=inputs.get("limit", ""),
            )
        case other:
            return f"its type {other!r} with these inputs is not known"


def _speakeasy_cursor(
    inputs: Mapping[str, str], outputs: Mapping[str, str], items: tuple[str, ...]
) -> PaginationSettings | str:
    path = outputs.get("nextCursor", "")
    last = re.fullmatch(r"(.*)\[(?:-1:?|\(@\.length-1\))\]\.?(.*)", path)
    found = PaginationSettings(
        kind="cursor",
        items=items,
        parameter=inputs.get("cursor", ""),
        size=inputs.get("limit", ""),
    )
    from dataclasses import replace

    if last is not None:
        if "results" not in outputs:
            found = replace(found, items=_json_path(last[1]) or ())
        return replace(found, last_item=path_parts(last[2]))
    following = _json_path(path)
    return replace(found, next=following) if following else "its outputs name no nextCursor"


def _inputs(value: JSONValue) -> dict[str, str]:
    """The names of parameters and body fields by what they are for."""
    given = value if isinstance(value, list) else []
    found: dict[str, str] = {}
    for each in map(_texts, given):
        if "type" in each and "name" in each:
            found[each["type"]] = (_json_path(each["name"]) or (each["name"],))[-1]
    return found


# --- x-fern-pagination
# ---------------------------------------------------------------------------------------


def _fern(value: Mapping[str, JSONValue]) -> PaginationSettings | str:
    """``cursor``, ``next_cursor`` or ``offset``, ``step``, ``has-next-page``, and ``results``;
    ``$request`` and ``$response`` are before the paths.
    """
    paths = {
        key: path_parts(re.sub(r"^\$(request|response)(\.(body|query))?\.?", "", text))
        for key, text in _texts(cast("JSONValue", value)).items()
    }
    items = paths.get("results", ())
    for key in ("next_uri", "next_path"):
        if key in paths:
            return PaginationSettings(kind="link", items=items, next=paths[key])
    if "cursor" in paths and "next_cursor" in paths:
        return PaginationSettings(
            kind="cursor",
            items=items,
            parameter=".".join(paths["cursor"]),
            next=paths["next_cursor"],
        )
    if "offset" in paths:
        return PaginationSettings(
            kind="offset" if "step" in paths else "page",
            items=items,
            parameter=".".join(paths["offset"]),
            size=".".join(paths.get("step", ())),
            more=paths.get("has-next-page", ()),
        )
    return "it names neither a cursor with a next_cursor nor an offset"


# --- x-ms-pageable
# ---------------------------------------------------------------------------------------


def _microsoft(value: Mapping[str, JSONValue]) -> PaginationSettings | str:
    """``nextLinkName`` (null: all items come at once) and ``itemName``."""
    link = value.get("nextLinkName")
    if link is None:
        return _NONE
    items = value.get("itemName") or "value"
    return PaginationSettings(kind="link", items=(str(items),), next=(str(link),))


_READERS: Final[dict[str, Callable[[Mapping[str, JSONValue]], PaginationSettings | str]]] = {
    "x-pagination": _own_words,
    "x-speakeasy-pagination": _speakeasy,
    "x-fern-pagination": _fern,
    "x-ms-pageable": _microsoft,
}


def _texts(value: JSONValue) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {key: each for key, each in value.items() if isinstance(each, str)}


def _json_path(text: str) -> tuple[str, ...] | None:
    """``$.data.items`` as its parts; None for anything but names and ``[*]``."""
    if not re.fullmatch(r"\$?(?:\.?[^.\[\]$]+|\[\*\]|\['[^']*'\])*", text):
        return None
    steps = re.findall(r"\['([^']*)'\]|(\[\*\])|([^.\[\]$]+)", text)
    return tuple(quoted or ("*" if each else plain) for quoted, each, plain in steps)
