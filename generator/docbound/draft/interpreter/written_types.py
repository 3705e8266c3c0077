"""Types that a page writes out: ``{ id: integer, tags?: string[] }`` as TypeScript has them, and
the lists in braces that generators of Markdown make of schemas.

Read by a parser over words, in one pass; what does not fit its grammar says nothing at all.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Property, Schema
from docbound.draft.vocabulary.type_words import read_type

_WORD: Final = re.compile(
    r"(?P<space>\s+)|(?P<comment>//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?)"
    r"|(?P<text>\"[^\"\n]*+\"?|'[^'\n]*+'?)|(?P<enum>enum\[[^\]\n]*+\]?)"
    r"|(?P<name>[A-Za-z_$@][\w$@.-]*+|-?\d++(?:\.\d++)?)|(?P<sign>.)",
    re.S,
)
_DECLARED: Final = re.compile(
    r"\s*(?:export\s+)?(?:interface\s+\w+\s*(?=\{)|type\s+\w+\s*=\s*)(?=\S)"
)
_MOST_DEPTH: Final = 40
_LONGEST: Final = 200_000
_ANYTHING: Final = frozenset({"any", "unknown", "null", "undefined", "mixed", "file"})
_ITSELF: Final = frozenset({"Partial", "Readonly", "Required"})


class _Unreadable(Exception):
    """The text is no type that is written out."""


def read_written_type(text: str, at: At) -> Schema | None:
    """The schema that a text writes out, None where it is anything else.

    Args:
        text: the text, without other markup.
        at: the line where it begins.
    """
    if len(text) > _LONGEST:
        return None
    declared = _DECLARED.match(text)
    try:
        reader = _Reader(text, at, declared.end() if declared else 0)
        schema = reader.type(0)
        reader.end()
    except _Unreadable:
        return None
    return schema


def read_written_fields(text: str, at: At) -> Schema | None:
    """The same for fields without braces around them: ``limit?: integer``, a line for each."""
    return read_written_type("{" + text + "\n}", at) if len(text) < _LONGEST else None


class _Reader:
    def __init__(self, text: str, at: At, start: int) -> None:
        self._at = at
        self._words: list[tuple[str, str, At]] = []
        line = at.line + text.count("\n", 0, start)
        for found in _WORD.finditer(text, start):
            kind = found.lastgroup or ""
            if kind == "enum" and found[0][-1] != "]":
                raise _Unreadable
            if kind == "text" and (len(found[0]) < 2 or found[0][-1] != found[0][0]):
                raise _Unreadable
            if kind not in ("space", "comment"):
                self._words.append((kind, found[0], At(source=at.source, line=line)))
            line += found[0].count("\n")
        self._place = 0
        self._has_type = False

    def end(self) -> None:
        """Makes sure that nothing is left but a closing semicolon, and that there was a type: an
        object of a program has values alone.
        """
        self._skip(";")
        if self._place < len(self._words) or not self._has_type:
            raise _Unreadable

    def _peek(self) -> tuple[str, str, At]:
        if self._place >= len(self._words):
            return "", "", self._at
        return self._words[self._place]

    def _next(self) -> tuple[str, str, At]:
        word = self._peek()
        if not word[0]:
            raise _Unreadable
        self._place += 1
        return word

    def _skip(self, sign: str) -> bool:
        if self._peek()[1] == sign and self._peek()[0] == "sign":
            self._place += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._skip(sign):
            raise _Unreadable

    def type(self, depth: int) -> Schema:
        """A type: alternatives of which each may be a list."""
        if depth > _MOST_DEPTH:
            raise _Unreadable
        self._skip("|")
        options = [self._listed(depth)]
        while self._skip("|"):
            options.append(self._listed(depth))
        if len(options) == 1:
            return options[0]
        return _union(options)

    def _listed(self, depth: int) -> Schema:
        schema = self._single(depth)
        while self._peek()[1] == "[" and self._after() == "]":
            self._place += 2
            schema = Schema(at=schema.at, type="array", items=None if schema.empty else schema)
        return schema

    def _after(self) -> str:
        place = self._place + 1
        return self._words[place][1] if place < len(self._words) else ""

    def _single(self, depth: int) -> Schema:
        kind, word, at = self._next()
        if kind == "enum":
            self._has_type = True
            values = [part.strip().strip("\"'") for part in word[5:-1].split(",")]
            return _enum([value for value in values if value], at)
        if kind == "text":
            return Schema(at=at, type="string", enum=[word[1:-1]], enum_at=at)
        if word == "{":
            return self._object(at, depth)
        if word == "(":
            schema = self.type(depth + 1)
            self._expect(")")
            return schema
        if word == "[":
            items = self.type(depth + 1)
            self._skip(",")
            self._expect("]")
            return Schema(at=at, type="array", items=None if items.empty else items)
        if kind != "name" or re.match(r"[-\d]", word):
            raise _Unreadable
        return self._named(word, at, depth)

    def _named(self, word: str, at: At, depth: int) -> Schema:
        if word in _ITSELF and self._peek()[1] in ("(", "<"):
            closing = ")" if self._next()[1] == "(" else ">"
            schema = self.type(depth + 1)
            self._expect(closing)
            return schema
        if self._skip("<"):
            inside = [self.type(depth + 1)]
            while self._skip(","):
                inside.append(self.type(depth + 1))
            self._expect(">")
            if word == "Array":
                return Schema(at=at, type="array", items=inside[0])
            if word in ("Record", "Map") and len(inside) == 2:
                return Schema(at=at, type="object", values=inside[1])
            raise _Unreadable
        schema = read_type(word, at).schema
        if schema.empty and word.lower() not in _ANYTHING:
            raise _Unreadable  # A value of a program, say.
        self._has_type = True
        return schema

    def _object(self, at: At, depth: int) -> Schema:
        schema = Schema(at=at, type="object", fields={}, closed=True)
        assert schema.fields is not None
        while not self._skip("}"):
            if self._skip("["):  # [key: string]: type
                self._index_signature(schema, depth)
            else:
                made = self._field(depth)
                schema.fields[made.name] = made
            while self._skip(";") or self._skip(","):
                pass
        return schema

    def _index_signature(self, schema: Schema, depth: int) -> None:
        for expected in ("name", ":", "name", "]", ":"):
            kind, word, _ = self._next()
            if expected not in (kind, word):
                raise _Unreadable
        values = self.type(depth + 1)
        schema.values = None if values.empty else values

    def _field(self, depth: int) -> Property:
        kind, word, at = self._next()
        if kind not in ("name", "text"):
            raise _Unreadable
        optional = self._skip("?")
        self._expect(":")
        schema = self.type(depth + 1)
        # Generators leave the mark out where the type is an object that is written out.
        written = schema.fields is not None or bool(schema.items and schema.items.fields)
        required = False if optional else None if written or kind == "text" else True
        return Property(
            name=word.strip("\"'"), schema=schema, at=at, required=required, required_at=at
        )


def _enum(values: list[str], at: At) -> Schema:
    if values and all(value in ("true", "false") for value in values):
        return Schema(at=at, type="boolean")
    if values and all(re.fullmatch(r"-?\d{1,18}", value) for value in values):
        return Schema(at=at, type="integer", enum=[int(value) for value in values], enum_at=at)
    return Schema(at=at, type="string", enum=[*values], enum_at=at)


def _union(options: list[Schema]) -> Schema:
    """Alternatives: texts make an enumeration, null makes a type nullable."""
    known = [option for option in options if not (option.nullable and option.empty)]
    at = options[0].at
    nullable = len(known) < len(options)
    if known and all(option.type == "string" and len(option.enum) == 1 for option in known):
        values = [value for option in known for value in option.enum]
        return Schema(at=at, type="string", enum=values, enum_at=at, nullable=nullable)
    if not known or any(option.empty for option in known):
        return Schema(at=at, nullable=nullable)
    made = known[0] if len(known) == 1 else Schema(at=at, one_of=known)
    made.nullable = made.nullable or nullable
    return made
