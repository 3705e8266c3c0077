"""Runs the sections over the clients and collects what they find."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from docbound.build_request import BuildResult
from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.harness.errors import HarnessError, problem
from docbound.records import field, record

from ..clients import Client
from ..project import Project
from . import strays
from .sections import SECTIONS, Section


@record
class SectionResult:
    """What one section found in one client."""

    client: str
    section: str
    findings: tuple[Diagnostic, ...]

    @property
    def failed(self) -> bool:
        """Whether an error is among the findings."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@record
class GateResult:
    """What the gate found."""

    results: tuple[SectionResult, ...]
    outcomes: tuple[BuildResult, ...] = ()
    """The comparison of generated files, by client."""

    @property
    def failed(self) -> bool:
        """Whether any section failed."""
        return any(result.failed for result in self.results)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(
            finding.severity is severity for result in self.results for finding in result.findings
        )


AFTER: Final[Mapping[str, tuple[str, ...]]] = {
    "package": ("generated", "documented"),
    "pages": ("generated", "documented"),
    "replay": ("generated",),
    "examples": ("generated",),
}
"""Sections whose findings would only repeat those of others: they are left out for a client in
which one of those failed.
"""


@record(frozen=False)
class _Seen:
    """Findings that were reported already: several sections may find the same."""

    findings: set[Diagnostic] = field(default_factory=set[Diagnostic])

    def new(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        fresh = tuple(item for item in dict.fromkeys(found) if item not in self.findings)
        self.findings.update(fresh)
        return fresh


def run(
    project: Project,
    clients: Sequence[str],
    sections: Sequence[str],
    progress: Callable[[str], None] = lambda line: None,
) -> GateResult:
    """Checks clients.

    Args:
        project: where they belong.
        clients: their names.
        sections: the names of the sections.
        progress: called with the name of the next step.
    """
    seen = _Seen()
    results: list[SectionResult] = []
    outcomes: list[BuildResult] = []
    for name in clients:
        client = Client(project, name)
        failed: list[str] = []
        for section in sections:
            progress(f"{name}: {SECTIONS[section].title} ...")
            causes = [cause for cause in AFTER.get(section, ()) if cause in failed]
            found = (
                [_left_out(name, section, causes)]
                if causes
                else _findings(client, SECTIONS[section])
            )
            result = SectionResult(client=name, section=section, findings=seen.new(found))
            results.append(result)
            if result.failed:
                failed.append(section)
        if client.outcome is not None:
            outcomes.append(client.outcome)
    if list(clients) == project.clients():
        results += _strays(project, sections)
    return GateResult(results=tuple(results), outcomes=tuple(outcomes))


def _strays(project: Project, sections: Sequence[str]) -> Iterator[SectionResult]:
    """What belongs to no client; found only where all of them are checked."""
    for section, look in (("generated", strays.of_generated), ("fixtures", strays.of_fixtures)):
        for name, finding in look(project) if section in sections else ():
            yield SectionResult(client=name, section=section, findings=(finding,))


def _left_out(client: str, section: str, causes: list[str]) -> Diagnostic:
    reasons = " and ".join(SECTIONS[cause].title for cause in causes)
    return problem(
        "not-checked",
        f"{client}: {SECTIONS[section].title}: not checked, because of the findings in {reasons}",
        "mend those first",
        severity=Severity.NOTE,
    )


def _findings(client: Client, section: Section) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    try:
        for finding in section.check(client):
            found.append(finding)
    except HarnessError as error:
        found.extend(error.findings)
    return found
