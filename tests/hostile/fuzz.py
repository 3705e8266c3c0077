"""What mutated inputs end in: a result or findings, never a traceback, within counted steps.

``python -m tests.hostile.fuzz`` goes on where it was left, for as long as it is let; each input
that fails is kept below ``.docbound/fuzz``. ``--only 4711`` tries one again.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any, Final

from click.testing import CliRunner

from docbound import document
from docbound.assessment import Policy, assess
from docbound.build_request import BuildRequest
from docbound.cli import main as command
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic
from docbound.documented import reader
from docbound.harness.errors import HarnessError
from docbound.harness.fixtures import load as load_fixture
from docbound.pipeline import generate
from docbound.settings import settings
from tests.hostile.mutations import ROOT, Input, mutated
from tests.support.descriptions import CATS

STEPS: Final = 4_000_000
STEPS_PER_OCTET: Final = 3_000
"""Calls of functions that an input may cost: a start, and so many for each of its octets."""
MEMORY: Final = 1 << 30
"""Octets that an input may take beside what the process has already."""


class TooManyStepsError(Exception):
    """An input costs more than its size allows."""


def tried(case: Input, folder: Path) -> str:
    """Tries one input.

    Returns:
        How it ended: ``package``, ``findings``, ``read`` or ``refused``.

    Raises:
        Exception: whatever docbound let escape.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _memory_limited(), StepLimit(STEPS + STEPS_PER_OCTET * len(case.text)):
        return _KINDS[case.seed.kind](case, folder)


def _description(case: Input, folder: Path) -> str:
    path = _placed(folder / "openapi.yaml", case.text)
    diagnostics = Diagnostics()
    if case.number % 3 == 0:
        loaded = document.load(path, diagnostics)
        if loaded is not None:
            assess(loaded, diagnostics, Policy.STRICT)
        return _shown(diagnostics)
    return _package(BuildRequest(description=path, output=folder / "out", lenient=True))


def _package(request: BuildRequest) -> str:
    diagnostics = Diagnostics()
    made = generate(request, diagnostics, {})
    _shown(diagnostics)
    if made is None:
        assert diagnostics.has_errors, "nothing was made, and nothing said why"
        return "findings"
    for name, text in made.files.items():
        if name.endswith(".py") and "/_runtime/" not in name:
            ast.parse(text)
    return "package"


def _shown(diagnostics: Diagnostics) -> str:
    for item in diagnostics:
        assert item.message.strip()
        render_diagnostic(item)
    return "findings"


def _settings(case: Input, folder: Path) -> str:
    config = _placed(folder / "client.yaml", case.text)
    if case.number % 2:
        diagnostics = Diagnostics()
        settings.load(config, diagnostics)
        return _shown(diagnostics)
    described = _placed(folder / "openapi.yaml", CATS.encode())
    return _package(
        BuildRequest(description=described, output=folder / "out", config=config, lenient=True)
    )


def _overlay(case: Input, folder: Path) -> str:
    overlay = _placed(folder / "overlay.yaml", case.text)
    described = _placed(folder / "openapi.yaml", CATS.encode())
    return _package(
        BuildRequest(
            description=described, output=folder / "out", overlays=(overlay,), lenient=True
        )
    )


def _facts(case: Input, folder: Path) -> str:
    diagnostics = Diagnostics()
    reader.load(_placed(folder / "documented.yaml", case.text), diagnostics)
    return _shown(diagnostics)


def _cassette(case: Input, folder: Path) -> str:
    try:
        load_fixture(_placed(folder / "get_cat.x.yaml", case.text))
    except HarnessError as error:
        assert str(error).strip()
        return "refused"
    return "read"


def _draft(name: str) -> Callable[[Input, Path], str]:
    def run(case: Input, folder: Path) -> str:
        ending = Path(case.seed.name).suffix if case.seed.kind == "page" else Path(name).suffix
        path = _placed(folder / f"source{ending or '.md'}", case.text)
        return _command("draft", str(path), "--output", str(folder / "out"))

    return run


def _command(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in (0, 1, 2), done.exit_code
    assert done.exit_code == 0 or done.output.strip(), "it failed, and said nothing"
    return "read" if done.exit_code == 0 else "refused"


_KINDS: Final[dict[str, Callable[[Input, Path], str]]] = {
    "description": _description,
    "settings": _settings,
    "overlay": _overlay,
    "facts": _facts,
    "cassette": _cassette,
    "har": _draft("calls.har"),
    "vcr": _draft("calls.yaml"),
    "page": _draft("page.md"),
}


def _placed(path: Path, text: bytes) -> Path:
    path.write_bytes(text)
    return path


@contextlib.contextmanager
def _memory_limited() -> Iterator[None]:
    """Ends what takes more memory, where the system can say so."""
    try:
        import resource
    except ImportError:  # Windows
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_taken() + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _taken() -> int:
    """The octets of address space that the process has already."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 4 << 30
    return pages * os.sysconf("SC_PAGE_SIZE")


class StepLimit(contextlib.AbstractContextManager[None]):
    """Counts calls of Python functions, and ends what makes too many."""

    def __init__(self, most: int) -> None:
        self.left = most
        self._before: Any = None

    def __enter__(self) -> None:
        self._before = sys.getprofile()
        sys.setprofile(self._count)

    def __exit__(self, *_: object) -> None:
        sys.setprofile(self._before)

    def _count(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            self.left -= 1
            if self.left < 0:
                sys.setprofile(None)
                raise TooManyStepsError(frame.f_code.co_qualname)


# --- the command ------------------------------------------------------------------------


def run(first: int, count: int, kept: Path | None = None) -> tuple[Counter[str], list[int]]:
    """Tries inputs ``first`` to ``first + count - 1``.

    Returns:
        How many ended in which way, and the numbers of those that failed.
    """
    ends: Counter[str] = Counter()
    failed: list[int] = []
    for number in range(first, first + count):
        case = mutated(number)
        folder = Path(tempfile.mkdtemp(prefix="docbound-fuzz-"))
        try:
            ends[f"{case.seed.kind}: {tried(case, folder)}"] += 1
        except Exception:
            ends[f"{case.seed.kind}: FAILED"] += 1
            failed.append(number)
            if kept is not None:
                _keep(kept / str(number), case, traceback.format_exc())
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return ends, failed


def _keep(folder: Path, case: Input, error: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input").write_bytes(case.text)
    what = f"{case.seed.kind} {case.seed.name}: {', '.join(case.mutations)}\n\n{error}"
    (folder / "what.txt").write_text(what, encoding="utf-8", errors="replace")


def main() -> int:
    """Goes on from the number that the last run came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz")
    parser.add_argument("--inputs", type=int, default=0, help="stop after so many; 0 for never")
    parser.add_argument("--only", type=int, help="try one input again, and show what it is")
    parser.add_argument("--first", type=int, help="begin with this input")
    given = parser.parse_args()
    if given.only is not None:
        case = mutated(given.only)
        print(case.seed.kind, case.seed.name, *case.mutations, sep="\n  ")
        with tempfile.TemporaryDirectory() as folder:
            print(tried(case, Path(folder)))
        return 0
    state = ROOT / ".docbound/fuzz/state.json"
    known = (
        json.loads(state.read_text()) if state.exists() else {"next": 0, "ends": {}, "failed": []}
    )
    if given.first is not None:
        known["next"] = given.first
    done = 0
    started = time.monotonic()
    while not given.inputs or done < given.inputs:
        with contextlib.redirect_stderr(io.StringIO()):
            ends, failed = run(known["next"], 100, state.parent)
        done += 100
        known["next"] += 100
        known["ends"] = dict(Counter(known["ends"]) + ends)
        known["failed"] += failed
        state.parent.mkdir(parents=True, exist_ok=True)
        state.write_text(json.dumps(known, indent=1))
        print(
            f"{known['next']} inputs, {len(known['failed'])} failed"
            f" ({done / (time.monotonic() - started):.0f} a second)",
            flush=True,
        )
    print(json.dumps(known["ends"], indent=1, sort_keys=True))
    return 1 if known["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
