"""Another validator that is installed beside docbound changes nothing: openapi-spec-validator would
take it by itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUST = '''\
"""Stands for the package jsonschema-rs: docbound builds upon nothing of it."""


def validator_cls_for(schema):
    raise AssertionError("the other validator was asked")
'''

VALID = "openapi: {}\ninfo: {{title: T, version: '1'}}\npaths: {{}}\n"
SWAGGER = "swagger: '2.0'\ninfo: {title: T, version: '1'}\npaths: {}\n"


@pytest.mark.parametrize("setting", [None, "auto", "jsonschema-rs"])
@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0", "3.2.0"])
def test_the_validator_is_the_one_that_was_chosen(
    tmp_path: Path, version: str, setting: str | None
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/jsonschema_rs.py").write_text(RUST)
    text = SWAGGER if version == "2.0" else VALID.format(version)
    # An unknown key: the fast way is not sure, so that openapi-spec-validator is asked.
    (tmp_path / "api.yaml").write_text(f"{text}unknown: 1\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    if setting is not None:
        environment["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = setting
    done = subprocess.run(
        [sys.executable, "-m", "docbound", "validate", tmp_path / "api.yaml"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 1, done.stderr
    assert "unknown-key" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
