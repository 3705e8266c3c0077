"""The page that ``docbound report --html`` writes: self-contained, without scripts and without a
network.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docbound import __version__
from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.documented.source_lines import claims
from docbound.fixtures.meta import PROVENANCES
from docbound.harness.errors import HarnessError
from docbound.records import record

from ..checks.gate import GateResult
from ..checks.sections import SECTIONS
from ..clients import Client
from ..fixtures.coverage import Coverage, coverage
from ..project import Project
from .side_by_side import Row, side_by_side

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE: Final = "page.html.jinja"


@record
class DriftedFile:
    """A generated file that is not what docbound makes."""

    path: str
    kind: str
    rows: tuple[Row, ...]


@record
class SectionPart:
    """What one section found."""

    title: str
    failed: bool
    findings: tuple[Diagnostic, ...]


@record
class ClientPart:
    """What the page says about one client."""

    name: str
    failed: bool
    coverage: tuple[Coverage, ...]
    facts: int
    contradicted: int
    drift: tuple[DriftedFile, ...]
    sections: tuple[SectionPart, ...]

    @property
    def fixtures(self) -> int:
        """How many fixtures there are."""
        return sum(sum(row.counts.values()) for row in self.coverage)


def page(project: Project, names: Sequence[str], result: GateResult) -> str:
    """The page as HTML.

    Args:
        project: whose report.
        names: the clients.
        result: what the gate found in all sections.
    """
    parts = [_part(Client(project, name), result) for name in names]
    counts = {severity.value: result.count(severity) for severity in Severity}
    return _template().render(
        project=project.root.absolute().name,
        version=__version__,
        clients=parts,
        counts=counts,
        failed=result.failed,
        provenances=PROVENANCES,
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent)
    environment = Environment(
        loader=folder,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE)


def _part(client: Client, result: GateResult) -> ClientPart:
    mine = [item for item in result.results if item.client == client.name]
    outcome = next((item for item in result.outcomes if item.source.output == client.folder), None)
    sections = tuple(
        SectionPart(
            title=SECTIONS[item.section].title,
            failed=item.failed,
            findings=tuple(one for one in item.findings if not one.code.startswith("drift-")),
        )
        for item in mine
    )
    differing = (
        "description-differs",
        "settings-differ",
        "package-differs",
        "page-differs",
        "fact-without-source",
    )
    contradicted = sum(one.code in differing for item in mine for one in item.findings)
    drift = tuple(
        DriftedFile(path=one.path, kind=one.kind, rows=tuple(side_by_side(one.diff)))
        for one in (outcome.drift if outcome else ())
    )
    return ClientPart(
        name=client.name,
        failed=any(item.failed for item in mine),
        coverage=_coverage(client),
        facts=_facts(client),
        contradicted=contradicted,
        drift=drift,
        sections=sections,
    )


def _coverage(client: Client) -> tuple[Coverage, ...]:
    try:
        return tuple(coverage(client))
    except HarnessError:
        return ()  # the section of fixtures says why


def _facts(client: Client) -> int:
    try:
        return len(list(claims(client.facts))) if client.facts is not None else 0
    except HarnessError:
        return 0  # the section of facts says why
