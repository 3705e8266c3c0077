"""Hand-written modules: copied as they are, and named where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from docbound import build_request
from docbound.commands.build import build
from docbound.diagnostics.diagnostic import Diagnostics, Severity
from docbound.render import handwritten


def test_modules_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "b.py").write_text("B = 'é'\n", encoding="utf-8")
    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no module", encoding="utf-8")
    found = Diagnostics()
    assert handwritten.read(tmp_path, found) == (
        ("a.py", "A = 1\n"),
        ("parts/b.py", "B = 'é'\n"),
    )
    assert handwritten.read(None, found) == ()
    assert not len(found)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"x = 1\ndef f(:\n", 2, "is not Python: invalid syntax"),
        (b"# caf\xe9\n", 1, "is not text in UTF-8: invalid continuation byte"),
        (b"x = 1\0", 1, "is not Python: source code string cannot contain null bytes"),
    ],
)
def test_what_is_no_module_is_an_error_with_its_place(
    content: bytes, line: int, says: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.py"
    path.write_bytes(content)
    diagnostics = Diagnostics()
    assert handwritten.read(tmp_path, diagnostics) == ()
    (item,) = diagnostics
    assert diagnostics.has_errors
    assert item.message == f"the hand-written module bad.py {says}"
    assert item.position is not None
    assert (item.position.file, item.position.line) == (path.as_posix(), line)


DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shades, version: "1"}
paths: {}
components: {schemas: {Shade: {type: object, properties: {name: {type: string}}}}}
"""


def test_a_generated_module_that_one_replaces_is_a_warning(tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(DESCRIPTION, encoding="utf-8")
    own = tmp_path / "handwritten"
    (own / "models").mkdir(parents=True)
    (own / "models" / "shade.py").write_text("class Shade:\n    ...\n", "utf-8")
    (own / "extra.py").write_text("EXTRA = 1\n", "utf-8")
    source = build_request.BuildRequest(
        description=description, output=tmp_path / "out", handwritten=own
    )
    outcome = build(source, write=True)
    (said,) = (item for item in outcome.diagnostics if item.code == "replaced-module")
    assert said.severity is Severity.WARNING
    assert said.message == "the hand-written module models/shade.py replaces the generated one"
    assert said.position is not None
    assert said.position.file == (own / "models" / "shade.py").as_posix()
    assert outcome.generated is not None
    files = outcome.generated.files
    (place,) = (path for path in files if path.endswith("/models/shade.py"))
    assert "class Shade:\n" in files[place]
    assert any(path.endswith("/extra.py") for path in files)


def test_own_types_in_place_of_those_of_plain_data_are_said(tmp_path: Path) -> None:
    description = tmp_path / "openapi.yaml"
    description.write_text(
        DESCRIPTION.replace(
            "paths: {}",
            "paths: {/shades: {post: {operationId: add, requestBody: {content: {application/json:"
            ' {schema: {$ref: "#/components/schemas/Shade"}}}}, responses: {}}}}',
        ),
        encoding="utf-8",
    )
    own = tmp_path / "handwritten"
    own.mkdir()
    (own / "types.py").write_text("Hue = float\n", "utf-8")
    source = build_request.BuildRequest(
        description=description, output=tmp_path / "out", handwritten=own
    )
    (said,) = (
        item for item in build(source, write=True).diagnostics if item.code == "replaced-module"
    )
    assert said.message == "the hand-written module types.py replaces the generated one"
    assert "type checkers do not find them here; give the file another name" in said.hint
