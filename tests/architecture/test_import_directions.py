"""Imports lead downwards, and never in a circle: imports that only type checkers see count, for
readers of a module meet their names. Private parts of a library are touched in one module.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.support.blocks import ROOT
from tests.support.imports import Module, circles, imports, upward

RUNTIME: Final = [
    "lazy introspection lazy_patterns",
    "records named_tuples call_site clock",
    "http error_text mismatch_record",
    "errors",
    "package_log mismatch_log public_keys user_input",
    "service",
    "transport serialization",
    "models config",
    "request",
    "auth",
    "call",
    "response",
    "pagination webhooks",
    "client",
]
"""The folders and root modules of the runtime, from the bottom up."""

GENERATOR: Final = [
    "runtime",
    "records json_values command_options",
    "tables",
    "service patterns output traffic",
    "diagnostics cache redaction",
    "document",
    "validation settings",
    "interpret naming fixtures documented",
    "assessment package",
    "build_request writing",
    "annotations",
    "lower",
    "render",
    "surface",
    "pipeline",
    "commands",
    "diff draft suggest",
    "harness",
    "cli",
    "__main__",
]
"""Those of the generator: documents, then what they mean, then names, then text, then commands."""

DRAFT: Final = [
    "blocks errors secrets naming",
    "facts sources used_statements",
    "merging draft_result guesses vocabulary",
    "readers interpreter finish_draft summary",
    "packages recordings writer",
    "drafting",
    "update",
    "command",
]
"""Those of ``draft``: blocks, then the facts in them, then files."""


def test_the_runtime_has_layers() -> None:
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


def test_the_generator_has_layers() -> None:
    graph = imports(ROOT / "generator" / "docbound", "docbound")
    assert upward(graph, GENERATOR) == []


def test_draft_has_layers() -> None:
    graph = imports(ROOT / "generator" / "docbound", "docbound")
    inside = {
        module[1:]: {target[1:] for target in targets if target[:1] == ("draft",) != target}
        for module, targets in graph.items()
        if module[:1] == ("draft",) != module
    }
    assert upward(inside, DRAFT) == []


def test_no_modules_of_the_generator_go_round_in_a_circle() -> None:
    assert circles(imports(ROOT / "generator" / "docbound", "docbound")) == []


@pytest.mark.parametrize(
    ("touch", "allowed"),
    [
        # Attributes of models that are written, or are named to be.
        (
            r"""\b__pydantic_\w+__ = |setattr__\(.*__pydantic_""",
            "runtime/models/pydantic_internals.py",
        ),
        (
            r"""_read_status|http\.client\.HTTPResponse""",
            "runtime/transport/urllib3_connections.py",
        ),
        (
            r"""_retry_connection|_get_ssl_context|\b_acquired""",
            "runtime/transport/aiohttp_transport.py",
        ),
        (r"""validator\._resolver""", "harness/values/keywords.py"),
        (r"""_validate_schema_meta""", "validation/validator.py"),
    ],
    ids=["pydantic", "urllib3", "aiohttp", "jsonschema", "openapi-spec-validator"],
)
def test_private_parts_of_a_library_are_touched_in_one_module(touch: str, allowed: str) -> None:
    program = ROOT / "generator" / "docbound"
    found = {
        path.relative_to(program).as_posix()
        for path in program.rglob("*.py")
        if re.search(touch, path.read_text(encoding="utf-8"))
    }
    assert found == {allowed}
