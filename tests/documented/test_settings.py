"""Each client.yaml speaks of things that its description has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests.documented.description import Description, Schema, description
from tests.documented.facts import CLIENTS, SPECS, documented

DISTRIBUTIONS = {
    "iblai": "iblai",
    "pulze": "pulze-client",
    "stability": "stability-client",
    "togai": "togai-client",
}


def settings(client: str) -> dict[str, Any]:
    """client.yaml as it stands."""
    loaded: dict[str, Any] = yaml.safe_load(
        (SPECS / client / "client.yaml").read_text(encoding="utf-8")
    )
    return loaded


def _operation(found: Description, name: str) -> Schema:
    return next(
        node for _, _, node in found.operations() if node["operationId"] == name
    )


def _fields(found: Description) -> Iterator[str]:
    for schema in found.data["components"]["schemas"].values():
        yield from found.properties(schema)[0]


@pytest.mark.parametrize("client", CLIENTS)
def test_the_package_is_called_as_documented(client: str) -> None:
    assert settings(client)["package"] == documented(client).package.value
    assert settings(client)["distribution"] == DISTRIBUTIONS[client]


@pytest.mark.parametrize("client", CLIENTS)
def test_credentials_and_helpers_are_for_documented_schemes(client: str) -> None:
    data = settings(client)
    schemes = {scheme.name: scheme for scheme in documented(client).schemes}
    assert set(data["credentials"]) == set(schemes)
    for name, credential in data["credentials"].items():
        assert credential.get("prefix", "") == schemes[name].prefix
    for helper in data.get("helpers", ()):
        assert helper["prefix"] == schemes[helper["scheme"]].prefix


@pytest.mark.parametrize("client", CLIENTS)
def test_pagination_names_what_the_description_has(client: str) -> None:
    found = description(client)
    for name, pages in settings(client).get("pagination", {}).items():
        node = _operation(found, name)
        parameters = {found.resolve(item)["name"] for item in node["parameters"]}
        assert {pages["parameter"], pages["size"]} <= parameters
        reply = node["responses"]["200"]["content"]["application/json"]["schema"]
        properties, _ = found.properties(reply)
        assert {pages["next"], pages["items"]} <= set(properties)


@pytest.mark.parametrize("client", CLIENTS)
def test_secret_fields_are_fields(client: str) -> None:
    assert set(settings(client).get("secret_fields", ())) <= set(
        _fields(description(client))
    )


def test_nothing_that_looks_like_a_secret_is_left_visible() -> None:
    for client in CLIENTS:
        hidden = set(settings(client).get("secret_fields", ()))
        telling = {
            name
            for name in _fields(description(client))
            if name.endswith(("token", "secret", "password"))
        }
        assert telling <= hidden, client
