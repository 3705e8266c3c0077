"""200 exchanges with secrets in every place that HTTP has are recorded; nothing that is written
holds one.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner

from docbound.cli import main
from docbound.diagnostics.display import render_diagnostic
from docbound.harness import project
from docbound.harness.clients import Client
from docbound.harness.fixtures import load
from docbound.harness.package_methods import Surface
from docbound.harness.record.operation_choice import operation_named
from docbound.harness.record.recorder import record_live
from docbound.harness.replay import run
from docbound.traffic import HttpRequest, HttpResponse

TOKEN = "s3cr3t/+Tok en=Value9"
PASSWORD = "pä55:w/ord+plus"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
JSON = ("Content-Type", "application/json")

Place = Callable[[str], HttpResponse]


def _response(*headers: tuple[str, str], status: int = 200, **body: object) -> HttpResponse:
    return HttpResponse(status=status, headers=(JSON, *headers), body=json.dumps(body).encode())


def _b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


RESPONSES: dict[str, Place] = {
    "header": lambda s: _response(("X-Echo", quote(s))),
    "header in capitals": lambda s: _response(("X-API-TOKEN", quote(s))),
    "set-cookie": lambda s: _response(("Set-Cookie", f"session={quote(s)}; Path=/; HttpOnly")),
    "link": lambda s: _response(
        (
            "Link",
            f'<https://u:{quote(s, safe="")}@h.example/?page=2&token={quote_plus(s)}>; rel="next"',
        )
    ),
    "value": lambda s: _response(note=f"it is {s}."),
    "array": lambda s: _response(list=["a", s]),
    "key": lambda s: _response(**{s: "x"}),
    "named field": lambda s: _response(password="another-" + s),
    "base64": lambda s: _response(note=_b64(f"x{s}yz")),
    "url-encoded twice": lambda s: _response(note=quote(quote(s, safe=""), safe="")),
    "json in a string": lambda s: _response(note=json.dumps({"inner": json.dumps({"secret": s})})),
    "url in a string": lambda s: _response(note=f"https://h.example/a?token={quote_plus(s)}"),
    "error body": lambda s: _response(status=403, message=f"bad token {s}"),
    "unauthorized": lambda s: _response(
        ("WWW-Authenticate", 'Bearer realm="x"'), status=401, message=s
    ),
    "conflict with userinfo": lambda s: _response(
        status=409, message=f"postgres://app:{quote(s, safe='')}@db/x"
    ),
    "jwt of its own": lambda s: _response(note=JWT),
    "key of a cloud": lambda s: _response(note="AKIA" + "IOSFODNN7ABCDEF2"),
}

CALLS: dict[str, tuple[str, Callable[[str], dict[str, object]]]] = {
    "plain": ("getItem", lambda s: {}),
    "query": ("getItem", lambda s: {"q": f"x {s}"}),
    "secret query": ("getItem", lambda s: {"api_key": "k-" + s}),
    "path": ("getItem", lambda s: {"id": s}),
    "header": ("getItem", lambda s: {"x_trace": quote(s)}),
    "json": (
        "putItem",
        lambda s: {"body": {"name": s, "password": s + "2", "list": [s]}},
    ),
}

CREDENTIALS = {
    "VAULT_TOKEN": TOKEN,
    "VAULT_KEY": "key-" + quote(TOKEN),
    "VAULT_LOGIN": f"alice-the-user:{PASSWORD}",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    root = tmp_path_factory.mktemp("vault")
    (root / "specs/vault").mkdir(parents=True)
    shutil.copy(Path(__file__).parent / "vault.yaml", root / "specs/vault/openapi.yaml")
    done = CliRunner().invoke(main, ["regenerate", "--root", str(root)])
    assert done.exit_code == 0, done.output
    yield Client(project.find(root), "vault")


def _arguments(
    surface: Surface, client: Client, operation: str, given: dict[str, object]
) -> dict[str, object]:
    """The arguments under the names that the package has for them."""
    found, _ = operation_named(client, surface, operation)
    binding = surface.of(found)
    assert binding is not None
    body = binding.argument("", "body")
    return {
        (body.name if name == "body" and body else name): value for name, value in given.items()
    }


@pytest.fixture(scope="module")
def recorded(vault: Client) -> Client:
    """The client after all exchanges were recorded."""
    surface = Surface(vault)
    count = 0
    for variable, credential in CREDENTIALS.items():
        secret = credential.partition(":")[2] if variable == "VAULT_LOGIN" else credential
        with pytest.MonkeyPatch.context() as environment:
            for name in CREDENTIALS:
                environment.delenv(name, raising=False)
            environment.setenv(variable, credential)
            for place in RESPONSES.values():
                for operation, arguments in CALLS.values():
                    count += 1
                    operation, _, media = operation.partition(" ")
                    found, _ = operation_named(vault, surface, operation)
                    record_live(
                        vault,
                        surface,
                        found,
                        f"case{count}",
                        _arguments(surface, vault, operation, arguments(secret)),
                        answer=_answering(place(secret), secret if count % 7 == 0 else ""),
                        host="https://vault.example/api",
                        variables={},
                        content_type=media,
                    )
    return vault


def test_no_secret_is_written(recorded: Client) -> None:
    assert len(recorded.fixtures) >= 200
    secrets = {
        JWT,
        "AKIA" + "IOSFODNN7ABCDEF2",
        TOKEN,
        CREDENTIALS["VAULT_KEY"],
        PASSWORD,
    }
    written = b"".join(
        path.read_bytes() for path in recorded.project.root.rglob("*") if path.is_file()
    )
    for value in secrets:
        for spelling in _spellings(value):
            assert spelling.encode() not in written, spelling
    assert not [path for path in recorded.project.fixtures.rglob("*") if path.name.startswith(".")]


def _answering(response: HttpResponse, secret: str = "") -> Callable[[HttpRequest], HttpResponse]:
    """Answers with ``response``; where there is a ``secret``, after a redirect that has it in its
    address.
    """
    moved = (
        f"https://vault.example/api/items/moved?token={quote_plus(secret)}&q={quote_plus(secret)}"
    )
    away = HttpResponse(status=307, headers=(("Location", moved),))
    return lambda request: away if secret and "/moved" not in request.url else response


def _spellings(value: str) -> set[str]:
    once = quote(value, safe="")
    return {
        value,
        once,
        quote_plus(value),
        quote(once, safe=""),
        _b64(value),
        json.dumps(value)[1:-1],
        quote(value),
    }


def test_all_of_them_replay(recorded: Client) -> None:
    for path in recorded.fixtures:
        found = [render_diagnostic(item) for item in run.findings(recorded, load(path))]
        assert not found, f"{path.name}: {found}"


def test_a_second_recording_changes_nothing(vault: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULT_TOKEN", TOKEN)
    surface = Surface(vault)
    found, _ = operation_named(vault, surface, "getItem")
    texts: list[str] = []
    for number in (1, 2):
        response = _response(
            ("Date", f"{number}"),
            ("Set-Cookie", f"sid=session-number-{number}"),
            note="same",
            password=f"word-number-{number}",
        )
        made = record_live(
            vault,
            surface,
            found,
            "twice",
            {},
            answer=_answering(response),
            host=None,
            variables={},
        )
        texts.append(made.cassette.path.read_text())
    assert texts[0] == texts[1]
