"""Holds the generated documentation pages against the documented facts: the structure that existing
links rely on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from docbound.records import record

from ...documented.facts import Documented, Model, Operation, Stated
from .differences import Difference, address, compare

SECTIONS: Final = (
    "Parameters",
    "Return type",
    "Authorization",
    "HTTP request headers",
    "HTTP response details",
)

_TABLE: Final = re.compile(
    r"^\[\*\*(\w+)\*\*\]\((\w+)\.md#(\w+)\) \| \*\*(\w+)\*\* (\S+) \|(.*)$", re.M
)
_PARAMETER: Final = re.compile(
    r"^ ?\*\*(\w+)\*\* \| (?:\[\*\*([^*\n]+)\*\*\]\(([^\s()]+)\)|\*\*([^*\n]+)\*\*) ?\|.*\|(.*)$",
    re.M,
)
_STATUS: Final = re.compile(r"^\*\*(\w+)\*\* \| (.*?) \|", re.M)


@record(kw_only=False)
class Section:
    """What is under one operation's heading."""

    text: str

    @property
    def signature(self) -> str:
        """The line under the heading."""
        found = re.search(r"^> (.*)$", self.text, re.M)
        return found[1].strip() if found else ""

    def part(self, name: str) -> str:
        """The text under one of its sub-headings."""
        _, found, rest = self.text.partition(f"\n### {name}\n")
        return re.split(r"\n### |\n\[\[Back to top", rest)[0] if found else ""


def sections(page: str) -> dict[str, Section]:
    """The operations of a page, by name, in order."""
    parts = re.split(r"^# \*\*(\w+)\*\*[ ]*$", page, flags=re.M)
    return {name: Section(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def api_differences(
    facts: Documented, api: Stated[str], operations: Iterable[Operation], page: str
) -> Iterator[Difference]:
    """Every fact that the page of an API class contradicts.

    Args:
        facts: what the documentation states.
        api: the name of the API class, and where it is stated.
        operations: the documented operations of that class.
        page: the text of the class's page.
    """
    operations = tuple(operations)
    if facts.package is not None:
        title = f"# {facts.package.value}.{api.value}"
        yield from compare("title", title, page.lstrip().partition("\n")[0].rstrip(), api.at)
    found = re.search(r"^All URIs are relative to \*(.*)\*$", page, re.M)
    if facts.base_url is not None:
        yield from compare(
            "base URL",
            facts.base_url.value,
            address(facts.base_url.value, found[1] if found else None),
            facts.base_url.at,
        )
    yield from _table(facts, api, operations, page)
    by_name = sections(page)
    for operation in operations:
        if operation.name in by_name:
            for difference in _operation(operation, by_name[operation.name]):
                yield Difference(
                    what=difference.what,
                    documented=difference.documented,
                    found=difference.found,
                    at=difference.at,
                    place=f"#{operation.name}",
                )
        else:
            yield Difference(what="heading", documented=operation.name, found=None, at=operation.at)


def _table(
    facts: Documented, api: Stated[str], operations: tuple[Operation, ...], page: str
) -> Iterator[Difference]:
    rows = [match.groups() for match in _TABLE.finditer(page)]
    names = sorted(operation.name for operation in operations)
    listed = sorted(row[0] for row in rows)
    missing = sorted(set(names) - set(listed)) if facts.partial else names
    yield from compare("method table", missing, [] if facts.partial else listed, api.at)
    by_name = {row[0]: row for row in rows}
    for operation in operations:
        if operation.name not in by_name:
            continue
        _, target, anchor, method, path, summary = by_name[operation.name]
        what = f"method table: {operation.name}"
        yield from compare(
            f"{what}: link", (api.value, operation.name), (target, anchor), operation.at
        )
        yield from compare(
            f"{what}: request",
            (operation.method, operation.path),
            (method, plain(path)),
            operation.at,
        )
        if operation.summary is not None and operation.summary.value:
            stated = operation.summary
            yield from compare(f"{what}: description", stated.value, plain(summary), stated.at)


def _operation(operation: Operation, section: Section) -> Iterator[Difference]:
    what = operation.name
    if operation.signature is not None:
        stated = operation.signature
        yield from compare(f"{what}: signature", stated.value, plain(section.signature), stated.at)
    missing = tuple(name for name in SECTIONS if not section.part(name))
    yield from compare(f"{what}: sections that are missing", (), missing, operation.at)
    if operation.parameters is not None:
        yield from _parameters(operation, section.part("Parameters"))
    if operation.returns is not None:
        returns = plain(section.part("Return type")).strip()
        value = operation.returns.value
        expected = "void (empty response body)" if value == "None" else value
        yield from compare(f"{what}: return type", expected, _label(returns), operation.returns.at)
    if operation.auth is not None:
        links = tuple(re.findall(r"\[(\w+)\]\([^)]*#\1\)", section.part("Authorization")))
        yield from compare(f"{what}: authorization", operation.auth.value, links, operation.auth.at)
    headers = dict(re.findall(r"\*\*([\w-]+)\*\*: (.*)", section.part("HTTP request headers")))
    for name, listed in (
        ("Content-Type", operation.content_types),
        ("Accept", operation.accept),
    ):
        if listed is not None:
            shown = ", ".join(listed.value) or "Not defined"
            yield from compare(f"{what}: {name}", shown, plain(headers.get(name, "")), listed.at)
    if operation.statuses:
        yield from _statuses(operation, section.part("HTTP response details"))


def _parameters(operation: Operation, text: str) -> Iterator[Difference]:
    rows = {match[1]: match for match in _PARAMETER.finditer(text)}
    parameters = operation.parameters or ()
    documented = sorted(row.name for row in parameters)
    at = parameters[0].at if parameters else operation.at
    yield from compare(f"{operation.name}: parameter table", documented, sorted(rows), at)
    for row in parameters:
        if row.name not in rows:
            continue
        match = rows[row.name]
        what = f"{operation.name}: parameter {row.name}"
        if row.type is not None:
            yield from compare(f"{what}: type", row.type, plain(match[2] or match[4]), row.at)
        if row.required is not None:
            yield from compare(
                f"{what}: optional",
                not row.required,
                "[optional]" in plain(match[5]),
                row.at,
            )
        if (
            row.location == "body"
            and row.type is not None
            and row.type[0].isupper()
            and "[" not in row.type
        ):
            yield from compare(f"{what}: link", f"{row.type}.md", match[3], row.at)


def _statuses(operation: Operation, text: str) -> Iterator[Difference]:
    rows: Mapping[str, str] = dict(_STATUS.findall(text))
    statuses = operation.statuses or ()
    codes = ["0" if row.code == "default" else row.code for row in statuses]
    yield from compare(
        f"{operation.name}: status table",
        sorted(codes),
        sorted(rows),
        statuses[0].at if statuses else None,
    )
    for code, row in zip(codes, statuses, strict=True):
        if row.text is not None and code in rows:
            yield from compare(
                f"{operation.name}: status {code}", row.text, plain(rows[code]), row.at
            )


def model_differences(model: Model, page: str) -> Iterator[Difference]:
    """Every field that the page of a model leaves out or shows otherwise."""
    yield from compare(
        "title", f"# {model.name}", page.lstrip().partition("\n")[0].rstrip(), model.at
    )
    if model.enum is not None:
        return  # its page lists values
    rows = re.findall(r"^ ?\*\*(\w+)\*\* \|.*\|(.*)$", page, re.M)
    wires = sorted(row.python for row in model.fields)
    yield from compare(f"{model.name}: fields", wires, sorted(row[0] for row in rows), model.at)
    notes = {name: plain(text) for name, text in rows}
    for row in model.fields:
        if row.python in notes:
            optional = "[optional]" in notes[row.python]
            yield from compare(
                f"{model.name}.{row.wire}: optional", not row.required, optional, row.at
            )


def _label(text: str) -> str:
    """``[**List[Credit]**](Credit.md)`` is ``List[Credit]``."""
    found = re.match(r"\[?\*\*(.+?)\*\*\]?(?:\(|$)", text)
    return found[1] if found else text


def plain(cell: str) -> str:
    r"""A cell's text: entities resolved, ``\_`` and the like without their backslash."""
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", html.unescape(cell)).strip()
