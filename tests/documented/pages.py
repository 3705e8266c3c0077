"""Holds the generated documentation pages against the documented facts: the structure that existing links rely on."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tests.documented.differences import Difference, compare
from tests.documented.facts import Documented, Model, Operation

SECTIONS: Final = (
    "Parameters",
    "Return type",
    "Authorization",
    "HTTP request headers",
    "HTTP response details",
)

_TABLE = re.compile(
    r"^\[\*\*(\w+)\*\*\]\((\w+)\.md#(\w+)\) \| \*\*(\w+)\*\* (\S+) \|(.*)$", re.M
)
_PARAMETER = re.compile(
    r"^ ?\*\*(\w+)\*\* \| (?:\[\*\*(.+?)\*\*\]\((\S+?)\)|\*\*(.+?)\*\*) ?\|.*\|(.*)$",
    re.M,
)
_STATUS = re.compile(r"^\*\*(\w+)\*\* \| (.*?) \|", re.M)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one operation's heading."""

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
    return {
        name: Section(text) for name, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def api_differences(facts: Documented, page: str) -> Iterator[Difference]:
    """Every fact that the page of the API class contradicts."""
    title = f"# {facts.package.value}.{facts.api.value}"
    yield from compare(
        "title", title, page.lstrip().partition("\n")[0].rstrip(), facts.api.at
    )
    found = re.search(r"^All URIs are relative to \*(.*)\*$", page, re.M)
    yield from compare(
        "base URL", facts.base_url.value, found[1] if found else None, facts.base_url.at
    )
    yield from _table(facts, page)
    by_name = sections(page)
    for operation in facts.operations:
        if operation.name in by_name:
            yield from _operation(operation, by_name[operation.name])
        else:
            yield Difference(
                what="heading", documented=operation.name, found=None, at=operation.at
            )


def _table(facts: Documented, page: str) -> Iterator[Difference]:
    rows = [match.groups() for match in _TABLE.finditer(page)]
    names = [operation.name for operation in facts.operations]
    yield from compare(
        "method table in order", names, [row[0] for row in rows], facts.operations[0].at
    )
    by_name = {row[0]: row for row in rows}
    for operation in facts.operations:
        if operation.name not in by_name:
            continue
        _, target, anchor, method, path, summary = by_name[operation.name]
        what = f"method table: {operation.name}"
        yield from compare(
            f"{what}: link",
            (facts.api.value, operation.name),
            (target, anchor),
            operation.at,
        )
        yield from compare(
            f"{what}: request",
            (operation.method, operation.path),
            (method, plain(path)),
            operation.at,
        )
        if operation.summary:
            yield from compare(
                f"{what}: description",
                operation.summary,
                plain(summary),
                operation.summary_at,
            )


def _operation(operation: Operation, section: Section) -> Iterator[Difference]:
    what = operation.name
    yield from compare(
        f"{what}: signature",
        operation.signature.value,
        plain(section.signature),
        operation.signature.at,
    )
    missing = tuple(name for name in SECTIONS if not section.part(name))
    yield from compare(f"{what}: sections that are missing", (), missing, operation.at)
    yield from _parameters(operation, section.part("Parameters"))
    returns = plain(section.part("Return type")).strip()
    expected = (
        "void (empty response body)"
        if operation.returns.value == "None"
        else operation.returns.value
    )
    yield from compare(
        f"{what}: return type", expected, _label(returns), operation.returns.at
    )
    links = tuple(
        re.findall(r"\[(\w+)\]\((?:\.\./)?README\.md#\1\)", section.part("Authorization"))
    )
    yield from compare(
        f"{what}: authorization", operation.auth.value, links, operation.auth.at
    )
    headers = dict(
        re.findall(r"\*\*([\w-]+)\*\*: (.*)", section.part("HTTP request headers"))
    )
    for name, stated in (
        ("Content-Type", operation.content_types),
        ("Accept", operation.accept),
    ):
        yield from compare(
            f"{what}: {name}",
            ", ".join(stated.value) or "Not defined",
            plain(headers.get(name, "")),
            stated.at,
        )
    yield from _statuses(operation, section.part("HTTP response details"))


def _parameters(operation: Operation, text: str) -> Iterator[Difference]:
    rows = {match[1]: match for match in _PARAMETER.finditer(text)}
    documented = [row.name for row in operation.parameters]
    at = operation.parameters[0].at if operation.parameters else operation.at
    yield from compare(f"{operation.name}: parameter table", documented, list(rows), at)
    for row in operation.parameters:
        if row.name in rows:
            match = rows[row.name]
            what = f"{operation.name}: parameter {row.name}"
            yield from compare(
                f"{what}: type", row.type, plain(match[2] or match[4]), row.at
            )
            yield from compare(
                f"{what}: optional",
                not row.required,
                "[optional]" in plain(match[5]),
                row.at,
            )
            if row.location == "body":
                yield from compare(f"{what}: link", f"{row.type}.md", match[3], row.at)


def _statuses(operation: Operation, text: str) -> Iterator[Difference]:
    rows: Mapping[str, str] = dict(_STATUS.findall(text))
    codes = ["0" if row.code == "default" else row.code for row in operation.statuses]
    yield from compare(
        f"{operation.name}: status table", codes, list(rows), operation.statuses[0].at
    )
    for code, row in zip(codes, operation.statuses, strict=True):
        if row.text is not None and code in rows:
            yield from compare(
                f"{operation.name}: status {code}", row.text, plain(rows[code]), row.at
            )


def model_differences(model: Model, page: str) -> Iterator[Difference]:
    """Every field that the page of a model leaves out or shows otherwise."""
    yield from compare(
        "title", f"# {model.name}", page.lstrip().partition("\n")[0].rstrip(), model.at
    )
    rows = re.findall(r"^ ?\*\*(\w+)\*\* \|.*\|(.*)$", page, re.M)
    yield from compare(
        f"{model.name}: fields in order",
        [row.python for row in model.fields],
        [row[0] for row in rows],
        model.at,
    )
    notes = {name: plain(text) for name, text in rows}
    for row in model.fields:
        if row.python in notes:
            yield from compare(
                f"{model.name}.{row.wire}: optional",
                not row.required,
                "[optional]" in notes[row.python],
                row.at,
            )


def _label(text: str) -> str:
    """``[**List[Credit]**](Credit.md)`` is ``List[Credit]``."""
    found = re.match(r"\[?\*\*(.+?)\*\*\]?(?:\(|$)", text)
    return found[1] if found else text


def plain(cell: str) -> str:
    r"""A cell's text: entities resolved, ``\_`` and the like without their backslash."""
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", html.unescape(cell)).strip()
