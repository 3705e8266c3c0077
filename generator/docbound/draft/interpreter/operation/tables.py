"""Tables about an operation: statuses, bodies, enumerated values, fields."""

from __future__ import annotations

import re

from docbound.draft.blocks import Field, Table
from docbound.draft.facts import Body
from docbound.draft.interpreter.enum_rows import EnumRows, add_enum_rows, names_of
from docbound.draft.interpreter.fields.table_fields import table_fields
from docbound.draft.interpreter.operation.placed_fields import place_fields
from docbound.draft.interpreter.operation.reading import OperationReading
from docbound.draft.interpreter.operation.sections import STATUS
from docbound.draft.interpreter.operation.stated_schemas import schema_by_media, status_schema
from docbound.draft.interpreter.operation.stated_security import read_security_table
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary import words


def read_table(reading: OperationReading, block: Table) -> None:
    """Reads a table by the meanings of its columns and by its section."""
    roles = words.columns(block.header)
    if {"method", "url"} <= set(roles):
        reading.ledger.use(*(row.at for row in block.rows))
        return
    if "status" in roles and any(
        STATUS.match(row.cells[roles["status"]].plain)
        or row.cells[roles["status"]].plain.strip("* ") == "0"
        for row in block.rows
    ):
        _status_table(reading, block, roles)
        return
    if reading.section.kind == "enum" or (
        {"name", "enum"} == set(roles) and len(block.header) == 2
    ):
        _enum_table(reading, block, roles)
        return
    if reading.state.section.kind == "other":
        return
    if reading.state.section.kind == "authorization":
        read_security_table(reading, block)
        return
    if "schema" in roles and "name" not in roles:
        _body_table(reading, block, roles)
        return
    if reading.style.generated and "notes" not in roles:
        return  # A table of the operation's description: parameters have notes.
    if reading.state.error and all(
        _is_error_name(made) for made in table_fields(block, reading.style, UsedStatements())
    ):
        return  # names of errors are not fields; the lines stay unread
    place_fields(reading, table_fields(block, reading.style, reading.ledger), block.at)


def _status_table(reading: OperationReading, block: Table, roles: dict[str, int]) -> None:
    for row in block.rows:
        cell = row.cells[roles["status"]]
        plain = cell.plain.strip("* ")
        found = STATUS.match(plain)
        code = "default" if plain == "0" else found["code"] if found else ""
        if not code:
            continue
        code = code if code.lower() == "default" or code.isdigit() else code.upper()
        response = reading.response(code.lower() if code.lower() == "default" else code, row.at)
        reading.ledger.use(row.at)
        text = next(
            (
                row.cells[roles[role]]
                for role in ("description", "meaning", "name")
                if roles.get(role, 99) < len(row.cells)
            ),
            None,
        )
        response.description = response.description or (
            " ".join(text.plain.split()) if text and text.plain not in ("-", "none") else ""
        )
        if roles.get("headers", 99) < len(row.cells):
            for name in re.findall(r"\*\s*([A-Za-z][\w-]*)\s*-", row.cells[roles["headers"]].value):
                response.headers.setdefault(name, row.at)
        if roles.get("schema", roles.get("type", 99)) < len(row.cells):
            status_schema(
                reading, code, row.cells[roles.get("schema", roles.get("type", 99))], row.at
            )


def _body_table(reading: OperationReading, block: Table, roles: dict[str, int]) -> None:
    """A row for the body as a whole: whether it is required, and its schema."""
    if reading.section.kind != "parameters" or reading.section.place not in ("body", "form"):
        return
    for row in block.rows:
        if roles["schema"] >= len(row.cells):
            continue
        reading.ledger.use(row.at)
        schema_by_media(reading, reading.body, row.cells[roles["schema"]], row.at)
        reading.body.at = reading.body.at or row.at
        if "required" in roles and words.truth(row.cells[roles["required"]].value):
            reading.operation.body = reading.operation.body or Body(at=row.at)
            reading.operation.body.required = True


def _enum_table(reading: OperationReading, block: Table, roles: dict[str, int]) -> None:
    rows: list[tuple[str, str]] = []
    for row in block.rows:
        if len(row.cells) >= 2:
            name = re.sub(r"^(?:»\s*)+", "", row.cells[roles.get("name", 0)].plain)
            rows.append((name, row.cells[roles.get("enum", 1)].plain))
            reading.ledger.use(row.at)
    values = EnumRows.read(rows, names_of(made for made, _ in reading.params))
    reading.params = [(add_enum_rows(made, values), place) for made, place in reading.params]


def _is_error_name(made: Field) -> bool:
    """Whether a row of a table of errors is the name of an error and no field: ``UserNotFound`` or
    ``NOT_FOUND``, without a type.
    """
    return not made.type and bool(
        re.fullmatch(r"(?:[A-Z][a-z0-9]+){2,}|[A-Z][A-Z0-9_]+", made.name)
    )
