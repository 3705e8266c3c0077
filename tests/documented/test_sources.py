"""The pages say, on the lines that are named, what documented.yaml says that they say.

The pages are not part of the project. Set ``DOCBOUND_PAGES`` to a folder that holds them; without it these tests are skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documented.facts import (
    CLIENTS,
    Documented,
    Field,
    Operation,
    Source,
    documented,
)

PAGES = os.environ.get("DOCBOUND_PAGES")

Claim = tuple[Source, str]


def _page(facts: Documented) -> list[str]:
    """The lines of the client's page."""
    names = {at.name for at, _ in _claims(facts) if at.key == "page"}
    assert len(names) == 1
    if PAGES is None:
        pytest.skip("DOCBOUND_PAGES does not say where the pages are")
    path = Path(PAGES) / names.pop().removeprefix("seed page ")
    if not path.exists():
        pytest.skip(f"the page {path.name} is not in DOCBOUND_PAGES")
    return path.read_text(encoding="utf-8").split("\n")


@pytest.mark.parametrize("client", CLIENTS)
def test_the_page_says_so_on_that_line(client: str) -> None:
    facts = documented(client)
    page = _page(facts)
    for at, text in _claims(facts):
        if at.line is not None:
            assert text in page[at.line - 1], f"{at}: {text!r} is not there"


@pytest.mark.parametrize("client", CLIENTS)
def test_every_row_of_the_page_is_among_the_facts(client: str) -> None:
    facts = documented(client)
    page = _page(facts)
    claimed = {at.line for at, _ in _claims(facts)}
    rows = (
        number
        for number, line in enumerate(page, 1)
        if line.startswith((" **", "**", "[**", "# **", "> "))
    )
    headings = {
        operation.signature.at.line - 1
        for operation in facts.operations
        if operation.signature.at.line
    }
    assert set(rows) <= claimed | headings


def _claims(facts: Documented) -> Iterator[Claim]:
    """Which text has to stand on which line."""
    for stated in (facts.package, facts.api, facts.base_url):
        yield stated.at, stated.value
    for scheme in facts.schemes:
        yield scheme.at, scheme.name
        yield scheme.at, scheme.format
        yield scheme.prefix_at, scheme.prefix
    for stated in facts.imports:
        yield stated.at, stated.value.rpartition(".")[2]
    for operation in facts.operations:
        yield from _operation_claims(operation)
    for model in facts.models:
        yield from ((row.at, row.wire) for row in model.fields)


def _operation_claims(operation: Operation) -> Iterator[Claim]:
    yield operation.at, operation.method
    yield operation.summary_at, operation.summary
    yield operation.signature.at, operation.signature.value
    yield operation.returns.at, (
        "void" if operation.returns.value == "None" else operation.returns.value
    )
    for row in operation.parameters:
        yield row.at, f"**{row.name}**"
        yield row.at, f"**{row.type}**"
        yield row.at, "| " if row.required else "| [optional]"
        if row.example_at is not None:
            yield row.example_at, str(row.example)
    for stated in (operation.content_types, operation.accept):
        yield stated.at, ", ".join(stated.value) or "Not defined"
    for scheme in operation.auth.value:
        yield operation.auth.at, scheme
    for status in operation.statuses:
        yield status.at, "0" if status.code == "default" else status.code
        yield status.at, status.text or ""
        if status.model and status.model_at:
            yield status.model_at, status.model


@pytest.mark.parametrize("client", CLIENTS)
def test_fields_listed_one_by_one_are_as_listed(client: str) -> None:
    """A page that lists fields has the name, the type, perhaps ``required``, a default, a text, and the values of an enum."""
    facts = documented(client)
    page = _page(facts)
    listed = [
        row
        for model in facts.models
        for row in model.fields
        if row.at.line and page[row.at.line - 1] == row.wire
    ]
    starts = sorted(row.at.line or 0 for row in listed)
    for row in listed:
        start = row.at.line or 0
        block = page[
            start : next((line - 1 for line in starts if line > start), len(page))
        ]
        assert _listed(row) == _read(block), str(row.at)


def _listed(row: Field) -> tuple[object, ...]:
    kind = (
        f"enum<{row.type}>"
        if row.enum
        else row.type if row.type_at == row.at else "object"
    )
    kind = "object" if kind[0].isupper() else kind
    default = tuple(
        str(value).lower() if isinstance(value, bool) else str(value)
        for value in row.default
    )
    return f"{kind} | null" if row.nullable else kind, row.required, default, row.enum


def _read(block: list[str]) -> tuple[object, ...]:
    default: tuple[str, ...] = ()
    if "default:" in block:
        following = block[block.index("default:") + 1 :]
        default = (following[0] if following else "",)
    values = (
        block[block.index("Available options:") + 1 :]
        if "Available options:" in block
        else []
    )
    return (
        block[0],
        "required" in block,
        default,
        tuple(value.rstrip(",") for value in values if value),
    )
