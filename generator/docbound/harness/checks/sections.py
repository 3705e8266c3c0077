"""What is checked, section by section. Each takes a client and gives findings, with their
places.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from docbound.commands.build import build
from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.harness.errors import HarnessError, problem, shown
from docbound.records import record

from ...documented.facts import Documented
from ..clients import Client
from ..documented import (
    against_description,
    against_package,
    against_pages,
    against_settings,
    against_sources,
)
from ..documented.differences import Difference, finding
from . import examples, secrets, strays

Check = Callable[[Client], Iterator[Diagnostic]]


@record(kw_only=False)
class Section:
    """One kind of check."""

    name: str
    title: str
    check: Check


# --- generated files


def _generated(client: Client) -> Iterator[Diagnostic]:
    """The package is what docbound makes of the description today."""
    source = client.project.source(client.name)
    outcome = client.outcome = build(source, write=False)
    yield from outcome.diagnostics
    for drift in outcome.drift:
        path = (
            source.output / drift.path
            if not drift.path.startswith(str(client.specs))
            else Path(drift.path)
        )
        changed = re.search(r"(?m)^@@ -(\d+)", drift.diff)
        lines = [line for line in drift.diff.splitlines() if line.startswith(("-", "+"))][2:3]
        position = Position(
            file=shown(path),
            line=_first_change(drift.diff) if changed else 1,
            column=1,
            excerpt=lines[0][1:] if lines else "",
        )
        message = {
            "missing": "the file is missing",
            "unexpected": "the file does not belong to the package",
            "changed": "the file differs from what docbound makes",
        }.get(drift.kind, drift.kind)
        yield problem(
            f"drift-{drift.kind}",
            f"{drift.path}: {message}",
            "run `docbound regenerate`",
            position=position,
            pointer=drift.diff,
        )


def _first_change(diff: str) -> int:
    """The line, on the disk, of the first change of a unified diff."""
    line = 0
    for row in diff.splitlines():
        head = re.match(r"@@ -(\d+)", row)
        if head:
            line = int(head[1])
        elif row.startswith(("---", "+++")):
            continue
        elif row.startswith(("-", "+")):
            return max(line, 1)
        elif line:
            line += 1
    return 1


# --- facts


def _documented(client: Client) -> Iterator[Diagnostic]:
    """Description and client.yaml say what the documentation states."""
    facts = client.facts
    if facts is None:
        yield problem(
            "no-facts",
            f"{client}: there is no documented.yaml, so that nothing holds the description against"
            " its documentation",
            "`docbound new` shows how it begins",
            severity=Severity.NOTE,
        )
        return
    for difference in against_description.differences(facts, client.service):
        yield finding(
            difference,
            facts,
            client.service.position(difference.place),
            "description-differs",
        )
    path = client.specs / "client.yaml"
    for difference in against_settings.differences(facts, client.settings):
        tokens = tuple(difference.place.removeprefix("#/").split("/"))
        position = client.settings.position(*tokens) or Position(file=shown(path), line=1, column=1)
        yield finding(difference, facts, position, "settings-differ")
    yield from against_settings.unhidden_fields(client.service, client.settings)


def _sources(client: Client) -> Iterator[Diagnostic]:
    """The documentation pages say, on the lines that are named, what documented.yaml says that they
    say.
    """
    if client.facts is not None:
        yield from against_sources.findings(client.project, client.name, client.facts)
        yield from _drafted_again(client, client.facts)


def _drafted_again(client: Client, facts: Documented) -> Iterator[Diagnostic]:
    """Pages that documented.yaml was drafted from, drafted again: a page that moved on is drift."""
    files = [
        path
        for source in facts.sources
        if source.drafted and (path := client.specs / source.file).is_file()
    ]
    if not files:
        return
    from docbound.draft import update  # needs the libraries that read pages
    from docbound.draft.errors import DraftError

    try:
        changes = update.drift(client.specs, files)
    except DraftError as error:
        yield problem("page-unreadable", str(error), "keep the page that the facts come from")
        return
    for change in changes:
        line = change.at.rpartition(":")[2]
        yield problem(
            "documentation-changed",
            f"{client}: {update.line(change)}",
            "bring description and documented.yaml up to date: docbound draft --update lists all",
            position=Position(
                file=shown(files[0]), line=int(line) if line.isdecimal() else 1, column=1
            ),
        )


def _package(client: Client) -> Iterator[Diagnostic]:
    """The package offers what the documentation states."""
    facts = client.facts
    if facts is not None:
        with _without_host(client):
            found = list(against_package.differences(facts, client.module()))
        for difference in found:
            position = _in_package(client, difference)
            yield finding(difference, facts, position, "package-differs")


@contextmanager
def _without_host(client: Client) -> Generator[None]:
    """The base URL is the described one, whatever the user's environment says."""
    name = client.settings.environment.host
    kept = os.environ.pop(name, None) if name else None
    try:
        yield
    finally:
        if kept is not None:
            os.environ[name] = kept


def _in_package(client: Client, difference: Difference) -> Position:
    path, _, name = difference.place.partition("#")
    file = client.folder / path
    return _line_of(
        file,
        (rf"(?:def {re.escape(name)}\b|^\s*{re.escape(name)}\s*[:=])" if name else r"^class "),
    )


def _line_of(file: Path, expression: str) -> Position:
    """The first line of a file that an expression fits, or its first line."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return Position(file=shown(file), line=1, column=1)
    for number, line in enumerate(lines, 1):
        if re.search(expression, line):
            return Position(file=shown(file), line=number, column=1, excerpt=line)
    return Position(file=shown(file), line=1, column=1, excerpt=lines[0])


def _pages(client: Client) -> Iterator[Diagnostic]:
    """The generated pages show what the documentation states."""
    facts = client.facts
    if facts is None:
        return
    for api, operations in facts.apis():
        differences = functools.partial(against_pages.api_differences, facts, api, operations)
        yield from _page(client, facts, client.folder / "docs" / f"{api.value}.md", differences)
    for model in facts.models or ():
        of_model = functools.partial(against_pages.model_differences, model)
        yield from _page(client, facts, client.folder / "docs" / f"{model.name}.md", of_model)


def _page(
    client: Client,
    facts: Documented,
    file: Path,
    differences: Callable[[str], Iterator[Difference]],
) -> Iterator[Diagnostic]:
    try:
        page = file.read_text(encoding="utf-8")
    except OSError:
        yield problem("page-missing", f"{shown(file)} is missing", "run `docbound regenerate`")
        return
    for difference in differences(page):
        name = difference.place.removeprefix("#")
        position = _line_of(file, rf"^# \*\*{re.escape(name)}\*\*" if name else r"^# ")
        yield finding(difference, facts, position, "page-differs")


# --- fixtures


def _fixtures(client: Client) -> Iterator[Diagnostic]:
    """The fixtures fit the description."""
    stale: list[str] = []
    covered: dict[str, set[bool]] = {}
    for path in client.fixtures:
        try:
            cassette = client.cassette(path)
        except HarnessError as error:
            yield from error.findings
            continue
        yield from client.misfits(cassette)
        if cassette.meta.digest and cassette.meta.digest != client.digest:
            stale.append(path.name)
        covered.setdefault(cassette.meta.operation, set()).add(
            cassette.exchanges[-1].response.status < 400
        )
    if stale:
        yield problem(
            "stale-fixtures",
            f"{client}: {len(stale)} of its fixtures were last looked at before the description"
            f" changed: {', '.join(stale[:3])}{' …' if len(stale) > 3 else ''}",
            f"look at them, then run `docbound fixtures refresh {client}`",
            severity=Severity.WARNING,
        )
    yield from strays.unread(client)
    yield from _coverage(client, covered)


def _coverage(client: Client, covered: Mapping[str, set[bool]]) -> Iterator[Diagnostic]:
    for operation in client.service.operations:
        found = covered.get(operation.name, set())
        missing = [
            word for word, fine in (("a success", True), ("an error", False)) if fine not in found
        ]
        if missing:
            yield problem(
                "uncovered-operation",
                f"{operation.name} has no fixture of {' nor of '.join(missing)}",
                f"`docbound fixtures new {client} {operation.name}` makes one",
                position=client.service.position(operation.node.pointer),
                severity=Severity.NOTE,
            )


def _replay(client: Client) -> Iterator[Diagnostic]:
    """The package does what the fixtures say."""
    from ..replay import run
    from ..replay.call import one_event_loop

    with one_event_loop():
        for path in client.fixtures:
            try:
                cassette = client.cassette(path)
                # A fixture that does not fit the description need not be played: the section of
                # fixtures says the same.
                wrong = list(client.misfits(cassette))
                wrong += secrets.credentials(client, cassette)
                yield from wrong or run.findings(client, cassette)
            except HarnessError as error:
                yield from error.findings


# --- versions -------------------------------------------------------------------------------------


def _version(client: Client) -> Iterator[Diagnostic]:
    """The version is high enough for what has changed since the last release."""
    from docbound.diff import releases  # only where there is a release to compare with

    source = client.project.source(client.name)
    yield from releases.findings(client.project.root, client.name, source)


SECTIONS: Final[Mapping[str, Section]] = {
    section.name: section
    for section in (
        Section("generated", "generated files", _generated),
        Section("documented", "descriptions against documented facts", _documented),
        Section("sources", "documented facts against their pages", _sources),
        Section("package", "packages against documented facts", _package),
        Section("pages", "generated pages against documented facts", _pages),
        Section("fixtures", "fixtures against descriptions", _fixtures),
        Section("version", "versions against the last release", _version),
        Section("secrets", "secrets in fixtures and descriptions", secrets.findings),
        Section("replay", "packages against fixtures", _replay),
        Section("examples", "printed examples, run", examples.findings),
    )
}
"""All sections, in their order."""
