"""Answers from fixtures: each is a scenario, whose exchanges are played in their order."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from docbound.fixtures.meta import PROVENANCES
from docbound.harness.described_service import Service
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from ..fixtures import Cassette
from ..replay.matching import differences

_IGNORED: Final = ("host", "path", "header")


class Scenarios:
    """Plays fixtures for incoming calls.

    Args:
        cassettes: the fixtures.
        service: the description, which knows the paths of its servers.
    """

    def __init__(self, cassettes: Iterable[Cassette], service: Service) -> None:
        ranks = {provenance: rank for rank, provenance in enumerate(PROVENANCES)}
        self._cassettes = sorted(
            cassettes,
            key=lambda one: (-len(one.exchanges), ranks[one.meta.provenance], str(one)),
        )
        self._service = service
        self._places = dict.fromkeys(map(str, self._cassettes), 0)
        self._lock = threading.Lock()

    def answer(
        self, request: HttpRequest, code: int | None = None
    ) -> tuple[HttpResponse, str] | None:
        """The response of a fixture whose next request is this one, and the fixture's name; None
        where there is none.

        Args:
            request: what was sent.
            code: the status that is wanted; else a success is preferred to an error.
        """
        with self._lock:
            found = sorted(self._fitting(request, code), key=lambda row: row[0])
            if not found:
                return None
            _, cassette, place = found[0]
            name = str(cassette)
            self._places[name] = (place + 1) % len(cassette.exchanges)
            return cassette.exchanges[place].response, name

    def _fitting(
        self, request: HttpRequest, code: int | None
    ) -> Iterator[tuple[tuple[int, int, int], Cassette, int]]:
        """The fixtures that fit, with a rank: those that are being played come first, then
        successes.
        """
        for index, cassette in enumerate(self._cassettes):
            place = self._places[str(cassette)]
            for candidate in dict.fromkeys((place, 0)):
                exchange = cassette.exchanges[candidate]
                status = exchange.response.status
                if code is not None and status != code:
                    continue
                if code is None and status >= 400 and len(cassette.exchanges) == 1:
                    continue
                if self._fits(exchange, request):
                    yield (
                        0 if candidate else 1,
                        0 if status < 400 else 1,
                        index,
                    ), cassette, candidate
                    break

    def _fits(self, exchange: Exchange, request: HttpRequest) -> bool:
        expected = exchange.request
        if expected.method != request.method:
            return False
        if not self._paths(expected.url) & self._paths(request.url):
            return False
        return not [
            line for line in differences(expected, request) if not line.startswith(_IGNORED)
        ]

    def _paths(self, url: str) -> set[str]:
        return set(self._service.relative_path(urlsplit(url).path))
