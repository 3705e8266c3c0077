"""What `docbound diff` says where nothing but client.yaml has changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main

DESCRIPTION = """
openapi: 3.1.0
info: {title: Case, version: "1"}
components: {securitySchemes: {oauth: {type: oauth2,
  flows: {clientCredentials: {tokenUrl: "https://a.example/t", scopes: {}}}}}}
paths: {/a: {get: {operationId: read, responses: {"200": {description: d,
  content: {application/json: {schema: {type: object}}}}}}}}
webhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: object}}}},
  responses: {"204": {description: d}}}}}
"""


def package(folder: Path, name: str, config: str) -> Path:
    home = folder / name
    home.mkdir()
    (home / "openapi.yaml").write_text(DESCRIPTION, encoding="utf-8")
    (home / "client.yaml").write_text(f"version: 1.0.0\n{config}\n", encoding="utf-8")
    words = ["generate", str(home / "openapi.yaml"), "--config", str(home / "client.yaml")]
    made = CliRunner().invoke(main, [*words, "--output", str(home / "out"), "--package", "case"])
    assert made.exit_code == 0, made.output
    return home / "out"


@pytest.mark.parametrize(
    ("old", "new", "cls", "said"),
    [
        ("", "errors: {'*': {field: ok}}", "breaking", "successful responses count as errors"),
        ("errors: {'*': {field: ok}}", "", "breaking", "successful responses count as errors"),
        ("", "errors: {'*': {code: x}}", "compatible", "codes of errors are found elsewhere"),
        (
            "",
            "retries: {when: {field: a, statuses: [400]}}",
            "wire",
            "other responses say that a call came too early",
        ),
        (
            "",
            "credentials: {oauth: {sign_in: {host_field: h, host_origins: ['https://a.b.c']}}}",
            "wire",
            "tokens of oauth are fetched otherwise",
        ),
        ("", "polling: {read: {done: {field: a}}}", "compatible", "read_until_done is new"),
        ("polling: {read: {done: {field: a}}}", "", "breaking", "read_until_done is gone"),
        (
            "polling: {read: {done: {field: a}}}",
            "polling: {read: {done: {field: b}}}",
            "breaking",
            "read_until_done ends at other responses",
        ),
        ("", "retries: {count: 4}", "wire", "the policy of retries is another one"),
        ("", "webhooks: {scheme: public_key, header: X}", "breaking", "webhooks are signed"),
    ],
)
def test_a_changed_setting(old: str, new: str, cls: str, said: str, tmp_path: Path) -> None:
    before, now = package(tmp_path, "old", old), package(tmp_path, "new", new)
    result = CliRunner().invoke(main, ["diff", str(before), str(now)])
    assert said in result.output and cls in result.output.lower(), result.output
    same = CliRunner().invoke(main, ["diff", str(now), str(now)])
    assert said not in same.output
