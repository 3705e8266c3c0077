"""What one page states: its operations, schemas, addresses and security schemes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from docbound.draft.blocks import (
    At,
    Block,
    Code,
    Description,
    Endpoint,
    Group,
    Heading,
    Listing,
    Page,
    Paragraph,
    Table,
    walk,
)
from docbound.draft.facts import Draft, Operation, Origin, Parameter, Schema, placeholders
from docbound.draft.interpreter import openapi_reader, security
from docbound.draft.interpreter.base_addresses import add_base_addresses
from docbound.draft.interpreter.calls import find_calls
from docbound.draft.interpreter.declarations.declared import Declared
from docbound.draft.interpreter.declarations.find import find_declared
from docbound.draft.interpreter.declarations.operation_lists import unfold_lists
from docbound.draft.interpreter.enum_sections import ENUM_VALUE
from docbound.draft.interpreter.fields.style import Style
from docbound.draft.interpreter.operation.reader import OperationReader
from docbound.draft.interpreter.paths import matches, read_template
from docbound.draft.interpreter.schema_listings import fold_listings
from docbound.draft.interpreter.schema_sections import read_schema_sections
from docbound.draft.interpreter.scheme_sections import read_scheme_sections
from docbound.draft.merging import Merger
from docbound.draft.used_statements import UsedStatements

_GENERIC_TITLE: Final = re.compile(
    r"introduction|overview|getting started|welcome|authentication|about|quick ?start|reference",
    re.I,
)


def interpret(page: Page, ledger: UsedStatements) -> Draft:
    """What one page states.

    Args:
        page: the page.
        ledger: where the lines that were used are noted.
    """
    draft = Draft()
    page = replace(page, blocks=unfold_lists(fold_listings(page.blocks)))
    generated = _is_generated(page.blocks)
    typescript = generated and any(
        isinstance(block, Code) and block.language in ("typescript", "ts") for block in page.blocks
    )
    # Pages for Go do not tell which parameters may be left out.
    go = generated and any(
        isinstance(block, Paragraph) and "via the builder pattern" in block.text.plain
        for block in page.blocks
    )
    style = Style(
        generated=generated,
        bracketed=typescript,
        silent=go,
        listed_schemas=_listed_schemas(page.blocks),
    )
    ledger.register(page.blocks)
    for block in page.blocks:
        if isinstance(block, Description):
            Merger(draft).add(openapi_reader.read(block, ledger))
    listed: dict[str, Declared] = {}
    declared = find_declared(page.blocks, listed)
    covered: set[int] = set()
    for operation in declared:
        covered.update(range(operation.start, operation.end))
    declared = [operation for operation in declared if not operation.is_callback]
    _title(page, draft, covered)
    if not any(operation.whole_page for operation in declared):
        rest = tuple(block for index, block in enumerate(page.blocks) if index not in covered)
        add_base_addresses(rest, draft, ledger)
        security.read_general(rest, draft, ledger)
        read_schema_sections(page.blocks, covered, draft, style, ledger)
        read_scheme_sections(rest, draft, ledger)
    if not draft.servers:
        said = [block for block in page.blocks if isinstance(block, Paragraph | Heading)]
        add_base_addresses(said, draft, ledger)
    for operation in declared:
        made = OperationReader(draft, operation, style, ledger).read()
        if operation.is_sample:
            made.origin, made.shown_only = Origin.SAMPLE, True
    _called_operations(page, draft, style, ledger)
    for other in listed.values():
        made = draft.operation(other.method, other.template.path, other.at)
        made.summary = made.summary or other.summary
        if other.name:
            made.operation_id, made.name_at = (
                made.operation_id or other.name,
                made.name_at or other.at,
            )
        ledger.use(other.at)
        _listed_path(made, other)
    if style.generated:
        from docbound.draft.interpreter.generated_pages import read_client_facts

        read_client_facts(page, draft, ledger)
    _settle_addresses(draft, declared)
    return draft


def _listed_schemas(blocks: Sequence[Block]) -> frozenset[str]:
    """The schemas that Slate's generators give an anchor: ``schemapet`` or ``schema_Pet``."""
    return frozenset(
        block.title.lower().removeprefix("schema").removeprefix("_")
        for block in blocks
        if isinstance(block, Group) and block.kind == "anchor" and block.title.startswith("schema")
    )


def _called_operations(page: Page, draft: Draft, style: Style, ledger: UsedStatements) -> None:
    """Operations that the page only shows being called: with another method at a path that it
    declares, or at the list of such things.
    """
    if style.generated or not draft.operations:
        return
    paths = {operation.path for operation in draft.operations.values()}
    paths |= {path.rsplit("/", 1)[0] for path in paths if path.endswith("}")}
    calls = [
        call
        for block in walk(page.blocks)
        if isinstance(block, Code)
        and block.language not in ("json", "javascript", "python", "ruby")
        for call in find_calls(block.text, block.at)
    ]
    for call in calls:
        if any(
            operation.method == call.method.lower() and matches(operation.path, call.path)
            for operation in draft.operations.values()
        ):
            continue
        fitting = [path for path in paths if len(path) > 1 and matches(path, call.path)]
        if len(fitting) == 1:
            declared = Declared(method=call.method, template=read_template(fitting[0]), at=call.at)
            reader = OperationReader(draft, declared, style, ledger)
            reader.calls.append(call)
            reader.read().origin = Origin.SAMPLE


def _listed_path(made: Operation, other: Declared) -> None:
    for name in placeholders(made.path):
        if ("path", name) not in made.parameters:
            made.parameters["path", name] = Parameter(
                name=name,
                place="path",
                schema=Schema(at=other.at),
                at=other.at,
                required=True,
            )


def _is_generated(blocks: Sequence[Block]) -> bool:
    """Whether a page comes from openapi-generator or swagger-codegen."""
    for block in blocks:
        if isinstance(block, Paragraph) and (
            "Back to Model list" in block.text.plain
            or "Back to API list" in block.text.plain
            or "All URIs are relative to" in block.text.plain
        ):
            return True
        if isinstance(block, Table):
            header = [cell.plain.lower() for cell in block.header]
            if header[:2] == ["method", "http request"] or header[:4] == [
                "name",
                "type",
                "description",
                "notes",
            ]:
                return True
            if header == ["class", "method", "http request", "description"]:
                return True
        if isinstance(block, Heading) and block.text.plain in (
            "HTTP request headers",
            "HTTP response details",
        ):
            return True
        if isinstance(block, Listing) and any(
            ENUM_VALUE.search(item.text.value) for item in block.items
        ):
            return True
    return False


def _title(page: Page, draft: Draft, covered: set[int]) -> None:
    for index, block in enumerate(page.blocks):
        if isinstance(block, Heading) and block.level == 1 and index not in covered:
            if page.title and _GENERIC_TITLE.fullmatch(block.text.plain.strip("* ")):
                break  # the page says elsewhere what it is about
            draft.title, draft.title_at = block.text.plain.strip("* "), block.at
            return
    if page.title and not any(isinstance(block, Endpoint) for block in page.blocks):
        draft.title, draft.title_at = page.title, At(source=page.key, line=1)


def _settle_addresses(draft: Draft, declared: Sequence[Declared]) -> None:
    """An address that a declaration itself has counts before those of samples."""
    for item in declared:
        operation = draft.operations[draft.operation(item.method, item.template.path, item.at).key]
        if item.template.base:
            operation.servers = [item.template.base]
