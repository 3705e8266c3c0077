"""``docbound record`` against services that lie: each line of the runtime's tables of faults, and
what only a recording meets. It ends with a fixture or with a sentence, and nothing in between.
"""

from __future__ import annotations

import gzip
import resource
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from docbound.harness.clients import Client
from docbound.harness.errors import HarnessError
from docbound.harness.fixtures import load
from docbound.harness.package_methods import Surface
from docbound.harness.project import read
from docbound.harness.record.live import LiveService
from docbound.harness.record.operation_choice import operation_named
from docbound.harness.record.recorder import record_live
from tests.runtime.faults.server import CLOSE, RESET, WAIT, Act, FaultServer
from tests.runtime.faults.table import CHUNKED, FAULTS, Fault, packed, response
from tests.runtime.faults.wire_table import WIRE_FAULTS
from tests.support.runs import docbound

TOKEN = "supersecret-token-77"
ALL = [*FAULTS, *WIRE_FAULTS]
MEMORY = 256 << 20
"""Octets that one recording may take beside what the process has: thirty bodies of the largest
size, and the ways in which they are read.
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("vault")
    (root / "specs/vault").mkdir(parents=True)
    described = (Path(__file__).parent / "vault.yaml").read_text()
    (root / "specs/vault/openapi.yaml").write_text(described)
    assert docbound(root, "regenerate").exit_code == 0
    return root


@pytest.fixture(scope="module")
def vault(project: Path) -> Client:
    return Client(read(project), "vault")


@contextmanager
def _serving(*acts: Act) -> Iterator[str]:
    server = FaultServer(acts)
    try:
        yield f"127.0.0.1:{server.port}"
    finally:
        server.close()


def _recorded(vault: Client, host: str, seconds: float) -> str:
    """Records one call.

    Returns:
        What was said, or an empty string where a fixture was made, which is taken away again.
    """
    surface = Surface(vault)
    operation, case = operation_named(vault, surface, "getItem")
    folder = vault.project.fixtures / "vault"
    service = LiveService(seconds)
    try:
        made = record_live(
            vault, surface, operation, case, {}, answer=service.answer, host=host, variables={}
        )
    except HarnessError as error:
        assert error.exit_code == 1
        assert not list(folder.glob("*")), "a part of a fixture is left"
        return str(error)
    finally:
        service.close()
    [written] = folder.iterdir()
    assert written == made.cassette.path
    assert load(written).exchanges
    text = written.read_text()
    assert TOKEN not in text
    written.unlink()
    return ""


@pytest.mark.parametrize("fault", ALL, ids=lambda fault: fault.name[:60])
def test_each_fault_of_the_runtime_gives_a_fixture_or_a_sentence(
    vault: Client, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setenv("VAULT_TOKEN", TOKEN)
    with _serving(*fault.acts) as host:
        said = _recorded(vault, f"{fault.scheme}://{host}", 1.0)
    assert TOKEN not in said
    assert said.isprintable()
    assert len(said) < 1000


TABLE: dict[str, tuple[Act, str]] = {
    "nobody listens": ((CLOSE,), "without a response"),
    "20,000 header fields": (
        (response(b"{}", "200 OK", *(f"X-{at}: y" for at in range(20_000))),),
        "the response has more than 1000 header fields",
    ),
    "a header field of 2 MB": (
        (response(b"{}", "200 OK", f"X-A: {'y' * 2_000_000}"),),
        "a header field or the status line of the response has more than 131072 bytes",
    ),
    "a body of 20 MB": (
        (response(b" " * 20_000_000),),
        "the response has more than 8388608 bytes",
    ),
    "20 MB that are not announced": (
        (response(b" " * 20_000_000, length=None), CLOSE),
        "the response has more than 8388608 bytes",
    ),
    "20 MB in chunks": (
        (response(b"1312d00\r\n" + b" " * 20_000_000, "200 OK", CHUNKED, length=None), WAIT),
        "the response has more than 8388608 bytes",
    ),
    "a bomb of 1 GB": (
        packed(gzip.compress(gzip.compress(b"\0" * 1_000_000_000, 1)), "gzip, gzip"),
        "the response has more than 8388608 bytes",
    ),
    "events without end": (
        (
            response(b"", length=None, kind="text/event-stream"),
            *(b"data: {}\n\n", 0.05) * 100,
        ),
        "a stream without end",
    ),
    "many events without end": (
        (response(b"data: {}\n\n" * 1_000_000, kind="text/event-stream", length=None), WAIT),
        "the response has more than 8388608 bytes",
    ),
    "a body drop by drop": (
        (response(b"", length="100"), *(b" ", 0.05) * 100),
        "--timeout",
    ),
    "a reset in the middle": (
        (response(b'{"name": ', length="50"), 0.1, RESET),
        "the connection was reset by the other side",
    ),
    "a length that is too long": (
        (response(b'{"name": "x"}', length="50"), CLOSE),
        "the response ended before it was complete",
    ),
    "a redirect to itself": ((response(b"", "302 Found", "Location: /items/a1"),), ""),
    "octets that are no UTF-8": ((response(b'{"name": "\xff\0"}'),), ""),
    "a page that says to be JSON": ((response(b"<p>\0</p>"),), ""),
    "octets that say to be text": (
        (response(bytes(range(256)), kind="text/plain"),),
        "it would hold what looks like a secret",
    ),
    "a character set that there is not": (
        (response(b'{"name": "x"}', kind="application/json; charset=nul\x01"),),
        "",
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_only_a_recording_meets(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As users do it; with the whole text, and within memory."""
    monkeypatch.setenv("VAULT_TOKEN", TOKEN)
    act, said = TABLE[name]
    with ExitStack() as stack:
        host = stack.enter_context(_serving(act))
        command = ["record", "vault", "getItem", "--host", f"http://{host}", "--timeout", "2"]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        done = docbound(project, *command)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    folder = project / "tests/fixtures/vault"
    written = list(folder.iterdir()) if folder.is_dir() else []
    if said:
        assert done.exit_code == 1, done.output
        assert said in " ".join(done.output.split())
        assert "error: " in done.output and "hint: " in done.output
        assert not written
    else:
        assert written, done.output
    for path in written:
        assert TOKEN not in path.read_text()
        path.unlink()
    assert TOKEN not in done.output
    assert "\x1b" not in done.output and "\0" not in done.output
    assert (after - before) * 1024 < MEMORY
