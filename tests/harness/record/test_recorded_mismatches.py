"""A recording may contradict the description: `record` says so at once, and the gate accepts what
the fixture says of it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import Result

from docbound.harness.fixtures.expected_mismatches import tokens_of
from tests.support.runs import docbound

URL = "https://vault.example/api/items/a1"
NOTHING = object()
"""No body at all."""
FORM = "application/x-www-form-urlencoded"


def recorded(root: Path, sent: str, received: Any, *, kind: str = "application/json") -> Result:
    """Imports one POST request and its response; the fixtures are then shown on pages."""
    headers = [{"name": "Content-Type", "value": kind}]
    entry = {
        "request": {
            "method": "POST",
            "url": URL,
            "headers": headers,
            "postData": {"mimeType": kind, "text": sent},
        },
        "response": {
            "status": 200,
            "statusText": "OK",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "content": {"text": "" if received is NOTHING else json.dumps(received)},
        },
    }
    path = root / "traffic.har"
    path.write_text(json.dumps({"log": {"entries": [entry]}}), encoding="utf-8")
    done = docbound(root, "record", "vault", "--har", str(path), "--all")
    assert docbound(root, "regenerate").exit_code == 0
    return done


CASES: dict[str, tuple[str, object, str, tuple[str, ...]]] = {
    "a key of a JSON body": (
        json.dumps({"name": "n", "colour": "red"}),
        {"name": "n"},
        "application/json",
        ("request contradicts the description at $.colour",),
    ),
    "a key with a blank": (
        json.dumps({"name": "n", "main colour": "red"}),
        {"name": "n"},
        "application/json",
        ("request contradicts the description at $['main colour']",),
    ),
    "a key of a form": (
        urlencode({"name": "n", "colour": "red"}),
        {"name": "n"},
        FORM,
        ("request contradicts the description at $.colour",),
    ),
    "a null that may not be": (
        json.dumps({"name": "n", "note": None}),
        {"name": "n"},
        "application/json",
        ("request contradicts the description at $.note",),
    ),
    "a response of another type": (
        json.dumps({"name": "n"}),
        {"name": 5},
        "application/json",
        ("response contradicts the description at $.name",),
    ),
    "both": (
        json.dumps({"name": "n", "colour": "red"}),
        {"name": "n", "list": [1]},
        "application/json",
        (
            "request contradicts the description at $.colour",
            "response contradicts the description at $.list[0]",
        ),
    ),
    "a null in both": (
        json.dumps({"name": "n", "note": None}),
        {"name": "n", "note": None},
        "application/json",
        (
            "request contradicts the description at $.note",
            "response contradicts the description at $.note",
        ),
    ),
    "a response without a body": (
        json.dumps({"name": "n"}),
        NOTHING,
        "application/json",
        ("response contradicts the description at $\n",),
    ),
    "a response's key": (
        json.dumps({"name": "n"}),
        {"name": "n", "colour": "red"},
        "application/json",
        (),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_record_warns_and_the_gate_accepts(vault: Path, name: str) -> None:
    sent, received, kind, warnings = CASES[name]
    done = recorded(vault, sent, received, kind=kind)
    assert done.exit_code == 0, done.output
    assert done.output.count("[recorded-mismatch]") == len(warnings), done.output
    for warning in warnings:
        assert warning in done.output.replace(" [recorded-mismatch]", "")
    assert ("correct the description" in done.output) == bool(warnings)
    check = docbound(vault, "check")
    assert check.exit_code == 0, check.output
    replay = docbound(vault, "replay")
    assert replay.exit_code == 0, replay.output


def test_a_warning_shows_the_place_in_the_fixture(vault: Path) -> None:
    done = recorded(vault, json.dumps({"name": "n", "colour": "red"}), {"name": "n"})
    fixture = vault / "tests/fixtures/vault/put_item.har.yaml"
    lines = fixture.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "colour: red" in text)
    assert f"put_item.har.yaml:{line}:" in done.output


def test_a_key_that_is_described_later_is_an_expectation_out_of_date(vault: Path) -> None:
    recorded(vault, json.dumps({"name": "n", "colour": "red"}), {"name": "n"})
    description = vault / "specs/vault/openapi.yaml"
    text = description.read_text(encoding="utf-8")
    name = "        name: {type: string}\n"
    assert text.count(name) == 1
    description.write_text(
        text.replace(name, f"{name}        colour: {{type: string}}\n"), encoding="utf-8"
    )
    assert docbound(vault, "fixtures", "refresh").exit_code == 0
    assert docbound(vault, "regenerate").exit_code == 0
    # Another process, for this one has imported the package.
    command = [sys.executable, "-m", "docbound", "check", "--root", str(vault)]
    check = subprocess.run(command, capture_output=True, text=True, check=False)
    assert check.returncode == 1
    assert "reported mismatches [], expected ['$.colour']" in check.stderr


def test_an_expectation_of_nothing_is_refused(vault: Path) -> None:
    recorded(vault, json.dumps({"name": "n", "colour": "red"}), {"name": "n"})
    fixture = vault / "tests/fixtures/vault/put_item.har.yaml"
    text = fixture.read_text(encoding="utf-8")
    fixture.write_text(text.replace("- $.colour", "- $.size"), encoding="utf-8")
    check = docbound(vault, "check")
    assert check.exit_code == 1
    assert "[no-mismatch]" in check.output


@pytest.mark.parametrize(
    ("path", "tokens"),
    [
        ("$", ()),
        ("$.a.b", ("a", "b")),
        ("$.data[3]['odd key']", ("data", 3, "odd key")),
        ("""$["it's"][0]""", ("it's", 0)),
        (r"$['a\'b']", ("a'b",)),
        ("a.b", None),
        ("$.a[", None),
    ],
)
def test_paths(path: str, tokens: tuple[str | int, ...] | None) -> None:
    assert tokens_of(path) == tokens
