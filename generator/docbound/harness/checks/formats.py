"""The report of the gate in the forms that other tools read: JSON, GitHub annotations, SARIF,
JUnit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

from docbound import __version__
from docbound.diagnostics import display, github_commands
from docbound.diagnostics.diagnostic import Diagnostic, Severity

from .gate import GateResult, SectionResult
from .sections import SECTIONS

_SARIF_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


def as_data(result: GateResult) -> dict[str, Any]:
    """The report as JSON data: ``ok``, ``summary`` (counts), and a list of ``sections`` with their
    ``findings``.
    """
    return {
        "ok": not result.failed,
        "summary": {f"{severity.value}s": result.count(severity) for severity in Severity},
        "sections": [
            {
                "client": item.client,
                "section": item.section,
                "ok": not item.failed,
                "findings": [display.to_report(finding) for finding in item.findings],
            }
            for item in result.results
        ],
    }


def _each(result: GateResult) -> Iterator[tuple[SectionResult, Diagnostic]]:
    for item in result.results:
        for finding in item.findings:
            yield item, finding


# --- GitHub

_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def github(result: GateResult) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    return "".join(f"{_annotation(item, finding)}\n" for item, finding in _each(result))


def _annotation(item: SectionResult, finding: Diagnostic) -> str:
    place = finding.position
    properties = (
        {"file": place.file, "line": str(place.line), "col": str(place.column)} if place else {}
    )
    properties["title"] = f"{item.client}: {SECTIONS[item.section].title} [{finding.code}]"
    written = ",".join(
        f"{key}={github_commands.property_value(value)}" for key, value in properties.items()
    )
    hint = display.hint_of(finding)
    text = finding.message + (f"\n{hint}" if hint else "")
    return f"::{_LEVELS[finding.severity]} {written}::{github_commands.message(text)}"


# --- SARIF


def sarif(result: GateResult) -> str:
    """A SARIF log, version 2.1.0 (OASIS)."""
    rules: dict[str, str] = {}
    for item, finding in _each(result):
        rules.setdefault(finding.code, SECTIONS[item.section].title)
    log = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "docbound",
                        "version": __version__,
                        "rules": [
                            {"id": code, "shortDescription": {"text": title}}
                            for code, title in sorted(rules.items())
                        ],
                    }
                },
                "results": [_sarif_result(item, finding) for item, finding in _each(result)],
            }
        ],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _sarif_result(item: SectionResult, finding: Diagnostic) -> dict[str, Any]:
    words = display.hint_of(finding)
    hint = f" ({words})" if words else ""
    found: dict[str, Any] = {
        "ruleId": finding.code,
        "level": {
            Severity.ERROR: "error",
            Severity.WARNING: "warning",
            Severity.NOTE: "note",
        }[finding.severity],
        "message": {"text": finding.message + hint},
        "properties": {"client": item.client, "section": item.section},
    }
    place = finding.position
    if place is not None:
        region = {"startLine": place.line, "startColumn": place.column}
        artifact = {"uri": place.file.replace(" ", "%20")}
        found["locations"] = [
            {"physicalLocation": {"artifactLocation": artifact, "region": region}}
        ]
    return found


# --- JUnit


def junit(result: GateResult) -> str:
    """A JUnit report: one suite a client, one case a section."""
    suites: dict[str, list[SectionResult]] = {}
    for item in result.results:
        suites.setdefault(item.client, []).append(item)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="docbound">']
    for client, items in suites.items():
        failures = sum(item.failed for item in items)
        lines.append(
            f'  <testsuite name={_attribute(client)} tests="{len(items)}" failures="{failures}">'
        )
        for item in items:
            lines.extend(_case(item))
        lines.append("  </testsuite>")
    lines.append("</testsuites>")
    return "\n".join(lines) + "\n"


def _case(item: SectionResult) -> Iterator[str]:
    title = SECTIONS[item.section].title
    yield f"    <testcase classname={_attribute(item.client)} name={_attribute(title)}>"
    errors = [finding for finding in item.findings if finding.severity is Severity.ERROR]
    others = [finding for finding in item.findings if finding.severity is not Severity.ERROR]
    if errors:
        text = "\n\n".join(map(display.render_diagnostic, errors))
        message = errors[0].message if len(errors) == 1 else f"{len(errors)} findings"
        yield f"      <failure message={_attribute(message)}>{escape(_printable(text))}</failure>"
    if others:
        text = "\n\n".join(map(display.render_diagnostic, others))
        yield f"      <system-out>{escape(_printable(text))}</system-out>"
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_printable(text))


def _printable(text: str) -> str:
    """A text with characters that XML 1.0 allows and a terminal does not act upon."""
    return re.sub("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


FORMATS: Final[Mapping[str, Callable[[GateResult], str]]] = {
    "github": github,
    "sarif": sarif,
    "junit": junit,
}
"""The forms besides text and JSON."""
