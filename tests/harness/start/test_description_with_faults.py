"""A project that begins with somebody else's description, which the validator rejects."""

from __future__ import annotations

from pathlib import Path

from tests.support.runs import docbound

DESCRIPTION = """\
openapi: 3.0.3
info: {title: Cats, version: "1"}
servers: [{url: "https://cats.example"}]
paths:
  /cats:
    get:
      operationId: listCats
      parameters: [{name: all, in: query, schema: {type: boolean, default: "true"}}]
      responses: {"200": {description: It., content: {application/json: {schema: {type: string}}}}}
"""


def test_it_is_refused_with_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "cats.yaml").write_text(DESCRIPTION)
    refused = docbound(tmp_path, "new", "cats", "--from", str(tmp_path / "cats.yaml"))
    assert refused.exit_code == 1
    assert refused.output.endswith("mend it, or go on with --lenient\n")
    assert not (tmp_path / "specs").exists()


def test_lenient_is_kept_in_client_yaml(tmp_path: Path) -> None:
    (tmp_path / "cats.yaml").write_text(DESCRIPTION)
    made = docbound(tmp_path, "new", "cats", "--from", str(tmp_path / "cats.yaml"), "--lenient")
    assert made.exit_code == 0, made.output
    assert "lenient: true" in (tmp_path / "specs/cats/client.yaml").read_text()
    checked = docbound(tmp_path, "check")
    assert checked.exit_code == 0, checked.output
