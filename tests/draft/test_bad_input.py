"""Sources that are no documentation, or hostile: one sentence, exit code 1, nothing written,
bounded work.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from docbound.cli import main
from docbound.draft import sources


def run(tmp_path: Path, *arguments: str) -> Result:
    """Runs the command; whatever happens, there is no traceback."""
    result = CliRunner().invoke(main, ["draft", *arguments, "--output", str(tmp_path / "out")])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def refused(tmp_path: Path, name: str, content: bytes | str) -> str:
    """The sentence with which a file is refused."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = run(tmp_path, str(path))
    assert result.exit_code == 1, result.output
    assert not (tmp_path / "out").exists()
    assert result.output.startswith("error: ")
    return result.output


CASES = {
    "empty": ("page.md", "  \n\n", "is empty"),
    "a story": (
        "page.md",
        "# A story\n\nIt was a dark night, and GET was on nobody's mind.\n",
        "documents no operation",
    ),
    "a login page": (
        "page.html",
        "<!doctype html><html><form><input type='password'></form></html>",
        "is a login page",
    ),
    "a login page in words": (
        "page.html",
        "<html><body><h1>Welcome</h1><p>Please sign in to continue.</p></body></html>",
        "is a login page",
    ),
    "a page that a script makes": (
        "page.html",
        "<!doctype html><head><script src=/a.js></script></head><div id=root></div>"
        "<noscript>You need to enable JavaScript to run this app.</noscript>",
        "page.html has no text of its own",
    ),
    "a viewer of a description": (
        "page.html",
        "<div id=ui></div><script>SwaggerUIBundle({url: '/v1/openapi.json'})</script>",
        "page.html shows the description at /v1/openapi.json",
    ),
    "another viewer": (
        "page.html",
        '<redoc spec-url="https://boats.example/openapi.yaml?v=2"></redoc>',
        "shows the description at https://boats.example/openapi.yaml?v=2",
    ),
    "a PDF": ("page.md", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "page.md is a PDF"),
    "an office document": ("page.docx", b"PK\x03\x04" + bytes(40), "page.docx is a zip archive"),
    **{
        f"in the encoding {name}": (
            "page.html",
            f"<meta charset={name}><h2>GET /b\xfccher</h2>".encode("latin-1"),
            "page.html:1 is not UTF-8",
        )
        for name in ("undefined", "punycode", "idna", "unicode_escape", "zlib", "klingon")
    },
    "latin-1": (
        "page.md",
        "# Bücher\n\n## GET /bücher\n".encode("latin-1"),
        "page.md:1 is not UTF-8",
    ),
    "an image": ("page.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not text"),
    "utf-16 cut short": ("page.md", b"\xff\xfea\0b", "UTF-16"),
    "a description": (
        "page.yaml",
        "openapi: 3.0.0\npaths: {}\n",
        "is an OpenAPI description already",
    ),
    "some yaml": ("page.yaml", "a: 1\n", "is no documentation that draft reads"),
    "some json": ("page.json", "{}", "is no documentation that draft reads"),
    "broken har": ("page.har", '{"log": {"entries": [', "is not valid JSON"),
    "a list as har": ("page.har", '[{"log": 1, "entries": 2}]', "its JSON is not an object"),
    "broken cassette": ("page.yaml", "interactions:\n- request: {a: [\n", "is not valid YAML"),
    "a har without calls": ("page.har", '{"log": {"entries": []}}', "documents no operation"),
    "two APIs": (
        "page.md",
        "# Boats\n\nBase URL: https://boats.example/v1\n\n## GET /boats\n\nAll boats.\n\n"
        "# Trains\n\nBase URL: https://trains.example\n\n## GET /trains\n\nAll trains.\n",
        "page.md:11 documents 2 APIs: 'Boats' at https://boats.example/v1 (line 3) and 'Trains' at"
        " https://trains.example (line 11)",
    ),
    "a table that is none": ("page.md", "| a | b |\n|---\n| c\n", "documents no operation"),
    "binary in html": ("page.html", b"<html>\0\0\0\0</html>", "is not text"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_says_why(case: str, tmp_path: Path) -> None:
    name, content, says = CASES[case]
    assert says in refused(tmp_path, name, content)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    assert "does not exist" in run(tmp_path, str(tmp_path / "nowhere.md")).output
    (tmp_path / "folder").mkdir()
    assert "has no file that draft reads" in run(tmp_path, str(tmp_path / "folder")).output


def test_a_page_that_is_too_large_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 1000)
    assert "no page of documentation has" in refused(
        tmp_path, "page.html", "<html>" + "<p>x</p>" * 1000 + "</html>"
    )


def test_a_description_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("## GET /boats\n\nAll boats.\n", encoding="utf-8")
    assert run(tmp_path, str(tmp_path / "page.md")).exit_code == 0
    before = (tmp_path / "out" / "openapi.yaml").read_bytes()
    again = run(tmp_path, str(tmp_path / "page.md"))
    assert again.exit_code == 1
    assert "is not overwritten" in again.output
    assert (tmp_path / "out" / "openapi.yaml").read_bytes() == before


def test_wrong_calls_say_what_is_right(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["draft"]).exit_code == 2
    page = tmp_path / "page.md"
    page.write_text("## GET /boats\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["draft", str(page)]).exit_code == 2
    assert run(tmp_path, str(page), "--base-url", "boats.example").exit_code == 2
    assert run(tmp_path, str(page), "--rank", "other.md=0").exit_code == 2


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("/boats/{", "/boats/%7B"),
        ("/boats/}{id}", "/boats/%7D{id}"),
        ("/boats/{{id}", "/boats/%7B{id}"),
        ("/boats/{}", "/boats/{value}"),
        ("/boats/{}/{}", "/boats/{value}/{value2}"),
    ],
)
def test_a_brace_that_is_no_placeholder(written: str, path: str, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"## GET {written}\n\nAll boats.\n", encoding="utf-8")
    assert run(tmp_path, str(page)).exit_code == 0
    assert list(yaml.safe_load((tmp_path / "out" / "openapi.yaml").read_bytes())["paths"]) == [path]


def test_a_link_that_leads_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("the password is\n", encoding="utf-8")
    folder = tmp_path / "project" / "docs"
    folder.mkdir(parents=True)
    (folder.parent / ".git").mkdir()
    (folder.parent / "more.md").write_text("## GET /trains\n\nAll trains.\n", encoding="utf-8")
    (folder / "page.md").write_text("## GET /boats\n\nAll boats.\n", encoding="utf-8")
    (folder / "inside.md").symlink_to("../more.md")
    assert "2 operations" in run(tmp_path, str(folder)).output
    (folder / "outside.md").symlink_to(secret)
    done = run(tmp_path, str(folder), "--unread")
    assert done.exit_code == 1
    assert "outside.md is a link that leads out of the project" in done.output
    assert "password" not in done.output


def test_a_page_says_nothing_to_the_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    page = folder / "a\x1b]0;b\x07\u202e.md"
    page.write_text("## GET /boats\n\n- \x1b[2Jx (y) \u009b2J\n", encoding="utf-8")
    output = run(tmp_path, str(folder), "--unread").output
    assert "1 operation" in output
    assert not set("\x1b\x07\u202e\u009b") & set(output)


HOSTILE = {
    "deep.html": "<div>" * 3000 + "<h2>GET /boats</h2>" + "</div>" * 3000,
    "deep.md": "> " * 500 + "x\n\n## GET /boats\n",
    "deep-list.md": (
        "\n".join("  " * depth + "- `a` (string): x" for depth in range(300))
        + "\n\n## GET /boats\n"
    ),
    "deep-json.md": "## GET /boats\n\n```json\n" + '{"a": ' * 5000 + "1" + "}" * 5000 + "\n```\n",
    "deep-tags.md": "<Expandable>" * 2000 + "\n## GET /boats\n" + "</Expandable>" * 2000,
    "open-tags.mdx": "## GET /boats\n\n" + '<ParamField path="x" ' * 2000,
    "braces.mdx": "## GET /boats\n\n<ParamField x={" + "{" * 5000,
    "backticks.md": "## GET /boats\n\n" + "`" * 20000,
    "stars.md": "## GET /boats\n\n" + "*a " * 5000,
    "pipes.md": "## GET /boats\n\n" + "|" * 20000 + "\n" + "|-" * 10000 + "\n",
    "torn-rows.md": "## GET /boats\n\n|Name|Type|\n|---|---|\n"
    + "| a\n" * 5000
    + "|a\nb|\n" * 5000,
    "script.html": "<script>" + '{"openapi": "3.0.0" {"a": "' * 5000 + "</script>",
    "substitutions.rst": "".join(f".. |a{n}| replace:: |a{n + 1}| |a{n + 1}|\n" for n in range(60))
    + "\n|a0|\n\n.. http:get:: /boats\n",
    "roles.rst": "Boats\n=====\n\n" + ":a:`" * 2000 + "\n\n.. http:get:: /boats\n",
    "types.md": "## GET /boats\n\n| Name | Type |\n|---|---|\n| a | " + "List[" * 3000 + " |\n",
    "words.md": (
        "## GET /boats\n\n| Name | Type | Description |\n|---|---|---|\n| a | string | one of "
        + "a, " * 5000
        + " |\n"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_without_a_traceback(name: str, tmp_path: Path) -> None:
    page = tmp_path / name
    page.write_text(HOSTILE[name], encoding="utf-8")
    run(tmp_path, str(page))


def test_includes_stay_inside_the_source(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("SECRET `word`\n", encoding="utf-8")
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "page.mdx").write_text(
        "import S from '/../secret.md'\n\n## GET /boats\n\n<S />\n", encoding="utf-8"
    )
    (folder / "page.rst").write_text(
        ".. http:get:: /ships\n\n.. include:: ../secret.md\n", encoding="utf-8"
    )
    assert run(tmp_path, str(folder)).exit_code == 0
    for path in (tmp_path / "out").iterdir():
        assert "SECRET" not in path.read_text(encoding="utf-8")


def test_without_the_extra_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import importlib.util

    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == "lxml" else find(name, *more),
    )
    assert "pip install 'docbound[draft]'" in refused(tmp_path, "page.md", "## GET /boats\n")
