"""Imports lead downwards, and never in a circle: imports that only type
checkers see count, for whoever reads a module meets their names.
"""

from __future__ import annotations

from typing import Final

from tests.support.blocks import ROOT
from tests.support.imports import Module, circles, imports, upward

RUNTIME: Final = [
    "lazy introspection",
    "records callers clock",
    "http error_text mismatches",
    "errors",
    "package_log mismatch_log user_input",
    "service",
    "transport serialization",
    "models config",
    "request",
    "auth",
    "call",
    "response",
    "pagination",
    "client",
]
"""The folders and root modules of the runtime, from the bottom up."""


def test_the_runtime_has_floors() -> None:
    graph = imports(ROOT / "generator" / "docbound" / "runtime", "_runtime")
    assert upward(graph, RUNTIME) == []


def test_no_modules_of_the_runtime_go_round_in_a_circle() -> None:
    assert circles(imports(ROOT / "generator" / "docbound" / "runtime", "_runtime")) == []


def test_a_circle_is_found_and_an_import_that_leads_up() -> None:
    graph: dict[Module, set[Module]] = {
        ("low", "one"): {("low", "two")},
        ("low", "two"): {("low", "one")},
        ("high",): {("low", "one")},
        ("low", "three"): {("high",)},
    }
    assert circles(graph) == [{("low", "one"), ("low", "two")}]
    assert upward(graph, ["low", "high"]) == ["low.three imports high"]
