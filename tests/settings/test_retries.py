"""The key `retries` of client.yaml: mistakes, each with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.settings import settings


def messages(folder: Path, text: str) -> list[str]:
    path = folder / "client.yaml"
    path.write_text(text, encoding="utf-8")
    found = Diagnostics()
    settings.load(path, found)
    return [f"{each.position.line if each.position else 0}: {each.message}" for each in found]


def test_what_is_right(tmp_path: Path) -> None:
    text = "retries: {count: 0, statuses: [503], methods: [POST], backoff: 0.5, max_wait: 9}\n"
    assert messages(tmp_path, text) == []


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{count: -1}", "a number of repetitions is expected here"),
        ("{count: true}", "a number of repetitions is expected here"),
        ("{statuses: [200]}", "200 is no status of an error"),
        ("{statuses: ['503']}", "'503' is no status of an error"),
        ("{statuses: 503}", "list"),
        ("{methods: [post]}", "'post' is no method"),
        ("{backoff: soon}", "a number of seconds is expected here"),
        ("{max_wait: -1}", "a number of seconds is expected here"),
        ("{tries: 2}", "tries"),
        ("3", "mapping"),
    ],
)
def test_mistakes(value: str, said: str, tmp_path: Path) -> None:
    found = messages(tmp_path, f"version: 1.0.0\nretries: {value}\n")
    assert found and found[0].startswith("2: ") and said in found[0]
