"""Judges one document of the corpus: how far it comes, and whether its package obeys the two
laws.
"""

from __future__ import annotations

import compileall
import importlib
import pkgutil
import sys
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

from docbound import build_request, document
from docbound.commands import report
from docbound.commands.fresh_build import fresh_build
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from programs.corpus import documents, losses, lossless_law, requests_law
from programs.corpus.lossless_law import Verdict

PACKAGE = "client"


def blank(entry: documents.Entry) -> dict[str, object]:
    """The result of a document of which nothing is known yet."""
    return {
        "id": entry.id,
        "family": entry.family,
        "verdict": entry.verdict,
        "operations": entry.operations,
        "kept": 0,
        "stage": "refused",
        "codes": {},
        "error": "",
        "way": "refused",
        "effects": {},
        "lost": [],
    }


def source(
    entry: documents.Entry, folder: Path, *, lenient: bool = False
) -> build_request.BuildRequest:
    """Unpacks ``entry`` below ``folder``, which stands for the checkout that it comes from."""
    return build_request.BuildRequest(
        description=entry.unpack(folder / "spec"),
        output=folder / "package",
        package=PACKAGE,
        lenient=lenient,
        allowed_paths=(folder / "spec",),
    )


def judge(entry: documents.Entry, folder: Path, *, laws: bool = True) -> dict[str, object]:
    """Generates a package from ``entry`` below ``folder``, compiles it, imports all of it and tries
    the laws.

    It leaves modules behind: call it in a process of its own (:mod:`programs.corpus.forking`).

    Returns:
        ``stage`` (``refused``, ``generated``, ``compiled`` or ``imported``: the last thing that
        succeeded; ``crashed`` for a traceback), ``way`` (``plain``: made without a flag;
        ``lenient``; ``refused``), ``kept`` and ``operations``, ``codes`` (diagnostics counted by
        code), ``effects`` (counted by effect, notes apart), ``lost`` (what a description with
        harmless faults only states and the package has not), ``seconds`` of CPU, ``error``, and for
        each law, under its name, ``tried``, ``broken`` and ``left_out``.
    """
    started = time.process_time()
    made = source(entry, folder)
    result: dict[str, Any] = blank(entry) | {"way": "plain"}
    try:
        outcome = fresh_build(made, write=True)
        result["seconds"] = round(time.process_time() - started, 2)
        result["effects"] = report.effects(outcome.diagnostics)
        if outcome.generated is None:
            made = source(entry, folder, lenient=True)
            outcome = fresh_build(made, write=True)
            result["way"] = "lenient"
    except Exception:
        return result | {"stage": "crashed", "error": traceback.format_exc()[-2000:]}
    result["codes"] = dict(Counter(finding.code for finding in outcome.diagnostics))
    generated = outcome.generated
    if outcome.failed or generated is None:
        errors = [item for item in outcome.diagnostics if item.severity is Severity.ERROR]
        return result | {
            "way": "refused",
            "error": "; ".join(f"[{item.code}] {item.message}" for item in errors[:3]),
        }
    result |= {"stage": "generated", "kept": len(generated.api.operations)}
    if not any(result["effects"].get(word) for word in ("guess", "drop")):
        loaded = document.load(made.description, Diagnostics())
        assert loaded is not None
        result["lost"] = list(losses.losses(loaded, generated.api))
    if not compileall.compile_dir(made.output / PACKAGE, quiet=2, workers=1):
        return result | {"error": "does not compile"}
    result["stage"] = "compiled"
    try:
        _import_all(made.output)
    except Exception:
        return result | {"error": traceback.format_exc()[-2000:]}
    result["stage"] = "imported"
    return result | _laws(made, generated) if laws else result


def _import_all(folder: Path) -> None:
    sys.path.insert(0, str(folder))
    package = importlib.import_module(PACKAGE)
    for name in package.__all__:
        getattr(package, name)
    for module in pkgutil.walk_packages(package.__path__, f"{PACKAGE}."):
        importlib.import_module(module.name)


def _laws(
    made: build_request.BuildRequest, generated: build_request.Generated
) -> dict[str, object]:
    loaded = document.load(made.description, Diagnostics())
    assert loaded is not None
    found: dict[str, Verdict] = {
        "lossless": lossless_law.check(loaded, PACKAGE, generated.names),
        "requests": requests_law.check(loaded, PACKAGE, generated),
    }
    return {name: _as_data(verdict) for name, verdict in found.items()}


def _as_data(verdict: Verdict) -> dict[str, Any]:
    return {
        "tried": verdict.tried,
        "broken": verdict.broken,
        "left_out": verdict.left_out,
    }
