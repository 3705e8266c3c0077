"""What is fetched while generating: nothing that is not allowed by name, and that within limits."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.document import remote
from docbound.document.remote import RemoteError, fetch, public_address
from docbound.render.environment import environment

ALLOWED = frozenset({"127.0.0.1"})


WHOLE: list[str] = []
"""The paths whose answers without end were taken to their end."""


class Answers(BaseHTTPRequestHandler):
    """Redirects, floods and drips, as the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        _, what, *rest = self.path.split("/")
        if what == "loop":
            self._redirect(f"/loop/{int(rest[0]) + 1}" if rest else "/loop/1")
        elif what == "to":
            self._redirect("/".join(rest))
        elif what == "flood":
            self.send_response(200)
            self.end_headers()
            self._flood(b" " * (1 << 20))
        elif what == "drip":
            self.send_response(200)
            self.end_headers()
            self._flood(b" ", pause=0.02)
        elif what == "headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
            self._flood(b"x", pause=0.02)
        else:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

    def _redirect(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _flood(self, part: bytes, pause: float = 0) -> None:
        self.close_connection = True
        try:
            for _ in range(3000):
                self.wfile.write(part)
                time.sleep(pause)
        except OSError:
            return
        WHOLE.append(self.path)

    def log_message(self, format: str, *args: Any) -> None:
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass


def openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service on this machine, whose certificate is trusted."""
    folder = tmp_path_factory.mktemp("tls")
    openssl(
        folder,
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem"
        " -out cert.pem -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost",
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    server = Quiet(("127.0.0.1", 0), Answers)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(folder / "cert.pem"))
        for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            patch.delenv(name, raising=False)
        yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_an_address_that_is_allowed_itself_is_fetched_from(base: str) -> None:
    assert fetch(f"{base}/x", ALLOWED) == b"{}"


def test_a_name_that_means_a_private_address_is_refused(base: str) -> None:
    with pytest.raises(RemoteError, match="which is not public"):
        fetch(f"{base.replace('127.0.0.1', 'localhost')}/x", frozenset({"localhost"}))


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "172.16.0.1", "0.0.0.0"),
        *("100.64.0.1", "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:c0a8:101::1"),
        *("::127.0.0.1", "::", "::ffff:0:10.0.0.1", "fec0::1", "2001:0:7f00:1::", "ff0e::1"),
    ],
)
def test_addresses_that_are_not_public(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def found(host: str, port: int, **_: Any) -> list[Any]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    with pytest.raises(RemoteError, match="is not public"):
        public_address("specs.example.com", 443)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:4700::1111", "64:ff9b::5db8:d822", "2002:5db8:d822::1"]
)
def test_addresses_that_are_public(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A network without IPv4 gives public addresses inside of others."""
    found = [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 443))]

    def looked_up(host: str, port: int, **_: Any) -> list[Any]:
        return found

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    assert public_address("specs.example.com", 443) == (address, 443)


def test_a_name_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second answer, which a hostile name server changes, is never asked for."""
    asked: list[str] = []
    connected: list[tuple[str, int]] = []

    def found(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError("no")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(RemoteError, match="cannot be fetched"):
        fetch("https://specs.example.com/a", frozenset({"specs.example.com"}))
    assert (asked, connected) == (["specs.example.com"], [("93.184.216.34", 443)])


def test_redirects_end(base: str) -> None:
    with pytest.raises(RemoteError, match="redirect"):
        fetch(f"{base}/loop", ALLOWED)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("https://evil.example/x", "'evil.example' is not allowed"),
        ("http://127.0.0.1/x", "only https"),
        ("file:///etc/passwd", "not allowed"),
        ("//evil.example/x", "'evil.example' is not allowed"),
        ("https://127.0.0.1@evil.example/x", "'evil.example' is not allowed"),
    ],
)
def test_redirects_lead_to_allowed_hosts_only(base: str, place: str, why: str) -> None:
    with pytest.raises(RemoteError, match=why):
        fetch(f"{base}/to/{place}", ALLOWED)


def test_a_file_without_end_ends(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LARGEST", 4 << 20)
    with pytest.raises(RemoteError, match="more than 4 MB"):
        fetch(f"{base}/flood", ALLOWED)


@pytest.mark.parametrize("path", ["drip", "headers"])
def test_what_arrives_in_drops_ends(base: str, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "LONGEST", 0.5)
    with pytest.raises(RemoteError, match=r"takes more than 0\.5 seconds"):
        fetch(f"{base}/{path}", ALLOWED)
    assert WHOLE == []


# --- templates ------------------------------------------------------------------------------------

TEMPLATES = (
    "{{ 7*7 }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ self.__init__.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ request['application']['__globals__'] }}",
    "{# a comment #}",
    "{%- raw %}",
)


@pytest.mark.parametrize("text", TEMPLATES)
def test_a_text_is_never_a_template(text: str, tmp_path: Path) -> None:
    """Only docbound's own templates are compiled; a description's text goes through verbatim."""
    described = tmp_path / "openapi.yaml"
    described.write_text(
        "openapi: 3.1.0\n"
        f"info: {{title: Cats, version: '1', description: {text!r}}}\n"
        f"paths: {{}}\ncomponents: {{schemas: {{Cat: {{type: object, description: {text!r}}}}}}}\n"
    )
    done = CliRunner().invoke(main, ["generate", str(described), "--output", str(tmp_path / "o")])
    assert done.exit_code == 0, done.output
    model = (tmp_path / "o/cats_client/models/cat.py").read_text(encoding="utf-8")
    assert text.strip("{}%-# ").split("'")[0] in model
    assert "49" not in model and "posix" not in model and "<class" not in model


def test_templates_come_from_the_program_alone() -> None:
    loader = environment().loader
    assert type(loader).__name__ in ("FileSystemLoader", "PackageLoader", "ModuleLoader")
    for name in ("../../pyproject.toml", "/etc/passwd", "base/../../pyproject.toml"):
        with pytest.raises(Exception, match=r"pyproject|passwd"):
            environment().get_template(name)
