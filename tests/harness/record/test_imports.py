"""Recordings of other tools: what becomes a fixture, what is listed, what is refused."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness.fixtures import load
from docbound.traffic.har import HarError, read_har
from tests.support.runs import docbound

SECRET = "s3cr3t-Tok3n-of-mine"


def entry(
    method: str, url: str, body: object = None, status: int = 200, **response: Any
) -> dict[str, Any]:
    headers = [
        {"name": "Authorization", "value": f"Bearer {SECRET}"},
        {"name": ":authority", "value": "vault.example"},
    ]
    request: dict[str, Any] = {"method": method, "url": url, "headers": headers}
    if body is not None:
        headers.append({"name": "Content-Type", "value": "application/json"})
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(body)}
    content = {"text": json.dumps({"name": "x", "note": SECRET}), **response}
    answer = {
        "status": status,
        "statusText": "OK",
        "headers": [{"name": "Content-Type", "value": "application/json"}],
        "content": content,
    }
    return {"startedDateTime": "2024-01-01", "request": request, "response": answer}


def har(root: Path, *entries: dict[str, Any]) -> Path:
    path = root / "traffic.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}))
    return path


def test_a_har_becomes_fixtures_without_secrets(vault: Path) -> None:
    path = har(
        vault,
        entry("GET", "https://vault.example/api/items/a1?q=x"),
        entry("GET", "https://vault.example/api/items/a2"),
        entry(
            "POST", "https://vault.example/api/items/a1", {"name": "n", "password": "hunter22-here"}
        ),
        entry("GET", "https://vault.example/api/items/a9", status=404, text='{"message": "no"}'),
        entry("GET", "https://other.example/logo.png?token=" + SECRET),
        entry("GET", "https://vault.example/api/items/a3", status=0),
    )
    done = docbound(vault, "record", "vault", "--har", str(path))
    assert done.exit_code == 0, done.output
    names = sorted(file.name for file in (vault / "tests/fixtures/vault").iterdir())
    assert names == ["get_item.har.yaml", "get_item.har_404.yaml", "put_item.har.yaml"]
    assert (
        "GET https://other.example/logo.png: no operation has this method and path" in done.output
    )
    assert "1 exchange left out" in done.output
    written = "".join(file.read_text() for file in (vault / "tests/fixtures/vault").iterdir())
    assert SECRET not in written + done.output
    assert "hunter22" not in written
    cassette = load(vault / "tests/fixtures/vault/get_item.har.yaml")
    assert (cassette.meta.provenance, cassette.meta.recorded["way"]) == ("recorded", "har")
    assert cassette.meta.call.arguments == {"id": "a1", "q": "x"}
    assert docbound(vault, "replay").exit_code == 0
    assert docbound(vault, "check", "--only", "generated").exit_code == 1
    assert docbound(vault, "regenerate").exit_code == 0
    check = docbound(vault, "check")
    assert check.exit_code == 0, check.output
    assert SECRET not in (vault / "generated/vault/docs/DefaultApi.md").read_text()


def test_a_packed_vcr_cassette_becomes_a_fixture(vault: Path) -> None:
    body = gzip.compress(json.dumps({"name": "x", "note": SECRET}).encode())
    cassette = {
        "version": 1,
        "interactions": [
            {
                "request": {
                    "method": "GET",
                    "uri": "https://vault.example/api/items/a1",
                    "headers": {"Authorization": [f"Bearer {SECRET}"]},
                    "body": None,
                },
                "response": {
                    "status": {"code": 200, "message": "OK"},
                    "headers": {"Content-Type": ["application/json"], "Content-Encoding": ["gzip"]},
                    "body": {"base64_string": base64.b64encode(body).decode()},
                },
            }
        ],
    }
    path = vault / "cassette.yaml"
    path.write_text(yaml.safe_dump(cassette))
    done = docbound(vault, "record", "vault", "--vcr", str(path))
    assert done.exit_code == 0, done.output
    found = load(vault / "tests/fixtures/vault/get_item.vcr.yaml")
    assert json.loads(found.exchanges[0].response.body)["note"].startswith("redacted")
    assert docbound(vault, "replay").exit_code == 0


WRONG: dict[str, tuple[list[str], str, int]] = {
    "no file": (["record", "vault", "--har", "none.har"], "is not a file", 2),
    "no json": (
        ["record", "vault", "--har", "text.har"],
        "is no HAR file: it is no JSON object",
        1,
    ),
    "no entries": (
        ["record", "vault", "--har", "empty.har"],
        "is no HAR file: it has no `log.entries`",
        1,
    ),
    "broken off": (
        ["record", "vault", "--har", "broken.har"],
        "an entry is no JSON, or the file breaks off",
        1,
    ),
    "no exchange": (["record", "vault", "--har", "none_in_it.har"], "has no exchange", 1),
    "no cassette": (["record", "vault", "--vcr", "text.yaml"], "this is no cassette", 1),
    "no yaml": (["record", "vault", "--vcr", "broken.yaml"], "error", 1),
    "no operation": (["record", "vault"], "no OPERATION is named", 2),
    "unknown operation": (["record", "vault", "getItm"], "did you mean 'getItem'?", 2),
    "unknown client": (["record", "valt", "getItem"], "there is no client 'valt'", 2),
    "no credential": (
        ["record", "vault", "getItem"],
        "VAULT_TOKEN or VAULT_KEY or VAULT_LOGIN is not set",
        1,
    ),
    "unknown argument": (
        ["fixtures", "new", "vault", "getItem", "--argument", "x=1"],
        "has no argument 'x'",
        2,
    ),
    "undescribed status": (
        ["fixtures", "new", "vault", "getItem", "--status", "x"],
        "describes no response x",
        1,
    ),
    "wrong pair": (
        ["record", "vault", "getItem", "--credential", "token"],
        "is not SCHEME=VARIABLE",
        2,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_said_in_a_sentence(
    vault: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for variable in ("VAULT_TOKEN", "VAULT_KEY", "VAULT_LOGIN"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(vault)
    (vault / "text.har").write_text("hello")
    (vault / "empty.har").write_text('{"log": {}}')
    (vault / "broken.har").write_text('{"log": {"entries": [{"request": {"me')
    (vault / "none_in_it.har").write_text('{"log": {"entries": []}}')
    (vault / "text.yaml").write_text("a: 1\n")
    (vault / "broken.yaml").write_text("a: [1\n")
    arguments, words, code = WRONG[name]
    done = CliRunner().invoke(main, arguments)
    assert words in done.output, done.output
    assert done.exit_code == code
    assert not (vault / "tests").exists(), "something was written"


def test_hosts_that_do_not_answer_or_speak_no_tls_are_reported(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docbound.traffic import HttpResponse
    from tests.support.stub import StubServer

    monkeypatch.setenv("VAULT_TOKEN", SECRET)
    done = docbound(vault, "record", "vault", "getItem", "--host", "http://127.0.0.1:1/api")
    assert "http://127.0.0.1:1 gave no complete response" in done.output
    with StubServer(lambda request: HttpResponse(status=204)) as stub:
        secure = stub.url.replace("http:", "https:")
        done = docbound(vault, "record", "vault", "getItem", "--host", secure)
    assert "TLS failed" in done.output
    assert done.exit_code == 1
    assert not (vault / "tests").exists()


def test_a_documented_fixture_is_never_replaced_by_a_recorded_one(vault: Path) -> None:
    assert docbound(vault, "fixtures", "new", "vault", "getItem.har").exit_code == 0
    done = docbound(
        vault,
        "record",
        "vault",
        "--har",
        str(har(vault, entry("GET", "https://vault.example/api/items/a1"))),
    )
    assert "is there already, and was not recorded (synthetic)" in done.output


def test_a_long_har_is_read_entry_by_entry(tmp_path: Path) -> None:
    """The text is given in pieces; no more than one entry and one piece are held."""
    many = [entry("GET", f"https://vault.example/api/items/{number}") for number in range(3000)]
    path = har(tmp_path, *many)
    assert sum(1 for _ in read_har(path)) == 3000
    text = path.read_text()
    (tmp_path / "cut.har").write_text(text[: len(text) // 2])
    with pytest.raises(HarError, match="breaks off"):
        list(read_har(tmp_path / "cut.har"))


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_an_entry_of_nothing_but_brackets_is_an_error(tmp_path: Path, opening: str) -> None:
    file = tmp_path / "calls.har"
    file.write_text('{"log": {"entries": [' + opening * 100_000, encoding="utf-8")
    with pytest.raises(HarError, match="nested deeper"):
        list(read_har(file))
