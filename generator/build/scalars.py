"""``type``, ``format``, ``enum`` and ``const``: what a scalar may be.

Specification: "Data Types" of OpenAPI; ``type``, ``enum`` and ``const`` of JSON Schema validation; ``nullable`` of 3.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from generator.api import Literal, Pointer, Primitive, Type, Union

from .access import Node, Reader
from .allof import Expansion, Part

Scalar: TypeAlias = bool | int | float | str | None

TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")

_MEANT: Final[dict[str, tuple[str, str]]] = {
    "file": ("string", "binary"),
    "binary": ("string", "binary"),
    "byte": ("string", "byte"),
    "date": ("string", "date"),
    "date-time": ("string", "date-time"),
    "datetime": ("string", "date-time"),
    "uuid": ("string", "uuid"),
    "str": ("string", ""),
    "text": ("string", ""),
    "char": ("string", ""),
    "enum": ("string", ""),
    "url": ("string", "uri"),
    "uri": ("string", "uri"),
    "email": ("string", "email"),
    "int": ("integer", ""),
    "int32": ("integer", "int32"),
    "int64": ("integer", "int64"),
    "long": ("integer", "int64"),
    "short": ("integer", ""),
    "float": ("number", "float"),
    "double": ("number", "double"),
    "decimal": ("number", ""),
    "bool": ("boolean", ""),
    "list": ("array", ""),
    "dict": ("object", ""),
    "map": ("object", ""),
    "hash": ("object", ""),
    "none": ("null", ""),
    "any": ("", ""),
}
"""Words that are no JSON types, and what their writers mean: a type and a format."""

_BY_FORMAT: Final = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
} | dict.fromkeys(
    (
        "date-time",
        "date",
        "time",
        "uuid",
        "byte",
        "binary",
        "password",
        "email",
        "uri",
        "url",
        "hostname",
        "ipv4",
        "ipv6",
        "duration",
    ),
    "string",
)

_BY_KEYWORD: Final = (
    ("object", ("properties", "additionalProperties", "patternProperties", "required")),
    ("object", ("unevaluatedProperties", "minProperties", "maxProperties")),
    ("array", ("items", "prefixItems", "minItems", "maxItems", "uniqueItems")),
    ("string", ("pattern", "minLength", "maxLength", "contentEncoding")),
    ("string", ("contentMediaType",)),
    ("number", ("minimum", "maximum", "multipleOf")),
    ("number", ("exclusiveMinimum", "exclusiveMaximum")),
)
"""Which type a keyword speaks of, for schemas that state none."""

_VALUE_KINDS: Final[dict[type, str]] = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
}


# --- types ----------------------------------------------------------------------------------------------------------------------


def type_words(reader: Reader, node: Node) -> tuple[str, ...]:
    """The types that one schema states; unknown words are reported and read as what they mean."""
    member = node.member("type")
    match member.value if member else None:
        case None:
            return ()
        case str() as word:
            words = [word]
        case list():
            items = reader.items(member)
            words = [_word(reader, item) for item in items]
        case _:
            assert member is not None
            reader.warn(
                "unknown-type",
                "`type` is neither a text nor a list",
                member.pointer,
                effect="repaired",
            )
            return ()
    assert member is not None
    known = (_known_type(reader, word, member.pointer) for word in words)
    return tuple(dict.fromkeys(word for word in known if word))


def _word(reader: Reader, item: Node) -> str:
    """One entry of a list of types; a bare null in YAML is meant as the word."""
    if item.value is not None:
        return reader.as_text(item)
    reader.warn(
        "unknown-type",
        "the type null is written as a text",
        item.pointer,
        effect="repaired",
    )
    return "null"


def _known_type(reader: Reader, word: str, pointer: Pointer) -> str:
    if word in TYPES:
        return word
    meant = _meaning(word)
    if word == "file" and reader.swagger:
        return "string"
    reader.warn(
        "unknown-type",
        f"`{word}` is not a type",
        pointer,
        effect="repaired",
        hint=f"read as `{meant[0]}`" if meant[0] else "read as any value",
    )
    return meant[0]


def _meaning(word: str) -> tuple[str, str]:
    lowered = word.lower()
    if lowered in TYPES:
        return lowered, ""
    return _MEANT.get(lowered, ("", ""))


def stated_types(reader: Reader, expansion: Expansion) -> tuple[str, ...]:
    """The types that all parts agree on, null left out; empty where none is stated.

    Where they contradict each other, the place's own (or else the last) statement counts, and the conflict is reported.
    """
    agreed: tuple[str, ...] = ()
    for part in expansion.parts:
        words = type_words(reader, part.node) or _spoken_of(part)
        _note_misplaced(reader, part, words)
        if not words or words == ("null",):
            continue
        words = tuple(word for word in words if word != "null")
        common = _common(agreed, words) if agreed else words
        if not common:
            reader.warn(
                "conflicting-types",
                f"`{'`, `'.join(words)}` contradicts `{'`, `'.join(agreed)}` of another part",
                part.node.pointer,
                effect="repaired",
                hint="the later one counts",
            )
        agreed = common or words
    return agreed


_SPEAKING: Final = {
    "properties": "object",
    "patternProperties": "object",
    "prefixItems": "array",
    "items": "array",
}
"""Keywords with schemas in them, which would be lost under another type."""


def _spoken_of(part: Part) -> tuple[str, ...]:
    """The type that a part without ``type`` plainly means."""
    return tuple(word for key, word in _SPEAKING.items() if part.value.get(key))[:1]


def _note_misplaced(reader: Reader, part: Part, words: Sequence[str]) -> None:
    for key, word in _SPEAKING.items():
        if words and word not in words and part.value.get(key):
            reader.warn(
                "misplaced-keyword",
                f"`{key}` means nothing beside the type `{'`, `'.join(words)}`",
                f"{part.node.pointer}/{key}",
                effect="dropped",
            )


def _common(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    found = [word for word in left if word in right]
    if "integer" not in found and {"integer", "number"} <= {*left, *right}:
        found.append("integer")
    return tuple(found)


def inferred_types(reader: Reader, expansion: Expansion) -> tuple[str, ...]:
    """The type that a schema without ``type`` speaks of, by its keywords or format."""
    for word, keywords in _BY_KEYWORD:
        for part in expansion.parts:
            found = next((key for key in keywords if key in part.value), None)
            if found is not None and part.value[found] is not None:
                if word not in ("object", "array"):
                    _note_inferred(reader, word, found, part.node.pointer)
                return (word,)
    member = expansion.last("format")
    if member is not None and isinstance(member.value, str):
        word = _BY_FORMAT.get(member.value, "")
        if word:
            _note_inferred(reader, word, "format", member.pointer)
            return (word,)
    return ()


def _note_inferred(reader: Reader, word: str, keyword: str, pointer: Pointer) -> None:
    reader.note(
        "inferred-type",
        f"no type is stated; `{keyword}` tells that `{word}` is meant",
        pointer,
        effect="repaired",
    )


def spells_null(node: Node) -> bool:
    """Whether a schema itself says that null may stand for its value, in any of the spellings."""
    value = node.value
    if not isinstance(value, dict):
        return False
    if value.get("nullable") is True or value.get("x-nullable") is True:
        return True
    stated = value.get("type")
    if isinstance(stated, list) and ("null" in stated or None in stated):
        return True
    if stated == "null":
        return True
    if "const" in value and value["const"] is None:
        return True
    enum = value.get("enum")
    return isinstance(enum, list) and None in enum


def is_null(node: Node) -> bool:
    """Whether null is the only value of a schema: a member of a ``oneOf`` that means "or null"."""
    value = node.value
    if not isinstance(value, dict):
        return False
    stated = value.get("type")
    if stated in ("null", ["null"]):
        return True
    if "const" in value:
        return value["const"] is None
    if value.get("enum") == [None]:
        return True
    # 3.0 tools write "or null" as a schema that says nothing else.
    return value == {"nullable": True}


def scalar(reader: Reader, expansion: Expansion, word: str) -> Primitive:
    """The primitive of one type word, with its format."""
    member = expansion.last("format")
    stated = member.value if member else None
    form = stated if isinstance(stated, str) else ""
    if word == "string":
        form = form or _encoded(expansion)
    if not form:
        form = _meant_format(expansion, word)
    return Primitive(kind=word, format=form)


def _encoded(expansion: Expansion) -> str:
    """The format that ``contentEncoding`` and ``contentMediaType`` of 3.1 amount to."""
    encoding = expansion.last("contentEncoding")
    if encoding is not None and isinstance(encoding.value, str) and encoding.value:
        word = encoding.value.lower()
        return "byte" if word == "base64" else word
    media = expansion.last("contentMediaType")
    if media is None or not isinstance(media.value, str):
        return ""
    kind = media.value.split(";")[0].strip().lower()
    textual = kind.startswith("text/") or kind.endswith(("json", "xml", "yaml"))
    return "" if textual or not kind else "binary"


def _meant_format(expansion: Expansion, word: str) -> str:
    stated = expansion.last("type")
    if (
        stated is not None
        and isinstance(stated.value, str)
        and stated.value not in TYPES
    ):
        meant, form = _meaning(stated.value)
        if meant == word:
            return form
    return ""


# --- enums --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Values:
    """The scalars that a schema allows, null left out."""

    scalars: tuple[Scalar, ...]
    closed: bool
    names: tuple[str, ...] = ()
    descriptions: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``string``, ``integer``, ``number``, ``boolean`` or ``mixed``."""
        return kind_of(self.scalars)


def allowed_values(
    reader: Reader, expansion: Expansion, types: Sequence[str]
) -> Values | None:
    """The values that ``enum`` and ``const`` of all parts leave; None where nothing limits them to scalars."""
    found: Values | None = None
    for part in expansion.parts:
        for values in (
            _enum(reader, part.node, types),
            _const(reader, part.node, types),
        ):
            if values is None:
                continue
            found = (
                values if found is None else _narrowed(reader, found, values, part.node)
            )
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
        effect="repaired",
        hint="the later ones count",
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
            effect="repaired",
        )
        return None
    if types and not set(types) & set(_VALUE_KINDS.values()):
        reader.note(
            "unsupported-enum",
            f"an `enum` beside the type `{types[0]}` is not carried over",
            member.pointer,
            effect="dropped",
        )
        return None
    found: dict[tuple[str, Scalar], int] = {}
    for index, item in enumerate(items):
        if isinstance(item.value, (list, dict)):
            reader.note(
                "unsupported-enum",
                "an `enum` with lists or mappings is not carried over",
                item.pointer,
                effect="dropped",
            )
            return None
        if item.value is not None:
            value = _fitted(reader, item, types)
            found.setdefault(_key(value), index)
    if not found:
        return None
    names, texts = _labels(reader, node, len(items), list(found.values()))
    return Values(tuple(value for _, value in found), False, names, texts)


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


def _labels(
    reader: Reader, node: Node, count: int, kept: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``x-enum-varnames`` and ``x-enum-descriptions``, where there are as many as values."""

    def labels(key: str) -> tuple[str, ...]:
        member = node.member(key)
        if member is None:
            return ()
        texts = reader.texts(member)
        if len(texts) == count:
            return tuple(texts[index] for index in kept)
        reader.note(
            "ignored-extension",
            f"`{key}` has {len(texts)} entries for {count} values",
            member.pointer,
            effect="dropped",
        )
        return ()

    return labels("x-enum-varnames"), labels("x-enum-descriptions")


def _const(reader: Reader, node: Node, types: Sequence[str]) -> Values | None:
    member = node.member("const")
    if member is None or member.value is None:
        return None
    if isinstance(member.value, (list, dict)):
        reader.note(
            "unsupported-const",
            "a `const` list or mapping is not carried over",
            member.pointer,
            effect="dropped",
        )
        return None
    return Values((_fitted(reader, member, types),), True)


def _fitted(reader: Reader, node: Node, types: Sequence[str]) -> Scalar:
    """A value in the type that stands beside it: YAML writers forget quotes around numbers in a list of texts."""
    value = node.value
    assert not isinstance(value, (list, dict))
    kinds = {kind_of((value,))}
    if isinstance(value, int):
        kinds.add("number")
    if isinstance(value, float) and value.is_integer() and "integer" in types:
        return int(value) if abs(value) < 2**53 else value
    if not types or kinds & set(types):
        return value
    fitted = _converted(value, types)
    reader.warn(
        "enum-value-type",
        f"the value is not of the type `{'`, `'.join(types)}`",
        node.pointer,
        effect="" if fitted is None else "repaired",
        hint="" if fitted is None else f"read as {fitted!r}",
    )
    return value if fitted is None else fitted


def _converted(value: Scalar, types: Sequence[str]) -> Scalar:
    if "string" in types and not isinstance(value, str):
        return ("true" if value else "false") if isinstance(value, bool) else str(value)
    if isinstance(value, str):
        if (
            "integer" in types
            and value.lstrip("-").isascii()
            and value.lstrip("-").isdigit()
        ):
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
    """A type for values that stand in place.

    Numbers with a fraction stay plain numbers, and both booleans together are a boolean.
    """
    kinds: set[str] = {
        _VALUE_KINDS.get(type(value), "null") for value in values.scalars
    }
    if "number" in kinds:
        reader.note(
            "unlisted-numbers",
            "numbers with a fraction are not listed in a type",
            pointer,
            effect="repaired",
        )
        kinds.discard("integer")
        members = tuple(
            Primitive(kind=kind, format=form) for kind in TYPES if kind in kinds
        )
        return members[0] if len(members) == 1 else Union(members=members)
    if kinds == {"boolean"} and len(values.scalars) == 2:
        return Primitive(kind="boolean")
    return Literal(values=values.scalars, closed=values.closed)


def _key(value: Scalar) -> tuple[str, Scalar]:
    """Tells 1 from true."""
    return _VALUE_KINDS.get(type(value), "null"), value
