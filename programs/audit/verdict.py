"""What an answer of pip-audit is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

VULNERABLE: Final = ("jinja2==2.11.2", "urllib3==1.26.4", "pyyaml==5.3")
"""Releases that every service with data on vulnerabilities knows to have some."""


@dataclass(frozen=True)
class Dependency:
    """A release that was looked up.

    Attributes:
        skipped: why nothing is known of it; empty where it was looked up.
        vulnerabilities: the identifiers of its vulnerabilities, with the releases that mend them.
    """

    name: str
    version: str
    skipped: str
    vulnerabilities: tuple[str, ...]


@dataclass(frozen=True)
class Lookup:
    """What a run of pip-audit said.

    Attributes:
        messages: what it printed beside its result.
    """

    dependencies: tuple[Dependency, ...]
    messages: str


def dependencies(result: Mapping[str, Any]) -> tuple[Dependency, ...]:
    """The releases in pip-audit's JSON."""
    return tuple(
        Dependency(
            name=item["name"],
            version=item.get("version", ""),
            skipped=item.get("skip_reason", ""),
            vulnerabilities=tuple(_vulnerability(found) for found in item.get("vulns", ())),
        )
        for item in result["dependencies"]
    )


def _vulnerability(found: Mapping[str, Any]) -> str:
    mended = ", ".join(found.get("fix_versions") or ())
    return f"{found['id']} ({f'mended in {mended}' if mended else 'not mended yet'})"


def verdict(control: Lookup, locked: Lookup) -> tuple[list[str], int]:
    """What to print, and the exit code.

    Args:
        control: about ``VULNERABLE``.
        locked: about requirements.lock.

    Returns:
        Code 0 where all that is locked was looked up and nothing is known, 1 where a vulnerability
        is, 2 where something could not be looked up.
    """
    if not any(item.vulnerabilities for item in control.dependencies):
        return [
            "nothing was audited: the service knows no vulnerability of"
            f" {', '.join(VULNERABLE)}, which have some, so that it has no such data or was not"
            " reached",
            *_last_line(control.messages),
        ], 2
    found = [
        f"{item.name} {item.version}: {known}"
        for item in locked.dependencies
        for known in item.vulnerabilities
    ]
    skipped = [f"{item.name}: {item.skipped}" for item in locked.dependencies if item.skipped]
    count = len(locked.dependencies) - len(skipped)
    lines = [*found, *skipped, f"releases looked up: {count}; vulnerabilities known: {len(found)}"]
    if found:
        return lines, 1
    if skipped or not count:
        return [*lines, *_last_line(locked.messages)], 2
    return lines, 0


def _last_line(text: str) -> list[str]:
    lines = [line for line in text.splitlines() if line.strip()]
    return [f"pip-audit: {lines[-1].strip()}"] if lines else []
