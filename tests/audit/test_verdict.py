"""A service that knows nothing does not look like one that knows of no vulnerability."""

from __future__ import annotations

from typing import Any

import pytest

from programs.audit.verdict import VULNERABLE, Lookup, dependencies, verdict

JINJA = {
    "name": "jinja2",
    "version": "2.11.2",
    "vulns": [
        {"id": "PYSEC-2021-66", "fix_versions": ["2.11.3"], "aliases": [], "description": ""}
    ],
}
CLEAN = {"name": "click", "version": "8.2.0", "vulns": []}
UNKNOWN = {"name": "click", "skip_reason": "Dependency not found on PyPI"}


def lookup(*items: dict[str, Any], messages: str = "") -> Lookup:
    return Lookup(dependencies({"dependencies": list(items)}), messages)


def test_clean() -> None:
    assert verdict(lookup(JINJA), lookup(CLEAN)) == (
        ["releases looked up: 1; vulnerabilities known: 0"],
        0,
    )


def test_vulnerable() -> None:
    lines, code = verdict(lookup(JINJA), lookup(CLEAN, JINJA))
    assert lines[0] == "jinja2 2.11.2: PYSEC-2021-66 (mended in 2.11.3)"
    assert code == 1


@pytest.mark.parametrize(
    "control",
    [
        lookup({**JINJA, "vulns": []}),
        lookup({"name": "jinja2", "skip_reason": "Dependency not found on PyPI"}),
        lookup(messages="warning\nrequests.exceptions.ConnectionError: no route\n\n"),
    ],
)
def test_no_data_is_no_clean_result(control: Lookup) -> None:
    lines, code = verdict(control, lookup(CLEAN))
    assert code == 2
    assert lines[0].startswith(
        f"nothing was audited: the service knows no vulnerability of {VULNERABLE[0]}"
    )
    assert len(lines) == 1 + bool(control.messages)


@pytest.mark.parametrize("locked", [lookup(), lookup(CLEAN, UNKNOWN)])
def test_what_was_not_looked_up_is_no_clean_result(locked: Lookup) -> None:
    assert verdict(lookup(JINJA), locked)[1] == 2
