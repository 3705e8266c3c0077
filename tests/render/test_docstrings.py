"""Docstrings of methods."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docbound.render.docstrings import method_doc
from tests.render.sample import LIST_PETS

SILENT = ["", "OK", "200", "200 response", "The request was successful.", "Success!", "No content"]
TELLING = ["All pets.", "A list of pets, newest first", "Created", "200: the pets"]


@pytest.mark.parametrize("text", [*SILENT, *TELLING])
def test_returns_stands_where_the_description_says_something(text: str) -> None:
    [first, *others] = LIST_PETS.responses
    method = replace(LIST_PETS, responses=(replace(first, description=text), *others))
    assert ("Returns:" in method_doc(method, "options")) is (text in TELLING)
