"""What somebody edited in a generated file is never replaced without a word, and a copy of it is
kept.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docbound import build_request
from docbound.commands import report
from docbound.commands.build import build
from docbound.output import edits
from docbound.output.manifest import MANIFEST
from docbound.output.write import write
from tests.support.descriptions import CATS, project
from tests.test_cli import docbound, saved

MODULE = "c/models/cat.py"


def generate(spec: Path, output: Path, *more: str) -> tuple[int, str, str]:
    done = docbound("generate", spec, "-o", output, "--package", "c", *more)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    spec, output = saved(tmp_path, CATS), tmp_path / "out"
    assert generate(spec, output) == (0, "", "")
    return spec, output


def test_an_edited_file_is_named_and_its_text_kept(made: tuple[Path, Path]) -> None:
    spec, output = made
    (output / MODULE).write_text("# mine\n", encoding="utf-8")
    code, _, said = generate(spec, output)
    assert code == 0
    assert f"{output}/{MODULE}: warning: the file was edited by hand" in said
    assert f"{output}/{edits.FOLDER}/{MODULE}" in said
    assert (output / edits.FOLDER / MODULE).read_text(encoding="utf-8") == "# mine\n"
    assert "class Cat" in (output / MODULE).read_text(encoding="utf-8")
    assert generate(spec, output) == (0, "", "")  # said once


def test_force_keeps_no_copy_and_still_names_the_file(
    made: tuple[Path, Path],
) -> None:
    spec, output = made
    (output / MODULE).write_text("# mine\n", encoding="utf-8")
    code, _, said = generate(spec, output, "--force")
    assert (code, "edited by hand" in said, "kept in" in said) == (0, True, False)
    assert not (output / edits.FOLDER).exists()


def test_an_edited_file_that_goes_away_is_kept_too(made: tuple[Path, Path]) -> None:
    spec, output = made
    (output / MODULE).write_text("# mine\n", encoding="utf-8")
    spec.write_text(CATS.replace("Cat", "Kitten"), encoding="utf-8")
    _, _, said = generate(spec, output)
    assert f"{output}/{MODULE}: warning" in said
    assert "and is removed" in said
    assert not (output / MODULE).exists()
    assert (output / edits.FOLDER / MODULE).exists()


def test_no_copy_is_overwritten(tmp_path: Path) -> None:
    for text in ("one", "two", "one"):
        (tmp_path / "a.py").write_text(text, encoding="utf-8")
        edits.keep(tmp_path, ["a.py"])
    kept = {
        path.name: path.read_text(encoding="utf-8") for path in (tmp_path / edits.FOLDER).glob("a*")
    }
    assert kept == {"a.py": "one", "a.py.2": "two"}


def test_line_ends_of_version_control_are_no_edit(made: tuple[Path, Path]) -> None:
    spec, output = made
    text = (output / MODULE).read_bytes().replace(b"\n", b"\r\n")
    (output / MODULE).write_bytes(text)
    assert generate(spec, output) == (0, "", "")


def test_what_docbound_would_write_anyway_is_no_edit(tmp_path: Path) -> None:
    write(tmp_path, {"a": "1\n"})
    (tmp_path / "a").write_text("2\n", encoding="utf-8")
    assert write(tmp_path, {"a": "2\n"}).edited == ()


def test_regenerate_and_check_tell_edits_from_changes(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    source = build_request.client_source(root, "cats")
    first = build(source, write=True).generated
    assert first is not None
    module = next(path for path in first.files if path.endswith("models/cat.py"))
    (source.output / module).write_text("# mine\n", encoding="utf-8")
    (source.output / "README.md").unlink()
    found = build(source, write=False)
    lines = list(report.drift(found))
    assert (
        f"{source.output.as_posix()}/{module}: changed, edited by hand since docbound wrote it"
        in lines
    )
    assert f"{source.output.as_posix()}/README.md: missing" in lines
    done = docbound("regenerate", "--root", root, "--json")
    (client,) = json.loads(done.stdout)["clients"]
    assert client["files"]["edited"] == [{"path": module, "copy": f"{edits.FOLDER}/{module}"}]


# --- one document in a layout of one's own


def test_generate_check_finds_drift_and_writes_nothing(
    made: tuple[Path, Path],
) -> None:
    spec, output = made
    assert generate(spec, output, "--check") == (0, "", "")
    spec.write_text(CATS.replace("Cat", "Kitten"), encoding="utf-8")
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    code, printed, _ = generate(spec, output, "--check")
    assert code == 1
    assert f"{output}/c/models/kitten.py: missing" in printed
    assert f"{output}/{MODULE}: unexpected" in printed
    assert f"{output}/{MANIFEST}: changed" in printed
    after = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    assert before == after


def test_check_of_a_folder_that_is_not_there(tmp_path: Path) -> None:
    spec, output = saved(tmp_path, CATS), tmp_path / "out"
    code, printed, _ = generate(spec, output, "--check")
    assert (code, output.exists()) == (1, False)
    assert f"{output}/README.md: missing" in printed


def test_names_lie_where_the_caller_wants_them(tmp_path: Path) -> None:
    spec, output, names = saved(tmp_path, CATS), tmp_path / "out", tmp_path / "n.yaml"
    more = ("--names", str(names))
    code, printed, _ = generate(spec, output, *more, "--check")
    assert (code, f"{names}: missing" in printed) == (1, True)
    assert generate(spec, output, *more) == (0, "", "")
    assert "'#/components/schemas/Cat': Cat" in names.read_text(encoding="utf-8")
    assert "names" not in json.loads((output / MANIFEST).read_text(encoding="utf-8"))
    assert generate(spec, output, *more, "--check") == (0, "", "")
    names.write_text("{}\n", encoding="utf-8")
    code, printed, _ = generate(spec, output, *more, "--check")
    assert (code, f"\n{names}: changed" in f"\n{printed}") == (1, True)
    assert "+'#/components/schemas/Cat': Cat" in printed


# --- hand-written modules


def test_generate_takes_handwritten_modules(tmp_path: Path) -> None:
    spec, output, own_folder = saved(tmp_path, CATS), tmp_path / "out", tmp_path / "mine"
    own_folder.mkdir()
    (own_folder / "extra.py").write_text('"""Extra."""\n', encoding="utf-8")
    assert generate(spec, output, "--handwritten", str(own_folder)) == (0, "", "")
    assert (output / "c/extra.py").read_text(encoding="utf-8") == '"""Extra."""\n'
    (own_folder / "more.py").write_text('"""More."""\n', encoding="utf-8")
    assert generate(spec, output, "--handwritten", str(own_folder)) == (0, "", "")
    assert (output / "c/more.py").is_file()


def test_client_yaml_names_the_folder_of_handwritten_modules(tmp_path: Path) -> None:
    spec, output = saved(tmp_path, CATS), tmp_path / "out"
    config = tmp_path / "settings/client.yaml"
    config.parent.mkdir()
    config.write_text("handwritten: mine\n", encoding="utf-8")
    code, _, said = generate(spec, output, "--config", str(config))
    assert code == 1
    assert f"no folder {config.parent.as_posix()}/mine with hand-written modules" in said
    (config.parent / "mine").mkdir()
    (config.parent / "mine/extra.py").write_text("x = 1\n", encoding="utf-8")
    assert generate(spec, output, "--config", str(config)) == (0, "", "")
    assert (output / "c/extra.py").is_file()
    (config.parent / "mine/more.py").write_text("x = 1\n", encoding="utf-8")
    assert generate(spec, output, "--config", str(config)) == (0, "", "")
    assert (output / "c/more.py").is_file()


def test_a_folder_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    spec = saved(tmp_path, CATS)
    code, _, said = generate(spec, tmp_path / "out", "--handwritten", "nowhere")
    assert (code, "--handwritten nowhere does not exist" in said) == (2, True)
