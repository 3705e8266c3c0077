"""What a run has to say, for people and for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from generator import messages
from generator.diagnostics import Severity
from generator.job import Outcome

_MOST_OF_A_KIND: Final = 20


def as_json(outcome: Outcome) -> dict[str, object]:
    """The machine-readable report of one source.

    Returns:
        ``spec``, ``output``, ``ok``, ``operations`` (``generated``: method, path and id of each; ``dropped``: what the
        description has and the package has not), ``diagnostics``, and ``files`` (``written``, ``removed``, ``unchanged``) or
        ``drift`` (``kind``, ``path``, ``diff``).
    """
    report: dict[str, object] = {
        "spec": outcome.source.description.as_posix(),
        "output": outcome.source.output.as_posix(),
        "ok": not outcome.failed,
        "operations": {
            "generated": [
                {
                    "method": item.method,
                    "path": item.path,
                    "id": item.operation_id,
                }
                for item in outcome.operations or ()
            ],
            "dropped": [
                item.pointer
                for item in outcome.diagnostics
                if item.code == "dropped-operation"
            ],
        },
        "diagnostics": [messages.to_json(item) for item in outcome.diagnostics],
    }
    if outcome.changes is not None:
        changes = outcome.changes
        report["files"] = {
            "written": changes.written,
            "removed": changes.removed,
            "unchanged": changes.unchanged,
        }
    if outcome.drift:
        report["drift"] = [
            {"kind": item.kind, "path": item.path, "diff": item.diff}
            for item in outcome.drift
        ]
    return report


def findings(outcome: Outcome, *, quiet: bool) -> Iterable[str]:
    """The diagnostics as text, in order of their place.

    Where there is little room (``quiet``), notes are left out, and warnings of one kind are counted when they are many: one
    cause can have thousands.
    """
    kinds: Counter[str] = Counter()
    for item in outcome.diagnostics:
        if not quiet:
            yield messages.render_diagnostic(item)
            continue
        if item.severity is Severity.NOTE:
            continue
        if item.severity is Severity.WARNING:
            kinds[item.code] += 1
        if kinds[item.code] <= _MOST_OF_A_KIND:
            yield messages.render_diagnostic(item)
    for code, count in kinds.items():
        if count > _MOST_OF_A_KIND:
            yield f"{count - _MOST_OF_A_KIND} more warnings of the kind [{code}]; --verbose shows them all"


def drift(outcome: Outcome) -> Iterable[str]:
    """The differences as text: a line each, with the diff of changed files."""
    for item in outcome.drift:
        yield f"{outcome.source.output.as_posix()}/{item.path}: {item.kind}"
        if item.diff:
            yield item.diff.rstrip("\n")


def summary(outcome: Outcome) -> str:
    """One line that says what happened."""
    name = outcome.source.output.as_posix()
    if outcome.operations is None:
        way_out = "" if outcome.source.lenient else "; --lenient makes what can be made"
        return f"{name}: not generated{way_out if outcome.source.names is None else ''}"
    operations = _counted(len(outcome.operations), "operation")
    if outcome.drift:
        return f"{name}: {_counted(len(outcome.drift), 'difference')}; run `docbound regenerate`"
    if outcome.changes is None:
        return (
            f"{name}: {operations}, up to date"
            if not outcome.failed
            else f"{name}: not written"
        )
    changes = outcome.changes
    files = [
        f"{_counted(count, 'file')} {fate}"
        for count, fate in (
            (len(changes.written), "written"),
            (len(changes.removed), "removed"),
            (changes.unchanged, "unchanged"),
        )
        if count
    ]
    # A run that finds nothing to do need not know the package's name.
    made = outcome.generated if changes.written else None
    package = f" in {made.package.name}" if made else ""
    return f"{name}: {operations}{package}; {', '.join(files)}"


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
