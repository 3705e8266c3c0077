"""Cases: a few lines of description beside what they mean."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import load
from docbound.interpret import build
from docbound.service import Api

from .compact import Compact

Case = dict[str, Any]


def described(case: Case) -> dict[str, Any]:
    """The whole description that a case abbreviates."""
    if "document" in case:
        return dict(case["document"])
    info = {"title": "Case", "version": "1"}
    rest = {key: case[key] for key in ("paths", "webhooks", "security", "servers") if key in case}
    if case.get("swagger"):
        root = {"swagger": "2.0", "info": info, "paths": {}, **rest}
        return {**root, "definitions": case.get("schemas", {}), **case.get("root", {})}
    root = {"openapi": case.get("version", "3.0.3"), "info": info, "paths": {}, **rest}
    return {
        **root,
        "components": {
            "schemas": case.get("schemas", {}),
            **case.get("components", {}),
        },
    }


def built(description: object) -> tuple[Api, Diagnostics]:
    """The Api of plain data."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "openapi.json")
        path.write_text(json.dumps(description), encoding="utf-8")
        document = load(path, Diagnostics())
        assert document is not None
        found = Diagnostics()
        return build(document, found), found


def meaning(case: Case) -> tuple[str, list[str]]:
    """What a case means, and the codes of what is said about it."""
    api, found = built(described(case))
    return Compact(api).text(), sorted({item.code for item in found})
