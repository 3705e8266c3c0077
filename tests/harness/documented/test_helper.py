"""The helper of client.yaml: one entry, a function in each twin."""

from __future__ import annotations

import asyncio
import importlib
import inspect

import pytest

from docbound.settings.helpers import HelperSettings
from tests.support.clients import CLIENTS, Client

HELPED = [(client, item) for client in CLIENTS for item in client.settings.helpers]


def test_a_client_has_a_helper() -> None:
    assert HELPED


@pytest.mark.parametrize(("client", "helper"), HELPED, ids=str)
def test_both_twins_have_it(client: Client, helper: HelperSettings) -> None:
    package = importlib.import_module(client.package)
    aio = importlib.import_module(f"{client.package}.aio")
    made = [getattr(twin, helper.name) for twin in (package, aio)]
    assert inspect.signature(made[0]).parameters == inspect.signature(made[1]).parameters
    arguments = {helper.key: "k-123", "prefix": "Word"}
    with made[0](**arguments) as ready:
        assert isinstance(ready, package.ApiClient)
        assert ready.configuration.get_api_key_with_prefix(helper.scheme) == "Word k-123"
        assert "k-123" not in repr(ready)
    later = made[1](**arguments)
    assert isinstance(later, aio.ApiClient)
    assert later.configuration.get_api_key_with_prefix(helper.scheme) == "Word k-123"
    asyncio.run(later.close())
