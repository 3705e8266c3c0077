"""Rows of tables as fields, those that belong to another row inside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from docbound.draft.blocks import Field, Row, Table, Text
from docbound.draft.interpreter.fields.list_fields import paragraph_fields
from docbound.draft.interpreter.fields.names import RESERVED, name_cell, own_name
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import languages, words
from docbound.draft.vocabulary.type_words import enum_values, looks_like_type
from docbound.json_values import is_array


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
    name, depth, required, inline_type = name_cell(cell.value)
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


def _with_notes(made: Field, notes: str, style: Style, *, has_notes: bool) -> Field:
    """What the notes of a generated page say: ``[optional] [default to 10] [enum: a, b]``."""
    if style.generated and RESERVED.fullmatch(made.name):
        # A name that the client's language reserves: the generator puts something before it.
        made = replace(made, name=own_name(made.name))
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
