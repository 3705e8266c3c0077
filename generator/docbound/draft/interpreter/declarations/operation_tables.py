"""Tables that list operations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docbound.draft.blocks import Block, Row, Table
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.declarations.line_forms import declaration
from docbound.draft.interpreter.paths import METHOD, read_template
from docbound.draft.vocabulary import words


def method_and_target(row: Row, roles: dict[str, int]) -> tuple[str, str]:
    """The method and the address in a row; two empty texts where it has none."""
    cells = row.cells
    method = (
        cells[roles["method"]].plain.strip("* ").upper() if roles["method"] < len(cells) else ""
    )
    target = cells[roles["url"]].plain.strip() if roles["url"] < len(cells) else ""
    if not re.fullmatch(METHOD, method):
        # Generated pages: the column "Method" has the function, "HTTP request" has both.
        found = declaration(target)
        return (found[0], found[1]) if found else ("", "")
    return method, target if re.match(r"https?://|/|\{|[\w.-]+/", target) else ""


def listed_operations(blocks: Sequence[Block], listed: dict[str, Declared]) -> None:
    """Tables that list operations: their names, addresses and labels."""
    for block in blocks:
        if not isinstance(block, Table):
            continue
        roles = words.columns(block.header)
        if not {"method", "url"} <= set(roles):
            continue
        for row in block.rows:
            method, target = method_and_target(row, roles)
            name = row.cells[roles["method"]].plain.strip("* ").removesuffix("()")
            if not method or re.fullmatch(METHOD, name, re.I):
                name = ""
            if not method or not target or (not name and len(block.rows) == 1):
                continue
            summary = (
                row.cells[roles["description"]].plain
                if roles.get("description", 99) < len(row.cells)
                else ""
            )
            made = Declared(
                method=method,
                template=read_template(target),
                at=row.at,
                name=name,
                summary=summary,
            )
            listed.setdefault(name.lower() or f"{method} {target}", made)
