"""What mutated inputs found: each a case, with its kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness.errors import HarnessError
from docbound.harness.fixtures import load


def drafted(page: Path) -> str:
    done = CliRunner().invoke(main, ["draft", str(page), "--output", str(page.parent / "out")])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1)
    return done.output


@pytest.mark.parametrize("key", ["version", "meta", "interactions"])
def test_a_key_of_a_cassette_that_is_null_is_missing(key: str, tmp_path: Path) -> None:
    path = tmp_path / "get_cat.x.yaml"
    meta = {
        "operation": "getCat",
        "provenance": "documented",
        "source": "x",
        "call": {"api": "A", "method": "m"},
        "expect": {"result": "plain"},
    }
    path.write_text(json.dumps({"version": 1, "meta": meta, "interactions": [], key: None}))
    with pytest.raises(HarnessError):
        load(path)


@pytest.mark.parametrize("name", ["x" * 5000, "a/" * 3000, "x\0y", "../" * 50 + "etc/passwd"])
@pytest.mark.parametrize("ending", [".mdx", ".rst"])
def test_a_page_includes_what_no_path_can_be(name: str, ending: str, tmp_path: Path) -> None:
    page = tmp_path / f"page{ending}"
    including = {
        ".mdx": f'import X from "/{name}"\n\n<X />\n\n<Snippet file="{name}" />\n',
        ".rst": f".. include:: {name}\n",
    }
    page.write_text(f"{including[ending]}\n## GET /cats\n\nAll cats.\n", encoding="utf-8")
    drafted(page)


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (".rst", "".join(f"{' ' * n}* x\n\n" for n in range(0, 1200, 2))),
        (".md", "> " * 1500 + "x"),
        (".html", "<div>" * 5000 + "GET /cats"),
    ],
)
def test_a_page_is_nested_deeply(ending: str, text: str, tmp_path: Path) -> None:
    page = tmp_path / f"page{ending}"
    page.write_text(text, encoding="utf-8")
    drafted(page)
