"""Plays the exchanges of a fixture: gives each response to the request that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from docbound.records import field, record
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from .matching import differences


class ReplayError(AssertionError):
    """A call did not do what its fixture says: another request, one too many, or one too few.

    Attributes:
        place: the number of the exchange, from 0.
    """

    def __init__(self, message: str, place: int = 0) -> None:
        super().__init__(message)
        self.place = place


@record(frozen=False)
class Player:
    """Plays exchanges in order, comparing each request by meaning.

    Attributes:
        exchanges: what to play.
        secrets: maps what the fixture has in place of a credential to the credential that the call
            uses.
        sent: the requests so far.
    """

    exchanges: tuple[Exchange, ...]
    secrets: Mapping[str, str] = field(default_factory=dict[str, str])
    sent: list[HttpRequest] = field(default_factory=list[HttpRequest])

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Returns the response to ``request``.

        Raises:
            ReplayError: the request is not the one that comes next.
        """
        place = len(self.sent)
        self.sent.append(request)
        if place >= len(self.exchanges):
            raise ReplayError(
                f"request {place + 1} was not expected: {request.method} {request.url}",
                max(place - 1, 0),
            )
        expected = self.exchanges[place]
        if found := differences(expected.request, request, secrets=self.secrets):
            raise ReplayError(
                "\n".join([f"request {place + 1} differs from the fixture:", *found]),
                place,
            )
        return expected.response

    def finish(self) -> None:
        """Raises ReplayError unless every exchange was used."""
        left = len(self.exchanges) - len(self.sent)
        if left > 0:
            unused = self.exchanges[len(self.sent)].request
            raise ReplayError(
                f"{left} unused, the next is {unused.method} {unused.url}",
                len(self.sent),
            )
