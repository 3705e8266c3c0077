"""Pages as sites have them, each in a style of its own, and what a reader finds in them by hand.

``styles/NAME.facts`` lists every fact of ``styles/NAME.*``, a line each: an operation with the
schemes that it needs, a parameter, a field of a body (``>``) or of a response (``200``). ``!``
marks what is required, ``?`` a type that the page does not state. Nothing else may be in the draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docbound.cli import main
from tests.draft.test_pages import drafted

HERE = Path(__file__).parent / "styles"
PAGES = sorted(path for path in HERE.iterdir() if path.suffix != ".facts")


def facts(document: dict[str, Any]) -> Iterator[str]:
    """The facts of a description, line by line."""
    for server in document.get("servers", ()):
        yield f"server {server['url']}"
    for path, item in document["paths"].items():
        for method, operation in item.items():
            needed = operation.get("security", document.get("security", []))
            schemes = [_scheme(document, name) for row in needed for name in row]
            yield " ".join([method.upper(), path, *schemes])
            for server in operation.get("servers", ()):
                yield f"  server {server['url']}"
            for row in operation.get("parameters", ()):
                mark = "!" if row.get("required") else ""
                yield f"  {row['in']} {row['name']}{mark} {_type(document, row['schema'])}"
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"  > {media}"
                yield from _fields(document, content["schema"], "  > ")
            for status, response in operation.get("responses", {}).items():
                yield f"  {status}"
                for content in response.get("content", {}).values():
                    yield from _fields(document, content["schema"], f"  {status} ")


def _scheme(document: dict[str, Any], name: str) -> str:
    scheme = document["components"]["securitySchemes"][name]
    if scheme["type"] == "http":
        return f"({scheme['scheme']})"
    return f"({scheme['in']} {scheme['name']})"


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _type(document: dict[str, Any], schema: dict[str, Any]) -> str:
    schema = _resolved(document, schema)
    stated = schema.get("type", "?")
    kind = "/".join(stated) if isinstance(stated, list) else str(stated)
    if kind == "array":
        kind = f"[{_type(document, schema.get('items', {}))}]"
    if "format" in schema:
        kind += f"({schema['format']})"
    return kind + (" " + "|".join(map(str, schema["enum"])) if "enum" in schema else "")


def _fields(document: dict[str, Any], schema: dict[str, Any], lead: str) -> Iterator[str]:
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        yield from _fields(document, schema.get("items", {}), f"{lead}[]")
    for number, inner in enumerate(schema.get("anyOf", ()), 1):
        yield from _fields(document, inner, f"{lead}({number})")
    for inner in schema.get("allOf", ()):
        yield from _fields(document, inner, lead)
    if isinstance(values := schema.get("additionalProperties"), dict):
        yield f"{lead}{{}} {_type(document, values)}"
        yield from _fields(document, values, f"{lead}{{}}.")
    for name, inner in schema.get("properties", {}).items():
        mark = "!" if name in schema.get("required", ()) else ""
        yield f"{lead}{name}{mark} {_type(document, inner)}"
        yield from _fields(document, inner, f"{lead}{name}.")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_all_that_a_page_states_is_in_the_draft_and_nothing_else(
    page: Path, tmp_path: Path
) -> None:
    content = drafted(tmp_path, page.name, page.read_text(encoding="utf-8"))
    wanted = page.with_suffix(".facts").read_text(encoding="utf-8")
    assert "\n".join(facts(content)) + "\n" == wanted


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_the_draft_makes_a_package_and_passes_the_gate(page: Path, tmp_path: Path) -> None:
    drafted(tmp_path, page.name, page.read_text(encoding="utf-8"))
    for arguments in (["regenerate"], ["check"]):
        done = CliRunner().invoke(main, [*arguments, "--root", str(tmp_path)])
        assert done.exit_code == 0, done.output
