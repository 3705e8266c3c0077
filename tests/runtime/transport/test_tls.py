"""TLS settings against a real server on the loopback interface, with certificates that the test
makes.
"""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import Operation
from tests.runtime.loopback import WIRES, Wire
from tests.runtime.tunnel import tunnels
from tests.runtime.twins import AsyncClient, Client, Configuration

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None,
    reason="openssl, which makes certificates, is absent",
)

WHO = Operation[Any]("who", "GET", "/who", responses={"200": {"application/json": None}})


@dataclass(frozen=True)
class Papers:
    """Files in PEM format: an authority, and what it signed."""

    folder: Path

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    folder = tmp_path_factory.mktemp("tls")
    key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    # Since Python 3.13 an authority must say what its key is for, and a certificate whose key
    # signed it (RFC 5280, 4.2.1).
    authority = "-addext keyUsage=critical,keyCertSign -subj /CN=authority"
    _openssl(folder, f"req -x509 {key} {authority} -keyout ca.key -out ca.pem")
    purposes = {
        "server": "subjectAltName=DNS:localhost",
        "client": "extendedKeyUsage=clientAuth",
    }
    for name, purpose in purposes.items():
        (folder / f"{name}.ext").write_text(
            f"{purpose}\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
        )
        _openssl(folder, f"req {key} -keyout {name}.key -out {name}.csr -subj /CN={name}")
        _openssl(
            folder,
            f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial"
            f" -extfile {name}.ext -out {name}.pem",
        )
    return Papers(folder)


def _openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


class Handler(BaseHTTPRequestHandler):
    """Says whose certificate the client showed."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        shown: Any = self.connection
        subject = dict(pair for (pair,) in (shown.getpeercert() or {}).get("subject", ()))
        body = f'"{subject.get("commonName", "nobody")}"'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def serve(papers: Papers) -> Iterator[Callable[[bool], int]]:
    """Starts a server and gives its port; it may demand a client's certificate."""
    servers: list[ThreadingHTTPServer] = []

    def start(asks: bool) -> int:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(papers["server.pem"], papers["server.key"])
        if asks:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(papers["ca.pem"])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        servers.append(server)
        return server.server_port

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


Settings = Callable[[Papers], Mapping[str, Any]]

TRUSTED: dict[str, Settings] = {
    "a file of authorities": lambda it: {"ssl_ca_cert": it["ca.pem"]},
    "authorities as text": lambda it: {"ca_cert_data": Path(it["ca.pem"]).read_text()},
    "authorities as bytes": lambda it: {
        "ca_cert_data": ssl.PEM_cert_to_DER_cert(Path(it["ca.pem"]).read_text())
    },
    "no check": lambda _: {"verify_ssl": False},
}


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize("settings", TRUSTED.values(), ids=TRUSTED)
def test_a_trusted_service(
    wire: Wire, settings: Settings, papers: Papers, serve: Callable[[bool], int]
) -> None:
    host = f"https://localhost:{serve(False)}"
    assert wire.call(WHO, host=host, **settings(papers)) == "nobody"


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_an_unknown_authority(wire: Wire, serve: Callable[[bool], int]) -> None:
    with pytest.raises(ApiConnectionError, match=r"(?i)cert"):
        wire.call(WHO, host=f"https://localhost:{serve(False)}")


NAMED: dict[str, Mapping[str, Any]] = {
    "another name for the check": {"assert_hostname": "localhost"},
    "no check of the name": {"assert_hostname": False},
    "another name for the handshake": {"tls_server_name": "localhost"},
}


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
@pytest.mark.parametrize("settings", NAMED.values(), ids=NAMED)
def test_a_service_under_another_name(
    wire: Wire,
    settings: Mapping[str, Any],
    papers: Papers,
    serve: Callable[[bool], int],
) -> None:
    """The certificate is for ``localhost``, the call goes to the address."""
    common = {
        "host": f"https://127.0.0.1:{serve(False)}",
        "ssl_ca_cert": papers["ca.pem"],
    }
    with pytest.raises(ApiConnectionError, match=r"(?i)cert"):
        wire.call(WHO, **common)
    assert wire.call(WHO, **common, **settings) == "nobody"


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_a_client_certificate(wire: Wire, papers: Papers, serve: Callable[[bool], int]) -> None:
    common = {
        "host": f"https://localhost:{serve(True)}",
        "ssl_ca_cert": papers["ca.pem"],
    }
    with pytest.raises(ApiConnectionError):
        wire.call(WHO, **common)
    own = {"cert_file": papers["client.pem"], "key_file": papers["client.key"]}
    assert wire.call(WHO, **common, **own) == "client"


# --- through the tunnel of a proxy

SECRET = Operation[Any](
    "who",
    "GET",
    "/who",
    responses={"200": {"application/json": None}},
    security=(("bearer",),),
)


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_https_through_a_proxy(papers: Papers, serve: Callable[[bool], int], wire: Wire) -> None:
    port = serve(True)
    with tunnels(port) as proxy:
        found = wire.call(
            SECRET,
            host=f"https://localhost:{port}",
            proxy=f"http://user:pass@{proxy.address}",
            access_token="a-token-of-mine",
            ssl_ca_cert=papers["ca.pem"],
            cert_file=papers["client.pem"],
            key_file=papers["client.key"],
        )
    assert found == "client", "the tunnel carries the client's certificate"
    (head,) = proxy.heads
    assert head.startswith(f"CONNECT localhost:{port} HTTP/1.")
    assert f"Basic {b64encode(b'user:pass').decode()}" in head
    assert "a-token-of-mine" not in head and b"a-token-of-mine" not in proxy.passed
    assert b"/who" not in proxy.passed


@pytest.mark.parametrize("wire", WIRES, ids=lambda wire: wire.name)
def test_a_certificate_is_checked_through_a_proxy_too(
    papers: Papers, serve: Callable[[bool], int], wire: Wire
) -> None:
    port = serve(False)
    with tunnels(port) as proxy:
        settings = {"proxy": f"http://{proxy.address}"}
        with pytest.raises(ApiConnectionError):
            wire.call(SECRET, host=f"https://localhost:{port}", access_token="t", **settings)
        with pytest.raises(ApiConnectionError):
            wire.call(
                SECRET,
                host=f"https://127.0.0.1:{port}",
                access_token="t",
                ssl_ca_cert=papers["ca.pem"],
                **settings,
            )
    assert len(proxy.heads) == 2


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_tunnel_is_kept(papers: Papers, serve: Callable[[bool], int], kind: type[Any]) -> None:
    port = serve(False)
    configuration = Configuration(
        host=f"https://localhost:{port}",
        ssl_ca_cert=papers["ca.pem"],
        retries=0,
        timeout=20,
    )

    async def call_twice() -> list[Any]:
        async with AsyncClient(configuration) as client:
            return [await client._call(WHO, ()) for _ in range(2)]

    with tunnels(port) as proxy:
        configuration.proxy = f"http://{proxy.address}"
        if kind is AsyncClient:
            found = asyncio.run(call_twice())
        else:
            with Client(configuration) as client:
                found = [client._call(WHO, ()) for _ in range(2)]
    assert found == ["nobody", "nobody"] and len(proxy.heads) == 1


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_tunnel_that_drips_is_given_up(
    papers: Papers, serve: Callable[[bool], int], kind: type[Any]
) -> None:
    port = serve(False)
    with tunnels(port, pause=0.05) as proxy:
        configuration = Configuration(
            host=f"https://localhost:{port}",
            ssl_ca_cert=papers["ca.pem"],
            proxy=f"http://{proxy.address}",
            retries=0,
            timeout=0.4,
        )

        async def calling() -> Any:
            async with AsyncClient(configuration) as client:
                return await client._call(WHO, ())

        with pytest.raises(ApiConnectionError):
            if kind is AsyncClient:
                asyncio.run(calling())
            else:
                with Client(configuration) as client:
                    client._call(WHO, ())
