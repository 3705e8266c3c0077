"""Builds one package: generated in memory, then written to its folder or compared with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

from docbound import pipeline
from docbound.build_request import BuildRequest, BuildResult, OperationRow
from docbound.commands import names_file
from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.output.changes import Drift
from docbound.output.compare import compare, unified_diff
from docbound.output.journal import ForeignFileError, recover
from docbound.output.manifest import MANIFEST, read_manifest
from docbound.output.write import write as write_files
from docbound.service import Api

_IN_THE_WAY: Final = (
    "choose another folder with --output, or move away or delete what is in the way"
)


def fresh_build(source: BuildRequest, *, write: bool) -> BuildResult:
    """Generates one package and writes it, or compares it with what is on the disk.

    Args:
        source: what to read and where the package belongs.
        write: True brings the output folder up to date; False only compares.

    Returns:
        The result; nothing was written if it has errors.
    """
    result = BuildResult(source=source)
    try:
        if write:
            recover(source.output)
        kept = _kept_names(source)
    except ValueError as error:
        result.diagnostics.add(_failure("unreadable-names", str(error)))
        return result
    except (OSError, ForeignFileError) as error:
        result.diagnostics.add(_failure("cannot-write", _why(error), _IN_THE_WAY))
        return result
    generated = result.generated = pipeline.generate(source, result.diagnostics, kept)
    if generated is None:
        return result
    result.operations = _rows(generated.api)
    names = None if source.names else generated.names
    if not write:
        result.drift = compare(source.output, generated.files)
        if kept != generated.names:
            result.drift.append(_names_drift(source, generated.names))
        return result
    try:
        result.changes = write_files(
            source.output, generated.files, names=names, force=source.force
        )
        if source.names:
            names_file.write(source.names, generated.names)
    except (OSError, ForeignFileError) as error:
        result.diagnostics.add(_failure("cannot-write", _why(error), _IN_THE_WAY))
    return result


def _names_drift(source: BuildRequest, names: Mapping[str, str]) -> Drift:
    """The difference of the kept names: in the names file, or in the manifest where there is
    none.
    """
    if source.names is None:
        return Drift(kind="changed", path=MANIFEST)
    path = source.names.as_posix()
    if not source.names.exists():
        return Drift(kind="missing", path=path, outside=True)
    diff = unified_diff(path, source.names.read_bytes(), names_file.text(names))
    return Drift(kind="changed", path=path, diff=diff, outside=True)


def _rows(api: Api) -> tuple[OperationRow, ...]:
    return tuple(
        OperationRow(method=item.method.upper(), path=item.path, operation_id=item.operation_id)
        for item in api.operations
    )


def _why(error: Exception) -> str:
    """Why something cannot be written, in words."""
    if isinstance(error, OSError) and error.filename is not None:
        return f"{os.fsdecode(error.filename)} cannot be written: {error.strerror or error}"
    return str(error)


def _failure(code: str, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(severity=Severity.ERROR, code=code, message=message, hint=hint)


def _kept_names(source: BuildRequest) -> Mapping[str, str]:
    return names_file.read(source.names) if source.names else read_manifest(source.output).names
