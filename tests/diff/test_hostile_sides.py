"""Wheels, revisions and texts of others: a sentence, nothing read from outside, nothing forged."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.diagnostics.display import render_diagnostic

CATS = """\
openapi: 3.0.3
info: {title: Cats, version: "1"}
paths:
  /cats:
    get:
      operationId: list_cats
      parameters: [{name: "NAME", in: query, schema: {type: string}}]
      responses: {"200": {description: ok}}
"""


def diff(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["diff", *arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def described(folder: Path, name: str) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}.yaml"
    path.write_text(CATS.replace("NAME", name), encoding="utf-8")
    return path


def wheel(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("cats/surface.txt", content)
    return packed.getvalue()


BOMB = wheel(b"\n" * 60_000_000)
GOOD = wheel(b"package cats {}\n")
WHEELS = {
    "a bomb": (BOMB, "is larger than 50 MB"),
    "no archive": (b"PK\x03\x04" + b"x" * 100, "cannot be read"),
    "cut off": (GOOD[:-30], "cannot be read"),
    "not UTF-8": (wheel(b"\xff\xfe"), "cannot be read"),
    "encrypted": (
        GOOD.replace(b"PK\x01\x02\x14\x03\x14\0\0", b"PK\x01\x02\x14\x03\x14\0\1"),
        "encrypted",
    ),
    "packed in an unknown way": (GOOD.replace(b"\x08\0", b"\x63\0"), "cannot be read"),
    "damaged": (BOMB[:60] + b"\xff" * 40 + BOMB[100:], "cannot be read"),
    "without a surface": (wheel(b"").replace(b"surface.txt", b"surfaces.tx"), "has no surface.txt"),
    "no lines of a surface": (wheel(b"\0\x01{" * 999), "cats.whl"),
}


@pytest.mark.parametrize("kind", WHEELS)
def test_a_wheel_that_is_none(kind: str, tmp_path: Path) -> None:
    content, text = WHEELS[kind]
    path = tmp_path / "cats.whl"
    path.write_bytes(content)
    done = diff(str(path), str(path))
    assert done.exit_code in (1, 2) and text in done.output, done.output


@pytest.mark.skipif(shutil.which("git") is None, reason="git is absent")
def test_links_of_a_revision_that_lead_out_are_left_out(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.com")
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True)

    specs = tmp_path / "specs/cats"
    specs.mkdir(parents=True)
    (specs / "openapi.yaml").write_text(CATS, encoding="utf-8")
    (specs / "up").symlink_to("../../../../etc")
    (tmp_path / "out").symlink_to("/etc/passwd")
    git("init", "-q")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    (specs / "openapi.yaml").write_text(CATS.replace("list_cats", "all_cats"), encoding="utf-8")
    done = diff("HEAD", str(tmp_path), "--root", str(tmp_path))
    assert "get/operationId differs" in done.output
    assert not diff("HEAD:out", str(specs), "--root", str(tmp_path)).output.count("root:")


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_names_forge_no_report(form: str, tmp_path: Path) -> None:
    old = described(tmp_path, "a")
    new = described(tmp_path, r"b\n\n# pwn\n::error::pwn\n<script>`x`\e[31m @all")
    output = diff(str(old), str(new), "--format", form).output
    assert "pwn" in output
    assert "\x1b" not in output
    lines = [line.strip() for line in output.splitlines()]
    assert not [line for line in lines if line.startswith(("# pwn", "::error::pwn", "<script"))]
    if form == "markdown":
        assert "<script>" not in output.replace("\\<", "") and " @all" not in output


@pytest.mark.parametrize(
    "line", ["::stop-commands::x: 1", "   ::error::x", "##vso[task.x]", "##[y]"]
)
def test_a_source_line_is_no_command_of_a_pipeline(line: str) -> None:
    place = Position(file="a.yaml", line=1, column=1, excerpt=line)
    shown = render_diagnostic(
        Diagnostic(severity=Severity.ERROR, code="unknown-key", message="x", position=place)
    )
    assert line in shown
    assert not [each for each in shown.splitlines() if each.lstrip().startswith(("::", "##"))]
