"""Holds documented.yaml against the documentation pages themselves: each fact has to be on the
line that it names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.harness.errors import problem, shown
from docbound.output import regular_files
from docbound.records import record

from ...documented.facts import Documented, Field, SourceFile
from ...documented.layouts import Layout, says
from ...documented.source_lines import Claim, claims
from ..project import Project

PAGES_VARIABLE: Final = "DOCBOUND_PAGES"
"""A folder of pages that are not kept in the project."""


@record
class Page:
    """A documentation page that is on this machine."""

    source: SourceFile
    path: Path
    lines: list[str]
    layout: Layout

    def position(self, line: int) -> Position:
        """A line of the page, as messages show it."""
        excerpt = self.lines[line - 1][:160] if 0 < line <= len(self.lines) else ""
        return Position(file=shown(self.path), line=line, column=1, excerpt=excerpt)


def findings(project: Project, client: str, facts: Documented) -> Iterator[Diagnostic]:
    """Every fact that its page does not state, and every line of a page that states something which
    is no fact.

    A page that is not on this machine is noted and not looked at.
    """
    for source in facts.sources:
        if not source.file or source.drafted:
            continue  # what was drafted is drafted again, which says more
        path = find_page(project, client, source)
        if path is None:
            yield problem(
                "page-absent",
                f"{source.file}, the page of {client}, is not here; its facts were not looked up",
                f"keep it beside documented.yaml or in {shown(project.pages)}, or set"
                f" {PAGES_VARIABLE}",
                severity=Severity.NOTE,
            )
            continue
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        page = Page(
            source=source,
            path=path,
            lines=lines,
            layout=facts.layouts[source.layout or "text"],
        )
        yield from _of_page(facts, page)


def find_page(project: Project, client: str, source: SourceFile) -> Path | None:
    """Where a source's page lies: beside documented.yaml, in the project's folder of pages, or in
    ``DOCBOUND_PAGES``.
    """
    outside = os.environ.get(PAGES_VARIABLE)
    folders = [
        project.specs / client,
        project.pages / client,
        project.pages,
        *([Path(outside)] if outside else ()),
    ]
    return next(
        (folder / source.file for folder in folders if regular_files.exists(folder / source.file)),
        None,
    )


def _of_page(facts: Documented, page: Page) -> Iterator[Diagnostic]:
    mine = [
        claim
        for claim in claims(facts)
        if claim.at.key == page.source.key and claim.at.line is not None
    ]
    for claim in mine:
        yield from _claim(facts, page, claim)
    if page.layout.rows:
        yield from _unclaimed(facts, page, mine)
    if page.layout.lists_fields:
        yield from _listed_fields(facts, page)


def _claim(facts: Documented, page: Page, claim: Claim) -> Iterator[Diagnostic]:
    line = claim.at.line or 0
    fact = facts.document.position(claim.at.pointer)
    if not 0 < line <= len(page.lines):
        message = f"{page.source.file} has {len(page.lines)} lines, and no line {line}"
        yield problem(
            "fact-without-source",
            message,
            "name the line that states the fact",
            position=fact,
        )
        return
    for template in page.layout.texts.get(claim.kind, ()):
        text = template.format_map(_Words(claim.words))
        if text and not says(page.lines[line - 1], text):
            message = (
                f"{shown(page.path)}:{line} does not say {text!r}, which is documented as its"
                f" {claim.kind}"
            )
            near = next(
                (number for number, row in enumerate(page.lines, 1) if says(row, text)),
                None,
            )
            hint = f"line {near} says it" if near else "look at the page again: it may have changed"
            yield problem(
                "fact-without-source",
                message,
                hint,
                position=fact,
                pointer=claim.at.pointer,
            )


class _Words(dict[str, str]):
    """The words of a claim; a placeholder that it does not have claims nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _unclaimed(facts: Documented, page: Page, mine: list[Claim]) -> Iterator[Diagnostic]:
    if facts.partial:
        return
    claimed = {claim.at.line for claim in mine}
    headings = {
        operation.signature.at.line - 1
        for operation in facts.operations
        if operation.signature and operation.signature.at.line
    }
    for number, line in enumerate(page.lines, 1):
        if re.match(page.layout.rows, line) and number not in claimed | headings:
            yield problem(
                "line-without-fact",
                f"no fact of documented.yaml names this line as its source: {line.strip()[:80]!r}",
                "add the fact, or say `partial: true`",
                position=page.position(number),
            )


# --- fields that are listed one below the other ---


def _listed_fields(facts: Documented, page: Page) -> Iterator[Diagnostic]:
    """A page that lists fields has the name, the type, perhaps ``required``, a default, a text, and
    the values of an enum.
    """
    rows = [
        row for model in facts.models or () for row in model.fields if row.at.key == page.source.key
    ]
    listed = [
        row
        for row in rows
        if row.at.line and page.lines[row.at.line - 1 : row.at.line] == [row.wire]
    ]
    starts = sorted(row.at.line or 0 for row in listed)
    for row in listed:
        start = row.at.line or 0
        block = page.lines[
            start : next((line - 1 for line in starts if line > start), len(page.lines))
        ]
        documented, read = _documented(row), _read(block)
        if documented != read:
            wrong = [key for key in documented if documented[key] != read[key]]
            text = "; ".join(
                f"{key}: documented {documented[key]!r}, the page has {read[key]!r}"
                for key in wrong
            )
            yield problem(
                "fact-without-source",
                f"{row.wire}: {text}",
                f"look at {shown(page.path)}:{start}",
                position=facts.document.position(row.at.pointer),
            )


def _documented(row: Field) -> Mapping[str, object]:
    kind = f"enum<{row.type}>" if row.enum else row.type if row.type_at == row.at else "object"
    kind = "object" if kind[:1].isupper() else kind
    default = tuple(
        str(value).lower() if isinstance(value, bool) else str(value) for value in row.default
    )
    return {
        "type": f"{kind} | null" if row.nullable else kind,
        "required": row.required,
        "default": default,
        "values": row.enum,
    }


def _read(block: list[str]) -> Mapping[str, object]:
    default: tuple[str, ...] = ()
    if "default:" in block:
        following = block[block.index("default:") + 1 :]
        default = (following[0] if following else "",)
    values = block[block.index("Available options:") + 1 :] if "Available options:" in block else []
    return {
        "type": block[0] if block else "",
        "required": "required" in block,
        "default": default,
        "values": tuple(value.rstrip(",") for value in values if value),
    }
