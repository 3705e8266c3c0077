"""What commands say of services, repositories and pages that a folder of files cannot show."""

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
    assert recorded(service) == (
        "error: a body cannot be searched for secrets: the response has the unknown"
        " Content-Encoding 'zork', which was not requested [packed]\n"
        "    hint: ask the service for plain responses\n"
    )


def test_a_body_that_says_what_it_is_not(project: Path, service: Service) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    service.answer = headers, b"\x1f\x8b\x08broken"
    assert "the compressed response is damaged [packed]" in recorded(service)


def test_a_body_that_is_too_large(
    project: Path, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_LARGEST", 1 << 20)
    service.answer = {"Content-Type": "application/json"}, b" " * (1 << 20) + b"{}"
    assert recorded(service) == (
        "error: the response has more than 1 MB [too-large]\n    hint: record a smaller one\n"
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
    assert done.exit_code == 2
    assert done.output == (
        "error: git cannot give the files of HEAD [unreadable-revision]\n"
        "    hint: fetch it, or mend its name\n"
    )


PAGE = "# Cats\n\n## Get a cat\n\nGET /cats/{id}\n\n| Name | Type |\n|---|---|\n| `id` | string |\n"


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project that was drafted from a page; the page beside its facts."""
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    page = Path("specs/cats/page.md")
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, encoding="utf-8")
    done = CliRunner().invoke(main, ["draft", str(page), "--output", "specs/cats"])
    assert done.exit_code == 0, done.output
    return page


def test_a_page_that_moved_on(drafted: Path) -> None:
    drafted.write_text(PAGE.replace("string", "integer"), encoding="utf-8")
    output = said("check", "--only", "sources")
    assert "documentation-changed" in output
    assert "hint: bring description and documented.yaml up to date" in output


def test_a_page_that_is_no_text(drafted: Path) -> None:
    drafted.write_bytes(b"\0\0\0\0")
    assert "page-unreadable" in said("check", "--only", "sources")


def test_a_printed_example_that_fails(project: Path) -> None:
    CliRunner().invoke(main, ["regenerate"])
    page = project / "generated/cats/README.md"
    page.write_text(page.read_text().replace(".get_cat(", ".get_cats("), encoding="utf-8")
    output = said("check", "--only", "examples")
    assert "[example]" in output
    assert "hint: " in output


def test_a_page_of_a_package_that_is_lost(project: Path) -> None:
    facts = project / "specs/cats/documented.yaml"
    facts.write_text(
        facts.read_text()
        + "models:\n  - name: Cat\n"
        + "    fields:\n      - {wire: name, type: string, required: true}\n"
    )
    CliRunner().invoke(main, ["regenerate"])
    (project / "generated/cats/docs/Cat.md").unlink()
    output = said("check", "--only", "pages")
    assert output.startswith(
        "error: generated/cats/docs/Cat.md is missing [page-missing]\n"
        "    hint: run `docbound regenerate`\n"
    )


def test_a_package_that_was_edited(project: Path) -> None:
    facts = project / "specs/cats/documented.yaml"
    facts.write_text(facts.read_text() + "    name: get_cat\n    api: DefaultApi\n")
    CliRunner().invoke(main, ["regenerate"])
    module = project / "generated/cats/cats_client/api/default_api.py"
    module.write_text(module.read_text().replace("get_cat", "get_dog"))
    output = said("check", "--only", "package")
    assert "documented 'get_cat', not found" in output
    assert "[package-differs]\n" in output


def test_settings_of_a_project_that_are_no_toml(project: Path) -> None:
    (project / "pyproject.toml").write_text("[tool.docbound\n")
    output = said("check")
    assert output.startswith("pyproject.toml:1:15: error: pyproject.toml cannot be read: ")
    assert output.endswith(
        "[unreadable-project]\n    [tool.docbound\n                  ^\n    hint: mend the file\n"
    )


def test_a_generated_file_that_was_edited(project: Path) -> None:
    CliRunner().invoke(main, ["regenerate"])
    page = project / "generated/cats/docs/Cat.md"
    page.write_text(page.read_text().replace("# Cat", "# Dog", 1))
    output = said("check", "--only", "generated", "--format", "github")
    assert output == (
        "::error file=generated/cats/docs/Cat.md,line=1,col=1,title=cats%3A generated files"
        " [drift-changed]::docs/Cat.md: the file differs from what docbound makes%0Arun `docbound"
        " regenerate`\n"
    )
