"""The digest depends on what a description says, not on where it is or how it is encoded."""

from __future__ import annotations

from pathlib import Path

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics


def digest(folder: Path, name: str, files: dict[str, bytes]) -> str:
    folder.mkdir()
    for file, raw in files.items():
        (folder / file).write_bytes(raw)
    loaded = document.load(folder / name, Diagnostics())
    assert loaded is not None
    return loaded.digest


def test_the_digest_depends_on_every_text_and_nothing_else(tmp_path: Path) -> None:
    root = b"openapi: 3.1.0\nx: {$ref: 'b.yaml#/b'}\n"
    first = digest(tmp_path / "1", "api.yaml", {"api.yaml": root, "b.yaml": b"b: 1\n"})
    assert first.startswith("sha256:")
    assert len(first) == 71
    assert first == digest(tmp_path / "2", "other.yml", {"other.yml": root, "b.yaml": b"b: 1\n"})
    assert first == digest(
        tmp_path / "3",
        "api.yaml",
        {
            "api.yaml": root.replace(b"\n", b"\r\n"),
            "b.yaml": "b: 1\n".encode("utf-16"),
            "unused.yaml": b"x",
        },
    )
    assert first != digest(tmp_path / "4", "api.yaml", {"api.yaml": root, "b.yaml": b"b: 2\n"})
    assert first != digest(
        tmp_path / "5", "api.yaml", {"api.yaml": root + b"#\n", "b.yaml": b"b: 1\n"}
    )
    assert first != digest(tmp_path / "6", "api.yaml", {"api.yaml": root})


def test_files_that_only_a_mapping_or_a_requirement_names_belong_to_it(
    tmp_path: Path,
) -> None:
    root = b"""openapi: 3.2.0
security: [{'keys.yaml#/components/securitySchemes/key': []}]
components:
  schemas:
    Pet:
      type: object
      discriminator: {propertyName: kind, mapping: {cat: cat.yaml, dog: Dog}}
"""
    files = {"api.yaml": root, "keys.yaml": b"{}", "cat.yaml": b"{}", "Dog": b"{"}
    first = digest(tmp_path / "1", "api.yaml", files)
    assert first == digest(tmp_path / "2", "api.yaml", {**files, "Dog": b"}"})
    for name in ("keys.yaml", "cat.yaml"):
        other = digest(tmp_path / name, "api.yaml", {**files, name: b"type: object"})
        assert first != other
