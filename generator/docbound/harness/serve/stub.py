"""What a stub answers: by fixture, by example, by made value; or why it refuses."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from docbound.harness.described_service import (
    Media,
    Service,
    ServiceOperation,
    ServiceResponse,
)
from docbound.harness.request_validation import violations
from docbound.records import record
from docbound.settings.pagination import PaginationSettings
from docbound.traffic import HttpRequest, HttpResponse

from ..fixtures import Cassette
from ..values import Judge
from ..values.bodies import REDIRECTED, first_success, preferred, response_for
from .authorization import challenge, is_authorized
from .pagination import paged
from .prefer import Preference, preference
from .problem_details import of_violations, refusal
from .scenarios import Scenarios

_MOST_KEPT: Final = 2000


@record
class Answer:
    """A response and where it came from: ``fixture NAME``, ``example``, ``refused``; and how long
    to wait.
    """

    response: HttpResponse
    origin: str
    operation: str = ""
    delay: float = 0.0


class Stub:
    """A service without a service.

    Args:
        service: the description.
        judge: tells which values its schemas accept.
        cassettes: fixtures to answer from.
        pagination: how pages follow each other, by operationId.
        seed: another seed makes other values.
    """

    def __init__(
        self,
        service: Service,
        judge: Judge,
        cassettes: Iterable[Cassette] = (),
        pagination: Mapping[str, PaginationSettings] | None = None,
        seed: int = 0,
    ) -> None:
        self._service = service
        self._judge = judge
        self._scenarios = Scenarios(cassettes, service)
        self._pagination = pagination or {}
        self._seed = seed
        self._made: dict[tuple[str, str, str, str, int], HttpResponse | None] = {}

    def answer(self, request: HttpRequest) -> Answer:
        """The answer to a request; never raises for what was sent."""
        _, path, query = urlsplit(request.url)[1:4]
        found = self._matches(request.method, path, query)
        if not found and path == REDIRECTED:
            return Answer(response=HttpResponse(status=204, reason="No Content"), origin="redirect")
        if not found:
            return self._unknown(request, path)
        wanted = preference(request.header("prefer"))
        operation, refused = found[0][0], None
        if wanted.code is None:
            operation, refused = self._chosen(found, request)
        if refused is not None:
            return Answer(
                response=refused,
                origin="refused",
                operation=operation.name,
                delay=wanted.delay,
            )
        response, origin = self._response(operation, request, wanted)
        return Answer(
            response=response,
            origin=origin,
            operation=operation.name,
            delay=wanted.delay,
        )

    def _matches(
        self, method: str, path: str, query: str
    ) -> list[tuple[ServiceOperation, dict[str, str]]]:
        for candidate in self._service.relative_path(path):
            found = self._service.matches(method, candidate, query)
            if not found and method == "HEAD":
                found = self._service.matches("GET", candidate, query)
            if found:
                return found
        return []

    def _unknown(self, request: HttpRequest, path: str) -> Answer:
        allowed = sorted(
            {
                name
                for candidate in self._service.relative_path(path)
                for name in self._service.allowed_methods(candidate)
            }
        )
        if not allowed:
            return Answer(
                response=refusal(404, f"the description has no path for {path}"),
                origin="refused",
            )
        allow = ("Allow", ", ".join(allowed))
        if request.method == "OPTIONS":
            return Answer(
                response=HttpResponse(status=204, reason="No Content", headers=(allow,)),
                origin="options",
            )
        detail = f"{path} has no {request.method}; there are: {allow[1]}"
        return Answer(response=refusal(405, detail, headers=(allow,)), origin="refused")

    # --- refusals ---

    def _chosen(
        self, found: Iterable[tuple[ServiceOperation, dict[str, str]]], request: HttpRequest
    ) -> tuple[ServiceOperation, HttpResponse | None]:
        """The first operation that takes a request, of those whose paths differ in a fragment
        alone; else the first, and why it takes it not.
        """
        tried = [(item, self._refused(item, values, request)) for item, values in found]
        return next((row for row in tried if row[1] is None), tried[0])

    def _refused(
        self,
        operation: ServiceOperation,
        values: Mapping[str, str],
        request: HttpRequest,
    ) -> HttpResponse | None:
        if not is_authorized(self._service, operation, request):
            names = " or ".join(" and ".join(row) for row in operation.security)
            detail = f"{operation.name} needs a credential for {names}"
            wanted = challenge(self._service, operation)
            return refusal(401, detail, headers=(("WWW-Authenticate", wanted),))
        found = list(violations(self._service, self._judge, operation, request, values))
        return of_violations(found) if found else None

    # --- responses ---

    def _response(
        self, operation: ServiceOperation, request: HttpRequest, wanted: Preference
    ) -> tuple[HttpResponse, str]:
        if not wanted.example:
            played = self._scenarios.answer(request, wanted.code)
            if played is not None:
                return played[0], f"fixture {played[1]}"
        described = (
            first_success(operation) if wanted.code is None else operation.response(wanted.code)
        )
        if described is None and wanted.code is None:
            return HttpResponse(status=204, reason="No Content"), "nothing described"
        if described is None:
            codes = ", ".join(row.code for row in operation.responses) or "none"
            return (
                refusal(
                    404,
                    f"{operation.name} describes no response {wanted.code}; there are: {codes}",
                ),
                "refused",
            )
        accept = request.header("accept")
        media = preferred(described, accept)
        if media is None and described.contents:
            offered = ", ".join(row.name for row in described.contents)
            return (
                refusal(
                    406,
                    f"{operation.name} answers with {offered}, and {accept} takes none of them",
                ),
                "refused",
            )
        response = self._made_response(operation, described, media, request, wanted)
        if response is None:
            what = f"example {wanted.example!r}" if wanted.example else "valid value"
            detail = (
                f"no {what} was found for the response {described.code} of {operation.name}; add an"
                " example"
            )
            return refusal(404 if wanted.example else 500, detail), "refused"
        settings = self._pagination.get(operation.operation_id)
        if settings is not None and media is not None and response.status < 300:
            response = paged(
                response, request, settings, media, self._service, self._judge, operation
            )
        return response, "example"

    def _made_response(
        self,
        operation: ServiceOperation,
        described: ServiceResponse,
        media: Media | None,
        request: HttpRequest,
        wanted: Preference,
    ) -> HttpResponse | None:
        """The same response for the same request and seed."""
        seed = self._seed + _digest(request, operation.operation_id in self._pagination)
        name = media.name if media else ""
        key = (operation.node.pointer, described.code, name, wanted.example, seed)
        if key not in self._made:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            self._made[key] = response_for(
                self._service,
                self._judge,
                described,
                media,
                status=wanted.code,
                seed=seed,
                example=wanted.example,
                loose=True,
            )
        return self._made[key]


def _digest(request: HttpRequest, is_paged: bool) -> int:
    """A number for what a request asks for; the pages of one list share it."""
    parts = urlsplit(request.url)
    query = "" if is_paged else "&".join(sorted(parts.query.split("&")))
    return zlib.crc32(f"{request.method} {parts.path} {query}".encode()) ^ zlib.crc32(request.body)
