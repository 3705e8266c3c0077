"""Whether a description is valid, and if not, what to do about it, line by line.

openapi-spec-validator is the judge; the words and the positions are ours.
"""

from __future__ import annotations

import re
from typing import Any, Final

from docbound import cache
from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics, Effect, Severity
from docbound.document import Document

from . import fast_path
from .merging import merge_duplicates
from .objections import Objection
from .other_files import faults_of_other_files

__all__ = ["merge_duplicates", "validate"]

_VERDICTS: Final = "verdicts"
_LINES: Final = ("2.0", "3.0", "3.1", "3.2")
_STATED: Final = re.compile(r"(\d+)\.(\d+)(?:\.|\Z)")
_TAKEN: Final = "docbound takes Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2"


def validate(document: Document, diagnostics: Diagnostics) -> bool:
    """Judges a description.

    Args:
        document: what to judge.
        diagnostics: receives each objection as an error, with what it does to the package.

    Returns:
        Whether openapi-spec-validator accepts the description. It never raises for what a
        description says.
    """
    line = _line(document, diagnostics)
    if document.superseded:
        diagnostics.add(_two_versions(document, line or "the nearest version"))
    if line is None:
        return False
    walk = fast_path.walk_of(document, line)
    objections = fast_path.objections(walk)
    if objections == []:
        return not document.superseded
    found = _found(document, line, walk, objections)
    found += faults_of_other_files(document, line, found)
    for diagnostic in found:
        diagnostics.add(diagnostic)
    return not found and not document.superseded


def _found(
    document: Document,
    line: str,
    walk: fast_path.Walk | None,
    objections: list[Objection] | None,
) -> list[Diagnostic]:
    if objections is None:
        return _from_validator(document, line, walk)
    from .explain import explain

    return explain(document, objections, line)


def _from_validator(document: Document, line: str, walk: fast_path.Walk | None) -> list[Diagnostic]:
    """What the validator has against a description, remembered by all that it depends on."""
    key = cache.digest(cache.program(), line, document.digest, str(document.store.root))
    known: Any = cache.read(_VERDICTS, key)
    if known is not None:
        return [display.from_json(item) for item in known]
    # The validator takes a quarter of a second to import; few descriptions need it.
    from .explain import explain
    from .validator import violations

    found = explain(document, violations(document, line, walk), line)
    cache.write(_VERDICTS, key, [display.to_json(item) for item in found])
    return found


def _line(document: Document, diagnostics: Diagnostics) -> str | None:
    """The version of the specification that counts for this description."""
    for key, lines in (("swagger", _LINES[:1]), ("openapi", _LINES[1:])):
        stated = document.root.get(key)
        # An unquoted 3.0 is a number of YAML, and of Swagger there is one version only.
        text = str(stated) if isinstance(stated, str | int | float) else ""
        match = _STATED.match("2.0" if (key, text) == ("swagger", "2") else text)
        line = f"{match[1]}.{match[2]}" if match else ""
        if line in lines:
            return line
    diagnostics.add(_bad_version(document))
    return None


def _two_versions(document: Document, line: str) -> Diagnostic:
    pointer = f"#/{document.superseded}"
    return Diagnostic(
        severity=Severity.ERROR,
        code="two-versions",
        message="the description states both `openapi` and `swagger`",
        hint="remove the one that it is not written for",
        pointer=pointer,
        position=document.position(pointer, key=True),
        effect=Effect.GUESS,
        action=f"`{document.superseded}` is ignored, and it is read as {line}",
    )


def _bad_version(document: Document) -> Diagnostic:
    for key in ("openapi", "swagger"):
        stated = document.root.get(key)
        if stated is None:
            continue
        pointer = f"#/{key}"
        if isinstance(stated, str):
            message, hint = (
                f"{key}: {stated!r} is no version that is known here",
                _TAKEN,
            )
        elif isinstance(stated, int | float) and not isinstance(stated, bool):
            message = f"the version must be a string, and {stated!r} is a number"
            hint = f'write {key}: "{stated}" in quotes'
        else:
            message, hint = "the version must be a string", _TAKEN
        break
    else:
        pointer, message, hint = (
            "#",
            "the file does not state its version",
            (f'add a line such as openapi: "3.1.0"; {_TAKEN}'),
        )
    return Diagnostic(
        severity=Severity.ERROR,
        code="unknown-version",
        message=message,
        hint=hint,
        pointer=pointer,
        position=document.position(pointer),
        effect=Effect.GUESS,
        action="it is read like the nearest version",
    )
