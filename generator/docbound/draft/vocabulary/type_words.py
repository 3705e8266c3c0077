"""The words for types: those of programming languages that generated pages use, and those of people
who write pages.

``List[Pet]``, ``Map<String, Long>``, ``[]string``, ``array of strings``, ``string (uuid)``,
``integer | null`` and their like become a
:class:`~docbound.draft.facts.Schema`. A word that is unknown says nothing: the schema stays empty.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final

from docbound.draft.blocks import At, Link
from docbound.draft.facts import Schema
from docbound.draft.vocabulary import languages
from docbound.draft.vocabulary.word_lists import split_words
from docbound.records import record

_STRING: Final = split_words(
    "str string text char character varchar strings utf8 cstr char* enum keyword slug time",
)
_INTEGER: Final = split_words(
    "int integer int16 int32 uint uint8 uint16 uint32 short byte8 integers ints i8 i16 i32 u8",
    "u16 u32 usize isize biginteger smallint tinyint fixnum counting whole",
)
_LONG: Final = split_words(
    "long int64 i64 u64 uint64 bigint longs",
)
_NUMBER: Final = split_words(
    "number num float double decimal numeric bigdecimal float32 float64 f32 f64 numbers floats",
    "real decimals single",
)
_BOOLEAN: Final = ["bool", "boolean", "booleans", "bools", "logical", "flag"]
_OBJECT: Final = split_words(
    "object dict map hash hashmap json jsonobject struct objects dictionary mapping hashes maps",
    "record jobject",
)
_ARRAY: Final = split_words(
    "array list set vec collection arrays lists tuple sequence",
)
_ANYTHING: Final = split_words(
    "any anytype interface{} mixed value jsonvalue anycodable dynamic anything",
    "oasanytypenotmapped jsonelement unknown serde_json::value",
)
_BINARY: Final = split_words(
    "file binary bytearray byte[] bytes blob splfileobject *os.file httpfile multipartfile",
    "stream inputstream pathbuf filepath filestream formfile fileparameter []byte requestfile",
    "system.io.stream uint8list readable",
)
_FORMATS: Final = {
    "date": "date",
    "localdate": "date",
    "dateonly": "date",
    "datetime": "date-time",
    "date-time": "date-time",
    "date_time": "date-time",
    "offsetdatetime": "date-time",
    "zoneddatetime": "date-time",
    "localdatetime": "date-time",
    "datetimeoffset": "date-time",
    "instant": "date-time",
    "time.time": "date-time",
    "uuid": "uuid",
    "guid": "uuid",
    "uri": "uri",
    "url": "uri",
    "email": "email",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "hostname": "hostname",
    "password": "password",
    "base64": "byte",
}
_WORDS: Final[dict[str, tuple[str, str]]] = {
    **dict.fromkeys(_STRING, ("string", "")),
    **dict.fromkeys(_INTEGER, ("integer", "")),
    **dict.fromkeys(_LONG, ("integer", "int64")),
    **dict.fromkeys(_NUMBER, ("number", "")),
    **dict.fromkeys(_BOOLEAN, ("boolean", "")),
    **dict.fromkeys(_OBJECT, ("object", "")),
    **dict.fromkeys(_ARRAY, ("array", "")),
    **dict.fromkeys(_BINARY, ("string", "binary")),
    **{word: ("string", form) for word, form in _FORMATS.items()},
}
_NULLS: Final = frozenset({"null", "none", "nil", "undefined", "nonetype", "none_type"})
_LISTS: Final = frozenset(
    split_words(
        "list array vec set sequence collection iterable ienumerable icollection ilist builtlist",
        "builtset arraylist mutablelist hashset linkedhashset seq uniqueitems",
    )
)
_MAPS: Final = frozenset(
    split_words(
        "dict map hash dictionary record hashmap builtmap mapping mutablemap idictionary object",
        "btreemap",
    )
)
_WRAPPERS: Final = frozenset(
    split_words(
        "option optional nullable box pointer annotated maybe undefinedor",
    )
)
_ALL_TYPES: Final = frozenset({"bool", "dict", "float", "int", "list", "str"})
_UNIONS: Final = frozenset(["union", "oneof", "anyof", "one_of", "any_of"])

# Formats that a page may add in brackets; a word that is no format there says something else (a
# length, a unit).
KNOWN_FORMATS: Final = frozenset(
    split_words(
        "int32 int64 float double byte binary date date-time time duration password email"
        " idn-email",
        "hostname ipv4 ipv6 uri uri-reference uuid json-pointer regex decimal url idn-hostname",
        "unix-time",
    )
)

_NAME = re.compile(r"[A-Za-z_$][\w.$-]*")
_REQUIRED = re.compile(r"\b(required|mandatory)\b", re.I)
_OPTIONAL = re.compile(r"\boptional\b", re.I)
_NULLABLE = re.compile(r"\b(nullable|or null)\b", re.I)
_INDEXED = re.compile(r"\{\s*+\[\s*+\w++\s*+:\s*+\w++\s*+\]\s*+:\s*+(?P<inside>.+)\}")
"""A type of TypeScript: ``{[key: string]: number}``."""
_ENUM = re.compile(r"\benum\b\s*+(?:[:=]\s*+)?(?P<values>.+)", re.I)


@record
class TypeReading:
    """What a type column says: the schema, and what it says besides."""

    schema: Schema
    required: bool | None = None
    nullable: bool = False


def looks_like_type(text: str) -> bool:
    """Whether a text is nothing but a type, in words that are known."""
    text = text.strip().strip("`")
    if not text or len(text) > 80:
        return False
    reading = read_type(text, At(source="", line=0))
    schema = reading.schema
    return bool(schema.type or schema.one_of) and not schema.ref


def read_type(text: str, at: At, links: Iterable[Link] = ()) -> TypeReading:
    """Reads a type as a page writes it.

    Args:
        text: the words, with code spans still in backticks.
        at: where they stand.
        links: the links among them; a linked word is the name of a schema.
    """
    words = html.unescape(html.unescape(text)).replace("`", "").replace("**", "").strip()
    named = {link.label.strip("`* ") for link in links}
    words = words.replace("¦", "|")  # written so inside of tables
    words = words if words in named else languages.type_words(words)
    required = True if _REQUIRED.search(words) else False if _OPTIONAL.search(words) else None
    if required is not None and not re.match(r"optional\s*[\[<]", words, re.I):
        words = _OPTIONAL.sub("", _REQUIRED.sub("", words)).strip(" ,;()")
    nullable = bool(_NULLABLE.search(words)) and not words.lower().startswith("nullable<")
    if nullable:
        words = _NULLABLE.sub("", words).strip(" ,;()")
    schema = _parse(words, at, named, 0)
    if nullable:
        schema.nullable = True
    return TypeReading(schema=schema, required=required, nullable=schema.nullable)


def _parse(text: str, at: At, named: set[str], depth: int) -> Schema:
    text = text.strip().rstrip(";,").strip()
    if depth > 12 or not text:
        return Schema(at=at)
    for attempt in (_union, _wrapped, _array, _map, _annotated, _prose):
        schema = attempt(text, at, named, depth)
        if schema is not None:
            return schema
    return _word(text, at, named)


def _word(text: str, at: At, named: set[str]) -> Schema:
    plain = text.strip("\\*&()? ")
    if text.endswith("?"):
        schema = _word(text[:-1], at, named)
        schema.nullable = True
        return schema
    lower = text.lower()
    if lower in _ANYTHING:
        return Schema(at=at)
    if lower in _NULLS:
        return Schema(at=at, nullable=True)
    if plain in named and re.match(r"[A-Z]", plain):
        # Whether a linked word is a schema or a type is seen when all schemas are known.
        return Schema(at=at, ref=plain)
    for word in (
        lower,
        plain.lower(),
        plain.lower().rsplit(".", 1)[-1],
        re.split(r"[\\:.]", plain)[-1].lower(),
    ):
        if word in _WORDS:
            kind, form = _WORDS[word]
            return Schema(at=at, type=kind, format=form, format_at=at if form else None)
        if word in _ANYTHING:
            return Schema(at=at)
    if lower in (
        "string.t",
        "string.t()",
        "integer()",
        "boolean()",
        "float()",
        "number()",
    ):
        return _word(re.sub(r"\(\)|\.t", "", lower), at, named)
    name = re.split(r"[\\]|::|(?<=\w)\.", plain)[-1]
    if re.fullmatch(r"Nullable[A-Z]\w*", name):
        schema = _word(name.removeprefix("Nullable"), at, named)
        schema.nullable = True
        return schema
    if _NAME.fullmatch(name) and (plain in named or re.match(r"[A-Z]", name)):
        return Schema(at=at, ref=name)
    return Schema(at=at)


def _union(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    parts = _split(text, "|")
    pair = re.fullmatch(r"(\w+)\s*/\s*([\w-]+)", text)
    plain = pair and not _WORDS.get(pair[1].lower(), ("", "-"))[1]
    if pair and plain and pair[2].lower() in KNOWN_FORMATS:
        # `string / uuid`: a type and its format.
        return _annotated(f"{pair[1]} ({pair[2]})", at, named, depth)
    if len(parts) == 1:
        parts = (
            [part.strip() for part in re.split(r"(?<=\s)or(?=\s)|/", text)]
            if re.fullmatch(r"\[?\w+\]?((\s+or\s+|\s*/\s*)\[?\w+\]?)+", text)
            else parts
        )
    if len(parts) == 1 and "," in text and re.fullmatch(r"\w+(\s*,\s*\w+)+", text):
        several = [part.strip() for part in text.split(",")]
        parts = (
            several
            if all(word.lower() in _WORDS or word.lower() in _NULLS for word in several)
            else parts
        )
    if len(parts) == 1 and any(part.lower() in _NULLS for part in _split(text, ",")):
        parts = _split(text, ",")
    if len(parts) == 1:
        return None
    if {part.strip().lower() for part in parts} >= _ALL_TYPES:
        return Schema(at=at)  # how pages for Python write that any value is right
    literals = [re.fullmatch(r"""(["'])(.*)\1""", part.strip()) for part in parts]
    if all(literals):
        return Schema(
            at=at,
            type="string",
            enum=[found[2] for found in literals if found],
            enum_at=at,
        )
    return _alternatives(parts, at, named, depth)


def _alternatives(parts: Iterable[str], at: At, named: set[str], depth: int) -> Schema | None:
    nullable = False
    kinds: list[Schema] = []
    for part in parts:
        if part.strip().lower() in _NULLS:
            nullable = True
            continue
        kind = _parse(part, at, named, depth + 1)
        if kind.empty:
            return None if depth == 0 else Schema(at=at)
        kinds.append(kind)
    if not kinds:
        return Schema(at=at, nullable=nullable)
    schema = kinds[0] if len(kinds) == 1 else Schema(at=at, one_of=kinds)
    schema.nullable = schema.nullable or nullable
    return schema


def _generic(text: str) -> tuple[str, str] | None:
    """``Name<inside>``, ``Name[inside]`` or ``Name(inside)``: its last name in lower case, and the
    inside.
    """
    found = re.match(r"[\\\w.:$*]+(?=\s*[\[<(])", text)
    if not found or text[-1] not in "]>)":
        return None
    rest = text[found.end() :].strip()
    closing = {"[": "]", "<": ">", "(": ")"}.get(rest[:1])
    if closing != rest[-1] or not _balanced(rest):
        return None
    return re.split(r"[\\.:*]", found[0])[-1].lower(), rest[1:-1]


def _wrapped(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    generic = _generic(text)
    if text.lower().startswith("pointer to "):
        return _parse(text[len("pointer to ") :], at, named, depth + 1)
    if not generic:
        return None
    name, inside = generic
    parts = _split(inside, ",")
    if name in _WRAPPERS and inside:
        schema = _parse(parts[0], at, named, depth + 1)
        schema.nullable = schema.nullable or name in ("option", "optional", "nullable")
        return schema
    if name in _UNIONS:
        return _alternatives(parts, at, named, depth + 1)
    if name == "literal":
        values = [re.sub(r"""^["']|["']$""", "", part.strip()) for part in parts]
        return Schema(at=at, type="string", enum=[*values], enum_at=at)
    if name == "enum" and inside.lower() in _WORDS:
        return _parse(inside, at, named, depth + 1)
    if name in _FORMATS and "::" in text:
        return _word(name, at, named)
    return None


def _array(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    inside: str | None = None
    generic = _generic(text)
    if generic and generic[0] in _LISTS and len(_split(generic[1], ",")) == 1:
        inside = generic[1]
    elif text.endswith("[]") and text.lower() != "byte[]":
        inside = text[:-2].strip("()")
    elif text.startswith("[]") and text.lower() != "[]byte":
        inside = text[2:]
    elif (
        text.startswith("[")
        and text.endswith("]")
        and _balanced(text)
        and ":" not in text
        and len(_split(text[1:-1], ",")) == 1
    ):
        inside = text[1:-1]
    elif found := re.match(
        r"(?:an?\s+)?(?:array|list|set|collection)\s+of\s+(?P<inside>.+)$", text, re.I
    ):
        inside = re.sub(
            r"^(?:an?|the)\s+|(?<!\s)\s++(?:objects?|values?)$",
            "",
            found["inside"].strip(),
            flags=re.I,
        )
    elif found := re.match(r"(?P<inside>\w+)\s+(?:array|list)$", text, re.I):
        inside = found["inside"]
    if inside is None:
        return None
    items = _parse(_singular(inside), at, named, depth + 1) if inside.strip() else Schema(at=at)
    return Schema(at=at, type="array", items=None if items.empty else items)


def _singular(word: str) -> str:
    plain = word.strip()
    if plain.lower().endswith("s") and plain.lower()[:-1] in _WORDS and plain.lower() not in _WORDS:
        return plain[:-1]
    return plain


def _map(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    inside: str | None = None
    generic = _generic(text)
    go = re.match(r"map\[\w+\]\s*(?P<inside>.+)$", text)
    if generic and (generic[0] in _MAPS or generic[0] == "array"):
        parts = _split(generic[1], ",")
        inside = parts[1] if len(parts) == 2 else None
    if inside is None and go:
        inside = go["inside"]
    elif (
        (found := _INDEXED.fullmatch(text))
        or (found := re.fullmatch(r"\[\s*+String\s*+:\s*+(?P<inside>.+)\]", text))
        or (found := re.fullmatch(r"\{\s*+str(?:ing)?\s*+:\s*+(?P<inside>.+)\}", text))
        or (
            found := re.match(
                r"(?:map|dict(?:ionary)?|object|hash)\s+of\s+(?:string\s+to\s+)?(?P<inside>.+)$",
                text,
                re.I,
            )
        )
    ):
        inside = found["inside"]
    if inside is None:
        return None
    values = _parse(_singular(inside.rstrip("; ")), at, named, depth + 1)
    return Schema(at=at, type="object", values=values)


def _annotated(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    """``string (uuid)``, ``string <date-time>``, ``string, format: date``, ``string (enum: a |
    b)``.
    """
    found = re.fullmatch(
        r"(?P<kind>[\w\[\]]++)(?:\s*+(?:\((?P<round>.+)\)|<(?P<angle>.+)>|\$(?P<dollar>[\w-]+))"
        r"|(?:\s*+[,:])?+\s++format\s*+(?:[:=]\s*+)?+(?P<word>[\w-]+))",
        text,
        re.S,
    )
    if not found or found["kind"].strip("[]").lower() not in _WORDS:
        return None
    schema = _parse(found["kind"], at, named, depth + 1)
    inside = (found["round"] or found["angle"] or found["word"] or found["dollar"]).strip()
    form = inside.removeprefix("format:").strip().lower().strip("`")
    if form in KNOWN_FORMATS or form in _FORMATS:
        form = _FORMATS.get(form, form)
        schema.format, schema.format_at = form, at
    elif listed := _ENUM.match(inside):
        schema.enum = [*enum_values(listed["values"])]
        schema.enum_at = at if schema.enum else None
    elif schema.type == "array":
        items = _parse(_singular(inside), at, named, depth + 1)
        schema.items = None if items.empty else items
    return schema


def _prose(text: str, at: At, named: set[str], depth: int) -> Schema | None:
    """``a string``, ``string, the name``, ``ISO 8601 timestamp``: the leading word decides where it
    is a type.
    """
    if text in named:
        return None
    plain = re.sub(r"^(an?|the)\s+", "", text, flags=re.I)
    if plain != text:
        return _parse(plain, at, named, depth + 1)
    if re.search(r"\biso[- ]?8601\b|\brfc ?3339\b", text, re.I) and re.search(
        r"date|time", text, re.I
    ):
        dated = re.search(r"time", text, re.I)
        return Schema(at=at, type="string", format="date-time" if dated else "date", format_at=at)
    if re.fullmatch(r"(?:decimal|numeric|number|integer) (?:as )?string", text, re.I):
        return Schema(at=at, type="string")
    if re.fullmatch(r"(json|nested|free[- ]form)\s+object|url encoded json object", text, re.I):
        return Schema(at=at, type="string" if "url" in text.lower() else "object")
    first = re.match(r"([A-Za-z]+)\s*(?=[\s,(;:])", text)
    if first and first[1].lower() in _WORDS and not re.match(r"\w+\s*[<\[]", text):
        return _word(first[1], at, named)
    return None


def enum_values(text: str) -> list[str]:
    """The values of a list such as ``a | b``, ``"a", "b"`` or ``a, b or c``."""
    quoted = re.findall(r"`([^`]+)`|\"([^\"]+)\"|'([^']+)'", text)
    if quoted:
        return _unique("".join(groups) for groups in quoted)
    parts = re.split(r"[|,/]|(?<=\s)(?:or|and)(?=\s)", text.strip(" .[](){}"))
    return _unique(re.sub(r"^(or|and)\s+", "", part.strip()).strip(" .") for part in parts)


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value.strip() for value in values if value.strip()))


def _balanced(text: str) -> bool:
    """Whether the first bracket closes at the very end."""
    depth = 0
    for index, char in enumerate(text):
        if char in "[<({":
            depth += 1
        elif char in "]>)}":
            depth -= 1
            if depth == 0:
                return index == len(text) - 1
    return False


def _split(text: str, mark: str) -> list[str]:
    """Splits at marks that are in no bracket and no quotes."""
    parts: list[str] = []
    depth, start, quote = 0, 0, ""
    for index, char in enumerate(text):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "[<({":
            depth += 1
        elif char in "]>)}":
            depth -= 1
        elif char == mark and depth == 0:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return [part.strip() for part in parts]
