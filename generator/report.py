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
            "edited": [
                {"path": item.path, "copy": item.copy} for item in changes.edited
            ],
        }
    if outcome.drift:
        report["drift"] = [
            {
                "kind": item.kind,
                "path": item.path,
                "diff": item.diff,
                **({"edited": True} if item.edited else {}),
            }
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
        folder = "" if item.outside else f"{outcome.source.output.as_posix()}/"
        note = ", edited by hand since docbound wrote it" if item.edited else ""
        yield f"{folder}{item.path}: {item.kind}{note}"
        if item.diff:
            yield item.diff.rstrip("\n")


def edits(outcome: Outcome) -> Iterable[str]:
    """What somebody had edited and this run replaced or removed, two lines each."""
    folder = outcome.source.output.as_posix()
    changes = outcome.changes
    for item in changes.edited if changes else ():
        fate = "removed" if changes and item.path in changes.removed else "replaced"
        yield (
            f"{folder}/{item.path}: warning: the file was edited by hand since docbound wrote it, and is {fate} "
            "[edited-file]"
        )
        if item.copy:
            yield (
                f"    hint: the edited text is kept in {folder}/{item.copy}; what has to stay belongs into the description, "
                "client.yaml or a hand-written module"
            )


def summary(outcome: Outcome) -> str:
    """One line that says what happened."""
    name = outcome.source.output.as_posix()
    if outcome.operations is None:
        way_out = "" if outcome.source.lenient else "; --lenient makes what can be made"
        return f"{name}: not generated{way_out if outcome.source.names is None else ''}"
    operations = _counted(len(outcome.operations), "operation")
    if outcome.drift:
        way_out = (
            "run the same without --check"
            if outcome.source.alone
            else "run `docbound regenerate`"
        )
        return f"{name}: {_counted(len(outcome.drift), 'difference')}; {way_out}"
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
