"""The packages of ten services: described, proposed, accepted, generated."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from docbound.cli import main
from tests.services.stub import USERS, User

DESCRIPTIONS = Path(__file__).parent / "descriptions"
KINDS = ("pagination", "idempotency", "errors", "streams", "webhooks")
BY_HAND = {
    "twilio": ("  encoding: base64\n", "  encoding: base64\n  signed: '{url}{form}'\n"),
    "hubspot": ("'{timestamp}.{body}'", "'POST{url}{body}{timestamp}'"),
    "zendesk": ("'{timestamp}.{body}'", "'{timestamp}{body}'"),
}
"""What a maintainer looks up, where `suggest` says that the description does not have it."""

ADDED = {
    "aws": """
retries:
  when:
    - {field: "header:x-amzn-errortype", is: ThrottlingException, statuses: [400], safe: true}
    - {field: __type, is: ThrottlingException, statuses: [400], safe: true}
""",
    "discord": """
pagination:
  list_guild_members: {kind: cursor, parameter: after, last_item: user.id, size: limit}
""",
    "google": """
credentials:
  oauth: {sign_in: {statement_scope: claim, statement_lifetime: 3600}}
errors:
  "*": {code: error.status}
polling:
  operations.get: {done: {field: done, is: true}, failed: {field: error}, code: error.status}
retries:
  when:
    field: error.status
    is: RESOURCE_EXHAUSTED
    statuses: [429]
    wait: error.details.*.retryDelay
""",
    "salesforce": """
credentials:
  oauth: {sign_in: {host_field: instance_url, host_origins: ["https://*.my.crm.example"]}}
""",
    "shopify": """
errors:
  graphql: {field: errors, code: errors.*.extensions.code}
retries:
  when: {field: errors.*.extensions.code, is: THROTTLED, statuses: [200], safe: true}
""",
}
"""What no description has, and a maintainer writes: where codes, waits and hosts are."""


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(main, list(map(str, words)))
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], ModuleType]]:
    """Makes the package of a service once."""
    base = tmp_path_factory.mktemp("services")
    made: dict[str, ModuleType] = {}

    def package(name: str) -> ModuleType:
        if name in made:
            return made[name]
        description, config = DESCRIPTIONS / f"{name}.yaml", base / f"{name}.yaml"
        only = [word for kind in KINDS for word in ("--only", kind)]
        run("suggest", description, "--config", config, "--write", *only)
        if name in BY_HAND:
            proposed, right = BY_HAND[name]
            text = config.read_text(encoding="utf-8")
            assert proposed in text and "look up" in text
            config.write_text(text.replace(proposed, right), encoding="utf-8")
        if name in ADDED:
            known = config.read_text(encoding="utf-8") if config.exists() else ""
            config.write_text(known + ADDED[name], encoding="utf-8")
        given = ("--config", config) if config.exists() else ()
        import_name = f"{name}_of_ten"
        run("generate", description, *given, "--output", base / name, "--package", import_name)
        sys.path.insert(0, str(base / name))
        made[name] = importlib.import_module(import_name)
        return made[name]

    yield package
    for name in made:
        sys.path.remove(str(base / name))


@pytest.fixture(params=USERS, ids=lambda kind: kind.name)
def use(
    request: pytest.FixtureRequest, packages: Callable[[str], ModuleType]
) -> Iterator[Callable[[str], User]]:
    """Gives a user of a service's package."""
    users: list[User] = []

    def user(name: str) -> User:
        users.append(request.param(packages(name)))
        return users[-1]

    yield user
    for each in users:
        each.close()
