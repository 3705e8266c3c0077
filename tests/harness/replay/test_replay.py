"""Every fixture of every client, in all its ways, and once more on a real connection."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from docbound.diagnostics.display import render_diagnostic
from docbound.harness.fixtures import Cassette, load
from docbound.harness.replay import run
from docbound.harness.replay.call import call
from docbound.harness.replay.expectations import unmet
from docbound.harness.replay.player import Player
from tests.support.clients import CLIENTS, Client
from tests.support.stub import StubServer, at_recorded_host

CASES = [(client, load(path)) for client in CLIENTS for path in client.fixtures]

each_case = pytest.mark.parametrize(
    ("client", "cassette"), CASES, ids=[str(cassette) for _, cassette in CASES]
)


@each_case
def test_played(client: Client, cassette: Cassette) -> None:
    found = [render_diagnostic(finding) for finding in run.findings(client, cassette)]
    assert not found, "\n".join(found)


def base_path(client: Client) -> str:
    """The path of the service's base URL."""
    urls = client.service.base_urls()
    return urlsplit(urls[0]).path.rstrip("/") if urls else ""


@pytest.mark.parametrize("aio", [False, True], ids=["sync", "async"])
@each_case
def test_over_the_wire(client: Client, cassette: Cassette, aio: bool) -> None:
    """The same through urllib3 and aiohttp, on a real connection."""
    player = Player(exchanges=cassette.exchanges)
    with StubServer(lambda request: player.answer(at_recorded_host(request, cassette))) as stub:
        result = call(client, cassette, aio=aio, host=stub.url + base_path(client))
    player.finish()
    found = unmet(cassette.meta.expect, result, client.module(), client.module("models"))
    assert not [one.message for one in found]
