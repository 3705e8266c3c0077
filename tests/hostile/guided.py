"""Mutations that are led by the lines they reach: what `tests.hostile.fuzz` tries, with Atheris.

``python -m tests.hostile.guided KIND [option of libFuzzer ...]``, for instance with
``-max_total_time=3600``. What led to new lines is kept below ``.docbound/fuzz/guided``, so that the
next run goes on from there; so is each input that failed.

Atheris (Apache 2.0, https://github.com/google/atheris) is not among docbound's own dependencies: it
has wheels for CPython on Linux only.
"""

from __future__ import annotations

import hashlib
import importlib
import pkgutil
import random
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any, Final

from tests.hostile.mutations import ROOT, Input, Seed, changed, seeds

FOLDER: Final = ROOT / ".docbound/fuzz/guided"
_NOT_LOADED: Final = frozenset({"docbound.__main__", "docbound.harness.pytest_plugin"})
"""Modules that run the command, or belong to another program."""
LARGEST: Final = 60_000
"""Octets of an input."""


def main() -> int:
    """Runs until it is stopped, or as long as an option of libFuzzer says."""
    try:
        import atheris  # pyright: ignore[reportMissingImports]
    except ImportError:
        print("this needs Atheris: pip install atheris")
        return 2
    guide: Any = atheris
    # All at once: what is loaded within an input would count as its steps.
    with guide.instrument_imports(include=["docbound"]):
        import docbound

        for module in pkgutil.walk_packages(docbound.__path__, "docbound."):
            if module.name not in _NOT_LOADED:
                importlib.import_module(module.name)
    return _led(guide)


def _led(guide: Any) -> int:
    from tests.hostile.fuzz import tried

    kinds = sorted(seeds())
    if len(sys.argv) < 2 or sys.argv[1] not in kinds:
        print(f"usage: python -m tests.hostile.guided {{{','.join(kinds)}}} [-max_total_time=...]")
        return 2
    kind, *options = sys.argv[1:]

    def once(data: bytes) -> None:
        case = Input(number=len(data), seed=_seed(kind, data), text=data, mutations=())
        folder = Path(tempfile.mkdtemp(prefix="docbound-fuzz-"))
        try:
            tried(case, folder)
        except Exception:
            _keep(kind, data, traceback.format_exc())
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def mutate(data: bytes, most: int, number: int) -> bytes:
        chance = random.Random(number)
        if chance.random() < 0.3:
            return bytes(guide.Mutate(data, most))
        try:
            return changed(number, _seed(kind, data), chance).text[:most]
        except RecursionError:  # what was nested deeply is nested once more
            return bytes(guide.Mutate(data, most))

    arguments = [sys.argv[0], f"-max_len={LARGEST}", "-timeout=300", *options, str(_corpus(kind))]
    guide.Setup(arguments, once, custom_mutator=mutate)
    guide.Fuzz()
    return 0


def _seed(kind: str, data: bytes) -> Seed:
    return Seed(kind=kind, name=f"{kind}.md", text=data.decode("utf-8", "replace"))


def _corpus(kind: str) -> Path:
    """The folder of what is mutated, with our own seeds in it."""
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds()[kind]:
        data = seed.text.encode("utf-8", "surrogatepass")
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return folder


def _keep(kind: str, data: bytes, error: str) -> None:
    name = hashlib.sha256(error.encode("utf-8", "replace")).hexdigest()[:12]
    folder = FOLDER / "failed" / f"{kind}-{name}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "input").write_bytes(data)
    (folder / "what.txt").write_text(error, encoding="utf-8", errors="replace")
    print(f"failed: {folder}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
