"""What commands say of services and repositories, which a folder of files cannot show."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.harness.record import live

BASE = Path(__file__).parent / "_project"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, in which the test is."""
    root = tmp_path / "cats"
    shutil.copytree(BASE, root)
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    return root


def said(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code == 1, done.output
    return done.output


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers each request with what its server says."""

    server: Service

    def do_GET(self) -> None:
        headers, body = self.server.answer
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Service(http.server.ThreadingHTTPServer):
    """A service with one answer."""

    answer: tuple[dict[str, str], bytes] = ({}, b"")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service(("127.0.0.1", 0), Answers)
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def recorded(service: Service) -> str:
    CliRunner().invoke(main, ["regenerate"])
    return said("record", "cats", "getCat", "--argument", "id=tom", "--host", service.url)


def test_a_body_that_cannot_be_searched_for_secrets(project: Path, service: Service) -> None:
    service.answer = {"Content-Type": "application/json", "Content-Encoding": "zork"}, b"{}"
    assert "Content-Encoding 'zork', which was not requested [unreachable]" in recorded(service)


def test_a_body_that_says_what_it_is_not(project: Path, service: Service) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    service.answer = headers, b"\x1f\x8b\x08broken"
    assert "the compressed response is damaged [unreachable]" in recorded(service)


def test_a_body_that_is_too_large(
    project: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LARGEST_BODY", 1 << 20)
    service.answer = {"Content-Type": "application/json"}, b" " * (1 << 20) + b"{}"
    assert recorded(service) == (
        "error: the response has more than 1048576 bytes [too-large]\n"
        "    hint: record a smaller one\n"
    )


def test_a_revision_whose_files_are_lost(project: Path) -> None:
    (project / ".git").rmdir()
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "gc.auto=0"]
    for line in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "A project"]):
        subprocess.run([*git, *line], check=True)
    tree = subprocess.run(
        ["git", "rev-parse", "HEAD^{tree}"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (project / ".git/objects" / tree[:2] / tree[2:]).unlink()
    done = CliRunner().invoke(main, ["diff", "HEAD", "specs/cats"])
    assert done.exit_code == 1
    assert done.output == (
        "error: git cannot give the files of HEAD [unreadable-revision]\n"
        "    hint: fetch it, or mend its name\n"
    )
