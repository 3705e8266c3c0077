"""Records calls of a live service, and imports recordings of other tools. No secret leaves
memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from docbound.diagnostics.diagnostic import Diagnostic
from docbound.harness.described_service import ServiceOperation
from docbound.harness.errors import HarnessError, failure
from docbound.harness.package_methods import Binding, Surface
from docbound.records import field, record
from docbound.redaction import Redactor
from docbound.redaction.placeholders import Placeholders
from docbound.traffic import Exchange, HttpRequest, HttpResponse
from docbound.traffic.content import PackedError, unpacked
from docbound.traffic.har import LeftOut
from docbound.writing.text import one_line

from ..checks.secrets import rules_of
from ..clients import Client
from ..fixtures import Cassette
from . import fixture
from .arguments import CallArguments, from_examples, from_request, redacted_call
from .call_capture import Answer, perform
from .credentials import from_environment
from .fixture import Origin
from .limits import check_size
from .synthetic import placeholders

_TOKEN: Final = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_MOST_SHOWN: Final = 300
"""Characters of each part of a line that tells of an exchange without a fixture."""
_FIELD_VALUE: Final = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]*")


@record
class Recorded:
    """One fixture that was written, and what in it contradicts description or documentation."""

    cassette: Cassette
    findings: tuple[Diagnostic, ...]


@record
class Unmatched:
    """A request that belongs to no operation, or could not be made a fixture."""

    method: str
    url: str
    reason: str


def record_live(
    client: Client,
    surface: Surface,
    operation: ServiceOperation,
    case: str,
    given: Mapping[str, object],
    *,
    answer: Answer,
    host: str | None,
    variables: Mapping[str, str],
    content_type: str = "",
    iterate: bool = False,
) -> Recorded:
    """Calls a live service through the package and writes a fixture.

    Args:
        client, surface: whose operation.
        operation: the operation.
        case: the fixture's name; ``recorded`` or the status where it is empty.
        given: arguments of the call; those that are required and not given come from the
            description's examples.
        answer: sends a request and gives the response.
        host: a base URL instead of the described one.
        variables: environment variables of credentials, by security scheme.
        content_type: the media type of the body, where the operation takes several.
        iterate: whether all pages of a paginated operation are recorded.

    Raises:
        HarnessError: a credential is missing, the service cannot be reached, or the fixture may not
            be written.
    """
    binding = surface.required(operation)
    credentials = from_environment(client, surface, operation, variables)
    call = from_examples(client, operation, binding, given)
    if content_type:
        call = CallArguments(arguments=call.arguments, options={"_content_type": content_type})
    recording = perform(
        client,
        binding,
        call.arguments,
        call.options,
        answer,
        credentials=credentials,
        host=host,
        iterate=iterate,
    )
    exchanges = recording.exchanges
    for exchange in exchanges:
        check_size(exchange)
    redactor = Redactor(rules_of(client), credentials)
    redactor.learn(exchanges)
    clean = tuple(map(redactor.exchange, exchanges))
    status = exchanges[-1].response.status
    name = case or ("recorded" if status < 400 else f"recorded_{status}")
    origin = _live_origin(exchanges[0].request.url)
    used = {scheme: redactor.credentials[scheme] for scheme in credentials}
    return _written(
        client, operation, binding, name, call, clean, origin, redactor, used, iterate, host
    )


def _live_origin(url: str) -> Origin:
    parts = urlsplit(url)
    served = f"{parts.scheme}://{parts.hostname}"
    return Origin(provenance="recorded", source=served, way="live", host=served)


def _written(
    client: Client,
    operation: ServiceOperation,
    binding: Binding,
    case: str,
    call: CallArguments,
    exchanges: tuple[Exchange, ...],
    origin: Origin,
    redactor: Redactor,
    credentials: Mapping[str, str],
    iterate: bool,
    host: str | None,
) -> Recorded:
    draft = fixture.draft(
        client,
        operation,
        binding,
        case,
        redacted_call(redactor, call),
        exchanges,
        origin,
        credentials=credentials,
        redactions=tuple(redactor.replaced),
        iterate=iterate,
        host=redactor.text_alone(host) if host and not _has_base_url(client) else None,
    )
    cassette = fixture.save(draft, redactor, replace=True)
    found = fixture.contradictions(client, cassette, draft.sent)
    return Recorded(cassette=cassette, findings=tuple(found))


def _has_base_url(client: Client) -> bool:
    """Whether the description says where the service is, so that fixtures look the same wherever
    they were recorded.
    """
    return any(base.startswith("http") for base in client.service.base_urls())


# --- recordings of other tools


@record(frozen=False)
class Imported:
    """The result of an import: the fixtures, what matched no operation, and how many were more of
    the same.
    """

    recorded: list[Recorded] = field(default_factory=list[Recorded])
    unmatched: list[Unmatched] = field(default_factory=list[Unmatched])
    repeated: int = 0
    entries: int = 0


def import_exchanges(
    client: Client,
    surface: Surface,
    exchanges: Iterable[Exchange],
    *,
    way: str,
    source: str,
    everything: bool = False,
    only: frozenset[str] = frozenset(),
    progress: Callable[[int], None] = lambda count: None,
) -> Imported:
    """Makes fixtures of exchanges that another tool recorded, one for each operation and status.

    Args:
        client, surface: whose operations.
        exchanges: what was recorded.
        way: ``har`` or ``vcr``.
        source: the name of the recording.
        everything: whether each exchange becomes a fixture, not only the first of each operation
            and status.
        only: names of operations; all where it is empty.
        progress: called with the number of exchanges so far.
    """
    result = Imported()
    seen: dict[tuple[str, int], int] = {}
    for exchange in exchanges:
        result.entries += 1
        progress(result.entries)
        problem = _not_http(exchange)
        match = None if problem else _match(client, exchange)
        if match is None:
            problem = problem or "no operation has this method and path"
            result.unmatched.append(_unmatched(exchange, problem))
            continue
        operation, path = match
        if only and operation.name not in only:
            continue
        key = operation.name, exchange.response.status
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1 and not everything:
            result.repeated += 1
            continue
        try:
            found = _imported(client, surface, operation, path, exchange, way, source, seen[key])
        except (HarnessError, PackedError) as error:
            result.unmatched.append(_unmatched(exchange, str(error)))
            continue
        except RecursionError:
            result.unmatched.append(_unmatched(exchange, "it is nested too deeply"))
            continue
        result.recorded.append(found)
    return result


def _not_http(exchange: Exchange) -> str:
    """Why an exchange cannot have been on the wire (RFC 9110, 5.1, 5.5 and 9.1); empty where it
    can.
    """
    try:
        urlsplit(exchange.request.url)
    except ValueError as error:
        return f"its address cannot be read: {error}"
    if not _TOKEN.fullmatch(exchange.request.method):
        return "its method is none of HTTP"
    for name, value in (*exchange.request.headers, *exchange.response.headers):
        if not _TOKEN.fullmatch(name):
            return f"{name!r} cannot be the name of a header field"
        if not _FIELD_VALUE.fullmatch(value):
            return f"the header field {name} has characters that HTTP does not allow"
    return ""


def _unmatched(exchange: Exchange, reason: str) -> Unmatched:
    """What is listed: without secrets, and without what would move a terminal's cursor."""
    url = Redactor().request(exchange.request).url
    return Unmatched(
        method=_shown(exchange.request.method),
        url=_shown(url.partition("?")[0]),
        reason=_shown(reason),
    )


def _shown(text: str) -> str:
    line = one_line(text[: 2 * _MOST_SHOWN])
    return line if len(line) <= _MOST_SHOWN else f"{line[:_MOST_SHOWN]}…"


def without_response(entry: LeftOut) -> Unmatched:
    """How an entry without a response is listed."""
    exchange = Exchange(
        request=HttpRequest(method=entry.method, url=entry.url), response=HttpResponse(status=0)
    )
    return _unmatched(exchange, "it has no response (aborted, blocked or from a cache)")


def _match(client: Client, exchange: Exchange) -> tuple[ServiceOperation, dict[str, str]] | None:
    _, path, query = urlsplit(exchange.request.url)[1:4]
    for candidate in candidates(client, path):
        found = client.service.match(exchange.request.method, candidate, query)
        if found is not None:
            return found
    return None


def candidates(client: Client, path: str) -> Iterator[str]:
    """The paths that a request's path may mean: without the path of a server's URL, else as it
    is.
    """
    yield from dict.fromkeys(client.service.relative_path(path))


def _imported(
    client: Client,
    surface: Surface,
    operation: ServiceOperation,
    path: Mapping[str, str],
    exchange: Exchange,
    way: str,
    source: str,
    number: int,
) -> Recorded:
    binding = surface.required(operation)
    plain = Exchange(request=unpacked(exchange.request), response=unpacked(exchange.response))
    check_size(plain)
    redactor = Redactor(rules_of(client))
    redactor.learn([plain])
    clean = redactor.exchange(plain)
    call = from_request(client, operation, binding, clean.request, _redacted_path(redactor, path))
    if call is None:
        raise failure("unreadable-body", "its body cannot be read back into arguments")
    status = exchange.response.status
    case = f"{way}" if status < 400 else f"{way}_{status}"
    case += f"_{number}" if number > 1 else ""
    parts = urlsplit(clean.request.url)
    served = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    origin = Origin(provenance="recorded", source=f"{source}: {served}", way=way, host=served)
    used = {
        name: _placeholder(name, value) for name, value in placeholders(client, operation).items()
    }
    return _written(
        client,
        operation,
        binding,
        case,
        call,
        (clean,),
        origin,
        redactor,
        used,
        False,
        served,
    )


def _placeholder(scheme: str, made_up: str) -> str:
    """The placeholder of an unknown credential, as redaction writes it."""
    parts = ("user", "password") if ":" in made_up else ("",)
    return ":".join(
        Placeholders().of(made_up, f"{scheme}-{part}" if part else scheme) for part in parts
    )


def _redacted_path(redactor: Redactor, path: Mapping[str, str]) -> dict[str, str]:
    return {name: redactor.text_alone(value) for name, value in path.items()}
