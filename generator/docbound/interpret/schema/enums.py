"""``enum`` and ``const``: the scalars that a schema allows.

Specification: ``enum`` and ``const`` of JSON Schema validation, section 6.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from docbound.diagnostics.diagnostic import Effect
from docbound.records import record
from docbound.service import Literal, Pointer, Primitive, Type, Union

from ...document.reader import Node, Reader
from .expansion import Expansion, Part
from .scalars import TYPES

Scalar: TypeAlias = bool | int | float | str | None

_VALUE_KINDS: Final[dict[type, str]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
}


@record(kw_only=False)
class Values:
    """The scalars that a schema allows, null left out.

    ``names`` and ``descriptions`` are those of the values, ``title`` the name of the list itself
    (``name`` of ``x-ms-enum``); empty where the description gives none.
    """

    scalars: tuple[Scalar, ...]
    closed: bool
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()
    title: str = ""

    @property
    def has_names(self) -> bool:
        """Whether there is more to know than the values, so that a list of them would lose it."""
        return len(self.scalars) > 1 and bool(self.names or self.title)

    @property
    def kind(self) -> str:
        """``string``, ``integer``, ``number``, ``boolean`` or ``mixed``."""
        return kind_of(self.scalars)


def allowed_values(reader: Reader, expansion: Expansion, types: Sequence[str]) -> Values | None:
    """The values that ``enum`` and ``const`` of all parts leave; None where nothing limits them to
    scalars.
    """
    found: Values | None = None
    for part in expansion.parts:
        for values in (
            _enum(reader, part.node, types),
            _const(reader, part.node, types),
        ):
            if values is None:
                continue
            found = values if found is None else _narrowed(reader, found, values, part.node)
    return found


def _narrowed(reader: Reader, inherited: Values, own: Values, node: Node) -> Values:
    keys = {_key(value) for value in inherited.scalars}
    common = tuple(value for value in own.scalars if _key(value) in keys)
    if common == own.scalars:
        return own
    if common:
        return Values(common, own.closed)
    reader.warn(
        "conflicting-values",
        "none of these values is among those of another part",
        node.pointer,
        effect=Effect.GUESS,
        action="the later ones count",
    )
    return own


def _enum(reader: Reader, node: Node, types: Sequence[str]) -> Values | None:
    member = node.member("enum")
    if member is None or member.value is None:
        return None
    items = reader.items(member)
    if not items:
        reader.note(
            "empty-enum",
            "an empty `enum` is ignored",
            member.pointer,
            effect=Effect.HARMLESS,
            action="it is ignored",
        )
        return None
    if [*types] == ["object"] and not any(isinstance(item.value, (list, dict)) for item in items):
        # NestJS writes `object` beside the values of an enum of TypeScript.
        reader.warn(
            "enum-value-type",
            "none of the values is of the type `object`",
            member.pointer,
            effect=Effect.GUESS,
            action="the values count, not the type",
        )
        types = ()
    if types and not set(types) & set(_VALUE_KINDS.values()):
        reader.note(
            "unsupported-enum",
            f"an `enum` beside the type `{types[0]}` is not carried over",
            member.pointer,
            effect=Effect.DROP,
        )
        return None
    found: dict[tuple[str, Scalar], int] = {}
    for index, item in enumerate(items):
        if isinstance(item.value, (list, dict)):
            reader.note(
                "unsupported-enum",
                "an `enum` with lists or mappings is not carried over",
                item.pointer,
                effect=Effect.DROP,
            )
            return None
        if item.value is not None:
            value = _fitted(reader, item, types)
            found.setdefault(_key(value), index)
    if not found:
        return None
    names, texts = _labels(reader, node, items, list(found.values()))
    return Values(tuple(value for _, value in found), False, names, texts, _title(node))


def contradictory(parts: Iterable[Part]) -> bool:
    """Whether the ``enum``s and ``const``s of ``parts`` leave no value at all."""
    left: set[tuple[str, Scalar]] | None = None
    for part in parts:
        for listed in (part.value.get("enum"), [part.value.get("const")]):
            if not isinstance(listed, list) or listed == [None]:
                continue
            keys = {_key(item) for item in listed if not isinstance(item, (list, dict))}
            left = keys if left is None else left & keys
    return left is not None and not left


_NAMES: Final = ("x-enum-varnames", "x-enumNames", "x-enum-names")
_DESCRIPTIONS: Final = ("x-enum-descriptions", "x-enumDescriptions")


def _labels(
    reader: Reader, node: Node, items: Sequence[Node], kept: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and descriptions of the values, as several generators spell them: lists beside them,
    mappings, ``x-ms-enum``.
    """

    def labels(keys: Sequence[str], part: str) -> tuple[str, ...]:
        for key in keys:
            member = node.member(key)
            if member is not None and member.value is not None:
                return _listed(reader, member, key, items, kept)
        return _of_ms_enum(reader, node, part, items, kept)

    return labels(_NAMES, "name"), labels(_DESCRIPTIONS, "description")


def _listed(
    reader: Reader, member: Node, key: str, items: Sequence[Node], kept: Sequence[int]
) -> tuple[str, ...]:
    """A text for each value: in the order of the values, or by value."""
    if isinstance(member.value, dict):
        by_value = {name: reader.as_text(text) for name, text in reader.members(member).items()}
        return _by_value(by_value, items, kept)
    texts = reader.texts(member)
    if len(texts) == len(items):
        return tuple(texts[index] for index in kept)
    reader.note(
        "ignored-extension",
        f"`{key}` names {len(texts)} of {len(items)} values",
        member.pointer,
        effect=Effect.HARMLESS,
        action="it is ignored",
    )
    return ()


def _title(node: Node) -> str:
    """The name that ``x-ms-enum`` gives to a list of values wherever it occurs."""
    extension = node.member("x-ms-enum")
    name = extension.member("name") if extension is not None else None
    return name.value if name is not None and isinstance(name.value, str) else ""


def _of_ms_enum(
    reader: Reader, node: Node, part: str, items: Sequence[Node], kept: Sequence[int]
) -> tuple[str, ...]:
    """``values`` of ``x-ms-enum``: mappings of ``value``, ``name`` and ``description``."""
    extension = node.member("x-ms-enum")
    values = extension.member("values") if extension is not None else None
    if values is None or not isinstance(values.value, list):
        return ()
    by_value: dict[str, str] = {}
    for entry in reader.items(values):
        value, text = entry.member("value"), entry.member(part)
        if value is not None and text is not None and isinstance(text.value, str):
            by_value[str(value.value)] = text.value
    return _by_value(by_value, items, kept)


def _by_value(texts: dict[str, str], items: Sequence[Node], kept: Sequence[int]) -> tuple[str, ...]:
    found = tuple(texts.get(str(items[index].value), "") for index in kept)
    return found if any(found) else ()


def _const(reader: Reader, node: Node, types: Sequence[str]) -> Values | None:
    member = node.member("const")
    if member is None or member.value is None:
        return None
    if isinstance(member.value, (list, dict)):
        reader.note(
            "unsupported-const",
            "a `const` list or mapping is not carried over",
            member.pointer,
            effect=Effect.DROP,
        )
        return None
    return Values((_fitted(reader, member, types),), True)


def _fitted(reader: Reader, node: Node, types: Sequence[str]) -> Scalar:
    """A value in the type that is beside it: YAML writers forget quotes around numbers in a
    list of texts.
    """
    value = node.value
    assert not isinstance(value, (list, dict))
    written, value = value, float(value) if isinstance(value, float) else value
    kinds = {kind_of((value,))}
    if isinstance(value, int):
        kinds.add("number")
    if isinstance(value, float) and value.is_integer() and "integer" in types:
        return int(value) if abs(value) < 2**53 else value
    if not types or kinds & set(types):
        return value
    fitted = _converted(written, types)
    reader.warn(
        "enum-value-type",
        f"the value is not of the type `{'`, `'.join(types)}`",
        node.pointer,
        effect=Effect.GUESS if fitted is None else Effect.HARMLESS,
        action="it is kept as it is" if fitted is None else f"read as {fitted!r}",
    )
    return value if fitted is None else fitted


def _converted(value: Scalar, types: Sequence[str]) -> Scalar:
    if "string" in types and not isinstance(value, str):
        return ("true" if value else "false") if isinstance(value, bool) else str(value)
    if isinstance(value, str):
        if "integer" in types and value.lstrip("-").isascii() and value.lstrip("-").isdigit():
            return int(value) if len(value) < 1000 else None
        if "boolean" in types and value.lower() in ("true", "false"):
            return value.lower() == "true"
    return None


def kind_of(values: Iterable[Scalar]) -> str:
    """The JSON type that all ``values`` have, or ``mixed``."""
    kinds = {_VALUE_KINDS.get(type(value), "null") for value in values}
    if kinds == {"integer", "number"}:
        return "number"
    return kinds.pop() if len(kinds) == 1 else "mixed"


def literal(reader: Reader, values: Values, pointer: Pointer, form: str = "") -> Type:
    """A type for values that are in place.

    Numbers with a fraction stay plain numbers, and both booleans together are a boolean.

    Args:
        reader: reports what is not carried.
        values: the values.
        pointer: where they are listed.
        form: the ``format`` beside them.
    """
    kinds: set[str] = {_VALUE_KINDS.get(type(value), "null") for value in values.scalars}
    if "number" in kinds:
        reader.note(
            "unlisted-numbers",
            "numbers with a fraction are not listed in a type",
            pointer,
            effect=Effect.HARMLESS,
            action="any number of that type is accepted",
        )
        kinds.discard("integer")
        members = tuple(Primitive(kind=kind, format=form) for kind in TYPES if kind in kinds)
        return members[0] if len(members) == 1 else Union(members=members)
    if kinds == {"boolean"} and len(values.scalars) == 2:
        return Primitive(kind="boolean")
    return Literal(values=values.scalars, closed=values.closed)


def _key(value: Scalar) -> tuple[str, Scalar]:
    """Tells 1 from true."""
    return _VALUE_KINDS.get(type(value), "null"), value
