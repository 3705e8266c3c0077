"""The hand-written modules of a client, which its package carries as they are."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Position, Severity
from docbound.diagnostics.display import cut_line
from docbound.output import regular_files
from docbound.output.manifest import FileTree
from docbound.package import Package
from docbound.render import package_files


def read(
    folder: Path | None, diagnostics: Diagnostics, position: Position | None = None
) -> tuple[tuple[str, str], ...]:
    """Reads the modules of a folder and those below it.

    Args:
        folder: where they are, or None where a client has none.
        diagnostics: gets an error for each that cannot be read or is no Python.
        position: where the folder is named.

    Returns:
        The path inside the package and the text of each module, sorted.
    """
    if folder is None:
        return ()
    if not regular_files.is_folder(folder):
        diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="no-handwritten-modules",
                message=f"there is no folder {folder.as_posix()} with hand-written modules",
                hint="make it, or remove the setting `handwritten`",
                position=position,
            )
        )
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
            _say(diagnostics, path, line, column, f"is not Python: {error.msg}", error.text or "")
        except (ValueError, RecursionError, MemoryError) as error:
            _say(diagnostics, path, 1, 1, f"is not Python: {error}")
        else:
            found.append((path.relative_to(folder).as_posix(), text))
    return tuple(found)


_LOSSES: Final = {
    "types.py": (
        "the signatures of API classes name the types of plain data that the generated module has;"
        " type checkers do not find them here"
    ),
}
"""What is lost where a module is replaced that others name."""


def lay_over(
    files: FileTree, package: Package, folder: Path | None, diagnostics: Diagnostics
) -> FileTree:
    """Adds a package's hand-written modules to those that were generated.

    Args:
        files: the generated files, by path.
        package: the package with its hand-written modules; one may take the place of a generated
            one.
        folder: where the hand-written modules were read, or None where a client has none.
        diagnostics: gets a warning for each generated module that one of them replaces.

    Returns:
        All files, sorted by path.
    """
    root = package_files.HANDWRITTEN.format(package=package.path)
    written = {f"{root}{path}": text for path, text in package.handwritten}
    for path in sorted(written.keys() & files.keys()):
        module = Path(path.removeprefix(root))
        place = (folder or Path()) / module
        diagnostics.add(
            Diagnostic(
                severity=Severity.WARNING,
                code="replaced-module",
                message=f"the hand-written module {module.as_posix()} replaces the generated one",
                position=Position(file=place.as_posix(), line=1, column=1),
                hint=_LOSSES.get(module.as_posix(), "nothing of the generated module is left")
                + "; give the file another name to have both",
            )
        )
    return dict(sorted((files | written).items()))


def _say(
    diagnostics: Diagnostics, path: Path, line: int, column: int, what: str, source: str = ""
) -> None:
    diagnostics.add(
        Diagnostic(
            severity=Severity.ERROR,
            code="bad-handwritten-module",
            message=f"the hand-written module {path.name} {what}",
            position=Position(
                file=path.as_posix(),
                line=line,
                column=max(column, 1),
                excerpt=cut_line(source.rstrip("\r\n"), max(column, 1)),
            ),
        )
    )
