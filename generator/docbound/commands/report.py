"""The report of a run: text for people, JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from docbound.build_request import BuildResult
from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostic, Effect, Severity

_MOST_OF_A_KIND: Final = 20


def as_json(outcome: BuildResult) -> dict[str, object]:
    """The machine-readable report of one source.

    Returns:
        ``spec``, ``output``, ``ok``, ``operations`` (``generated``: method, path and id of each;
        ``dropped``: what the description has and the package has not), ``effects`` (how many
        findings have each), ``refusal`` (why nothing was made, if leniency would have helped),
        ``diagnostics``, and ``files`` (``written``, ``removed``, ``unchanged``) or ``drift``
        (``kind``, ``path``, ``diff``).
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
                item.pointer for item in outcome.diagnostics if item.code == "dropped-operation"
            ],
        },
        "effects": effects(outcome.diagnostics),
        "refusal": " ".join(refusal(outcome)),
        "diagnostics": [display.to_report(item) for item in outcome.diagnostics],
    }
    if outcome.changes is not None:
        changes = outcome.changes
        report["files"] = {
            "written": changes.written,
            "removed": changes.removed,
            "unchanged": changes.unchanged,
            "edited": [{"path": item.path, "copy": item.copy} for item in changes.edited],
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


def findings(found: Iterable[Diagnostic], *, quiet: bool) -> Iterable[str]:
    """The diagnostics as text, in order of their place.

    Where there is little room (``quiet``), notes are left out, and findings of one kind are counted
    when they are many: one cause can have thousands.
    """
    kinds: Counter[tuple[Severity, str]] = Counter()
    for item in found:
        if not quiet:
            yield display.render_diagnostic(item)
            continue
        if item.severity is Severity.NOTE:
            continue
        kind = (item.severity, item.code)
        kinds[kind] += 1
        if kinds[kind] <= _MOST_OF_A_KIND:
            yield display.render_diagnostic(item)
    for (severity, code), count in kinds.items():
        if count > _MOST_OF_A_KIND:
            yield (
                f"{count - _MOST_OF_A_KIND} more {severity.value}s of the kind [{code}]; --verbose"
                " shows them all"
            )


def effects(found: Iterable[Diagnostic]) -> dict[str, int]:
    """How many findings have each effect; notes are only what a package cannot carry of any
    description.
    """
    counted = Counter(
        item.effect
        for item in found
        if item.effect is not None and item.severity is not Severity.NOTE
    )
    return {effect.value: counted[effect] for effect in Effect}


def refusal(outcome: BuildResult) -> Iterable[str]:
    """The sentence that says why nothing was made and what to do, where leniency would help."""
    stopping = [
        item
        for item in outcome.diagnostics
        if item.severity is Severity.ERROR and item.effect is not None
    ]
    if outcome.operations is not None or not stopping:
        return
    name = outcome.source.output.as_posix()
    if not outcome.source.standalone:
        yield (
            f"{name}: not generated: {_summed(stopping)}; a client of specs/ is made of a valid"
            " description only"
        )
    elif outcome.source.strict:
        yield (
            f"{name}: not generated: {_summed(stopping)}; without --strict the harmless ones pass,"
            " with --lenient all"
        )
    else:
        yield (
            f"{name}: not generated: {_summed(stopping)}; --lenient goes on, and names what it"
            " assumed or left out"
        )


def outlook(found: Iterable[Diagnostic]) -> Iterable[str]:
    """What ``docbound generate`` would do with a description that the validator rejects."""
    stopping = [
        item for item in found if item.severity is Severity.ERROR and item.effect is not None
    ]
    left = [item for item in stopping if item.effect is not Effect.HARMLESS]
    if left:
        yield f"`docbound generate` stops at {_summed(left)}; with --lenient it goes on"
    elif stopping:
        yield "`docbound generate` makes a package of it: all that is wrong is harmless"


def _summed(found: Iterable[Diagnostic]) -> str:
    """``2 guesses and 1 drop``."""
    counted = Counter(item.effect for item in found)
    words = {
        Effect.HARMLESS: ("harmless fault", "harmless faults"),
        Effect.GUESS: ("guess", "guesses"),
        Effect.DROP: ("drop", "drops"),
    }
    parts = [
        f"{counted[effect]} {one if counted[effect] == 1 else many}"
        for effect, (one, many) in words.items()
        if counted[effect]
    ]
    return " and ".join(parts)


def drift(outcome: BuildResult) -> Iterable[str]:
    """The differences as text: a line each, with the diff of changed files."""
    for item in outcome.drift:
        folder = "" if item.outside else f"{outcome.source.output.as_posix()}/"
        note = ", edited by hand since docbound wrote it" if item.edited else ""
        yield f"{folder}{item.path}: {item.kind}{note}"
        if item.diff:
            yield item.diff.rstrip("\n")


def edits(outcome: BuildResult) -> Iterable[str]:
    """Files edited by hand that this run replaced or removed, two lines each."""
    folder = outcome.source.output.as_posix()
    changes = outcome.changes
    for item in changes.edited if changes else ():
        fate = "removed" if changes and item.path in changes.removed else "replaced"
        yield (
            f"{folder}/{item.path}: warning: the file was edited by hand since docbound wrote it,"
            f" and is {fate} [edited-file]"
        )
        if item.copy:
            yield (
                f"    hint: the edited text is kept in {folder}/{item.copy}; what has to stay"
                " belongs into the description, client.yaml or a hand-written module"
            )


def summary(outcome: BuildResult) -> str:
    """One line that says what happened."""
    name = outcome.source.output.as_posix()
    if outcome.operations is None:
        return f"{name}: not generated"
    operations = _counted(len(outcome.operations), "operation")
    if outcome.drift:
        way_out = (
            "run the same without --check"
            if outcome.source.standalone
            else "run `docbound regenerate`"
        )
        return f"{name}: {_counted(len(outcome.drift), 'difference')}; {way_out}"
    if outcome.changes is None:
        return f"{name}: {operations}, up to date" if not outcome.failed else f"{name}: not written"
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
