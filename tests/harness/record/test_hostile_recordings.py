"""Recordings that are broken or made to do harm: a sentence with its place, exit code 1, and
nothing is written.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.traffic.har import read_har

URL = "https://vault.example/api/items/a1"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vault")
    (folder / "specs/vault").mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "vault.yaml", folder / "specs/vault/openapi.yaml")
    assert CliRunner().invoke(main, ["regenerate", "--root", str(folder)]).exit_code == 0
    return folder


def _entry(**changes: Any) -> dict[str, Any]:
    request: dict[str, Any] = {"method": "GET", "url": URL, "headers": []}
    response: dict[str, Any] = {
        "status": 200,
        "headers": [{"name": "Content-Type", "value": "application/json"}],
        "content": {"text": '{"name": "x"}'},
    }
    asked = ("method", "url", "postData")
    request |= {key: value for key, value in changes.items() if key in asked}
    response |= {key: value for key, value in changes.items() if key not in asked}
    return {"request": request, "response": response}


def _har(*entries: object) -> str:
    return json.dumps({"log": {"entries": list(entries)}})


def _vcr(body: str, headers: str = "Content-Type: [application/json]", uri: str = URL) -> str:
    return (
        "version: 1\ninteractions:\n- request:\n    method: GET\n"
        f"    uri: {uri}\n    headers: {{}}\n    body: null\n"
        "  response:\n    status: {code: 200, message: OK}\n"
        f"    headers: {{{headers}}}\n    body: {body}\n"
    )


def _packed(data: bytes) -> str:
    return f"{{base64_string: {base64.b64encode(gzip.compress(data)).decode()}}}"


ALIASES = "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
HARS = {
    "empty": ("", "1:1: error: {file} is no HAR file: it has no `log.entries`"),
    "no object": ("[]", "1:1: error: {file} is no HAR file: it is no JSON object"),
    "no entries": ('{"log": {}}', "it has no `log.entries`"),
    "entries of another kind": ('{"log": {"entries": null}}', "it has no `log.entries`"),
    "null for an entry": ('{"log": {"entries": [\n null]}}', "2:2: error: {file} is no HAR file"),
    "null for a request": (_har(_entry(), {"request": None, "response": {}}), "no `request`"),
    "a good entry, then the end": (_har(_entry(), _entry())[:-40], "or the file breaks off"),
    "not base64": (
        _har(_entry(content={"text": "!!!", "encoding": "base64"})),
        "a body is marked `base64` and is not base64",
    ),
    "deep": ('{"log": {"entries": [' + "[" * 90_000, "nested deeper"),
    "deep body": (_har(_entry(content={"text": "[" * 90_000})), "is nested deeper than 200 levels"),
    "address": (_har(_entry(url="http://[::1/items/a1")), "its address cannot be read"),
    "method": (_har(_entry(method="G\x1b[2J")), "its method is none of HTTP"),
    "lines in a header field": (
        _har(_entry(headers=[{"name": "X\r\nY", "value": "1"}])),
        r"'X\r\nY' cannot be the name of a header field",
    ),
    "surrogate in a header field": (
        _har(_entry(headers=[{"name": "X-Y", "value": "\ud800"}])),
        "the header field X-Y has characters that HTTP does not allow",
    ),
    "half of a character in a form": (
        _har(_entry(method="POST", postData={"params": [{"name": "a\ud800", "value": "\ud800"}]})),
        "1 exchange without a fixture:",
    ),
    "half of a character in a media type": (
        _har(_entry(method="POST", postData={"mimeType": "\ud800/x", "text": "x"})),
        "1 exchange without a fixture:",
    ),
    "long address": (
        _har(_entry(url="https://vault.example/" + "x" * 90_000)),
        f"{'x' * 90}…: no op",
    ),
    "no response": (_har(_entry(status=0)), "it has no response (aborted, blocked"),
}
VCRS = {
    "a call": (_vcr("!!python/object/apply:os.system ['touch run']"), "11:11: error: a body of an"),
    "a call within": (_vcr("{string: !!python/object/new:os.system ['touch run']}"), "11:11: "),
    "aliases": (f"a: &a [{'x,' * 9}]\n{ALIASES}{_vcr('x')}", "expand to more than 1,000,000"),
    "cycle": ("interactions: &a\n- *a\n", "2:3: error: the alias *a is inside the value"),
    "no base64": (_vcr("{base64_string: '!!!'}"), "11:27: error: the body's `base64_string` is"),
    "no base64 in a tag": (_vcr("!!binary 'abcde'"), "11:11: error: the body is not base64"),
    "cut gzip": (_vcr("{base64_string: H4sIAAAAAAAA}", "Content-Encoding: [gzip]"), "too early"),
    "bomb": (_vcr(_packed(b"0" * 80_000_000), "Content-Encoding: [gzip]"), "grew beyond"),
    "unknown packing": (_vcr("x", "Content-Encoding: [x-foo]"), "'x-foo'"),
    "null for exchanges": ("interactions: null\n", "1:15: error: a list is expected here"),
    "null for a response": ("interactions:\n- request: null\n  response: null\n", "3:13: error: "),
    "list for header fields": (_vcr("x").replace("headers: {}", "headers: [1]"), "6:14: error: "),
    "number for an address": (_vcr("x", uri="[5]"), "5:10: error: a text is expected here"),
    "several documents": (_vcr("x") + "---\na: 1\n", "several YAML documents"),
    "octets": ("\x00\x01\x02", "error: "),
}
ALL = [
    *(("har", name, *row) for name, row in HARS.items()),
    *(("vcr", name, *row) for name, row in VCRS.items()),
]


@pytest.mark.parametrize(("way", "name", "text", "said"), ALL, ids=lambda item: str(item)[:30])
def test_a_hostile_recording_is_refused(
    root: Path, tmp_path: Path, way: str, name: str, text: str, said: str
) -> None:
    file = tmp_path / {"har": "recording.har", "vcr": "recording.yaml"}[way]
    file.write_text(text)
    before = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
    done = CliRunner().invoke(main, ["record", "vault", f"--{way}", str(file), "--root", str(root)])
    assert done.exit_code == 1, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert said.format(file=file) in done.output
    assert "\x1b" not in done.output
    assert len(done.output) < 5000
    after = {path for path in root.rglob("*") if "__pycache__" not in path.parts}
    assert after == before
    assert not Path("run").exists()


def test_half_of_a_character_in_a_form_of_parts_cannot_have_been_sent(tmp_path: Path) -> None:
    row = {"name": "\ud800", "fileName": "\ud800", "contentType": "\ud800", "value": "x"}
    posted = {"mimeType": "multipart/form-data; boundary=x", "params": [row]}
    file = tmp_path / "recording.har"
    file.write_text(_har(_entry(method="POST", postData=posted)))
    [exchange] = read_har(file)
    assert b'name="?"; filename="?"\r\nContent-Type: ?\r\n\r\nx' in exchange.request.body


def test_a_cassette_of_any_name_is_read_alike_and_shown_only_where_its_name_says_what_it_is(
    root: Path, tmp_path: Path
) -> None:
    file = tmp_path / "recording.vcr"
    file.write_text(_vcr("!!binary 'abcde'"))
    done = CliRunner().invoke(main, ["record", "vault", "--vcr", str(file), "--root", str(root)])
    assert done.exit_code == 1, done.output
    assert "11:11: error: the body is not base64" in done.output
    assert "abcde" not in done.output


def test_what_browsers_and_tools_write_in_other_ways_is_read(root: Path, tmp_path: Path) -> None:
    """UTF-16, a body that is packed still, lengths that do not hold."""
    packed = base64.b64encode(gzip.compress(b'{"name": "x"}')).decode()
    headers = [
        {"name": "Content-Type", "value": "application/json"},
        {"name": "Content-Encoding", "value": "gzip"},
        {"name": "Content-Length", "value": "-5"},
    ]
    entry = _entry(headers=headers, content={"text": packed, "encoding": "base64"})
    file = tmp_path / "traffic.har"
    file.write_bytes(_har(entry).encode("utf-16"))
    written = root / "tests/fixtures/vault/get_item.har.yaml"
    try:
        done = CliRunner().invoke(
            main, ["record", "vault", "--har", str(file), "--root", str(root)]
        )
        assert done.exit_code == 0, done.output
        assert '"name": "x"' in written.read_text()
    finally:
        written.unlink(missing_ok=True)
        written.parent.rmdir()
        written.parents[1].rmdir()


@pytest.mark.parametrize("host", ["http://user:hunter22@127.0.0.1:9/base", "no host", "ftp://h/"])
def test_a_host_that_cannot_be_is_a_wrong_call(
    root: Path, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULT_TOKEN", "supersecret-token-77")
    command = ["record", "vault", "getItem", "--host", host, "--root", str(root)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2, done.output
    assert "the package takes no such host" in done.output
    assert "hunter22" not in done.output
    assert "supersecret" not in done.output
