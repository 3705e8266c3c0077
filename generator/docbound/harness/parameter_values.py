"""The values of parameters, read from their texts as style and schema say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from docbound.json_values import is_array, is_object, json_or_text, scalar_kind

from .described_service import Node, Service, ServiceParameter

_SEPARATORS: Final = {
    "form": ",",
    "simple": ",",
    "spaceDelimited": " ",
    "pipeDelimited": "|",
    "ssv": " ",
    "pipes": "|",
    "tsv": "\t",
    "csv": ",",
    "multi": ",",
    "label": ".",
    "matrix": ",",
}
_ALL: Final = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
_DEEPEST: Final = 12


class Missing:
    """What a parameter has that was not sent."""


MISSING: Final = Missing()


def read_parameter(service: Service, row: ServiceParameter, pairs: list[tuple[str, str]]) -> object:
    """The value of a parameter, read as its style says (OpenAPI 3.1.1, "Style Values"); MISSING
    where it was not sent.

    Args:
        service: the description.
        row: the parameter.
        pairs: names and values of its location, percent-decoded.
    """
    style, explode = style_of(row)
    texts = [text for name, text in pairs if name in (row.name, f"{row.name}[]")]
    if row.node.has("content"):
        return json_or_text(texts[0]) if texts else MISSING
    schema = row.schema or row.node
    kinds = kinds_of(service, schema)
    if style == "deepObject" or (
        not texts and "object" in kinds and any(n.startswith(f"{row.name}[") for n, _ in pairs)
    ):
        found = _grouped(
            (name[len(row.name) + 1 : -1], text)
            for name, text in pairs
            if name.startswith(f"{row.name}[")
        )
        return _object(service, schema, found) if found else MISSING
    if not texts:
        if "object" in kinds and explode and style == "form":
            names = _properties(service, schema)
            found = _grouped((name, text) for name, text in pairs if name in names)
            return _object(service, schema, found) if found and not kinds - {"object"} else MISSING
        return MISSING
    texts = [_without_lead(style, row.name, text) for text in texts]
    if "array" in kinds and not (len(texts) == 1 and _is_better_scalar(texts[0], style, kinds)):
        split = [part for text in texts for part in text.split(_SEPARATORS.get(style, ","))]
        parts = texts if explode and (len(texts) > 1 or style == "form") else split
        items = service.resolve(schema).get("items")
        inner = kinds_of(service, items) if items else _ALL
        return [scalar(part, inner) for part in parts if part or len(parts) > 1]
    if kinds == frozenset({"object"}):
        return _flat_object(service, schema, texts[0], style, explode)
    return scalar(texts[0], kinds)


def _is_better_scalar(text: str, style: str, kinds: frozenset[str]) -> bool:
    return bool(kinds & {"string", "integer", "number"}) and _SEPARATORS.get(style, ",") not in text


def _without_lead(style: str, name: str, text: str) -> str:
    if style == "label":
        return text.removeprefix(".")
    if style == "matrix":
        return text.removeprefix(";").removeprefix(f"{name}=").replace(f";{name}=", ",")
    return text


def _flat_object(service: Service, schema: Node, text: str, style: str, explode: bool) -> object:
    parts = text.split(_SEPARATORS.get(style, ","))
    pairs = (
        [(name, value) for name, _, value in (part.partition("=") for part in parts)]
        if explode
        else list(zip(parts[::2], parts[1::2], strict=False))
    )
    return _object(service, schema, _grouped(pairs))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    return found


def _object(
    service: Service, schema: Node, texts: Mapping[str, Sequence[str]]
) -> dict[str, object]:
    properties = _properties(service, schema)
    return {
        name: _property(service, properties.get(name), several) for name, several in texts.items()
    }


def _property(service: Service, schema: Node | None, texts: Sequence[str]) -> object:
    """The value of a property, which comes once for each item where it is a list."""
    kinds = kinds_of(service, schema)
    if "array" in kinds and schema is not None and kinds != _ALL:
        items = service.resolve(schema).get("items")
        return [scalar(text, kinds_of(service, items) if items else _ALL) for text in texts]
    return scalar(texts[-1], kinds)


def _properties(service: Service, schema: Node) -> dict[str, Node]:
    found = service.resolve(schema).get("properties")
    return dict(found.items()) if found else {}


def style_of(row: ServiceParameter) -> tuple[str, bool]:
    """The style of a parameter, and whether it explodes (OpenAPI 3.1.1, "Style Values"; Swagger
    2.0, ``collectionFormat``).
    """
    collection = row.node.text("collectionFormat")
    if collection:
        return collection, collection == "multi"
    usual = {"path": "simple", "header": "simple"}.get(row.location, "form")
    style = row.node.text("style") or usual
    explode = row.node.value.get("explode") if is_object(row.node.value) else None
    if explode is None:
        swagger = "type" in row.node.value and not row.node.has("schema")
        explode = style == "form" and not swagger
    return style, bool(explode)


def kinds_of(service: Service, schema: Node | None, depth: int = 0) -> frozenset[str]:
    """The JSON types that a schema allows, as far as its keywords say; all of them where they do
    not.
    """
    if schema is None or depth > _DEEPEST:
        return _ALL
    node = service.resolve(schema)
    if not is_object(node.value):
        return _ALL
    stated: Any = node.value.get("type")
    words = {stated} if isinstance(stated, str) else set(stated) if is_array(stated) else set[str]()
    if node.value.get("nullable") is True and words:
        words.add("null")
    if words:
        return frozenset(words & _ALL) or _ALL
    values = node.value.get("enum", [node.value["const"]] if "const" in node.value else None)
    if is_array(values):
        return frozenset(map(_kind, values))
    for keyword in ("anyOf", "oneOf"):
        members = node.get(keyword)
        if members is not None:
            return (
                frozenset[str]().union(
                    *(kinds_of(service, item, depth + 1) for item in members.list())
                )
                or _ALL
            )
    parts = node.get("allOf")
    found = _ALL
    for part in parts.list() if parts else ():
        found &= kinds_of(service, part, depth + 1)
    if node.has("properties"):
        return frozenset({"object"})
    return frozenset({"array"}) if node.has("items") else found


def _kind(value: object) -> str:
    match value:
        case bool() | int() | float() | str():
            return scalar_kind(value)
        case list():
            return "array"
        case None:
            return "null"
        case _:
            return "object"


def scalar(text: str, kinds: frozenset[str]) -> object:
    """A text of a parameter or form as the first of the types that it can be: number, boolean,
    null, or the text itself.
    """
    if "string" in kinds and kinds & {"string", "null"} == kinds:
        return text
    if kinds & {"integer", "number"}:
        try:
            return int(text)
        except ValueError:
            if "number" in kinds:
                try:
                    return float(text)
                except ValueError:
                    pass
    if "boolean" in kinds and text in ("true", "false"):
        return text == "true"
    if "null" in kinds and "string" not in kinds and text in ("", "null"):
        return None
    return json_or_text(text) if "object" in kinds and text[:1] == "{" else text
