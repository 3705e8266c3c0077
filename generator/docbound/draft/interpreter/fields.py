"""Fields and parameters from tables, lists and tags: one form for all
(:class:`~docbound.draft.blocks.Field`), and what it states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Field,
    Group,
    Item,
    Listing,
    Paragraph,
    Row,
    Table,
    Text,
)
from docbound.draft.facts import Origin, Property, Schema
from docbound.draft.interpreter import json_schema
from docbound.draft.interpreter.samples import (
    NotJSON,
    Value,
    merge_samples,
    parse_sample,
    schema_of,
)
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages, words
from docbound.draft.vocabulary.type_words import (
    KNOWN_FORMATS,
    enum_values,
    looks_like_type,
    read_type,
)
from docbound.json_values import is_array
from docbound.records import record

_NAME: Final = re.compile(r"(?:r#)?[\w$@!~+-][\w$@.\-\[\]/:+~]*")
_LEADING: Final = re.compile(
    r"^\s*(?P<marks>(?:(?:»|↳|└─*|├─*|–|—|→|>|&nbsp;|\u00a0|\.{2,}|-(?=\s))\s*)+)"
)
_STAR: Final = re.compile(r"^\s*\*|\*`?\s*$|`\*`|\(\*\)")
_ITEM: Final = re.compile(
    r"^\s*(?P<names>`[^`\n]+`(?:\s*(?:,|/|and|or)\s*`[^`\n]+`)*)\s*(?:\((?P<round>[^)\n]*)\)|(?P<type>[A-Za-z][\w\[\]<>|]*)(?=\s*(?:[-–—:,]|$|\()))?\s*(?:\((?P<more>[^)\n]*)\))?\s*(?P<mark>[:–—-]|$|\.\s)?\s*(?P<rest>.*)$",
    re.S,
)
_PLAIN_ITEM: Final = re.compile(
    r"^\s*(?P<names>[a-z_][\w.\[\]-]*)\s*\((?P<round>[^)\n]+)\)\s*(?P<mark>[:–—-]|$)?\s*(?P<rest>.*)$",
    re.S,
)


@record
class Style:
    """How a page is to be read. On pages that a generator wrote, descriptions are prose of the
    description and define nothing.

    Attributes:
        listed_schemas: the schemas that the page has anchors for, in lower case.
    """

    generated: bool = False
    bracketed: bool = False
    silent: bool = False
    listed_schemas: frozenset[str] = frozenset()


def table_fields(table: Table, style: Style, ledger: UsedStatements) -> list[Field]:
    """The rows of a table as fields, those that belong to another row inside it; empty if the table
    has no fields.
    """
    if len(table.header) == 1 and re.match(r"name,\s*type\b", table.header[0].plain, re.I):
        return _cell_fields(table, ledger)
    roles = words.columns(table.header)
    if not table.header and table.rows and len(table.rows[0].cells) >= 2:
        roles = _guess_columns(table.rows)
    if "name" not in roles or not (set(roles) - {"name"}):
        return []
    if "type" not in roles and "place" in roles:
        cells = (_cell(row, roles, "place") for row in table.rows)
        if not any(_place(cell) for cell in cells):
            roles["type"] = roles.pop("place")  # "Kind" is a word for both.
    if "type" not in roles and "format" in roles:
        roles["type"] = roles.pop("format")
    if "status" in roles or {"method", "url"} <= set(roles):
        return []
    flat: list[tuple[int, Field]] = []
    for row in table.rows:
        made = row_field(row, roles, style)
        if made:
            flat.append(made)
            ledger.use(row.at)
    return _nested(flat)


def paragraph_fields(text: Text, at: At) -> list[Field]:
    """A paragraph that is a field: ``limit `integer` · optional``, and what it means after it."""
    return list(_marked_field(Item(text=text, at=at)))


def _cell_fields(table: Table, ledger: UsedStatements) -> list[Field]:
    """The fields of a table of one column, *Name, Type, Description*."""
    found: list[Field] = []
    for row in table.rows:
        made = paragraph_fields(row.cells[0], row.at)
        found.extend(made)
        if made:
            ledger.use(row.at)
    return found


def _guess_columns(rows: Sequence[Row]) -> dict[str, int]:
    """The columns of a table without a header: names in code, then a type, then words."""
    first = rows[0].cells
    if not first[0].value.startswith("`"):
        return {}
    roles = {"name": 0}
    for index, cell in enumerate(first[1:], 1):
        if looks_like_type(cell.value) and "type" not in roles:
            roles["type"] = index
        elif words.truth(cell.value) and "required" not in roles:
            roles["required"] = index
        elif "description" not in roles:
            roles["description"] = index
    return roles


def _cell(row: Row, roles: dict[str, int], role: str) -> Text | None:
    index = roles.get(role, -1)
    return row.cells[index] if 0 <= index < len(row.cells) else None


def row_field(row: Row, roles: dict[str, int], style: Style) -> tuple[int, Field] | None:
    """A row of a table as a field, with the depth that marks before its name show."""
    cell = _cell(row, roles, "name")
    if cell is None:
        return None
    name, depth, required, inline_type = _name_cell(cell.value)
    if not name:
        return None
    kind = _cell(row, roles, "type")
    description = _cell(row, roles, "description") or _cell(row, roles, "meaning")
    if description is None:
        description = _cell(row, roles, "notes") or _cell(row, roles, "restrictions")
    mandatory = _cell(row, roles, "required")
    optional = _cell(row, roles, "optional")
    if mandatory is not None:
        required = words.truth(mandatory.value)
    elif optional is not None:
        required = not words.truth(optional.value)
    type_text = kind.value if kind else inline_type
    enum = (
        tuple(enum_values(values.value)) if (values := _cell(row, roles, "enum")) and values else ()
    )
    if not enum and type_text.strip("` ").lower() == "enum" and description is not None:
        enum = _bare_values(description.plain)
    form = _cell(row, roles, "format")
    default = _cell(row, roles, "default")
    example = _cell(row, roles, "example")
    made = Field(
        name=name,
        at=row.at,
        location=_place(_cell(row, roles, "place")),
        type=type_text,
        required=required,
        default=(
            default.plain
            if default and default.plain not in ("", "-", "none", "None", "N/A", "n/a")
            else None
        ),
        enum=enum if len(enum) > 1 else (),
        example=example.value if example else "",
        text=(
            Text(
                value=description.value,
                at=row.at,
                links=(kind.links if kind else ()) + description.links,
            )
            if description
            else Text(value="", at=row.at, links=kind.links if kind else ())
        ),
        schema={"format": form.plain} if form and form.plain else None,
    )
    if style.generated or "notes" in roles:
        notes = _cell(row, roles, "notes")
        made = _with_notes(made, notes.value if notes else "", style, has_notes=notes is not None)
    return depth, made


def _bare_values(text: str) -> tuple[str, ...]:
    """The values of a cell that is nothing but a list of words: ``debit, credit``."""
    listed = re.fullmatch(r"[\w.-]+(?:(?:\s*[,|/]\s*|\s+or\s+)[\w.-]+)+", text.strip())
    return tuple(enum_values(text)) if listed else ()


_RESERVED: Final = re.compile(
    r"param_?[cC]allback|param_self|r#\w+|var_\w+|[vV]ar[A-Z]\w*"
    r"|property(?:Size|Values|Entries|Keys)"
    r"|_(?:abstract|and|arguments|as|assert|async|await|boolean|break|byte|case|catch|char|class"
    r"|const|continue|debugger|def|default|del|delete|do|double|elif|else|end|enum|eval|except"
    r"|export|extends|extension|false|final|finally|float|for|from|func|function|global|goto|if"
    r"|implements|import|in|init|instanceof|int|interface|internal|is|lambda|let|long|namespace"
    r"|native|new|nil|none|not|null|object|open|operator|or|package|pass|private|protected"
    r"|protocol|public|raise|repeat|return|self|short|static|struct|super|switch|this|throw|true"
    r"|try|type|typeof|union|var|void|where|while|with|yield)"
)
"""Names as generators write those that a client's language reserves (``_class``, ``varNamespace``
for C#, ``propertySize`` for Kotlin).
"""


def _unreserved(name: str) -> str:
    """A parameter's own name, without what the generator put before it."""
    if name.lower().endswith("callback"):
        return "callback"
    plain = re.sub(r"^(?:var_?|Var|param_|r#|_|property(?=[A-Z]))", "", name)
    return plain[:1].lower() + plain[1:] if name[:1].islower() else plain


def _with_notes(made: Field, notes: str, style: Style, *, has_notes: bool) -> Field:
    """What the notes of a generated page say: ``[optional] [default to 10] [enum: a, b]``."""
    from dataclasses import replace

    if style.generated and _RESERVED.fullmatch(made.name):
        # A name that the client's language reserves: the generator puts something before it.
        made = replace(made, name=_unreserved(made.name))
    optional = bool(re.search(r"\boptional\b", notes, re.I))
    states = style.generated and has_notes and (optional or not style.silent)
    if states and made.required is None:
        made = replace(made, required=not optional)
    found = re.search(
        r"[\[(]enum:\s*+(?P<values>(?:(?![\[(]enum:)[^\])])+)[\])]"
        r"|must be one of\s*+\[(?P<listed>(?:(?!must be one)[^\]])*+)\]"
        r"|Enum:\s*+\[(?P<third>(?:(?!Enum:)[^\]])*+)\]",
        notes,
    )
    if found:
        values = next(group for group in found.groups() if group is not None)
        made = replace(
            made,
            enum=tuple(
                part.strip().strip("\"'") for part in values.split(",") if part.strip(" \"'")
            ),
        )
    default = re.search(
        r"\[defaults? to\s++(?P<old>(?:(?!\[default)[^\]])*+)\]|default value of"
        r" (?P<prior>\"[^\"]*\"|\S+)|defaults to (?P<axios>\S+)",
        notes,
    )
    if default:
        value = next(group for group in default.groups() if group is not None).strip("\"'`. ")
        made = replace(
            made,
            default=None if value in ("undefined", "null", "None", "nil") else value,
        )
    return made


def _name_cell(text: str) -> tuple[str, int, bool | None, str]:
    """A name, how deep it is nested, whether a mark makes it required, and a type that is in
    the same cell.
    """
    required: bool | None = None
    depth = 0
    leading = _LEADING.match(text)
    if leading:
        depth = (
            len(re.findall(r"»|↳|└─*|├─*|–|—|→|>|-|&nbsp;&nbsp;|\u00a0{2}", leading["marks"])) or 1
        )
        text = text[leading.end() :]
    if _STAR.search(text) or "\n*" in text:
        required = True
        text = re.sub(r"`\s*\*+\s*`|\*+|\(\s*\)", "", text)
    stated = re.search(r"\b(required|optional|mandatory)\b", text, re.I)
    if stated and not re.fullmatch(r"`?\w+`?", text.strip()):
        required = stated[1].lower() != "optional"
        text = text[: stated.start()] + text[stated.end() :]
    coded = re.match(r"\s*`([^`]+)`\s*(?P<rest>.*)$", text, re.S)
    name, rest = (coded[1], coded["rest"]) if coded else (text, "")
    if not coded:
        first, _, rest = text.strip().partition("\n")
        name = first
        if " " in name.strip() and (
            found := re.match(r"([\w.\[\]-]+)\s*(\(.*\)|\S+)$", name.strip())
        ):
            name, rest = found[1], found[2] + " " + rest
    name = name.strip().strip("\"'").rstrip(":").strip()
    name = re.sub(r"^\?|^&", "", name)
    if not _NAME.fullmatch(name) or len(name) > 100:
        return "", 0, None, ""
    inline = rest.strip().strip("()[], \n")
    return name, depth, required, inline if looks_like_type(inline) else ""


def _place(cell: Text | None) -> str:
    if cell is None:
        return ""
    word = cell.plain.lower()
    other = languages.place(word)
    if other:
        return other
    for place, pattern in (
        ("path", r"\bpath\b|\burl\b|\buri\b"),
        ("query", r"query"),
        ("header", r"header"),
        ("cookie", r"cookie"),
        ("form", r"form"),
        ("body", r"body|payload|json"),
    ):
        if re.search(pattern, word):
            return place
    return ""


def _nested(flat: Sequence[tuple[int, Field]]) -> list[Field]:
    """Rows that are marked as parts of the row above, or named ``parent.child``, moved into it."""
    from dataclasses import replace

    roots: list[list[object]] = []
    stack: list[tuple[int, list[object]]] = []
    known: dict[str, list[object]] = {}
    for depth, made in flat:
        path = re.sub(r"\[\w*\]", "", made.name)
        parent, _, leaf = path.rpartition(".")
        base = re.sub(r"\[\w*\]$", "", made.name)
        node: list[object] = [made]
        if depth and stack:
            while len(stack) > 1 and stack[-1][0] >= depth:
                stack.pop()
            if stack[-1][0] >= depth:
                roots.append(node)
            else:
                stack[-1][1].append(node)
        elif parent in known and leaf:
            node[0] = replace(made, name=leaf)
            known[parent].append(node)
        else:
            node[0] = replace(made, name=base) if base != made.name and base else made
            roots.append(node)
            stack.clear()
        while stack and stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, node))
        known.setdefault(path, node)

    def build(node: list[object]) -> Field:
        made = node[0]
        assert isinstance(made, Field)
        built = [build(child) for child in node[1:] if is_array(child)]
        # Slate's generators have a row for each schema that an object is put together from.
        children = tuple(
            part
            for child in built
            for part in (child.children if child.name == "anonymous" else [child])
        )
        return replace(made, children=made.children + children) if children else made

    return [build(node) for node in roots]


def list_fields(listing: Listing, ledger: UsedStatements) -> list[Field]:
    """The items of a list as fields, where they begin with a name; empty if none of them does."""
    found: list[Field] = []
    for item in listing.items:
        made = list(_item_fields(item))
        found.extend(made)
        if made:
            ledger.use(item.at)
    return found


_EXEMPLIFIED: Final = re.compile(
    r"\s*(?P<name>[\w.\[\]-]+):\s*`(?P<example>[^`\n]*)`\s*\((?P<round>[^()\n]*)\)"
    r"\s*(?:[-–—]\s*(?P<rest>.*))?$",
    re.S,
)
"""``limit: `10` (number, optional) - How many``, as API Blueprint has it."""


def _item_fields(item: Item) -> Iterator[Field]:
    if item.term is not None:
        yield from _term_field(item)
        return
    value = item.text.value
    shown = _EXEMPLIFIED.match(value)
    if shown:
        required, kind = _brackets(shown["round"])
        text = Text(value=(shown["rest"] or "").strip(), at=item.text.at)
        yield Field(
            name=shown["name"],
            at=item.at,
            type=kind,
            required=required,
            example=shown["example"],
            text=text,
            children=item.children,
        )
        return
    found = _ITEM.match(value) or _PLAIN_ITEM.match(value)
    if not found:
        yield from _marked_field(item)
        return
    groups = found.groupdict()
    brackets = " ".join(part for part in (groups.get("round"), groups.get("more")) if part)
    kind = groups.get("type") or ""
    rest = found["rest"].strip()
    if kind and not looks_like_type(kind):
        rest, kind = f"{kind} {rest}".strip(), ""
    required, type_text = _brackets(brackets)
    if not groups.get("mark") and not brackets and not kind and rest:
        yield from _marked_field(item)
        return
    if required is None:
        required = words.stated_requirement(rest)
    for name in re.findall(r"`([^`]+)`", found["names"]) or [found["names"]]:
        star = name.endswith("*")
        name = name.strip().rstrip("*:").strip("\"'")
        if _NAME.fullmatch(name):
            yield Field(
                name=name,
                at=item.at,
                type=type_text or kind,
                required=True if star else required,
                text=Text(value=rest, at=item.text.at, links=item.text.links),
                children=item.children,
            )


_MARKED: Final = re.compile(
    r"\s*(?:`(?P<code>[^`\n]+)`|(?P<bare>[A-Za-z_$][\w.\[\]$-]*))(?=[\s(:])"
)
_MARK: Final = re.compile(
    r"\s*+(?:[,:·•—–-]\s*+)?(?:`(?P<code>[^`\n]+)`|\((?P<round>[^()\n]*)\)|\[(?P<square>[^\[\]\n]*)\]"
    r"|<(?P<angle>[\w-]+)>|(?P<word>[A-Za-z][\w\[\]<>|]*))"
)
_REQUIREMENT: Final = {"required": True, "mandatory": True, "optional": False}


@record(frozen=False)
class _Marks:
    """What follows a name: its type, whether it is required, and how far that goes."""

    end: int
    type: str = ""
    required: bool | None = None
    is_sure: bool = False


def _marked_field(item: Item) -> Iterator[Field]:
    """A name with its type behind it, and then words: ``url `string` (uri) required - Where to``.

    A name that is no code needs a type in code, in brackets or a word such as *required*: any
    sentence may begin with two words of which the second is a type.
    """
    value = item.text.value
    found = _MARKED.match(value)
    if not found:
        return
    marks = _marks_of(value, found.end())
    rest = value[marks.end :]
    separated = re.match(r"\s*(?:[-–—:.]|\n|$)", rest)
    is_known = marks.is_sure or (found["code"] is not None and marks.type)
    if not is_known or not (separated or (marks.is_sure and marks.type)):
        return
    name = (found["code"] or found["bare"]).strip().strip("\"'")
    rest = re.sub(r"^\s*[-–—:.]\s*", "", rest).strip()
    required = marks.required
    if required is None:
        required = words.stated_requirement(rest)
    if _NAME.fullmatch(name.rstrip("*")):
        yield Field(
            name=name.rstrip("*"),
            at=item.at,
            type=marks.type,
            required=True if name.endswith("*") else required,
            text=Text(value=rest, at=item.text.at, links=item.text.links),
            children=item.children,
        )


def _marks_of(value: str, start: int) -> _Marks:
    marks = _Marks(end=start)
    while found := _MARK.match(value, marks.end):
        word = (found["word"] or "").lower()
        bracketed = found["round"] or found["square"] or found["angle"]
        if found["code"] is not None and not marks.type and looks_like_type(found["code"]):
            marks.type, marks.is_sure = found["code"], True
        elif bracketed is not None:
            if not _take_brackets(marks, bracketed):
                break
        elif word in _REQUIREMENT:
            marks.required = _REQUIREMENT[word]
            marks.is_sure = marks.is_sure or bool(marks.type)
        elif word and not marks.type and looks_like_type(found["word"]):
            marks.type = found["word"]
        else:
            break
        marks.end = found.end()
    return marks


def _take_brackets(marks: _Marks, text: str) -> bool:
    """Notes what stands in brackets; False where it is neither a type nor a requirement."""
    required, kind = _brackets(text)
    if required is None and not kind:
        return False
    if required is not None:
        marks.required = required
    if marks.type and kind and kind.lower() != marks.type.lower():
        marks.type = f"{marks.type} ({kind})"
    marks.type = marks.type or kind
    marks.is_sure = True
    return True


def _term_field(item: Item) -> Iterator[Field]:
    assert item.term is not None
    name, _, required, inline = _name_cell(item.term.value)
    if not name or re.fullmatch(r"[1-5]\d\d", name):
        return
    rest = item.text.value
    typed = re.match(
        r"\s*+\(?(?P<type>[^\n.():–—]+?)(?<!\s)\)?\s*(?:[-–—:.]|\n|$)\s*+(?P<rest>.*)$",
        rest,
        re.S,
    )
    if (
        not inline
        and typed
        and looks_like_type(re.sub(r",?(?<!\s)\s*+(required|optional)", "", typed["type"]))
    ):
        inline, rest = typed["type"], typed["rest"]
        stated = (
            words.stated_requirement(inline) if re.match(r"required|optional", inline) else None
        )
        if "required" in inline.lower() or "optional" in inline.lower():
            required = "required" in inline.lower() if stated is None else stated
    if required is None:
        required = words.stated_requirement(rest)
    yield Field(
        name=name,
        at=item.at,
        type=inline,
        required=required,
        text=Text(value=rest, at=item.text.at, links=item.text.links + item.term.links),
        children=item.children,
    )


def _brackets(text: str) -> tuple[bool | None, str]:
    required: bool | None = None
    kinds: list[str] = []
    for part in map(str.strip, re.split(r"[,;]", text)):
        word = part.strip("*`_ ").lower()
        if word in ("required", "mandatory"):
            required = True
        elif word == "optional":
            required = False
        elif looks_like_type(part.strip("*` ")):
            kinds.append(part.strip("*` "))
        elif kinds and word.split()[-1:] and word.split()[-1] in KNOWN_FORMATS and " " in word:
            kinds.append(word.split()[-1])
    if not kinds:
        return required, ""
    form = next((kind.lower() for kind in kinds[1:] if kind.lower() in KNOWN_FORMATS), "")
    return required, f"{kinds[0]} ({form})" if form and "(" not in kinds[0] else kinds[0]


@record(frozen=False)
class Fields:
    """The fields among some blocks, or alternatives of them, or samples."""

    fields: list[Field]
    alternatives: list[tuple[str, list[Field], At]]
    samples: list[Code]


def fields_in(
    blocks: Iterable[Block], style: Style, ledger: UsedStatements, depth: int = 0
) -> Fields:
    """Collects what blocks say about the parts of one value."""
    found = Fields(fields=[], alternatives=[], samples=[])
    groups: list[tuple[str, Fields, At]] = []
    for block in blocks:
        if isinstance(block, Field):
            found.fields.append(block)
        elif isinstance(block, Table):
            found.fields.extend(table_fields(block, style, ledger))
        elif isinstance(block, Listing):
            found.fields.extend(list_fields(block, ledger))
        elif (
            isinstance(block, Group)
            and block.kind in ("expandable", "tab", "tabs", "container")
            and depth < 20
        ):
            inner = fields_in(block.children, style, ledger, depth + 1)
            if inner.fields or inner.alternatives:
                groups.append((block.title, inner, block.at))
        elif isinstance(block, Code):
            found.samples.append(block)
    if len(groups) == 1 or any(not inner.fields for _, inner, _ in groups):
        for _, inner, _ in groups:
            found.fields.extend(inner.fields)
            found.alternatives.extend(inner.alternatives)
    elif groups:
        found.alternatives.extend((title, inner.fields, at) for title, inner, at in groups)
    return found


def property_of(made: Field, style: Style, ledger: UsedStatements, depth: int = 0) -> Property:
    """What a field states about a property: its type, format, values, whether it is required, and
    its parts.
    """
    ledger.use(made.at)
    schema, required = schema_of_field(made, style, ledger, depth)
    return Property(
        name=made.name,
        schema=schema,
        at=made.at,
        required=required,
        required_at=made.at if required is not None else None,
        description=_prose(made.text),
        origin=Origin.STATED,
    )


def _prose(text: Text | None) -> str:
    if text is None:
        return ""
    value = " ".join(text.value.split())
    return "" if value.lower() in ("none", "-", "") else value


def schema_of_field(
    made: Field, style: Style, ledger: UsedStatements, depth: int = 0
) -> tuple[Schema, bool | None]:
    """The schema of a field, and whether the field is required."""
    links = made.text.links if made.text else ()
    written = made.type
    if style.bracketed and (inner := re.fullmatch(r"\[([^\[\]|]+)\]", written)):
        written = inner[1]  # pages for TypeScript have types in brackets, lists written out
    reading = read_type(written, made.at, links)
    schema = reading.schema
    if style.generated and written.startswith("Option<"):
        schema.nullable = False  # how Rust writes what may be absent
    required = made.required if made.required is not None else reading.required
    carried = (
        json_schema.schema_from(made.schema, made.at)
        if made.schema and set(made.schema) - {"format"}
        else None
    )
    if carried is not None and not carried.empty:
        schema = carried
    description = made.text.value if made.text else ""
    if required is None and description and not style.generated:
        required = words.stated_requirement(description)
    shown = re.match(r"\[*(?P<type>\w+)\((?P<format>[\w -]+)\)", written)
    if style.listed_schemas and shown and (named := schema.items or schema).type == shown["type"]:
        named.format, named.format_at = shown["format"], made.at
    if made.schema and set(made.schema) == {"format"}:
        _add_format(schema, str(made.schema["format"]), made.at)
    if depth < 20:
        _add_parts(schema, made, style, ledger, depth)
    if schema.empty and made.example and not style.generated:
        schema = _from_example(made) or schema
    _add_values(schema, made, style, ledger)
    _add_default(schema, made, style)
    return schema, required


def _add_format(schema: Schema, word: str, at: At) -> None:
    reading = read_type(f"{schema.type or 'string'} ({word})", at).schema
    if reading.format:
        schema.type = schema.type or "string"
        schema.format, schema.format_at = reading.format, at
    elif schema.empty:
        other = read_type(word, at).schema
        if other.type:
            schema.type, schema.items = other.type, other.items


def _add_parts(
    schema: Schema, made: Field, style: Style, ledger: UsedStatements, depth: int
) -> None:
    """The parts of a field: nested fields, or alternatives of them."""
    parts = fields_in(made.children, style, ledger)
    values = [field.name for field in parts.fields]
    if (
        parts.fields
        and made.text
        and words.list_follows(made.text.value)
        and not any(field.type or field.children for field in parts.fields)
    ):
        if not schema.type or schema.type in ("string", "array"):
            _set_enum(schema, values, made.at)
        return
    if not parts.fields and not parts.alternatives:
        return
    target = schema
    if schema.type == "array":
        if schema.items and schema.items.ref.lower() in style.listed_schemas:
            return
        if schema.items is None or schema.items.empty or schema.items.ref:
            schema.items = Schema(at=made.at)
        target = schema.items
    elif schema.ref.lower() in style.listed_schemas:
        return  # The rows repeat a schema that the page lists under its own name.
    elif schema.ref or schema.empty or schema.type == "object":
        schema.ref = ""
    else:
        return
    target.type = target.type or "object"
    fill_object(target, parts, style, ledger, depth + 1)


def _with_parents(fields: Sequence[Field]) -> list[Field]:
    """Fields with those named ``customer.name`` or ``lines[].sku`` inside of an object, or of a
    list of them, that no row is about.
    """
    from dataclasses import replace

    names = {made.name for made in fields}
    found: dict[str, Field] = {}
    for made in fields:
        split = re.match(r"(?P<parent>[A-Za-z_]\w*)(?P<list>\[\d*\])?\.(?P<leaf>\S+)$", made.name)
        parent = split["parent"] if split else ""
        if split is None or (parent in names and parent not in found):
            found[made.name] = made
            continue
        kind = "array" if split["list"] else "object"
        outer = found.get(parent) or Field(name=parent, at=made.at, type=kind)
        child = replace(made, name=split["leaf"])
        found[parent] = replace(outer, children=(*outer.children, child))
    return list(found.values())


def fill_object(
    target: Schema, parts: Fields, style: Style, ledger: UsedStatements, depth: int
) -> None:
    """Gives an object its fields, or its alternatives."""
    if parts.alternatives:
        base = parts.fields
        for title, fields, at in parts.alternatives:
            option = Schema(at=at, type="object", title=title, fields={})
            assert option.fields is not None
            for made in (*base, *fields):
                option.fields[made.name] = property_of(made, style, ledger, depth)
            target.one_of.append(option)
        target.type = ""
        return
    if target.fields is None:
        target.fields = {}
    # Generators write the parts of an object below it: a dot is one of the name.
    by_generator = style.generated or bool(style.listed_schemas)
    for made in parts.fields if by_generator else _with_parents(parts.fields):
        if made.name == "additionalProperties" and style.listed_schemas:
            target.values = property_of(made, style, ledger, depth).schema
            continue
        target.fields[made.name] = property_of(made, style, ledger, depth)


def _from_example(made: Field) -> Schema | None:
    text = made.example.replace("`", "").strip()
    if not text or text in ("-", "—", "N/A", "n/a"):
        return None
    try:
        value = parse_sample(text)
    except NotJSON:
        value = Value(content=text, line=1)
    if value.unknown:
        value = Value(content=text, line=1)
    if isinstance(value.content, dict):
        # A cell shows part of an object: which, is for the body's sample to say.
        return Schema(at=made.at, origin=Origin.SAMPLE, type="object")
    return schema_of(value, made.at.source, made.at.line)


def _add_values(schema: Schema, made: Field, style: Style, ledger: UsedStatements) -> None:
    """Enumerated values, from a column, a tag or the description."""
    if (
        schema.enum
        or schema.ref
        or schema.type in ("boolean", "object")
        or schema.fields is not None
    ):
        return
    values = list(made.enum)
    if not values and not style.generated and re.search(r"\bvalues\b", made.type, re.I):
        values = words.stated_values(made.type)
    if not values and made.text and not style.generated:
        values = words.stated_values(made.text.value)
        if not values and words.list_follows(made.text.value):
            values = _listed_values(made.children, ledger)
    if not values and not style.generated:
        values = _available_options(made.children, ledger)
    if values:
        _set_enum(schema, values, made.at)


def _listed_values(children: Sequence[Block], ledger: UsedStatements) -> list[str]:
    first = next((block for block in children if isinstance(block, Listing)), None)
    if first is None:
        return []
    values: list[str] = []
    for item in first.items:
        found = re.match(r"\s*`([^`\n]+)`", (item.term or item.text).value)
        if not found:
            return []
        values.append(found[1].strip("\"'"))
        ledger.use(item.at)
    return values


def _available_options(children: Sequence[Block], ledger: UsedStatements) -> list[str]:
    """Further paragraphs of a field such as ``Available options: a, b``."""
    values: list[str] = []
    for index, block in enumerate(children):
        if isinstance(block, Paragraph):
            values = words.stated_values(block.text.value)
            if not values and words.list_follows(block.text.value):
                values = _listed_values(children[index + 1 : index + 2], ledger)
            if values:
                ledger.use(block.at)
                return values
    return values


def _set_enum(schema: Schema, values: Sequence[str], at: At) -> None:
    target = schema
    if schema.type == "array":
        schema.items = schema.items or Schema(at=at)
        target = schema.items
    if target.ref or target.type in ("boolean", "object"):
        return
    if not target.type:
        target.type = "string"
        target.origin = Origin.STATED
    converted: list[object] = []
    for value in values:
        if target.type in ("integer", "number"):
            if not re.fullmatch(r"-?\d+(\.\d+)?", value):
                return
            converted.append(float(value) if "." in value else int(value))
        else:
            converted.append(value)
    target.enum = list(dict.fromkeys(converted))
    target.enum_at = at


def _add_default(schema: Schema, made: Field, style: Style) -> None:
    text = made.default
    if text is None and made.text and not style.generated:
        text = words.stated_default(made.text.value)
    if text is None or schema.ref:
        return
    text = text.strip("`\"'")
    value: object = text
    if schema.type == "boolean":
        if text.lower() not in ("true", "false"):
            return
        value = text.lower() == "true"
    elif schema.type in ("integer", "number"):
        if not re.fullmatch(r"-?\d{1,18}(\.\d+)?", text) or (
            schema.type == "integer" and "." in text
        ):
            return
        value = float(text) if "." in text else int(text)
    elif schema.type != "string" or schema.format in ("date", "date-time", "uuid"):
        return
    if schema.enum and value not in schema.enum:
        return
    schema.default = [value]


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
