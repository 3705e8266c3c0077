"""The places of a page that declare an operation: headings, tags, code, tables, lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Endpoint,
    Group,
    Heading,
    Listing,
    Paragraph,
    Row,
    Table,
)
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.declarations.heading_summaries import ANNOTATED
from docbound.draft.interpreter.declarations.line_forms import (
    declaration,
    label_of,
    labelled,
    pair_of_lines,
)
from docbound.draft.interpreter.declarations.operation_tables import method_and_target
from docbound.draft.interpreter.paths import METHOD
from docbound.draft.vocabulary import words
from docbound.records import record

_MOST_ROWS: Final = 12
"""Rows of a table that is about one operation."""


@record
class Mark:
    """A place on the page that declares an operation."""

    index: int
    method: str
    target: str
    at: At
    summary: str = ""
    auth: str = ""
    base: str = ""
    name: str = ""
    complete: bool = False


def find_marks(blocks: Sequence[Block], listed: dict[str, Declared]) -> Iterator[Mark]:
    """The places that declare an operation, in order.

    Args:
        blocks: the page, or the blocks of a tab on it.
        listed: operations that a table names, by name in lower case.
    """
    for index, block in enumerate(blocks):
        if isinstance(block, Endpoint):
            yield Mark(
                index=index,
                method=block.method,
                target=block.path,
                at=block.at,
                summary=block.summary,
                base=block.base_url,
                complete=block.complete,
                name=block.operation_id,
            )
        elif isinstance(block, Heading):
            yield from _heading_marks(blocks, index, block, listed)
        elif isinstance(block, Paragraph):
            found = declaration(block.text.plain) or labelled(block.text.plain)
            together = pair_of_lines(block.text.plain.split("\n"))
            if found and not found[2]:
                yield Mark(index=index, method=found[0], target=found[1], at=block.at)
            elif all(together):
                yield Mark(index=index, method=together[0], target=together[1], at=block.at)
            else:
                yield from _apart(blocks, index)
        elif isinstance(block, Code) and (
            not block.language
            or block.language in ("http", "text", "plaintext", "none", "url", "endpoint", "rest")
        ):
            yield from _code_marks(index, block)
        elif isinstance(block, Table):
            yield from _table_marks(index, block)
        elif isinstance(block, Group) and block.kind in (
            "container",
            "tab",
            "tabs",
            "aside",
        ):
            inner = next(iter(find_marks(block.children, listed)), None)
            if inner and not isinstance(block.children[inner.index], (Table, Code)):
                yield Mark(
                    index=index,
                    method=inner.method,
                    target=inner.target,
                    at=inner.at,
                    base=inner.base,
                )
        elif isinstance(block, Listing):
            yield from _listing_marks(index, block)


def _without_arguments(call: str) -> str:
    """``rooms.list(limit)`` as ``rooms.list``."""
    return call.partition("(")[0] if call.endswith(")") else call


def _apart(blocks: Sequence[Block], index: int) -> Iterator[Mark]:
    """A method and an address in two blocks, one after the other, with labels or alone."""
    for first, second in ((index, index + 1), (index + 1, index)):
        if max(first, second) >= len(blocks):
            return
        method, target = _method_alone(blocks[first]), _target_alone(blocks[second])
        if method and target:
            yield Mark(index=index, method=method, target=target, at=blocks[second].at)
            return


def _method_alone(block: Block) -> str:
    if not isinstance(block, Paragraph):
        return ""
    role, rest = label_of(block.text.plain)
    found = re.fullmatch(METHOD, rest, re.I)
    return rest.upper() if found and role in ("", "method") else ""


def _target_alone(block: Block) -> str:
    if isinstance(block, Code):
        lines = [line.strip() for line in block.text.split("\n") if line.strip()]
        text, role = (lines[0], "url") if len(lines) == 1 else ("", "")
    elif isinstance(block, Paragraph):
        role, text = label_of(block.text.plain)
        role = role or ("url" if block.text.value.strip().startswith("`") else "")
    else:
        return ""
    return text if role == "url" and re.fullmatch(r"(?:https?://[^\s/]+)?/\S*", text) else ""


def _heading_marks(
    blocks: Sequence[Block], index: int, block: Heading, listed: dict[str, Declared]
) -> Iterator[Mark]:
    text = block.text.plain.strip("~ ")
    if re.fullmatch(METHOD, text, re.I) and (path := _path_above(blocks, index)):
        yield Mark(index=index, method=text.upper(), target=path, at=block.at)
        return
    annotated = ANNOTATED.search(text)
    if annotated:
        yield Mark(
            index=index,
            method=annotated["method"].upper(),
            target=annotated["path"],
            at=block.at,
        )
        return
    found = declaration(text)
    if found:
        yield Mark(index=index, method=found[0], target=found[1].rstrip("~"), at=block.at)
        return
    trailing = re.search(
        rf"^(?P<label>.(?:.*?[^\s:(\[–—-])??)[\s:(\[–—-]++(?P<method>{METHOD})\s++(?P<target>/\S*?)[)\]]?$",
        text,
    )
    if trailing:
        label = trailing["label"].strip(" -–—:")
        yield Mark(
            index=index,
            method=trailing["method"].upper(),
            target=trailing["target"],
            at=block.at,
            summary=label,
        )
        return
    name = _without_arguments(text.strip("* ")).rsplit(".", 1)[-1].strip().lower()
    known = listed.get(name)
    if known is not None:
        yield Mark(
            index=index,
            method=known.method,
            target=known.template.written,
            at=block.at,
            name=name,
        )


def _path_above(blocks: Sequence[Block], index: int) -> str:
    """The path that the heading over a heading is, where a page groups methods by paths."""
    own = blocks[index]
    assert isinstance(own, Heading)
    above = next(
        (
            block
            for block in reversed(blocks[:index])
            if isinstance(block, Heading) and block.level < own.level
        ),
        None,
    )
    text = above.text.plain.strip("~ ") if above else ""
    return text if re.fullmatch(r"/\S*", text) else ""


def _code_marks(index: int, block: Code) -> Iterator[Mark]:
    lines = [line for line in block.text.split("\n") if line.strip()]
    if len(lines) != 1 or (block.title and words.section(block.title).kind):
        return
    found = declaration(lines[0])
    if found and not found[2] and not re.search(r"HTTP/[\d.]+\s*$", lines[0]):
        yield Mark(index=index, method=found[0], target=found[1], at=block.at)


def _table_marks(index: int, block: Table) -> Iterator[Mark]:
    roles = words.columns(block.header)
    if not {"method", "url"} <= set(roles) or len(block.rows) != 1 or "name" in roles:
        yield from _upright_marks(index, block)
        return
    for row in block.rows:
        named = row.cells[roles["method"]].plain.strip("* ") if _has(row, roles["method"]) else ""
        if named and not re.fullmatch(METHOD, named, re.I):
            continue  # The index of a generated page: the column "Method" has the function.
        method, target = method_and_target(row, roles)
        if method and target:
            auth = (
                row.cells[roles["auth"]].plain
                if "auth" in roles and roles["auth"] < len(row.cells)
                else ""
            )
            yield Mark(index=index, method=method, target=target, at=row.at, auth=auth)


def _upright_marks(index: int, block: Table) -> Iterator[Mark]:
    """A table of two columns whose rows are ``Method | GET`` and ``Path | /users``."""
    rows = [tuple(block.header)] if len(block.header) == 2 else []
    rows += [row.cells for row in block.rows]
    if any(len(cells) != 2 for cells in rows) or len(rows) > _MOST_ROWS:
        return
    method = target = ""
    for label, value in rows:
        role = next(iter(words.columns([label])), "")
        if role == "method" and re.fullmatch(METHOD, value.plain.strip(), re.I):
            method = value.plain.strip().upper()
        elif role == "url" and re.match(r"(?:https?://|/)\S*$", value.plain.strip()):
            target = value.plain.strip()
    if method and target:
        yield Mark(index=index, method=method, target=target, at=block.at)


def _has(row: Row, index: int) -> bool:
    return index < len(row.cells)


def _listing_marks(index: int, block: Listing) -> Iterator[Mark]:
    """A list such as ``Method: GET``, ``Path: /users``."""
    method, target = pair_of_lines(
        f"{item.term.plain}: {item.text.plain}" if item.term else item.text.plain
        for item in block.items
    )
    if method and target:
        yield Mark(index=index, method=method, target=target, at=block.at)
