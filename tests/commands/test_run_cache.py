"""A run that finds nothing changed does nothing, and says what a full run would say; one different
byte, and all is done.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from docbound import build_request, cache, naming
from docbound.commands import report, run_cache
from docbound.commands.build import build
from docbound.commands.fresh_build import fresh_build
from docbound.output.changes import Changes
from docbound.output.manifest import MANIFEST
from docbound.render import formatting

DESCRIPTION = """\
openapi: 3.1.0
info: {title: Shades, version: "1", description: Colours.}
servers: [{url: "https://shades.test"}]
paths:
  /shades:
    get:
      operationId: list_shades
      tags: [shades]
      responses:
        "200":
          description: All.
          content: {application/json: {schema: {$ref: "parts/shade.yaml#/Shades"}}}
"""
PARTS = """\
Shades: {type: array, items: {$ref: "#/Shade"}}
Shade: {type: object, properties: {name: {type: string, description: Its name.}}}
"""
CONFIG = "package: shades_client\noverlays: [overlay.yaml]\n"
OVERLAY = """\
overlay: 1.0.0
info: {title: Ours, version: "1"}
actions: [{target: $.info, update: {description: Our colours.}}]
"""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.FOLDER_VARIABLE, str(tmp_path / "cache"))


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> build_request.BuildRequest:
    """A project that was generated once."""
    # A file system's clock goes in steps; here every input is taken for older than the run.
    monkeypatch.setattr(run_cache, "_changed", lambda path: 0)
    folder = tmp_path / "specs" / "shades"
    (folder / "parts").mkdir(parents=True)
    (folder / "handwritten").mkdir()
    (folder / "openapi.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (folder / "parts" / "shade.yaml").write_text(PARTS, encoding="utf-8")
    (folder / "client.yaml").write_text(CONFIG, encoding="utf-8")
    (folder / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    (folder / "handwritten" / "extra.py").write_text('"""More."""\n', encoding="utf-8")
    source = build_request.client_source(tmp_path, "shades")
    outcome = build(source, write=True)
    assert not outcome.failed, [item.message for item in outcome.diagnostics]
    assert run_cache.load(source, write=True) is not None
    return source


def test_a_run_during_which_docbound_changed_is_not_remembered(
    source: build_request.BuildRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(cache.FOLDER_VARIABLE, str(tmp_path / "other cache"))
    installed = cache._distributions  # pyright: ignore[reportPrivateUsage]
    with monkeypatch.context() as during:
        during.setattr(cache, "_distributions", lambda: [*installed(), "another-1.dist-info"])
        assert not build(source, write=True).failed
    assert run_cache.load(source, write=True) is None
    assert not build(source, write=True).failed
    assert run_cache.load(source, write=True) is not None


def test_a_first_run_without_a_names_file_is_remembered(
    source: build_request.BuildRequest,
) -> None:
    without_names = replace(source, names=None, output=source.output.with_name("alone"))
    assert not build(without_names, write=True).failed
    assert run_cache.load(without_names, write=True) is not None


def test_a_clash_that_kept_names_settle_is_said_once(source: build_request.BuildRequest) -> None:
    parts = source.description.parent / "parts" / "shade.yaml"
    parts.write_text(
        PARTS.replace("properties: {", "properties: {Name: {type: string}, "), encoding="utf-8"
    )
    first = build(source, write=True)
    assert [item.code for item in first.diagnostics] == ["name-clash"]
    recalled = run_cache.load(source, write=True)
    assert recalled is not None and not list(recalled.diagnostics)
    assert report.as_json(recalled) == report.as_json(fresh_build(source, write=True))


def test_a_run_whose_names_would_change_again_is_not_remembered(
    source: build_request.BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(cache.folder() or "")
    assert source.names is not None
    source.names.unlink()
    resolved = naming.resolve_names

    def unsettled(*arguments: Any) -> naming.Names:
        names = resolved(*arguments)
        return names if arguments[2] else replace(names, package="another")

    monkeypatch.setattr(naming, "resolve_names", unsettled)
    assert not build(source, write=True).failed
    assert run_cache.load(source, write=True) is None


@pytest.mark.parametrize("write", [True, False])
def test_what_is_recalled_is_what_a_full_run_says(
    source: build_request.BuildRequest, write: bool
) -> None:
    recalled = run_cache.load(source, write=write)
    assert recalled is not None and recalled.generated is None
    worked_out = fresh_build(source, write=write)
    assert report.as_json(recalled) == report.as_json(worked_out)
    assert report.summary(recalled) == report.summary(worked_out)


def edit(name: str) -> Callable[[build_request.BuildRequest], None]:
    def change(source: build_request.BuildRequest) -> None:
        path = source.description.parent / name
        path.write_bytes(path.read_bytes() + b"\n")

    return change


def add_module(source: build_request.BuildRequest) -> None:
    assert source.handwritten
    (source.handwritten / "more.py").write_text('"""Even more."""\n', encoding="utf-8")


def remove_part(source: build_request.BuildRequest) -> None:
    (source.description.parent / "parts" / "shade.yaml").unlink()


@pytest.mark.parametrize(
    "change",
    [
        *map(edit, ("openapi.yaml", "parts/shade.yaml", "client.yaml", "overlay.yaml")),
        *map(edit, ("names.yaml", "handwritten/extra.py")),
        add_module,
        remove_part,
    ],
)
def test_a_changed_input_is_noticed(
    source: build_request.BuildRequest, change: Callable[[build_request.BuildRequest], None]
) -> None:
    change(source)
    assert run_cache.load(source, write=True) is None
    assert run_cache.load(source, write=False) is None


@pytest.mark.parametrize(
    "options",
    [
        {"lenient": True},
        {"strict_keys": True},
        {"package": "other"},
        {"names": None},
        {"handwritten": None},
    ],
    ids=str,
)
def test_other_options_are_another_run(
    source: build_request.BuildRequest, options: dict[str, object]
) -> None:
    assert run_cache.load(replace(source, **options), write=True) is None  # type: ignore[arg-type]  # fields by name


def test_another_docbound_is_another_run(
    source: build_request.BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "program", lambda: "another")
    assert run_cache.load(source, write=True) is None


def test_a_tampered_file_is_shown_with_its_difference(source: build_request.BuildRequest) -> None:
    path = source.output / "shades_client" / "__init__.py"
    path.write_text(path.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    outcome = build(source, write=False)
    (drift,) = outcome.drift
    assert drift.kind == "changed" and "-# mine" in drift.diff
    assert build(source, write=True).changes == Changes(
        written=("shades_client/__init__.py",),
        unchanged=len(outcome.generated.files) - 1 if outcome.generated else 0,
    )


def test_a_missing_and_an_unexpected_file_are_found(source: build_request.BuildRequest) -> None:
    (source.output / "README.md").unlink()
    (source.output / "mine.txt").write_text("mine", encoding="utf-8")
    found = [(item.kind, item.path) for item in build(source, write=False).drift]
    assert found == [("missing", "README.md"), ("unexpected", "mine.txt")]


def test_a_tampered_manifest_is_noticed(source: build_request.BuildRequest) -> None:
    path = source.output / MANIFEST
    path.write_bytes(path.read_bytes() + b" ")
    assert run_cache.load(source, write=True) is None


def test_an_input_that_changed_during_the_run_is_not_remembered(
    source: build_request.BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(cache.folder() or "")
    monkeypatch.setattr(run_cache, "_changed", lambda path: run_cache.file_clock())
    build(source, write=True)
    assert run_cache.load(source, write=True) is None


def entries() -> list[Path]:
    folder = cache.folder()
    return [path for path in folder.rglob("*") if path.is_file()] if folder else []


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"0" * 64 + b"\n{}"])
def test_a_damaged_entry_counts_as_none(source: build_request.BuildRequest, damage: bytes) -> None:
    for path in entries():
        path.write_bytes(damage)
    assert run_cache.load(source, write=True) is None
    assert not build(source, write=True).failed


def test_a_changed_entry_counts_as_none(source: build_request.BuildRequest) -> None:
    for path in entries():
        path.write_bytes(path.read_bytes().replace(b"list_shades", b"list_fakes"))
    assert run_cache.load(source, write=True) is None


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
@pytest.mark.parametrize("depth", range(4), ids=["entry", "key", "kind", "cache"])
def test_what_another_user_may_write_is_not_read(
    source: build_request.BuildRequest, depth: int
) -> None:
    assert run_cache.load(source, write=True) is not None
    for path in entries():
        part = (path, *path.parents)[depth]
        part.chmod(part.stat().st_mode | 0o020)
    assert run_cache.load(source, write=True) is None
    assert not build(source, write=True).failed


@pytest.mark.skipif(sys.platform == "win32", reason="owners are others there")
def test_what_another_user_owns_is_not_read(
    source: build_request.BuildRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = (cache.folder() or Path()).stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    known = run_cache.load(source, write=True)
    assert known is None or owner == 0, "root may write everywhere anyway"


def test_a_cache_is_private_whatever_the_umask_says() -> None:
    before = os.umask(0o002)
    try:
        cache.write("kind", "k" * 64, "content")
    finally:
        os.umask(before)
    assert cache.read("kind", "k" * 64) == "content"


def test_code_from_the_cache_is_compared_with_what_was_rendered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = f"NAMES = {['name'] * 40}\n"
    formatted = formatting.format_source.__wrapped__(text)
    for planted in ("import os\n" + formatted, "# coding: utf-7\n" + formatted, "("):
        monkeypatch.setattr(cache, "read", lambda *_, found=planted: found)
        assert formatting.format_source.__wrapped__(text) == formatted
    spelt = '"""One.\n\n    two.  \n"""\nx = (1)\n'
    assert formatting.is_same_code(spelt, '"""One.\n\ntwo.\n"""\nx = 1\n')


def test_without_a_cache_everything_still_works(
    source: build_request.BuildRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for place in ("", str(tmp_path / "file" / "below")):
        monkeypatch.setenv(cache.FOLDER_VARIABLE, place)
        outcome = build(source, write=False)
        assert not outcome.failed and outcome.generated is not None


def test_many_writers_leave_one_whole_entry() -> None:
    contents = [{"writer": "x" * number * 1000} for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: cache.write("kind", "k" * 64, content), contents))
        found = list(pool.map(lambda _: cache.read("kind", "k" * 64), range(40)))
    assert found[0] in contents and all(item == found[0] for item in found)
    assert len(entries()) == 1


def test_a_verdict_is_remembered_word_for_word(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(DESCRIPTION.replace("description: All.", "deskription: All."), encoding="utf-8")
    source = build_request.BuildRequest(description=path, output=tmp_path / "out")
    first, second = (list(build(source, write=True).diagnostics) for _ in range(2))
    assert first == second and any(item.severity.value == "error" for item in first)
    assert [path for path in entries() if "verdicts" in path.parts]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no /dev/fd")
def test_what_comes_from_a_pipe_is_not_read_to_see_whether_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_cache, "_CLOCK_STEP", -(10**12))  # all inputs count as old
    text = DESCRIPTION.replace("parts/shade.yaml#/Shades", "#/info")
    reader, writer = os.pipe()
    os.close(writer)
    source = build_request.BuildRequest(
        description=Path(f"/dev/fd/{reader}"), output=tmp_path / "out"
    )
    for _ in range(3):
        filled, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        os.dup2(filled, reader)  # as a shell does: the same name, another pipe
        os.close(filled)
        outcome = build(source, write=True)
        assert not outcome.failed, [item.message for item in outcome.diagnostics]
    os.close(reader)
