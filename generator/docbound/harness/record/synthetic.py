"""Fixtures from the description alone: its examples, else made values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from docbound.harness.described_service import Node, ServiceOperation, ServiceResponse
from docbound.harness.errors import failure
from docbound.harness.package_methods import Surface
from docbound.redaction import Redactor
from docbound.tables.scheme_kinds import BEARER, kind_of
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from ..checks.secrets import rules_of
from ..clients import Client
from ..values.bodies import REASONS, REDIRECTS, first_success, preferred, response_for
from . import fixture
from .arguments import from_examples, redacted_call
from .fixture import Draft, Origin


def placeholders(client: Client, operation: ServiceOperation) -> dict[str, str]:
    """Made-up credentials for the first way in which a call may be authorised."""
    schemes = client.service.security_schemes
    for alternative in operation.security:
        if alternative and all(name in schemes for name in alternative):
            return {name: _placeholder(schemes[name]) for name in alternative}
    return {}


def _placeholder(scheme: Node) -> str:
    return (kind_of(scheme.text("type"), scheme.text("scheme")) or BEARER).placeholder


def synthetic(
    client: Client,
    surface: Surface,
    operation: ServiceOperation,
    case: str,
    *,
    status: str = "",
    example: str = "",
    given: Mapping[str, object] | None = None,
) -> Draft:
    """A fixture of an operation, not written yet. What looks like a secret in the description's
    examples is replaced, as in what is recorded.

    Args:
        client, surface: whose operation.
        operation: the operation.
        case: the fixture's name; made from the status where it is empty.
        status: the status of the response; that of a success where it is empty.
        example: the name of the example to answer with.
        given: arguments instead of those of the description's examples.

    Raises:
        HarnessError: the package leaves the operation out, describes no such status, or no valid
            value was found.
    """
    binding = surface.required(operation)
    described = _response(client, operation, status)
    number = int(status) if status.isdecimal() else None
    media = preferred(described)
    response = response_for(
        client.service, client.judge, described, media, status=number, example=example
    )
    if response is None:
        what = f"example {example!r}" if example else "valid value"
        raise failure(
            "no-example",
            f"{operation.name}: no {what} was found for the response {described.code}",
            "add an example to the description",
            position=client.service.position(described.node.pointer),
        )
    call = from_examples(client, operation, binding, given or {})
    name = case or (
        example or ("example" if response.status < 300 else f"status_{response.status}")
    )
    exchanges = _exchanges(operation, response)
    redactor = Redactor(rules_of(client))
    draft = partial(
        fixture.draft,
        client,
        operation,
        binding,
        name,
        origin=Origin(
            provenance="synthetic",
            source="made from the description by docbound fixtures new",
        ),
        credentials=placeholders(client, operation),
        host=_host(client),
    )
    found = draft(call, exchanges)
    if not fixture.leaks_of(found, redactor):
        return found
    redactor.learn(exchanges)
    clean = tuple(map(redactor.exchange, exchanges))
    return draft(redacted_call(redactor, call), clean, redactions=tuple(redactor.replaced))


def _exchanges(operation: ServiceOperation, response: HttpResponse) -> tuple[Exchange, ...]:
    """A response, and the end of the redirect where it is one: what is there, no description
    says.
    """
    end = HttpResponse(status=204, reason=REASONS[204])
    responses = (response, end) if response.status in REDIRECTS else (response,)
    request = HttpRequest(method=operation.method, url="")
    return tuple(Exchange(request=request, response=each) for each in responses)


def _host(client: Client) -> str | None:
    """A base URL for the calls of a service whose description names none."""
    has_host = any(url.startswith("http") for url in client.service.base_urls())
    return None if has_host else "https://api.example.com"


def _response(client: Client, operation: ServiceOperation, status: str) -> ServiceResponse:
    if not status:
        found = first_success(operation)
    elif status.isdecimal():
        found = operation.response(int(status))
    else:
        found = next(
            (row for row in operation.responses if row.code.lower() == status.lower()),
            None,
        )
    if found is None:
        codes = ", ".join(row.code for row in operation.responses) or "none"
        raise failure(
            "undescribed-status",
            f"{operation.name} describes no response {status or 'of success'}; there are: {codes}",
            "describe it, or choose another with --status",
            position=client.service.position(operation.node.pointer),
        )
    return found
