"""The command line: exit codes, what is printed where, the machine-readable report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from docbound import build_request
from docbound.commands import report
from docbound.commands.build import build
from tests.support.descriptions import BROKEN, CATS, DOGS, project


def docbound(
    *arguments: str | Path, cwd: Path | None = None, piped: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs the command as a user does, with pipes for its output, and with ``piped`` as its
    input.
    """
    command = [sys.executable, "-m", "docbound", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, check=False, input=piped
    )


def saved(folder: Path, text: str, name: str = "openapi.yaml") -> Path:
    """Writes a description and returns its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- exit code 0


def test_generate_is_silent_in_a_pipe(tmp_path: Path) -> None:
    done = docbound(
        "generate",
        saved(tmp_path, CATS),
        "--output",
        tmp_path / "out",
        "--package",
        "cats_client",
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out/cats_client/__init__.py").is_file()
    assert (tmp_path / "out/pyproject.toml").is_file()


def test_generate_twice_into_the_same_folder_updates_it(tmp_path: Path) -> None:
    spec, output = saved(tmp_path, CATS), tmp_path / "out"
    assert docbound("generate", spec, "-o", output, "--package", "c").returncode == 0
    saved(tmp_path, CATS.replace("Cat", "Kitten"))
    assert docbound("generate", spec, "-o", output, "--package", "c").returncode == 0
    modules = {path.name for path in (output / "c/models").glob("*.py")}
    assert "kitten.py" in modules
    assert "cat.py" not in modules


@pytest.mark.parametrize("as_json", [False, True])
def test_a_description_may_be_piped_in(as_json: bool, tmp_path: Path) -> None:
    cat = '{"type": "object", "properties": {"name": {"type": "string"}}}'
    (tmp_path / "cat.json").write_text(cat, encoding="utf-8")
    content = {
        "openapi": "3.1.0",
        "info": {"title": "Cats", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Cat": {"$ref": "cat.json"}}},
    }
    text = json.dumps(content) if as_json else yaml.safe_dump(content)
    done = docbound("generate", "-", "-o", "out", cwd=tmp_path, piped=text)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    model = tmp_path / "out/cats_client/models/cat.py"
    assert "class Cat(Model)" in model.read_text(encoding="utf-8")
    other = text.replace("Cat", "Kitten")
    done = docbound("generate", "-", "-o", "out", cwd=tmp_path, piped=other)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.glob("out/*/models/kitten.py")), "another text was read"


def test_findings_of_a_piped_description_name_standard_input(tmp_path: Path) -> None:
    done = docbound("validate", "-", cwd=tmp_path, piped=BROKEN)
    assert done.returncode == 1
    assert "<stdin>:" in done.stderr
    assert docbound("validate", "-", piped=CATS).returncode == 0
    empty = docbound("validate", "-", piped="")
    assert (empty.returncode, "the file is empty" in empty.stderr) == (1, True)


def test_regenerate_then_check_then_edit(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    assert docbound("regenerate", cwd=root).returncode == 0
    assert docbound("check", cwd=root).returncode == 0

    model = root / "generated/cats/cats_client/models/cat.py"
    model.write_text(model.read_text() + "edited = True\n")
    (root / "generated/cats/cats_client/models/ghost.py").write_text("")
    (root / "generated/cats/README.md").unlink()
    done = docbound("check", cwd=root)
    assert done.returncode == 1
    assert "generated/cats/README.md: missing" in done.stdout
    assert "generated/cats/cats_client/models/cat.py: changed" in done.stdout
    assert "-edited = True" in done.stdout
    assert "generated/cats/cats_client/models/ghost.py: unexpected" in done.stdout


def test_regenerate_only_the_named_client(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS, dogs=DOGS)
    assert docbound("regenerate", "dogs", cwd=root).returncode == 0
    assert (root / "generated/dogs").is_dir()
    assert not (root / "generated/cats").exists()


def test_check_notices_a_changed_description(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    docbound("regenerate", cwd=root)
    saved(
        root / "specs/cats",
        CATS.replace("lives: {type: integer}", "lives: {type: number}"),
    )
    done = docbound("check", cwd=root)
    assert done.returncode == 1
    assert "models/cat.py: changed" in done.stdout
    before = (root / "generated/cats/cats_client/models/cat.py").read_text()
    assert docbound("check", cwd=root).returncode == 1, "check must not mend anything"
    assert (root / "generated/cats/cats_client/models/cat.py").read_text() == before


def test_validate_accepts(tmp_path: Path) -> None:
    done = docbound("validate", saved(tmp_path, CATS))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("command", ["", "generate", "regenerate", "check", "validate"])
def test_help(command: str) -> None:
    done = docbound(*filter(None, [command, "--help"]))
    assert done.returncode == 0
    assert done.stdout.startswith("Usage:")


def test_what_a_terminal_sees_at_the_end(tmp_path: Path) -> None:
    output = tmp_path / "out"
    source = build_request.BuildRequest(description=saved(tmp_path, CATS), output=output)
    first = report.summary(build(source, write=True))
    assert re.fullmatch(rf"{output}: 1 operation in cats_client; \d+ files written", first)
    (output / "README.md").unlink()
    again = report.summary(build(source, write=True))
    assert re.search(r"; 1 file written, \d+ files unchanged$", again)
    idle = report.summary(build(source, write=True))
    assert re.fullmatch(rf"{output}: 1 operation; \d+ files unchanged", idle)


# --- names and filters


@pytest.mark.parametrize(
    ("config", "arguments", "package"),
    [
        ("version: 2.0", [], "cats_client"),
        ("version: 2.0", ["--package", "chosen"], "chosen"),
        ("package: configured", [], "configured"),
        ("package: configured", ["--package", "chosen"], "chosen"),
    ],
)
def test_the_packages_name(tmp_path: Path, config: str, arguments: list[str], package: str) -> None:
    spec = saved(tmp_path, CATS)
    saved(tmp_path, config, "client.yaml")
    options = ["--config", str(tmp_path / "client.yaml"), *arguments]
    done = docbound("generate", spec, "-o", tmp_path / "out", *options)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "out" / package / "__init__.py").is_file()
    name = package.replace("_", "-")
    assert f'name = "{name}"' in (tmp_path / "out/pyproject.toml").read_text()


ZOO = """
openapi: 3.1.0
info: {title: Zoo, version: "1"}
paths:
  /cats:
    get: {operationId: listCats, tags: [cats], responses: &done {"204": {description: done}}}
  /cats/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    delete: {operationId: removeCat, tags: [cats, keepers], responses: *done}
  /dogs:
    get: {operationId: listDogs, tags: [dogs], responses: *done}
"""


@pytest.mark.parametrize(
    ("options", "operations"),
    [
        ("", ["listDogs"]),
        ("--include-tag cats", ["listCats", "removeCat"]),
        ("--include-path /cats", ["listCats"]),
        ("--include-path /cats*", ["listCats", "removeCat"]),
        ("--include-operation listCats --include-tag dogs", ["listCats", "listDogs"]),
        ("--exclude-tag keepers", ["listCats", "listDogs"]),
        ("--exclude-path /cats*", ["listDogs"]),
        ("--exclude-operation listDogs --exclude-operation removeCat", ["listCats"]),
        ("--include-tag cats --exclude-tag keepers", ["listCats"]),
    ],
)
def test_filters(tmp_path: Path, options: str, operations: list[str]) -> None:
    config = saved(tmp_path, "filters: {tags: [dogs]}", "client.yaml")
    command = ("generate", saved(tmp_path, ZOO), "-o", tmp_path / "out", "--json")
    for _ in range(2):  # the second run finds what the first one remembered
        done = docbound(*command, "--config", config, *options.split())
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        (client,) = json.loads(done.stdout)["clients"]
        found = [item["id"] for item in client["operations"]["generated"]]
        assert found == operations
    assert docbound(*command, "--exclude-tag", "cats").returncode == 0
    (api,) = (tmp_path / "out").glob("docs/*Api.md")
    assert "list_dogs" in api.read_text()


def test_a_filter_that_fits_nothing_is_refused(tmp_path: Path) -> None:
    spec = saved(tmp_path, ZOO)
    done = docbound("generate", spec, "-o", tmp_path / "out", "--exclude-tag", "cows")
    assert done.returncode == 1
    assert "tag 'cows'" in done.stderr
    assert not (tmp_path / "out").exists()


# --- exit code 1


@pytest.mark.parametrize("command", ["validate", "generate"])
def test_an_invalid_description(tmp_path: Path, command: str) -> None:
    spec = saved(tmp_path, BROKEN)
    output = ("--strict", "--output", str(tmp_path / "out"))
    done = docbound(command, spec, *(output if command == "generate" else ()))
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"{spec}:2:" in done.stderr
    assert "version" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "- a\n- b\n",
        "openapi: 3.1.0\n",
        "swagger: '1.2'\n",
        "a: [",
        "\x00",
        "key: *nowhere\n",
        "\ufeff{}",
        "12",
        "null",
    ],
)
@pytest.mark.parametrize("lenient", [False, True])
def test_nonsense_never_ends_in_a_traceback(tmp_path: Path, text: str, lenient: bool) -> None:
    flags = ["--lenient"] if lenient else []
    done = docbound("generate", saved(tmp_path, text), "--output", tmp_path / "out", *flags)
    assert done.returncode in ({0, 1} if lenient else {1})
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_octets_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(b"\xff\xfe\x00\xd8\xff")
    done = docbound("validate", path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_a_foreign_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/README.md").write_text("mine\n")
    done = docbound("generate", saved(tmp_path, CATS), "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "README.md" in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["README.md"]


# --- exit code 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate"], "SPEC"),
        (["generate", "absent.yaml", "--output", "out"], "absent.yaml does not exist"),
        (["generate", ".", "--output", "out"], "is a folder"),
        (["generate", "openapi.yaml"], "--output"),
        (["generate", "openapi.yaml", "--output", "openapi.yaml"], "is a file"),
        (["generate", "openapi.yaml", "--output", ""], "the name is empty"),
        (["generate", "https://x.org/a.yaml", "--output", "out"], "download it"),
        (["generate", "openapi.yaml", "--output", "out", "--package", "a-b"], "a-b"),
        (["generate", "openapi.yaml", "--output", "out", "--package", "json"], "json"),
        (
            ["generate", "openapi.yaml", "--output", "out", "--package", "class"],
            "class",
        ),
        (
            ["generate", "openapi.yaml", "--output", "out", "--config", "no.yaml"],
            "no.yaml does not exist",
        ),
        (["regenerate"], "not inside of a project"),
        (["check"], "not inside of a project"),
        (["check", "--root", ""], "the name is empty"),
        (["new", "cats", "--from", ""], "the name is empty"),
        (["suggest", "https://x.org/a.yaml"], "download it"),
        (["draft", "openapi.yaml", "--output", ""], "the name is empty"),
        (["validate"], "SPEC"),
        (["unknown"], "unknown"),
    ],
)
def test_a_wrong_call(tmp_path: Path, arguments: list[str], words: str) -> None:
    saved(tmp_path, CATS)
    done = docbound(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["openapi.yaml"]


@pytest.mark.parametrize("target", ["nowhere", "out"])
def test_an_output_that_links_to_nothing(tmp_path: Path, target: str) -> None:
    (tmp_path / "out").symlink_to(target)
    saved(tmp_path, CATS)
    done = docbound("generate", "openapi.yaml", "--output", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "--output out is a link to a missing target" in done.stderr


def test_an_unknown_client_names_those_there_are(tmp_path: Path) -> None:
    done = docbound("check", "horses", cwd=project(tmp_path, cats=CATS, dogs=DOGS))
    assert done.returncode == 2
    assert "horses" in done.stderr
    assert "cats, dogs" in done.stderr


# --- --json


def test_report_of_generate(tmp_path: Path) -> None:
    done = docbound("generate", saved(tmp_path, CATS), "--output", tmp_path / "out", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    (client,) = json.loads(done.stdout)["clients"]
    assert client["ok"] is True
    assert client["spec"].endswith("openapi.yaml")
    assert client["output"].endswith("out")
    assert client["operations"] == {
        "generated": [{"method": "GET", "path": "/cats/{id}", "id": "getCat"}],
        "dropped": [],
    }
    assert "README.md" in client["files"]["written"]
    assert client["files"]["removed"] == []
    again = json.loads(
        docbound(
            "generate",
            tmp_path / "openapi.yaml",
            "--output",
            tmp_path / "out",
            "--json",
        ).stdout
    )
    assert again["clients"][0]["files"]["written"] == []
    assert again["clients"][0]["files"]["unchanged"] == len(client["files"]["written"])


def test_report_of_an_invalid_description(tmp_path: Path) -> None:
    done = docbound("validate", saved(tmp_path, BROKEN), "--json")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["ok"] is False
    (finding,) = [item for item in report["diagnostics"] if item["severity"] == "error"]
    assert {"severity", "code", "message", "pointer", "position"} <= finding.keys()
    assert finding["position"]["line"] == 2


def test_report_of_drift(tmp_path: Path) -> None:
    root = project(tmp_path, cats=CATS)
    docbound("regenerate", cwd=root)
    (root / "generated/cats/README.md").unlink()
    done = docbound("check", "--json", cwd=root)
    assert done.returncode == 1
    (client,) = json.loads(done.stdout)["clients"]
    assert client["ok"] is False
    assert client["drift"] == [{"kind": "missing", "path": "README.md", "diff": ""}]


def test_a_description_without_schemas_and_one_without_operations(
    tmp_path: Path,
) -> None:
    head = 'openapi: 3.1.0\ninfo: {title: Few, version: "1"}\n'
    bare = head + "paths: {/a: {get: {operationId: a, responses: {'204': {description: None}}}}}\n"
    for number, text in enumerate([bare, head + "paths: {}\n"]):
        done = docbound("generate", saved(tmp_path, text), "--output", tmp_path / str(number))
        assert (done.returncode, done.stderr) == (0, ""), done.stderr


def test_a_file_outside_of_the_project_is_allowed_by_name(tmp_path: Path) -> None:
    (tmp_path / "project/.git").mkdir(parents=True)
    (tmp_path / "project/api.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"
        "components: {schemas: {A: {$ref: '../shared/a.yaml'}}}\n"
    )
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/a.yaml").write_text("type: string\n")
    spec = str(tmp_path / "project/api.yaml")
    settings = tmp_path / "project/client.yaml"
    settings.write_text("package: t_client\nallowed_paths: [../shared]\n")
    making = ("generate", spec, "--output", str(tmp_path / "out"))
    for command in (("validate", spec), making):
        refused = docbound(*command)
        assert refused.returncode == 1
        assert "is outside of the project" in refused.stderr + refused.stdout
        assert "--allow-path" in refused.stderr + refused.stdout
        allowed = docbound(*command, "--allow-path", str(tmp_path / "shared"))
        assert allowed.returncode == 0, allowed.stderr
    assert docbound(*making, "--config", str(settings)).returncode == 0


# --- effects

HARMLESS = """\
openapi: 3.0.3
info: {title: Pets, version: 1}
paths: {/pets: {get: {operationId: listPets, responses: {"200": {}}}}}
"""
GUESSED = """\
openapi: 3.0.3
info: {title: Pets, version: "1"}
paths:
  "/pets/{id:[0-9]+}": {get: {operationId: readPet, responses: {"200": {description: ok}}}}
"""
SENTENCE = "not generated: 1 guess; --lenient goes on"


def test_harmless_faults_need_no_flag(tmp_path: Path) -> None:
    done = docbound("generate", saved(tmp_path, HARMLESS), "--output", tmp_path / "out")
    assert done.returncode == 0
    assert "warning: this response has no 'description'" in done.stderr
    assert "harmless: it is taken to be empty" in done.stderr
    assert (tmp_path / "out").exists()


def test_strictly_harmless_faults_are_refused(tmp_path: Path) -> None:
    spec = saved(tmp_path, HARMLESS)
    done = docbound("generate", spec, "--output", tmp_path / "out", "--strict")
    assert done.returncode == 1
    assert "not generated: 2 harmless faults" in done.stderr
    assert "--lenient" in done.stderr
    both = docbound("generate", spec, "--output", tmp_path / "out", "--strict", "--lenient")
    assert both.returncode == 2


@pytest.mark.parametrize("flags", [(), ("--json",), ("--verbose",)])
def test_a_guess_stops_with_one_sentence_that_says_how_to_go_on(
    tmp_path: Path, flags: tuple[str, ...]
) -> None:
    spec = saved(tmp_path, GUESSED)
    done = docbound("generate", spec, "--output", tmp_path / "out", *flags)
    assert done.returncode == 1
    assert done.stderr.count(SENTENCE) == 1
    assert not (tmp_path / "out").exists()
    lenient = docbound("generate", spec, "--output", tmp_path / "out", "--lenient")
    assert lenient.returncode == 0
    assert "guess: it becomes a required text or number" in lenient.stderr
    assert SENTENCE not in lenient.stderr


def test_effects_in_the_report_for_machines(tmp_path: Path) -> None:
    spec = saved(tmp_path, GUESSED)
    done = docbound("generate", spec, "--output", tmp_path / "out", "--json")
    (report,) = json.loads(done.stdout)["clients"]
    assert report["effects"] == {"harmless": 0, "guess": 1, "drop": 0}
    assert SENTENCE in report["refusal"]
    (found,) = report["diagnostics"]
    assert (found["effect"], found["action"]) == ("guess", "it becomes a required text or number")


def test_validate_judges_as_the_validator_and_tells_what_generate_would_do(
    tmp_path: Path,
) -> None:
    harmless = docbound("validate", saved(tmp_path, HARMLESS))
    assert harmless.returncode == 1
    assert "all that is wrong is harmless" in harmless.stderr
    guessed = docbound("validate", saved(tmp_path, GUESSED))
    assert guessed.returncode == 1
    assert "stops at 1 guess; with --lenient it goes on" in guessed.stderr


# --- what the command cannot write to, or run in


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="a full disk is a device of Linux")
@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["explain"]], ids=" ".join)
def test_output_that_goes_nowhere_is_said(arguments: list[str]) -> None:
    command = [sys.executable, "-m", "docbound", *arguments]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("error: the output cannot be used: ")
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("arguments", ["generate ../api.yaml --output out", "check", "new cats"])
def test_the_present_folder_is_gone(arguments: str, tmp_path: Path) -> None:
    saved(tmp_path, CATS, "api.yaml")
    gone = tmp_path / "gone"
    gone.mkdir()
    command = ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", sys.executable, "-m", "docbound"]
    done = subprocess.run(
        [*command, *arguments.replace("..", str(tmp_path)).split()],
        cwd=gone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the present folder cannot be used" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
