"""Pipes in place of files: read to the end, once, without waiting for a writer that never comes to
it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diagnostics.display import render_diagnostic
from docbound.settings import settings

CATS = 'openapi: 3.1.0\ninfo: {title: Cats, version: "1"}\npaths: {}\n'

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no named pipes in folders"
)


def _said(diagnostics: Diagnostics) -> str:
    return "\n".join(map(render_diagnostic, diagnostics))


def test_a_pipe_without_a_writer_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for load in (document.load, settings.load):
        diagnostics = Diagnostics()
        assert load(pipe, diagnostics) is None
        assert "cannot be read: it is a pipe without a writer" in _said(diagnostics)


def test_what_is_slowly_written_to_a_pipe_is_read_to_its_end() -> None:
    reader, writer = os.pipe()
    program = "import sys, time; time.sleep(0.2); sys.stdout.write(sys.argv[1])"
    with subprocess.Popen([sys.executable, "-c", program, CATS], stdout=writer):
        os.close(writer)
        loaded = document.load(Path(f"/dev/fd/{reader}"), Diagnostics())
    os.close(reader)
    assert loaded is not None
    assert loaded.root["info"] == {"title": "Cats", "version": "1"}


def test_a_device_without_text_is_an_empty_file() -> None:
    diagnostics = Diagnostics()
    assert document.load(Path(os.devnull), diagnostics) is None
    assert "the file is empty" in _said(diagnostics)
