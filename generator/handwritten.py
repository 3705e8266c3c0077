"""The hand-written modules of a client, which its package carries as they are."""

from __future__ import annotations

import ast
from pathlib import Path

from generator.diagnostics import Diagnostic, Diagnostics, Position, Severity


def read(folder: Path | None, diagnostics: Diagnostics) -> tuple[tuple[str, str], ...]:
    """Reads the modules of a folder and those below it.

    Args:
        folder: where they lie, or None where a client has none.
        diagnostics: told about each that cannot be read or is no Python, as an error.

    Returns:
        The path inside the package and the text of each module, sorted.
    """
    if folder is None:
        return ()
    found: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*.py")):
        try:
            text = path.read_text(encoding="utf-8")
            ast.parse(text)
        except UnicodeDecodeError as error:
            _say(diagnostics, path, 1, 1, f"is not text in UTF-8: {error.reason}")
        except OSError as error:
            _say(diagnostics, path, 1, 1, f"cannot be read: {error.strerror or error}")
        except SyntaxError as error:
            line, column = error.lineno or 1, error.offset or 1
            _say(diagnostics, path, line, column, f"is not Python: {error.msg}")
        except (ValueError, RecursionError, MemoryError) as error:
            _say(diagnostics, path, 1, 1, f"is not Python: {error}")
        else:
            found.append((path.relative_to(folder).as_posix(), text))
    return tuple(found)


def _say(
    diagnostics: Diagnostics, path: Path, line: int, column: int, what: str
) -> None:
    diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code="bad-handwritten-module",
            message=f"the hand-written module {path.name} {what}",
            position=Position(file=path.as_posix(), line=line, column=max(column, 1)),
        )
    )
