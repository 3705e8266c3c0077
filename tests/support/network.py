"""The network of an example: whatever it calls is answered from the fixtures.

An example is run as printed, so it cannot be handed a transport. Instead the transports that a
package makes by default are replaced for the time of the run; nothing else is.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import Final
from urllib.parse import urlsplit

import pytest

from docbound.harness.fixtures import Cassette, load
from docbound.harness.replay.matching import differences
from docbound.harness.replay.player import Player, ReplayError
from docbound.harness.replay.transports import AnswerTransport, AsyncAnswerTransport
from docbound.traffic import HttpRequest, HttpResponse
from tests.support.clients import CLIENTS, PROJECT, Client
from tests.support.services import SERVICES, made_services

TOKEN: Final = "test-token-not-a-secret"
"""The credential that examples find in their environment."""


@dataclass(slots=True, kw_only=True)
class Network:
    """Answers requests from fixtures.

    Attributes:
        played: the fixtures that an example requests by name, in order; without any, each request
            is answered by a success of its operation, the one whose request is the same if there is
            one.
        requests: what was asked.
        connected: the connection settings of each transport that was made.
    """

    played: Sequence[Cassette] = ()
    requests: list[HttpRequest] = field(default_factory=list[HttpRequest])
    connected: list[object] = field(default_factory=list[object])
    _player: Player | None = None

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Returns the response to ``request``.

        Raises:
            ReplayError: no fixture has one.
        """
        self.requests.append(request)
        if self.played:
            if self._player is None:
                exchanges = (one for cassette in self.played for one in cassette.exchanges)
                declared = (cassette.meta.credentials.values() for cassette in self.played)
                secrets = dict.fromkeys(chain.from_iterable(declared), TOKEN)
                self._player = Player(exchanges=tuple(exchanges), secrets=secrets)
            return self._player.answer(request)
        for cassette in _successes():
            for exchange in cassette.exchanges:
                if not differences(exchange.request, request):
                    return exchange.response
        operation = _operation(request)
        for cassette in _successes():
            if (cassette.client, cassette.meta.operation) == operation:
                return cassette.exchanges[-1].response
        raise ReplayError(f"no fixture answers {request.method} {request.url}")

    def finish(self) -> None:
        """Raises ReplayError if a fixture that was requested by name was not played to its end."""
        if self.played:
            if self._player is None:
                raise ReplayError("nothing was called")
            self._player.finish()


@cache
def _successes() -> tuple[Cassette, ...]:
    found = (load(path) for client in CLIENTS for path in client.fixtures)
    return tuple(
        cassette
        for cassette in found
        if all(one.response.status < 300 for one in cassette.exchanges)
        and not cassette.meta.expect.mismatches
    )


def _operation(request: HttpRequest) -> tuple[str, str] | None:
    """The client and operationId that a request belongs to, by method, host and path."""
    sent = urlsplit(request.url)
    for client in CLIENTS:
        hosts = {urlsplit(base).netloc for base in client.service.base_urls()}
        if sent.netloc not in hosts:
            continue
        for path in client.service.relative_path(sent.path):
            found = client.service.match(request.method, path)
            if found is not None:
                return client.name, found[0].operation_id
    return None


def named(*names: str) -> list[Cassette]:
    """The fixtures called ``client/operation.case``, of the clients and of the services made up for
    examples.
    """
    files = [PROJECT.fixtures / f"{name}.yaml" for name in names]
    return [
        load(file) if file.exists() else load(SERVICES / f"{name}.yaml", is_fixture=False)
        for file, name in zip(files, names, strict=True)
    ]


@contextmanager
def network(played: Sequence[Cassette] = ()) -> Iterator[Network]:
    """Answers all calls of all generated packages from fixtures, with credentials in the
    environment.
    """
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
    return [
        credential.environment
        for credential in client.settings.credentials.values()
        if credential.environment
    ]


def _replace_default_transports(
    patch: pytest.MonkeyPatch, client: Client, answering: Network
) -> None:
    rest = importlib.import_module(f"{client.package}.rest")

    def transport(settings: object) -> AnswerTransport:
        answering.connected.append(settings)
        return AnswerTransport(answering.answer, rest)

    def async_transport(settings: object) -> AsyncAnswerTransport:
        answering.connected.append(settings)
        return AsyncAnswerTransport(answering.answer, rest)

    modules = f"{client.package}._runtime.transport"
    patch.setattr(f"{modules}.urllib3_transport.Urllib3Transport", transport)
    patch.setattr(f"{modules}.aiohttp_transport.AiohttpTransport", async_transport)


def _keep_logger(patch: pytest.MonkeyPatch, client: Client) -> None:
    """Lets an example set up logging for itself alone."""
    logger = logging.getLogger(client.package)
    patch.setattr(logger, "level", logger.level)
    patch.setattr(logger, "handlers", [*logger.handlers])
    patch.setattr(logger, "propagate", logger.propagate)
