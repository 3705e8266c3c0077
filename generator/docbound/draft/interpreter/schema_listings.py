"""Tables that list a schema as Slate's generators write it: a row for each part, its depth shown by
marks, with rows that are no fields (``*anonymous*``, ``**additionalProperties**``) and words
between the tables that say how they are combined (``allOf``, ``and``, ``xor``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import At, Block, Field, Group, Heading, Paragraph, Row, Table, Text
from docbound.draft.facts import Property, Schema
from docbound.draft.interpreter.enum_rows import EnumRows
from docbound.draft.interpreter.fields.field_schemas import schema_of_field
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.fields.table_fields import row_field
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words
from docbound.records import field, record

KIND: Final = "listing"
"""The kind of a group of such tables."""
_COMBINATIONS: Final = {
    "allof": "all",
    "and": "all",
    "oneof": "one",
    "xor": "one",
    "anyof": "one",
    "or": "one",
    "not": "not",
    "continued": "",
}
_ITSELF: Final = "anonymous"
_VALUES: Final = "additionalProperties"


@record(frozen=False)
class _Part:
    """A row and those below it; ``combined`` says how it belongs to the row above."""

    made: Field
    combined: str = ""
    parts: list[_Part] = field(default_factory=list["_Part"])


def fold_listings(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with each run of such tables in a group of its own, with the values listed after
    it.
    """
    folded: list[Block] = []
    index = 0
    while index < len(blocks):
        end = _end_of_run(blocks, index)
        if end == index:
            folded.append(blocks[index])
            index += 1
        else:
            inside = tuple(blocks[index:end])
            folded.append(Group(kind=KIND, at=inside[0].at, children=inside))
            index = end
    return tuple(folded)


def _end_of_run(blocks: Sequence[Block], start: int) -> int:
    end = index = start
    while index < len(blocks) and (_is_listing(blocks[index]) or _combination(blocks[index])):
        index += 1
        end = index if _is_listing(blocks[index - 1]) else end
    if end == start:
        return start
    following = blocks[end : end + 2]
    if len(following) == 2 and isinstance(following[0], Heading):
        named = words.section(following[0].text.plain).kind == "enum"
        return end + 2 if named and isinstance(following[1], Table) else end
    return end


def _is_listing(block: Block) -> bool:
    return isinstance(block, Table) and {"name", "type", "required", "restrictions"} <= set(
        words.columns(block.header)
    )


def _combination(block: Block) -> str:
    """The word before a table, in lower case, or ""."""
    if not isinstance(block, Paragraph):
        return ""
    word = block.text.plain.strip("* ").partition(" - ")[0].lower()
    return word if word in _COMBINATIONS else ""


def read_listing(
    group: Group, style: Style, ledger: UsedStatements, shown: Schema | None = None
) -> Schema | None:
    """The schema that a group of such tables lists, None where they have no rows.

    Args:
        group: the tables, as :func:`fold_listings` puts them together.
        style: how the page is read.
        ledger: where the lines that are used are noted.
        shown: what samples show of the schema. A row that stands for the schema itself may have
            its title for a name; then the samples have no such field.
    """
    top = _Part(made=Field(name="", at=group.at))
    rows = list(_rows(group.children, style))
    for part in _place(top, rows, ledger):
        ledger.use(part.made.at)
    if not top.parts:
        return None
    enums = EnumRows.read(_enum_rows(group.children, ledger), (part.made.name for _, part in rows))
    only = top.parts[0]
    if len(top.parts) == 1 and not only.combined and _is_itself(only, rows, shown):
        return _Reader(style, ledger, enums).schema(only)
    return _Reader(style, ledger, enums).parts(Schema(at=group.at, type="object"), top.parts)


def _is_itself(only: _Part, rows: Sequence[tuple[int, _Part]], shown: Schema | None) -> bool:
    """Whether the one row of the highest level stands for the schema as a whole."""
    name = only.made.name
    if name == _ITSELF or shown is None or rows[0][0] > 0:
        return name == _ITSELF
    return name not in (shown.fields or {}) and name != _VALUES


def _rows(blocks: Iterable[Block], style: Style) -> Iterator[tuple[int, _Part]]:
    combined = ""
    for block in blocks:
        if word := _combination(block):
            combined = _COMBINATIONS[word]
        elif isinstance(block, Table) and _is_listing(block):
            roles = words.columns(block.header)
            found = [_row(row, roles, style) for row in block.rows]
            least = min((depth for depth, _ in found), default=0)
            for depth, made in found:
                yield depth, _Part(made=made, combined=combined if depth == least else "")
            combined = ""


def _row(row: Row, roles: dict[str, int], style: Style) -> tuple[int, Field]:
    """A row with the depth that its marks show. Its name may be a title, of several words."""
    cell = _cell(row, roles["name"])
    name = cell.lstrip("»").strip()
    depth = len(cell) - len(cell.lstrip("»"))
    cells = list(row.cells)
    cells[roles["name"]] = Text(value="`name`", at=row.at)
    made = row_field(Row(cells=tuple(cells), at=row.at), roles, style)
    return depth, replace(made[1], name=name) if made else Field(name=name, at=row.at)


def _place(
    top: _Part, rows: Iterable[tuple[int, _Part]], ledger: UsedStatements
) -> Iterator[_Part]:
    stack: list[tuple[int, _Part]] = [(-1, top)]
    for depth, part in rows:
        while stack[-1][0] >= depth:
            stack.pop()
        stack[-1][1].parts.append(part)
        stack.append((depth, part))
        yield part


def _enum_rows(blocks: Sequence[Block], ledger: UsedStatements) -> Iterator[tuple[str, str]]:
    last = blocks[-1]
    if isinstance(last, Table) and not _is_listing(last):
        roles = words.columns(last.header)
        for row in last.rows:
            if len(row.cells) > 1:
                ledger.use(row.at)
                yield _cell(row, roles.get("name", 0)), _cell(row, roles.get("enum", 1))


def _cell(row: Row, index: int) -> str:
    return (
        re.sub(r"»\s*(?=»)", "»", row.cells[index].plain.strip("* "))
        if index < len(row.cells)
        else ""
    )


class _Reader:
    def __init__(self, style: Style, ledger: UsedStatements, enums: EnumRows) -> None:
        self._style = style
        self._ledger = ledger
        self._enums = enums

    def schema(self, part: _Part) -> Schema:
        """The schema of a row with those below it."""
        return self._with_required(part)[0]

    def _with_required(self, part: _Part) -> tuple[Schema, bool | None]:
        values = self._enums.take(part.made.name)
        made = replace(part.made, enum=tuple(values)) if values else part.made
        schema, required = schema_of_field(made, self._style, self._ledger)
        if part.parts and not _names_schema(schema, self._style):
            self._below(schema, part)
        elif part.parts:
            self._skip(part.parts)
        return schema, required

    def _skip(self, parts: Iterable[_Part]) -> None:
        """Passes over rows that repeat a schema which the page has elsewhere."""
        for part in parts:
            self._enums.take(part.made.name)
            self._skip(part.parts)

    def _below(self, schema: Schema, part: _Part) -> None:
        if schema.type == "array":
            items = schema.items
            if items is None or items.ref or items.empty:
                items = Schema(at=part.made.at)
            first = part.parts[0]
            if len(part.parts) == 1 and first.made.name == _ITSELF and not first.combined:
                schema.items = self.schema(first)
            else:
                schema.items = self.parts(items, part.parts)
            return
        schema.ref = ""
        self.parts(schema, part.parts)

    def parts(self, target: Schema, parts: Sequence[_Part]) -> Schema:
        """Adds to a schema what the rows below it say."""
        for part in parts:
            if part.combined == "not":
                self._skip([part])
            elif part.combined == "one" or (part.made.name == _ITSELF and not part.combined):
                target.one_of.append(self.schema(part))
            elif part.combined == "all":
                _extend(target, self.schema(part))
            elif part.made.name == _VALUES:
                target.type, target.values = "object", self.schema(part)
            else:
                self._property(target, part)
        if target.one_of and target.fields is None:
            target.type = ""
        return target

    def _property(self, target: Schema, part: _Part) -> None:
        schema, required = self._with_required(part)
        target.type = target.type or "object"
        target.fields = target.fields if target.fields is not None else {}
        text = " ".join(part.made.text.value.split()) if part.made.text else ""
        target.fields[part.made.name] = Property(
            name=part.made.name,
            schema=schema,
            at=part.made.at,
            required=required,
            required_at=_at(part.made.at, required),
            description="" if text.lower() == "none" else text,
        )


def _at(at: At, required: bool | None) -> At | None:
    return None if required is None else at


def _extend(target: Schema, member: Schema) -> None:
    """Adds a member of a combination of which all hold."""
    if member.ref or member.one_of or member.type not in ("", "object"):
        target.extends.append(member)
        return
    target.type = "object"
    if member.fields is not None:
        target.fields = {**(target.fields or {}), **member.fields}
    target.values = target.values or member.values
    target.extends.extend(member.extends)


def _names_schema(schema: Schema, style: Style) -> bool:
    """Whether a schema is one that the page lists under its own name."""
    name = schema.ref or (schema.items.ref if schema.items else "")
    return bool(name) and name.lower() in style.listed_schemas
