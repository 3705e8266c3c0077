"""The examples of the documentation pages, with their faults mended, run against the fixtures.

What was mended: ``os`` was used and not imported, a client was made under one name and used under
another, ``true`` was in Python, a body that has required fields was made without any, and clients
were left open.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.examples.test_printed import FAILED, run
from tests.support.blocks import Block
from tests.support.clients import CLIENTS, Client

PAGES = Path(__file__).parent / "pages"
CASES = [path for client in CLIENTS for path in sorted((PAGES / client.name).glob("*.py"))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_example(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    printed = run(Block(file=path, line=1, code=code))
    assert not any(words in printed for words in FAILED)
    assert bool(printed) == ("print" in code.partition("except")[0])


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_all_examples_are_here(client: Client) -> None:
    """A client whose page has examples has one for each operation."""
    folder = PAGES / client.name
    if not folder.is_dir():
        pytest.skip("the documentation of this client shows no examples")
    assert client.facts is not None
    assert {path.stem for path in folder.glob("*.py")} == {
        operation.name for operation in client.facts.operations
    }
