"""The same for what a project is made of beside descriptions: settings, overlays, documented facts,
recordings and documentation pages.
"""

from __future__ import annotations

import ast
import json
from collections import Counter
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from docbound.cli import main
from tests.hostile.documents import openapi
from tests.hostile.payloads import PAYLOADS, Planter, filled
from tests.hostile.read_back import faults_of_tree, key_counts, marks, more_syntax
from tests.hostile.test_planted import package

FEW = 3
"""Groups of a description that is only there to be overlaid or set up."""
_TEXTS = "\x00\x0b\x0c\x7f\x85\ud800\u2028\u2029"


def docbound(*arguments: str) -> Result:
    """Runs a command; whatever is in its input, there is no traceback."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def planted(hostile: bool, place: str) -> list[str]:
    """Each payload once, as a string of a file that holds them all."""
    return [filled(payload, f"hx{number}x", hostile) for number, payload in enumerate(PAYLOADS)]


def planted_project(hostile: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    """A client.yaml and an overlay with each payload in each of their texts."""
    texts = planted(hostile, "client.yaml")
    settings: dict[str, Any] = {
        "package": "planted",
        "title": texts[0],
        "description": ". ".join(texts),
        "readme": texts,
        "keywords": texts,
        "environment": {"host": "PLANTED_HOST", "log": "PLANTED_LOG"},
        "credentials": {f"G{n}": {"prefix": texts[n]} for n in range(FEW)},
        "contact": {"name": texts[3], "email": "a@b.de"},
        "urls": dict.fromkeys(texts, "https://docs.example/"),
    }
    actions = [
        {
            "target": f"$.components.schemas.G{n % FEW}.properties",
            "description": text,
            "update": {f"p{n}": {"type": "string", "description": text, "default": text}},
        }
        for n, text in enumerate(texts)
    ]
    overlay = {
        "overlay": "1.0.0",
        "info": {"title": texts[1], "version": texts[2]},
        "actions": actions,
    }
    return settings, overlay


def test_settings_and_overlays(tmp_path: Path) -> None:
    trees: list[dict[str, str]] = []
    for hostile in (True, False):
        folder = tmp_path / str(hostile)
        folder.mkdir()
        settings, overlay = planted_project(hostile)
        (folder / "client.yaml").write_text(json.dumps(settings))
        (folder / "overlay.yaml").write_text(json.dumps(overlay))
        document = openapi("3.1.0", Planter(hostile=False, seed=len(PAYLOADS)), FEW)
        trees.append(
            package(
                folder,
                document,
                config=folder / "client.yaml",
                overlays=(folder / "overlay.yaml",),
            )
        )
    hostile_tree, twin = trees
    harmless = {f"hx{n}x": ("settings", payload) for n, payload in enumerate(PAYLOADS)}
    named = Planter(hostile=False, seed=len(PAYLOADS))
    openapi("3.1.0", named, FEW)
    assert faults_of_tree(hostile_tree, harmless | named.planted) == []
    assert more_syntax(hostile_tree, twin) == {}


def signs_document() -> dict[str, Any]:
    """An operation for each payload, with what the settings below speak of."""
    fields = {"code": {"type": "string"}, "mode": {"type": "string"}}
    content = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Job"}},
        "text/plain": {"schema": {"type": "string"}},
    }
    paths = {
        f"/g{number}": {
            "post": {
                "operationId": f"op{number}",
                "tags": ["jobs"],
                "parameters": [{"name": "mode", "in": "query", "schema": {"type": "string"}}],
                "responses": {"200": {"description": "OK", "content": content}},
            }
        }
        for number in range(len(PAYLOADS))
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hostile", "version": "1"},
        "servers": [{"url": "https://a.example"}],
        "paths": paths,
        "components": {"schemas": {"Job": {"type": "object", "properties": fields}}},
    }


def signs_settings(plant: Planter) -> dict[str, Any]:
    """A client.yaml with a payload in each value that a response or an argument is compared
    with.
    """
    errors: dict[str, Any] = {}
    polling: dict[str, Any] = {}
    responses: dict[str, Any] = {}
    when: list[dict[str, Any]] = []
    for number in range(len(PAYLOADS)):
        plant.group = number
        statuses = {plant("errors.statuses"): 404}
        sign = {"field": "code", "is": [plant("errors.is")]}
        errors[f"op{number}"] = [{**sign, "code": "code", "statuses": statuses}]
        polling[f"op{number}"] = {
            "done": {"field": "code", "is": plant("done.is")},
            "failed": {"field": "code", "is": [plant("failed.is")]},
        }
        values = {plant("responses.value"): "Job", plant("responses.second"): "text/plain"}
        responses[f"op{number}"] = {
            "argument": "mode",
            "values": values,
            "default": next(iter(values)),
        }
        when.append({"field": "code", "is": plant("when.is"), "statuses": [400]})
    return {
        "package": "planted",
        "errors": errors,
        "polling": polling,
        "responses": responses,
        "retries": {"when": when},
    }


def test_signs_of_responses_and_values_of_arguments(tmp_path: Path) -> None:
    trees: list[dict[str, str]] = []
    hostile = Planter(hostile=True)
    for plant in (hostile, Planter(hostile=False)):
        folder = tmp_path / str(len(trees))
        folder.mkdir()
        config = folder / "client.yaml"
        config.write_text(json.dumps(signs_settings(plant)), encoding="utf-8")
        trees.append(package(folder, signs_document(), config=config))
    assert any("hx1x" in text for text in trees[0].values())
    assert faults_of_tree(trees[0], hostile.planted) == []
    assert more_syntax(*trees) == {}


# --- recordings -------------------------------------------------------------------------


def vault(folder: Path) -> Path:
    """A project with the client ``vault``."""
    specs = folder / "specs/vault"
    specs.mkdir(parents=True)
    source = Path(__file__).parents[1] / "harness/record/vault.yaml"
    (specs / "openapi.yaml").write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    assert docbound("regenerate", "--root", str(folder)).exit_code == 0
    return folder


def har(texts: list[str]) -> dict[str, Any]:
    """A HAR file with a text in each place of its exchanges."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": texts[0], "version": texts[1]},
            "entries": [exchange(text, number) for number, text in enumerate(texts)],
        }
    }


def sendable(text: str) -> str:
    """``text`` where HTTP allows it in a header field; other exchanges are refused as a whole."""
    return text if text.isascii() and text.isprintable() and text == text.strip() else "plain"


def exchange(text: str, number: int) -> dict[str, Any]:
    body = json.dumps({"name": text, "note": text, text: text})
    headers = [{"name": "X-Trace", "value": sendable(text)}]
    kind = {"name": "Content-Type", "value": "application/json"}
    return {
        "comment": text,
        "startedDateTime": text,
        "request": {
            "method": "POST",
            "url": f"https://vault.example/api/items/a{number}",
            "headers": [*headers, kind],
            "cookies": [{"name": "c", "value": sendable(text)}],
            "queryString": [{"name": "q", "value": text}],
            "postData": {"mimeType": "application/json", "text": body, "comment": text},
        },
        "response": {
            "status": 200,
            "statusText": text,
            "headers": [*headers, kind],
            "content": {"mimeType": sendable(text), "text": body, "comment": text},
        },
    }


def vcr(texts: list[str]) -> dict[str, Any]:
    """A VCR cassette of the same."""
    made: list[dict[str, Any]] = []
    for number, text in enumerate(texts):
        body = json.dumps({"name": text, "note": text, text: text})
        headers = {"Content-Type": ["application/json"], "X-Trace": [sendable(text)]}
        made.append(
            {
                "request": {
                    "method": "POST",
                    "uri": f"https://vault.example/api/items/b{number}",
                    "headers": headers,
                    "body": body,
                },
                "response": {
                    "status": {"code": 200, "message": text},
                    "headers": headers,
                    "body": {"string": body},
                },
            }
        )
    return {"version": 1, "interactions": made}


def cassettes(folder: Path, option: str, recording: Mapping[str, Any]) -> dict[str, str]:
    """The project's files after a recording was imported, and the package made anew."""
    root = vault(folder)
    path = folder / "recording"
    text = json.dumps(recording) if option == "--har" else yaml.safe_dump(recording)
    path.write_text(text, encoding="utf-8")
    done = docbound("record", "vault", option, str(path), "--all", "--root", str(root))
    assert done.exit_code in (0, 1), done.output
    docbound("regenerate", "--root", str(root))
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for folder_ in ("generated", "tests")
        for file in sorted((root / folder_).rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }


@pytest.mark.parametrize(("option", "made"), [("--har", har), ("--vcr", vcr)])
def test_recordings(
    option: str, made: Callable[[list[str]], dict[str, Any]], tmp_path: Path
) -> None:
    tree = cassettes(tmp_path / "hostile", option, made(planted(True, option)))
    twin = cassettes(tmp_path / "harmless", option, made(planted(False, option)))
    known = {f"hx{n}x": ("recording", payload) for n, payload in enumerate(PAYLOADS)}
    fixtures = [path for path in tree if path.startswith("tests/fixtures")]
    assert len(fixtures) > len(PAYLOADS) // 2
    assert faults_of_tree({key.lstrip("."): text for key, text in _visible(tree)}, known) == []
    for path in fixtures:
        for key in _own_keys(yaml.safe_load(tree[path])):
            assert not any(marks(key)), (path, key)
    assert more_syntax(dict(_visible(tree)), dict(_visible(twin))) == {}


def _visible(tree: Mapping[str, str]) -> list[tuple[str, str]]:
    return [
        (path, text)
        for path, text in tree.items()
        if path.startswith("generated/") and not path.endswith(".docbound.json")
    ]


def _own_keys(cassette: Mapping[str, Any]) -> list[str]:
    """The keys that docbound writes itself: those of headers and of values are the service's."""
    meta = {key: value for key, value in cassette["meta"].items() if key not in ("call", "expect")}
    meta.pop("redactions", None)
    return [*cassette, *key_counts(meta), *cassette["interactions"][0]]


# --- documentation pages ----------------------------------------------------------------


def markdown_page(texts: list[str]) -> str:
    """A page as generators of clients write it, with a text in each place."""
    parts = ["# Vault API\n\nBase URL: https://vault.example/api\n"]
    for number, text in enumerate(texts):
        line = " ".join(text.split()).replace("|", "\\|")
        parts.append(
            f"## Get item {number}\n\n{text}\n\n`GET /items{number}/{{id}}`\n\n{text}\n\n"
            "### Parameters\n\nName | Type | Required | Description\n--- | --- | --- | ---\n"
            f"id | string | yes | {line}\nq | string | no | {line} Default: {line}\n\n"
            "### Response\n\n```json\n"
            f"{json.dumps({'name': text, 'n': number})}\n```\n"
        )
    return "\n".join(parts)


def html_page(texts: list[str]) -> str:
    """The same as HTML."""
    import html

    parts = ["<html><body><h1>Vault API</h1><p>Base URL: https://vault.example/api</p>"]
    for number, text in enumerate(texts):
        shown = html.escape(text)
        parts.append(
            f"<h2>Get item {number}</h2><p>{shown}</p>"
            f"<p><code>GET /items{number}/{{id}}</code></p>"
            "<table><tr><th>Name</th><th>Type</th><th>Required</th><th>Description</th></tr>"
            f"<tr><td>id</td><td>string</td><td>yes</td><td>{shown}</td></tr></table>"
            f"<pre><code>{html.escape(json.dumps({'name': text}))}</code></pre>"
        )
    return "".join(parts)


@pytest.mark.parametrize(("name", "made"), [("a.md", markdown_page), ("a.html", html_page)])
def test_pages(name: str, made: Callable[[list[str]], str], tmp_path: Path) -> None:
    drafts: list[dict[str, Counter[str]]] = []
    for hostile in (True, False):
        folder = tmp_path / str(hostile)
        folder.mkdir()
        page = folder / name
        texts = [
            text.translate(dict.fromkeys(map(ord, _TEXTS))) for text in planted(hostile, "page")
        ]
        page.write_text(made(texts), encoding="utf-8")
        out = folder / "specs/vault"
        done = docbound("draft", str(page), "--output", str(out), "--name", "vault")
        assert done.exit_code == 0, done.output
        written = {file.name: yaml.safe_load(file.read_text("utf-8")) for file in out.iterdir()}
        assert {"openapi.yaml", "documented.yaml", "client.yaml"} <= set(written)
        drafts.append({file: _structure(data) for file, data in written.items()})
        if hostile:
            _check_draft(written)
            made_of = docbound(
                "generate", str(out / "openapi.yaml"), "-o", str(folder / "g"), "--lenient"
            )
            assert made_of.exit_code == 0, made_of.output[-2000:]
            for file in (folder / "g").rglob("*.py"):
                if "_runtime" not in file.parts:
                    ast.parse(file.read_text(encoding="utf-8"))


def _check_draft(written: Mapping[str, Any]) -> None:
    """No key of a draft is a planted string, and no path either."""
    for path in written["openapi.yaml"]["paths"]:
        assert path.startswith("/items"), path
    for name, data in written.items():
        for key in key_counts(_without_values(data)):
            assert not any(marks(key)), (name, key)


def _without_values(data: Any) -> Any:
    """``data`` without examples, whose keys are the service's."""
    if isinstance(data, Mapping):
        return {
            key: _without_values(value)
            for key, value in data.items()
            if key not in ("example", "examples", "default", "responses")
        }
    return [_without_values(item) for item in data] if isinstance(data, list) else data


def _structure(data: Any) -> Counter[str]:
    return Counter(list(data) if isinstance(data, Mapping) else [])


# --- the report -------------------------------------------------------------------------


class _Elements(HTMLParser):
    """Counts elements and attributes, and keeps where they lead."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.values: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.counts[tag] += 1
        for name, value in attrs:
            self.counts[f"@{name}"] += 1
            if name in ("href", "src", "action", "style") or name.startswith("on"):
                self.values.append(value or "")


def report(folder: Path, texts: list[str]) -> _Elements:
    """The report about a project whose facts, notes and files have a text in each place."""
    assert docbound("new", "hello", "--root", str(folder)).exit_code == 0
    facts = folder / "specs/hello/documented.yaml"
    known = yaml.safe_load(facts.read_text("utf-8"))
    for operation in known["operations"]:
        operation["summary"] = texts[1]
    facts.write_text(yaml.safe_dump(known), encoding="utf-8")
    generated = folder / "generated/hello/hello_client/rest.py"
    lines = "".join(f"# {' '.join(text.split())}\n" for text in texts)
    generated.write_text(generated.read_text("utf-8") + lines, "utf-8", "surrogatepass")
    page = folder / "page.html"
    docbound("report", "--html", str(page), "--root", str(folder))
    read = _Elements()
    read.feed(page.read_text("utf-8"))
    return read


def test_report(tmp_path: Path) -> None:
    hostile = report(tmp_path / "hostile", planted(True, "report"))
    harmless = report(tmp_path / "harmless", planted(False, "report"))
    assert hostile.counts - harmless.counts == Counter()
    assert not any(any(marks(value)) for value in hostile.values)
