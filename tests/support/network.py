"""The network of an example: whatever it calls is answered from the fixtures.

An example is run as printed, so it cannot be handed a transport. Instead the transports that a package makes by default
are replaced for the time of the run; nothing else is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast
from urllib.parse import urlsplit

import pytest
import yaml

from tests.support.blocks import ROOT
from tests.support.cassettes import (
    FIXTURES,
    Cassette,
    Player,
    ReplayError,
    fixture_files,
    load,
)
from tests.support.clients import CLIENTS, Client
from tests.support.replay import AnswerTransport, AsyncAnswerTransport
from tests.support.services import SERVICES, made_services
from tests.support.wire import WireReply, WireRequest, differences

TOKEN: Final = "test-token-not-a-secret"
"""The credential that examples find in their environment."""


@dataclass(slots=True, kw_only=True)
class Network:
    """Answers requests from fixtures.

    Attributes:
        played: the fixtures that an example asks for by name, in order; without any, each request is answered by a
            success of its operation, the one whose request is the same if there is one.
        requests: what was asked.
        connected: the connection settings of each transport that was made.
    """

    played: Sequence[Cassette] = ()
    requests: list[WireRequest] = field(default_factory=list[WireRequest])
    connected: list[object] = field(default_factory=list[object])
    _player: Player | None = None

    def answer(self, request: WireRequest) -> WireReply:
        """Returns the reply to ``request``.

        Raises:
            ReplayError: no fixture has one.
        """
        self.requests.append(request)
        if self.played:
            if self._player is None:
                interactions = (
                    one for cassette in self.played for one in cassette.interactions
                )
                self._player = Player(interactions=tuple(interactions))
            return self._player.answer(request)
        for cassette in _successes():
            for interaction in cassette.interactions:
                if not differences(interaction.request, request):
                    return interaction.reply
        operation = _operation(request)
        for cassette in _successes():
            if (cassette.client, cassette.meta["operation"]) == operation:
                return cassette.interactions[-1].reply
        raise ReplayError(f"no fixture answers {request.method} {request.url}")

    def finish(self) -> None:
        """Raises ReplayError if a fixture that was asked for by name was not played to its end."""
        if self.played:
            if self._player is None:
                raise ReplayError("nothing was called")
            self._player.finish()


def _successes() -> list[Cassette]:
    if not _SUCCESSES:
        found = [load(path) for path in fixture_files()]
        _SUCCESSES.extend(
            cassette
            for cassette in found
            if all(one.reply.status < 300 for one in cassette.interactions)
            and "mismatches" not in cast(dict[str, object], cassette.meta["expect"])
        )
    return _SUCCESSES


_SUCCESSES: Final[list[Cassette]] = []


def _operation(request: WireRequest) -> tuple[str, str] | None:
    """The client and operationId that a request belongs to, by method, host and path."""
    sent = urlsplit(request.url)
    for path in sorted((ROOT / "specs").glob("*/openapi.yaml")):
        document = cast(
            dict[str, Any], yaml.safe_load(path.read_text(encoding="utf-8"))
        )
        for server in document["servers"]:
            base = urlsplit(server["url"])
            if base.netloc != sent.netloc:
                continue
            for template, item in document["paths"].items():
                pattern = re.sub(
                    r"\\\{[^{}]*\\\}",
                    "[^/]+",
                    re.escape(base.path.rstrip("/") + template),
                )
                if request.method.lower() in item and re.fullmatch(pattern, sent.path):
                    return path.parent.name, item[request.method.lower()]["operationId"]
    return None


def named(*names: str) -> list[Cassette]:
    """The fixtures called ``client/operation.case``, of the clients and of the services made up for examples."""
    files = [FIXTURES / f"{name}.yaml" for name in names]
    return [
        load(file if file.exists() else SERVICES / f"{name}.yaml")
        for file, name in zip(files, names, strict=True)
    ]


@contextmanager
def network(played: Sequence[Cassette] = ()) -> Iterator[Network]:
    """Answers all calls of all generated packages from fixtures, with credentials in the environment."""
    answering = Network(played=played)
    with pytest.MonkeyPatch.context() as patch:
        for client in [*CLIENTS, *made_services()]:
            for variable in credential_variables(client):
                patch.setenv(variable, TOKEN)
            _replace_default_transports(patch, client, answering)
            _keep_logger(patch, client)
        yield answering
    answering.finish()


def credential_variables(client: Client) -> list[str]:
    """The environment variables that client.yaml names for credentials."""
    schemes = cast(dict[str, dict[str, str]], client.settings.get("credentials") or {})
    return [
        scheme["environment"] for scheme in schemes.values() if "environment" in scheme
    ]


def _replace_default_transports(
    patch: pytest.MonkeyPatch, client: Client, answering: Network
) -> None:
    package = client.package

    def transport(settings: object) -> AnswerTransport:
        answering.connected.append(settings)
        return AnswerTransport(answering.answer, package)

    def async_transport(settings: object) -> AsyncAnswerTransport:
        answering.connected.append(settings)
        return AsyncAnswerTransport(answering.answer, package)

    modules = f"{package}._runtime"
    patch.setattr(f"{modules}.urllib3_transport.Urllib3Transport", transport)
    patch.setattr(f"{modules}.aiohttp_transport.AiohttpTransport", async_transport)


def _keep_logger(patch: pytest.MonkeyPatch, client: Client) -> None:
    """Lets an example set up logging for itself alone."""
    logger = logging.getLogger(client.package)
    patch.setattr(logger, "level", logger.level)
    patch.setattr(logger, "handlers", [*logger.handlers])
    patch.setattr(logger, "propagate", logger.propagate)
