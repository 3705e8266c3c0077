"""The cache of earlier runs: whether anything has changed since.

A run is a pure function of its inputs: the files of the description, client.yaml, kept names,
overlays, hand-written modules, fixtures, and docbound itself. When it left an output folder that
agrees with them, the digests of all this are kept. A later run that finds the same digests has
nothing to do: the output is what it would make. One different byte, in an input or in the output,
and everything is done again.
"""

from __future__ import annotations

import hashlib
import json
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from docbound import cache
from docbound.build_request import BuildRequest, BuildResult, OperationRow
from docbound.diagnostics import display
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.output.changes import Changes
from docbound.output.disk_state import JOURNAL
from docbound.output.manifest import MANIFEST, manifest_of, matches_disk, read_manifest

if TYPE_CHECKING:
    from docbound.service import JSONValue

_RUNS = "runs"
_CLOCK_STEP = 20_000_000
"""How far apart, in nanoseconds, two times of a file system may lie and still look the same."""


def file_clock() -> int:
    """The time, on the clock of file systems, in nanoseconds."""
    return time.time_ns()


def load(source: BuildRequest, *, write: bool) -> BuildResult | None:
    """The outcome of a run that would change nothing and find what was found before; None where one
    has to look.

    Args:
        source: what is to be made.
        write: whether the run would write, or only compare.
    """
    entry = cache.read(_RUNS, _key(source))
    if not isinstance(entry, dict):
        return None
    known = cast(dict[str, Any], entry)
    if (source.output / JOURNAL).exists():
        return None
    if any(_digest(Path(path)) != wanted for path, wanted in known["inputs"].items()):
        return None
    modules = known["handwritten"]
    if modules and _modules(Path(modules["folder"])) != modules["modules"]:
        return None
    if source.handwritten and not modules:
        return None
    if _fixtures(source) != known["fixtures"]:
        return None
    manifest = read_manifest(source.output)
    if _digest(source.output / MANIFEST) != known["manifest"]:
        return None
    try:
        if not matches_disk(source.output, manifest):
            return None
    except OSError:  # a file that may not be read: the full run will report it
        return None
    return BuildResult(
        source=source,
        diagnostics=_diagnostics(known["diagnostics"]),
        operations=tuple(OperationRow(**row) for row in known["operations"]),
        changes=Changes(unchanged=len(manifest.files)) if write else None,
    )


def store(outcome: BuildResult, started: int) -> None:
    """Keeps what a run found out, if its output now agrees with its inputs and those were there
    before it ``started``.

    Args:
        outcome: the result of the run.
        started: the time before it began, from :func:`file_clock`.
    """
    generated, source = outcome.generated, outcome.source
    if generated is None or outcome.failed or generated.inputs is None:
        return
    if cache.folder() is None:
        return
    reported_once = generated.reported_once()
    if reported_once is None:
        return  # the next run starts from other names, and makes something else of them
    manifest = manifest_of(generated.files, names=None if source.names else generated.names)
    written = _written_names(outcome)
    inputs = {
        *generated.inputs,
        *_given(source),
        *_below(generated.handwritten),
        *map(Path, _fixtures(source)),
    }
    if any(_changed(path) > started - _CLOCK_STEP for path in inputs - written.keys()):
        return
    if not cache.is_unchanged_program():
        return  # the package is of two versions of docbound
    cache.write(
        _RUNS,
        _key(source),
        {
            "inputs": {str(path): written.get(path) or _digest(path) for path in sorted(inputs)},
            "handwritten": _handwritten(generated.handwritten),
            "fixtures": cast("list[JSONValue]", _fixtures(source)),
            "manifest": hashlib.sha256(manifest.text().encode()).hexdigest(),
            "diagnostics": [
                display.to_json(item)
                for item in outcome.diagnostics
                if item.identity not in reported_once
            ],
            "operations": [
                {
                    "method": row.method,
                    "path": row.path,
                    "operation_id": row.operation_id,
                }
                for row in outcome.operations or ()
            ],
        },
    )


def _written_names(outcome: BuildResult) -> dict[Path, str]:
    """The digest of the names file as a writing run left it: the one input that a run changes."""
    path = outcome.source.names
    if path is None or outcome.changes is None or outcome.generated is None:
        return {}
    from docbound.commands import names_file  # nothing that a run without work has to load

    text = names_file.text(outcome.generated.names)
    return {path: hashlib.sha256(text.encode()).hexdigest()}


def _diagnostics(content: list[Any]) -> Diagnostics:
    found = Diagnostics()
    for item in content:
        found.add(display.from_json(item))
    return found


def _key(source: BuildRequest) -> str:
    """What identifies a run: docbound, its folder, and all arguments."""
    arguments = [
        *(str(path) for path in (source.description, source.output, source.config)),
        *(str(path) for path in (source.names, source.handwritten, source.fixtures)),
        *map(str, source.overlays),
        *(str(source.package), str(source.lenient), str(source.strict)),
        str(source.strict_keys),
        repr(source.filters),
        *(str(path) for path in source.allowed_paths),
    ]
    return cache.digest(cache.program(), str(Path.cwd()), json.dumps(arguments))


def _given(source: BuildRequest) -> set[Path]:
    """The files that a source names itself."""
    named = (source.description, source.config, source.names, *source.overlays)
    return {path for path in named if path is not None}


def _handwritten(folder: Path | None) -> JSONValue:
    """The folder of hand-written modules and what is in it, so that a new one is noticed."""
    if folder is None:
        return None
    return {
        "folder": folder.as_posix(),
        "modules": cast("list[JSONValue]", _modules(folder)),
    }


def _modules(folder: Path) -> list[str]:
    return sorted(path.as_posix() for path in _below(folder))


def _fixtures(source: BuildRequest) -> list[str]:
    """The files of the fixtures that pages may show, so that a new one is noticed."""
    folder = source.fixtures
    return sorted(path.as_posix() for path in folder.glob("*.yaml")) if folder else []


def _below(folder: Path | None) -> set[Path]:
    return set(folder.rglob("*.py")) if folder else set()


def _digest(path: Path) -> str | None:
    """What is in a file; None where there is none, or a pipe, which can be read only once."""
    try:
        if not path.is_file():
            return None
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _changed(path: Path) -> int:
    """When a file or its name last changed; a pipe or a device may say something else each time."""
    try:
        status = path.stat()
    except OSError:
        return 0
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
        return sys.maxsize
    return max(status.st_mtime_ns, status.st_ctime_ns)
