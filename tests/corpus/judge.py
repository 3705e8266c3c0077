"""Judges one document of the corpus in a process of its own: ``python -m tests.corpus.judge ID FOLDER``.

Prints one JSON object: how far the document came, and why it stopped. It runs alone so that a crash, a hang or a leak is that
document's and no other's.
"""

from __future__ import annotations

import compileall
import json
import subprocess
import sys
import time
import traceback
from pathlib import Path

from generator import pipeline
from generator.diagnostics import Severity
from tests.corpus import documents

METHODS = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"}
)

_IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
package = importlib.import_module(sys.argv[2])
for name in package.__all__:
    getattr(package, name)
for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(module.name)
"""


def judge(entry: documents.Entry, folder: Path) -> dict[str, object]:
    """Generates a package from ``entry`` below ``folder``, compiles it and imports all of it.

    Returns:
        ``stage`` (``refused``, ``generated``, ``compiled`` or ``imported``: the last thing that succeeded; ``crashed`` for a
        traceback), ``kept`` and ``operations``, ``codes`` (diagnostics counted by code), ``seconds`` of CPU, ``error``.
    """
    root = entry.unpack(folder / "spec")
    started = time.process_time()
    result: dict[str, object] = {
        "id": entry.id, "family": entry.family, "verdict": entry.verdict, "operations": entry.operations,
        "kept": 0, "stage": "refused", "codes": {}, "error": "",
    }  # fmt: skip
    lenient = entry.verdict != "pass"
    source = pipeline.Source(
        description=root, output=folder / "package", package="client", lenient=lenient
    )
    try:
        outcome = pipeline.run(source, write=True)
    except Exception:
        return result | {"stage": "crashed", "error": traceback.format_exc()[-2000:]}
    result["seconds"] = round(time.process_time() - started, 2)
    codes: dict[str, int] = {}
    for finding in outcome.diagnostics:
        codes[finding.code] = codes.get(finding.code, 0) + 1
    result["codes"] = codes
    if outcome.failed or outcome.generated is None:
        errors = [
            item for item in outcome.diagnostics if item.severity is Severity.ERROR
        ]
        return result | {
            "error": "; ".join(f"[{item.code}] {item.message}" for item in errors[:3])
        }
    result |= {"stage": "generated", "kept": len(outcome.generated.api.operations)}
    package = folder / "package" / "client"
    if not compileall.compile_dir(package, quiet=2, workers=1):
        return result | {"error": "does not compile"}
    result["stage"] = "compiled"
    importing = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL, str(folder / "package"), "client"],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    if importing.returncode:
        return result | {"error": importing.stderr[-2000:]}
    return result | {"stage": "imported"}


if __name__ == "__main__":
    wanted = next(entry for entry in documents.entries() if entry.id == sys.argv[1])
    print(json.dumps(judge(wanted, Path(sys.argv[2]))))
