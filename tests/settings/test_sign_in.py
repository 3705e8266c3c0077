"""``sign_in`` of a security scheme in client.yaml: what it may hold, and what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from docbound.cli import main

DESCRIPTION = {
    "openapi": "3.2.0",
    "info": {"title": "Case", "version": "1"},
    "components": {
        "securitySchemes": {
            "oauth": {
                "type": "oauth2",
                "oauth2MetadataUrl": "https://login.example/.well-known/oauth-authorization-server",
                "flows": {
                    "deviceAuthorization": {
                        "deviceAuthorizationUrl": "https://login.example/device",
                        "tokenUrl": "https://login.example/token",
                        "refreshUrl": "https://login.example/refresh",
                        "scopes": {"read": "to read"},
                    },
                    "implicit": {"authorizationUrl": "https://login.example/a", "scopes": {}},
                },
            },
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "digest": {"type": "http", "scheme": "DIGEST"},
        }
    },
    "security": [{"oauth": ["read"]}],
    "paths": {"/x": {"get": {"operationId": "x", "responses": {"204": {"description": "d"}}}}},
}


def generate(folder: Path, credentials: object) -> tuple[int, str, str]:
    (folder / "openapi.json").write_text(json.dumps(DESCRIPTION))
    config = {"package": "case_client", "credentials": credentials}
    (folder / "client.yaml").write_text(yaml.safe_dump(config))
    words = ["generate", str(folder / "openapi.json"), "--output", str(folder / "out")]
    made = CliRunner().invoke(main, [*words, "--config", str(folder / "client.yaml")])
    path = folder / "out" / "case_client" / "_spec.py"
    return made.exit_code, made.output, path.read_text() if path.exists() else ""


def test_what_the_package_knows(tmp_path: Path) -> None:
    sign_in = {
        "client_id": "cli",
        "client_authentication": "body",
        "token_url": "https://login.example/t",
        "scopes": ["read", "write"],
        "token_parameters": {"audience": "everybody"},
        "redirect_port": 8765,
        "redirect_path": "/back",
    }
    code, output, spec = generate(tmp_path, {"oauth": {"sign_in": sign_in}})
    assert code == 0, output
    assert 'device_authorization_url="https://login.example/device"' in spec
    assert 'refresh_url="https://login.example/refresh"' in spec
    assert "oauth-authorization-server" in spec and "implicit" not in spec
    assert "HttpDigest()" in spec
    for text in (
        'client_id="cli"',
        'client_authentication="body"',
        'scopes=("read", "write")',
        '"audience": "everybody"',
        "redirect_port=8765",
        'redirect_path="/back"',
    ):
        assert text in spec
    front = (tmp_path / "out" / "pyproject.toml").read_text()
    assert 'jwt = ["PyJWT[crypto]>=2.8"]' in front


@pytest.mark.parametrize(
    ("credentials", "says"),
    [
        ({"oauth": {"sign_in": {"clientid": "x"}}}, "did you mean 'client_id'?"),
        ({"oauth": {"sign_in": {"client_authentication": "basics"}}}, "did you mean 'basic'?"),
        ({"oauth": {"sign_in": {"token_url": "ftp://x"}}}, "neither an address of the web"),
        ({"oauth": {"sign_in": {"redirect_port": 99999}}}, "a port is expected"),
        ({"oauth": {"sign_in": {"redirect_path": "back"}}}, "begin it with `/`"),
        ({"oauth": {"sign_in": {"scopes": "read write"}}}, "is no scope"),
        ({"oauth": {"sign_in": {"token_parameters": ["a"]}}}, "a mapping is expected"),
        ({"oauth": {"sign_in": []}}, "a mapping is expected"),
        ({"oauth": {"sign_in": {"host_field": "h"}}}, "are needed together"),
        ({"oauth": {"sign_in": {"host_origins": ["https://a.example"]}}}, "are needed together"),
        ({"oauth": {"sign_in": {"host_origins": ["http://a.example"]}}}, "is no origin that"),
        ({"oauth": {"sign_in": {"host_origins": ["https://*.com"]}}}, "is no origin that"),
        ({"oauth": {"sign_in": {"host_origins": ["https://*"]}}}, "is no origin that"),
        ({"oauth": {"sign_in": {"host_origins": ["https://a.*.example.com"]}}}, "no origin that"),
        ({"oauth": {"sign_in": {"host_origins": ["https://a.example/x"]}}}, "is no origin that"),
        ({"oauth": {"sign_in": {"statement_lifetime": 0}}}, "a number of seconds"),
        ({"oauth": {"sign_in": {"statement_scope": "claims"}}}, "did you mean 'claim'?"),
        ({"key": {"sign_in": {"client_id": "x"}}}, "`sign_in` has no use for 'key'"),
    ],
)
def test_each_mistake_has_a_sentence(credentials: object, says: str, tmp_path: Path) -> None:
    code, output, _ = generate(tmp_path, credentials)
    assert code == 1 and says in output and "client.yaml:" in output
