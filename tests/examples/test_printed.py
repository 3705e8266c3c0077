"""Every Python block that we print runs as printed: READMEs, pages, docstrings, the guide."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.blocks import ROOT, Block, docstring_blocks, markdown_blocks
from tests.support.clients import CLIENTS
from tests.support.network import named, network

EXCERPTS = {"docs/architecture.md"}
"""Pages that show pieces of generated files; a piece must parse, but cannot run by itself."""


FAILED = ("Exception when calling", "The call failed")
"""What an example prints when its call did not succeed."""


def _own_pages() -> Iterator[Path]:
    for pattern in ("*.md", "docs/**/*.md", "specs/*.md", "tests/**/*.md"):
        yield from sorted(ROOT.glob(pattern))


def _client_pages() -> Iterator[Path]:
    for client in CLIENTS:
        yield client.folder / "README.md"
        yield from sorted((client.folder / "docs").glob("*.md"))


def _modules() -> Iterator[Path]:
    for client in CLIENTS:
        yield from sorted(client.source.rglob("*.py"))
    yield from sorted((ROOT / "generator").rglob("*.py"))


PAGES = [*_own_pages(), *_client_pages()]
BLOCKS = [
    *(block for page in PAGES for block in markdown_blocks(page)),
    *(block for module in _modules() for block in docstring_blocks(module)),
]
RUN = [block for block in BLOCKS if block.page not in EXCERPTS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a block did.

    Attributes:
        printed: its standard output.
        logged: its standard error.
        connected: the connection settings that it used.
    """

    printed: str
    logged: str
    connected: tuple[object, ...]


def perform(block: Block) -> Outcome:
    """Runs ``block`` as a program of its own."""
    printed, logged = io.StringIO(), io.StringIO()
    code = compile("\n" * (block.line - 1) + block.code, block.file, "exec")
    namespace: dict[str, object] = {"__name__": "__main__"}
    variables = (fact.partition("=") for fact in block.fact("env"))
    with (
        network(named(*block.fact("fixture"))) as answering,
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(logged),
        warnings.catch_warnings(),
    ):
        for name, _, value in variables:
            patch.setenv(name, value)
        warnings.simplefilter("error", ResourceWarning)
        exec(code, namespace)
    return Outcome(
        printed=printed.getvalue(),
        logged=logged.getvalue(),
        connected=tuple(answering.connected),
    )


def run(block: Block) -> str:
    """Runs ``block`` as a program of its own and returns what it prints."""
    return perform(block).printed


@pytest.mark.parametrize("block", RUN, ids=str)
def test_block_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for need in block.fact("needs"):
        pytest.importorskip(need, reason=f"NOT PROVED: {need} is not installed")
    monkeypatch.chdir(tmp_path)
    environment = dict(os.environ)
    printed = run(block)
    assert not any(words in printed for words in FAILED)
    if block.output is not None:
        assert printed == block.output
    assert dict(os.environ) == environment, "an example changed the environment"


@pytest.mark.parametrize("block", [block for block in BLOCKS if block not in RUN], ids=str)
def test_excerpt_parses(block: Block) -> None:
    assert ast.parse(block.code).body, "the excerpt is empty"


def test_there_is_something_to_run() -> None:
    for client in CLIENTS:
        readme = client.folder / "README.md"
        assert any(block.file == readme for block in RUN), f"{readme} shows no Python"
    assert any(block.file == ROOT / "README.md" for block in RUN)


@pytest.mark.parametrize("client", CLIENTS, ids=str)
def test_each_operation_has_an_example(client: object) -> None:
    """Each operation's section in the API pages has a Python block that calls it."""
    from tests.support.clients import Client

    assert isinstance(client, Client)
    for page in sorted((client.folder / "docs").glob("*Api.md")):
        text = page.read_text(encoding="utf-8")
        for section in text.split("\n# **")[1:]:
            name = section.partition("**")[0].replace("\\", "")
            code = section.partition("```python")[2].partition("```")[0]
            assert f".{name}(" in code, f"{page.name}: {name}"
