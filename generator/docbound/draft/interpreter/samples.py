"""JSON samples of documentation, and what a sample says about types.

Samples on pages have comments, dots for what was left out, commas too many or too few. They are
read as far as they go, each key with its line. A sample says which fields there are and what their
values look like; it never says that a field is required or that the values it shows are all there
are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

from docbound.draft.blocks import At, Code
from docbound.draft.facts import Origin, Property, Schema
from docbound.draft.used_statements import UsedStatements
from docbound.json_values import is_array, is_mapping
from docbound.records import field, record

_SPACE: Final = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/|#[^\n]*)*", re.S)
_STRING: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.S)
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.-])")
_WORD: Final = re.compile(r"[A-Za-z_$][\w.$-]*|<[^<>\n]*>|\{\{[^{}\n]*\}\}")
_DOTS: Final = re.compile(r"\.{2,}|…")
_MOST_DEPTH: Final = 60

DATE_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)"
)
DATE: Final = re.compile(r"\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])")
UUID: Final = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)


_ANY_KEY: Final = re.compile(
    rf"\d+|{UUID.pattern}|{DATE.pattern}|additionalProp\d+|property\d+|key_?\d+|<\*>", re.I
)
_TYPE_NAMES: Final = {
    "<string>": ("string", ""),
    "<integer>": ("integer", ""),
    "<int>": ("integer", ""),
    "<long>": ("integer", "int64"),
    "<number>": ("number", ""),
    "<float>": ("number", ""),
    "<double>": ("number", ""),
    "<boolean>": ("boolean", ""),
    "<bool>": ("boolean", ""),
    "<date>": ("string", "date"),
    "<datetime>": ("string", "date-time"),
    "<uuid>": ("string", "uuid"),
    "<uri>": ("string", "uri"),
    "<url>": ("string", "uri"),
    "<email>": ("string", "email"),
}
"""Placeholders that tools write for a value of a type."""


class NotJSON(ValueError):
    """The text is no JSON, however generously it is read."""


@record(frozen=False)
class Value:
    """A value of a sample. ``content`` is a dict of names to values, a list of values, or a plain
    JSON value.

    ``unknown`` marks a placeholder such as ``...`` or ``<color>``, which says nothing about the
    value's type; ``partial`` an object or a list in which something was left out.
    """

    content: dict[str, Value] | list[Value] | str | int | float | bool | None
    line: int
    unknown: bool = False
    partial: bool = False
    key_lines: dict[str, int] = field(default_factory=dict[str, int])


Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | int | float | bool | None"


def parse_sample(text: str) -> Value:
    """Reads a sample.

    Raises:
        NotJSON: it is invalid.
    """
    reader = _Reader(text)
    value = reader.value(0)
    rest = _SPACE.match(text, reader.position)
    end = rest.end() if rest else reader.position
    # Several samples one after the other: the first counts, if the rest begins like a value.
    another = text[end : end + 1] in ("{", "[") and isinstance(value.content, (dict, list))
    if end < len(text) and not (_DOTS.match(text, end) or text[end] in ",;" or another):
        raise NotJSON
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self._line = 1
        self._counted = 0

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.position)
        self._counted = self.position
        return self._line

    def skip(self) -> str:
        found = _SPACE.match(self.text, self.position)
        self.position = found.end() if found else self.position
        return self.text[self.position : self.position + 1]

    def value(self, depth: int) -> Value:
        char = self.skip()
        line = self.line()
        if depth > _MOST_DEPTH or not char:
            raise NotJSON
        if dots := _DOTS.match(self.text, self.position):
            self.position = dots.end()
            return Value(content=None, line=line, unknown=True)
        if char == "{" and not self.text.startswith("{{", self.position):
            return self._object(depth, line)
        if char == "[":
            return self._array(depth, line)
        if char in "\"'":
            text = self.string()
            return Value(content=text, line=line, unknown=text.strip() in ("...", "…"))
        if number := _NUMBER.match(self.text, self.position):
            self.position = number.end()
            word = number[0]
            plain = int(word) if re.fullmatch(r"-?\d{1,4000}", word) else float(word)
            return Value(content=plain, line=line)
        return self._word(line)

    def _word(self, line: int) -> Value:
        found = _WORD.match(self.text, self.position)
        if not found:
            raise NotJSON
        self.position = found.end()
        words: dict[str, bool | None] = {
            "true": True,
            "false": False,
            "True": True,
            "False": False,
            "null": None,
            "None": None,
        }
        if found[0] in words:
            return Value(content=words[found[0]], line=line)
        return Value(content=None, line=line, unknown=True)

    def string(self) -> str:
        found = _STRING.match(self.text, self.position)
        if not found:
            raise NotJSON
        self.position = found.end()
        raw = found[1] if found[1] is not None else found[2]
        return re.sub(r"\\u([0-9a-fA-F]{4})|\\(.)", _unescape, raw)

    def _elements(self, closing: str, value: Value) -> Iterator[str]:
        """Goes from one element to the next, past separators and dots, and past the bracket that
        closes them all; gives the first character of each.
        """
        self.position += 1
        while (char := self.skip()) != closing:
            if not char:
                raise NotJSON
            if char in ",;":
                self.position += 1
            elif dots := _DOTS.match(self.text, self.position):
                self.position = dots.end()
                value.partial = True
            else:
                yield char
        self.position += 1

    def _object(self, depth: int, line: int) -> Value:
        value = Value(content={}, line=line)
        fields: dict[str, Value] = {}
        for char in self._elements("}", value):
            at = self.line()
            name = self._name(char)
            if self.skip() == "=" and self.text.startswith("=>", self.position):
                self.position += 2
            elif self.skip() in ":=":
                self.position += 1
            else:
                raise NotJSON
            if name in ("...", "…"):
                self.value(depth + 1)
                value.partial = True
                continue
            fields[name] = self.value(depth + 1)
            value.key_lines[name] = at
        value.content = fields
        return value

    def _name(self, char: str) -> str:
        if char in "\"'":
            return self.string()
        found = _WORD.match(self.text, self.position)
        if not found:
            raise NotJSON
        self.position = found.end()
        return found[0]

    def _array(self, depth: int, line: int) -> Value:
        value = Value(content=[], line=line)
        items: list[Value] = []
        for _ in self._elements("]", value):
            items.append(self.value(depth + 1))
        value.content = items
        return value


_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def _unescape(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
    return _ESCAPES.get(found[2], found[2])


def plain(value: Value) -> Plain:
    """The sample as plain data."""
    if isinstance(value.content, dict):
        return {name: plain(item) for name, item in value.content.items()}
    if isinstance(value.content, list):
        return [plain(item) for item in value.content]
    return value.content


def from_plain(data: object, line: int, depth: int = 0) -> Value:
    """Plain data as a sample whose every part is on one line."""
    if depth > _MOST_DEPTH:
        return Value(content=None, line=line, unknown=True)
    if is_mapping(data):
        return Value(
            content={str(name): from_plain(item, line, depth + 1) for name, item in data.items()},
            line=line,
        )
    if is_array(data):
        return Value(content=[from_plain(item, line, depth + 1) for item in data], line=line)
    if data is None or isinstance(data, (str, int, float, bool)):
        return Value(content=data, line=line)
    return Value(content=str(data), line=line)


def schema_of(value: Value, source: str, first_line: int) -> Schema:
    """What a sample shows: types, fields and formats.

    Args:
        value: the sample.
        source: the source's key.
        first_line: the line of the source on which the sample's first line is.
    """
    at = At(source=source, line=first_line + value.line - 1)
    schema = Schema(at=at, origin=Origin.SAMPLE)
    content = value.content
    if value.unknown:
        return schema
    if content is None:
        schema.nullable = True
    elif isinstance(content, bool):
        schema.type = "boolean"
    elif isinstance(content, int):
        schema.type = "integer"
    elif isinstance(content, float):
        schema.type = "number"
    elif isinstance(content, str) and (named := _named_type(content)):
        schema.type, schema.format = named
        schema.format_at = at if schema.format else None
    elif isinstance(content, str):
        schema.type = "string"
        schema.format = string_format(content)
        schema.seen = [content] if len(content) <= 40 else []
        schema.format_at = at if schema.format else None
    elif isinstance(content, list):
        schema.type = "array"
        items = [schema_of(item, source, first_line) for item in content]
        schema.items = merge_samples(items) if items else None
    elif _is_map(content):
        schema.type = "object"
        members = (schema_of(item, source, first_line) for item in content.values())
        schema.values = merge_samples(members)
    else:
        schema.type = "object"
        schema.fields = _fields(content, value, source, first_line)
    return schema


def _is_map(content: Mapping[str, Value]) -> bool:
    """Whether the keys of an object are values themselves: numbers, identifiers, dates, or the
    words that tools write for any key.
    """
    return bool(content) and all(_ANY_KEY.fullmatch(name) for name in content)


def names_type(text: str) -> bool:
    """Whether a text is a placeholder such as ``<integer>``."""
    return _named_type(text) is not None


def _named_type(text: str) -> tuple[str, str] | None:
    """The type and the format that a placeholder such as ``<integer>`` stands for."""
    return _TYPE_NAMES.get(text.strip().lower())


def _fields(
    content: Mapping[str, Value], value: Value, source: str, first_line: int
) -> dict[str, Property] | None:
    fields: dict[str, Property] = {}
    for name, item in content.items():
        at = At(source=source, line=first_line + value.key_lines.get(name, item.line) - 1)
        fields[name] = Property(
            name=name,
            schema=schema_of(item, source, first_line),
            at=at,
            origin=Origin.SAMPLE,
        )
    return fields


def string_format(text: str) -> str:
    """The format that a string shows, or ""."""
    if DATE_TIME.fullmatch(text):
        return "date-time"
    if UUID.fullmatch(text):
        return "uuid"
    return "date" if DATE.fullmatch(text) else ""


def merge_samples(schemas: Iterable[Schema]) -> Schema | None:
    """What several samples of one value show together: as wide as all of them."""
    merged: Schema | None = None
    for schema in schemas:
        merged = schema if merged is None else _widest(merged, schema)
    return merged


def _widest(one: Schema, two: Schema) -> Schema:
    nullable = one.nullable or two.nullable
    if not one.type and not one.one_of:
        two.nullable = nullable
        return two
    if not two.type and not two.one_of:
        one.nullable = nullable
        return one
    if one.one_of or two.one_of or one.type != two.type:
        return _alternatives(one, two, nullable)
    one.nullable = nullable
    if one.format != two.format:
        one.format, one.format_at = "", None
    if one.type == "array":
        one.items = merge_samples(items for items in (one.items, two.items) if items is not None)
    one.seen.extend(two.seen)
    if one.values or two.values:
        _join_maps(one, two)
    if one.fields is not None and two.fields is not None:
        for name in set(one.fields) ^ set(two.fields):
            (one.fields.get(name) or two.fields[name]).in_every_sample = False
        for name, prop in two.fields.items():
            known = one.fields.get(name)
            if known is None:
                one.fields[name] = prop
            else:
                known.schema = _widest(known.schema, prop.schema)
    return one


def _join_maps(one: Schema, two: Schema) -> None:
    """Two samples of which one has values for keys: the other's fields are such values, too."""
    members = [prop.schema for known in (one, two) for prop in (known.fields or {}).values()]
    values = [known.values for known in (one, two) if known.values is not None]
    one.values, one.fields, two.fields = merge_samples([*values, *members]), None, None


def _alternatives(one: Schema, two: Schema, nullable: bool) -> Schema:
    kinds: list[Schema] = []
    for schema in (*(one.one_of or [one]), *(two.one_of or [two])):
        schema.nullable = False
        same = next((known for known in kinds if known.type == schema.type), None)
        numbers = {"integer", "number"}
        mixed = next((known for known in kinds if {known.type, schema.type} == numbers), None)
        if same is not None:
            kinds[kinds.index(same)] = _widest(same, schema)
        elif mixed is not None:
            mixed.type, mixed.format, mixed.format_at = "number", "", None
        else:
            kinds.append(schema)
    if len(kinds) == 1:
        kinds[0].nullable = nullable
        return kinds[0]
    return Schema(at=one.at, origin=Origin.SAMPLE, one_of=kinds, nullable=nullable)


def sample_schema(text: str, at: At) -> Schema:
    """What a value in an address shows."""
    try:
        value = parse_sample(text)
    except NotJSON:
        value = Value(content=text, line=1)
    if value.unknown or value.content is None or isinstance(value.content, (dict, list)):
        value = Value(content=text, line=1)  # the text may be the name of a type, too
    if (
        isinstance(value.content, int)
        and not isinstance(value.content, bool)
        and (len(text) > 15 or re.match(r"-?0\d", text))
    ):
        value = Value(content=text, line=1)
    return schema_of(value, at.source, at.line)


def code_schema(codes: Iterable[Code], ledger: UsedStatements) -> Schema | None:
    """What JSON samples show together; those that are no JSON are left unread."""
    schemas: list[Schema] = []
    for code in codes:
        try:
            value = parse_sample(code.text)
        except (NotJSON, RecursionError):
            continue
        if isinstance(value.content, (dict, list)):
            schemas.append(schema_of(value, code.at.source, code.at.line))
            ledger.use(code.at)
    return merge_samples(schemas)
