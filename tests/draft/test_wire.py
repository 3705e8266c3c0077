"""A client's own documentation is enough to make the client again: what it sends is the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from docbound.cli import main

ROOT = Path(__file__).parent.parent.parent
CALLS = """
import json, sys
sys.path.insert(0, sys.argv[1])
import togai_client
from togai_client.rest import Response

class Canned:
    def send(self, request, *, timeout):
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        print(request.method, request.url, json.dumps(json.loads(body)) if body else None)
        return Response(200, {"Content-Type": "application/json"}, b"{}")

    def close(self):
        pass

client = togai_client.ApiClient(transport=Canned())
credits = client.credits
request = {"accountId": "A", "purpose": "P", "effectiveFrom": "2031-04-01", "priority": 1}
grant = {"creditRequests": [request]}
credits.create_credit(grant)
credits.credit_balance_for_account("A/1")
credits.get_credit_details("c.1")
credits.list_credits(next_token="t", status="ACTIVE", account_id="A", id="c", page_size=2)
credits.void_credit("c.1")
"""


def calls(folder: Path) -> str:
    """What the package in a folder sends."""
    result = subprocess.run(
        [sys.executable, "-c", CALLS, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("sources", [("docs", "togai_client")])
def test_a_client_made_from_its_own_documentation_sends_the_same(
    tmp_path: Path, sources: tuple[str, ...]
) -> None:
    original = ROOT / "generated" / "togai"
    named = [str(original / source) for source in sources]
    specs = tmp_path / "specs" / "togai"
    result = CliRunner().invoke(main, ["draft", *named, "--output", str(specs)])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(main, ["regenerate", "--root", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert calls(tmp_path / "generated" / "togai") == calls(original)
