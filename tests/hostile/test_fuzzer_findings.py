"""What mutated inputs found: each a case, with its kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.draft.interpreter.called_paths import is_identifier
from docbound.draft.interpreter.paths import matches
from docbound.harness.errors import HarnessError
from docbound.harness.fixtures import load
from tests.hostile.fuzz import STEPS, STEPS_PER_OCTET, StepLimit
from tests.support.descriptions import CATS


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


@pytest.mark.parametrize("text", ["1.10", "1.10\n", "0x1.8", "- 1\n", '"x"', "true", "2020-01-01"])
def test_a_description_is_a_single_value(text: str, tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(main, ["validate", str(path)])
    assert isinstance(done.exception, SystemExit)
    assert "not an object at its top [not-an-object]" in done.output


def test_a_reference_leads_through_another_one_that_leads_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    schema = {"required": {"$ref": "#/paths/schemas/Pet/required"}, "type": "object"}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "0"},
        "paths": {"schemas": {"$ref": "#/components/schemas/Pet/required/$ref"}},
        "components": {"schemas": {"Pet": schema}},
    }
    path.write_text(json.dumps(document), encoding="utf-8")
    done = CliRunner().invoke(main, ["generate", str(path), "--output", str(tmp_path / "out")])
    assert isinstance(done.exception, SystemExit), done.exception
    assert "there is no /paths/schemas/Pet/required" in done.output


def test_a_page_shows_many_calls_in_one_block(tmp_path: Path) -> None:
    """Each call is an operation, and each operation reads the whole block."""
    page = tmp_path / "page.md"
    calls = "\n".join(f"GET /a{number}/{{id}}{number % 7}" for number in range(1500))
    page.write_text(f"# Calls\n\n```http\n{calls}\n```\n", encoding="utf-8")
    with StepLimit(STEPS + STEPS_PER_OCTET * len(page.read_bytes())):
        drafted(page)


def test_values_of_many_placeholders_are_found_in_one_look() -> None:
    template = "/" + "".join(f"{{a{number}}}" for number in range(20)) + "-x"
    assert matches(template, "/" + "y" * 3000) is None
    assert matches("/{a}-{b}", "/x-y-z") == ("", {"a": "x-y", "b": "z"})
    assert matches("/v{a}{b}", "/v123") == ("", {"a": "12", "b": "3"})
    assert matches("/{a}", "/") is None
    assert matches("/x{a}x", "/xx") is None


@pytest.mark.parametrize(
    "part", ["x-" + "0" * 5000 + "\x01", "x@" + "." * 50_000 + "\n", "x_1" + "abcd" * 5000 + "."]
)
def test_a_part_of_a_recorded_path_is_looked_at_in_one_go(part: str) -> None:
    """An expression of these took time that doubled with each letter."""
    assert not is_identifier(part)
    assert is_identifier("cus-a1b2c3d4e5_abcd")
    assert not is_identifier("cus-a1b2c3d4e5_abc")


@pytest.mark.parametrize(
    "line",
    [
        "<script type='application/json'>",
        "<!-- ",
        "{% x ",
        "<title ",
        "`",
        "(value: ",
        "default: (",
        "e.g. one of `a` ",
        "\n",
        "| (",
        "<Api  ",
    ],
)
@pytest.mark.parametrize("ending", [".mdx", ".html"])
def test_a_page_opens_what_it_never_closes(line: str, ending: str, tmp_path: Path) -> None:
    page = tmp_path / f"page{ending}"
    page.write_text("# Cats\n\n## GET /cats\n\nAll cats.\n\n" + line * 3_000, encoding="utf-8")
    with StepLimit(STEPS + STEPS_PER_OCTET * len(page.read_bytes())):
        drafted(page)


LONG = "x" * 5000
ONE_PATH = (
    ("generate", "{}"),
    ("generate", "openapi.yaml", "--config", "{}"),
    ("generate", "openapi.yaml", "--names", "{}"),
    ("generate", "openapi.yaml", "--overlay", "{}"),
    ("generate", "openapi.yaml", "--output", "{}"),
    ("generate", "openapi.yaml", "--handwritten", "{}"),
    ("generate", "openapi.yaml", "--allow-path", "{}"),
    ("validate", "{}"),
    ("draft", "{}"),
    ("draft", "openapi.yaml", "--output", "{}"),
    ("diff", "{}", "openapi.yaml"),
    ("diff", "openapi.yaml", "{}"),
    ("suggest", "{}"),
    ("serve", "{}"),
    ("sbom", "{}"),
    ("check", "--root", "{}"),
    ("regenerate", "--root", "{}"),
    ("new", "cats", "--root", "{}"),
    ("new", "{}"),
    ("record", "cats", "--har", "{}"),
    ("record", "cats", "--vcr", "{}"),
    ("report", "--html", "{}"),
    ("replay", "{}"),
    ("release", "{}"),
    ("fixtures", "list", "{}"),
    ("schema", "{}"),
    ("explain", "{}"),
)


@pytest.mark.parametrize("path", [LONG, f"a/{LONG}/b", "openapi.yaml/x", "/dev/null/x"])
@pytest.mark.parametrize("command", ONE_PATH, ids=" ".join)
def test_a_path_that_no_file_system_has(
    command: tuple[str, ...], path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openapi.yaml").write_text(CATS, encoding="utf-8")
    before = {file.name for file in tmp_path.iterdir()}
    done = CliRunner().invoke(main, [part.format(path) for part in command])
    assert isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (1, 2) or {file.name for file in tmp_path.iterdir()} > before
    assert len(done.output) < 20_000


KEYS = ("overlays", "handwritten", "allowed_hosts", "package", "rename", "resources", "retries")


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("value", [LONG * 20, "\0", [LONG], {LONG: LONG}, 1.5], ids=type)
def test_a_setting_has_a_value_that_no_one_can_use(key: str, value: object, tmp_path: Path) -> None:
    config = tmp_path / "client.yaml"
    config.write_text(json.dumps({key: value}), encoding="utf-8")
    assert len(generated(tmp_path, CATS)) < 20_000


def test_origins_are_given_as_a_number(tmp_path: Path) -> None:
    sign_in = {"host_field": "url", "host_origins": 1.5}
    settings = {"credentials": {"key": {"sign_in": sign_in}}}
    (tmp_path / "client.yaml").write_text(json.dumps(settings), encoding="utf-8")
    assert "client.yaml:1:" in generated(tmp_path, CATS)


def generated(folder: Path, description: str) -> str:
    """What is said of a description, with the client.yaml that is there."""
    (folder / "openapi.yaml").write_text(description, encoding="utf-8")
    command = ["generate", str(folder / "openapi.yaml"), "--output", str(folder / "out")]
    done = CliRunner().invoke(main, [*command, "--config", str(folder / "client.yaml")])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output
