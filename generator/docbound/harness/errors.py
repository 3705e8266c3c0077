"""The error that stops a command: one sentence, its place, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diagnostics.display import cut_line


class HarnessError(Exception):
    """A command cannot go on.

    Attributes:
        findings: what is wrong, each with its place.
        exit_code: 1 for what a file says, 2 for a call that makes no sense.
    """

    def __init__(self, findings: Iterable[Diagnostic], *, exit_code: int = 1) -> None:
        self.findings = tuple(findings)
        self.exit_code = exit_code
        super().__init__("; ".join(finding.message for finding in self.findings))


def failure(
    code: str,
    message: str,
    hint: str = "",
    *,
    position: Position | None = None,
    exit_code: int = 1,
) -> HarnessError:
    """An error of one finding.

    Args:
        code: the rule.
        message: what is wrong.
        hint: what to do.
        position: where it is, if it is in a file.
        exit_code: with what the command ends.
    """
    return HarnessError([problem(code, message, hint, position=position)], exit_code=exit_code)


def problem(
    code: str,
    message: str,
    hint: str = "",
    *,
    position: Position | None = None,
    pointer: str = "",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """A finding, an error unless ``severity`` says otherwise.

    Args:
        code: the rule.
        message: what is wrong.
        hint: what to do.
        position: where it is, if it is in a file.
        pointer: the place in the description.
        severity: an error by default.
    """
    return Diagnostic(
        severity=severity,
        code=code,
        message=message,
        hint=hint,
        pointer=pointer,
        position=position,
    )


def raise_errors(diagnostics: Diagnostics, *, exit_code: int = 1) -> None:
    """Raises what is in ``diagnostics`` if there is an error among it.

    Raises:
        HarnessError: there is.
    """
    if diagnostics.has_errors:
        raise HarnessError(diagnostics, exit_code=exit_code)


def file_position(path: Path, line: int = 1, column: int = 1) -> Position:
    """A place in a file, as messages show it: relative to the present folder where it is below
    that.
    """
    return Position(file=shown(path), line=line, column=column, excerpt=_line(path, line, column))


def _line(path: Path, line: int, column: int) -> str:
    """A line of a text file, as excerpts show it; nothing where there is none."""
    try:
        with path.open(encoding="utf-8") as file:
            text = next(islice(file, line - 1, line), "")
    except (OSError, ValueError):
        return ""
    return cut_line(text.rstrip("\r\n"), column)


def shown(path: Path) -> str:
    """A path as messages show it."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
