"""``type``, ``format``, ``enum`` and ``const``: what a scalar may be.

Specification: "Data Types" of OpenAPI; ``type``, ``enum`` and ``const`` of JSON Schema validation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Pointer, Primitive
from docbound.tables.formats import TYPE_OF_FORMAT
from docbound.tables.keywords import MEANING_TYPE, speaking_of

from ...document.reader import Node, Reader
from .expansion import Expansion, Part

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
    "decimal": ("number", "decimal"),
    "bool": ("boolean", ""),
    "list": ("array", ""),
    "dict": ("object", ""),
    "map": ("object", ""),
    "hash": ("object", ""),
    "none": ("null", ""),
    "any": ("", ""),
}
"""Words that are no JSON types, and what their writers mean: a type and a format."""

_DECIMAL_PATTERN: Final = "^(?!^[-+.]*$)[+-]?0*"
"""What pydantic's patterns of decimals start with, whatever digits they allow."""


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
                effect=Effect.DROP,
                action="it is ignored",
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
        effect=Effect.HARMLESS,
        action='read as "null"',
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
        effect=Effect.HARMLESS if word.lower() in TYPES else Effect.GUESS,
        action=f"read as `{meant[0]}`" if meant[0] else "read as any value",
    )
    return meant[0]


def _meaning(word: str) -> tuple[str, str]:
    lowered = word.lower()
    if lowered in TYPES:
        return lowered, ""
    return _MEANT.get(lowered, ("", ""))


def stated_types(reader: Reader, expansion: Expansion) -> tuple[str, ...]:
    """The types that all parts agree on, null left out; empty where none is stated.

    Where they contradict each other, the place's own (or else the last) statement counts, and the
    conflict is reported.
    """
    agreed: tuple[str, ...] = ()
    for part in expansion.parts:
        words = type_words(reader, part.node) or _types_by_keyword(part)
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
                effect=Effect.GUESS,
                action="the later one counts",
            )
        agreed = common or words
    return agreed


def _types_by_keyword(part: Part) -> tuple[str, ...]:
    """The type that a part without ``type`` plainly means."""
    return tuple(word for key, word in MEANING_TYPE.items() if part.value.get(key))[:1]


def _note_misplaced(reader: Reader, part: Part, words: Sequence[str]) -> None:
    for key, word in MEANING_TYPE.items():
        if words and word not in words and part.value.get(key):
            reader.warn(
                "misplaced-keyword",
                f"`{key}` means nothing beside the type `{'`, `'.join(words)}`",
                f"{part.node.pointer}/{key}",
                effect=Effect.DROP,
                action="it is left out",
                key_at=f"{part.node.pointer}/{key}",
            )


def _common(left: Sequence[str], right: Sequence[str]) -> tuple[str, ...]:
    found = [word for word in left if word in right]
    if "integer" not in found and {"integer", "number"} <= {*left, *right}:
        found.append("integer")
    return tuple(found)


def inferred_types(reader: Reader, expansion: Expansion) -> tuple[str, ...]:
    """The type that a schema without ``type`` is about, by its keywords or format."""
    for word, keywords in speaking_of():
        for part in expansion.parts:
            found = next((key for key in keywords if key in part.value), None)
            if found is not None and part.value[found] is not None:
                if word not in ("object", "array"):
                    _note_inferred(reader, word, found, part.node.pointer)
                return (word,)
    member = expansion.last("format")
    if member is not None and isinstance(member.value, str):
        word = TYPE_OF_FORMAT.get(member.value, "")
        if word:
            _note_inferred(reader, word, "format", member.pointer)
            return (word,)
    return ()


def _note_inferred(reader: Reader, word: str, keyword: str, pointer: Pointer) -> None:
    reader.note(
        "inferred-type",
        f"no type is stated; `{keyword}` tells that `{word}` is meant",
        pointer,
        effect=Effect.HARMLESS,
    )


def scalar(reader: Reader, expansion: Expansion, word: str) -> Primitive:
    """The primitive of one type word, with its format."""
    member = expansion.last("format")
    stated = member.value if member else None
    form = stated if isinstance(stated, str) else ""
    # In 3.1 ``contentEncoding`` says what is in the string; ``format: binary`` beside it says
    # no more.
    if word == "string" and form in ("", "binary"):
        form = _encoded(expansion) or form
    if not form:
        form = _meant_format(expansion, word) or _format_by_pattern(expansion, word)
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


def _format_by_pattern(expansion: Expansion, word: str) -> str:
    """``decimal`` for the pattern that pydantic gives to a ``Decimal``, which has no format."""
    pattern = expansion.last("pattern") if word == "string" else None
    stated = pattern.value if pattern else None
    is_decimal = isinstance(stated, str) and stated.startswith(_DECIMAL_PATTERN)
    return "decimal" if is_decimal else ""


def _meant_format(expansion: Expansion, word: str) -> str:
    stated = expansion.last("type")
    if stated is not None and isinstance(stated.value, str) and stated.value not in TYPES:
        meant, form = _meaning(stated.value)
        if meant == word:
            return form
    return ""
