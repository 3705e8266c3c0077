"""``pip install ./generated/<client>`` in an empty environment is all that a user needs."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from tests.support.clients import CLIENTS
from tests.support.stub import StubServer, canned


def _index_answers(folder: Path) -> bool:
    """Whether the build backend, which each package needs, can be had."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--dest",
        str(folder),
        "hatchling",
    ]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not CLIENTS, reason="no client has been generated")
def test_install_all_side_by_side_and_call_each(tmp_path: Path) -> None:
    if not _index_answers(tmp_path):
        pytest.skip("NOT PROVED: no package index can be reached, so nothing can be installed")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env/bin/python"
    folders = [str(client.folder) for client in CLIENTS]
    subprocess.run([python, "-m", "pip", "install", "--quiet", *folders], check=True, cwd=tmp_path)
    code = """
import importlib, json, sys
host, *names = sys.argv[1:]
key = {"in": "header", "key": "X-Key", "value": "k"}
for name in names:
    package = importlib.import_module(name)
    with package.ApiClient(host=host) as client:
        answer = client.request("GET", "/anything", auth=key)
"""
    with StubServer(canned(body=json.dumps({"fine": True}).encode())) as stub:
        done = subprocess.run(
            [python, "-c", code, stub.url, *(client.package for client in CLIENTS)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert len(stub.requests) == len(CLIENTS)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=json"],
        capture_output=True,
        text=True,
        check=True,
    )
    installed = {item["name"] for item in json.loads(listed.stdout)}
    assert "aiohttp" not in installed, "the asynchronous transport is an extra"
