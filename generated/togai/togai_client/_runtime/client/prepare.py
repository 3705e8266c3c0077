"""Prepares a call from a row of the operation table, its values and options."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..auth.request_credentials import NOTHING, Credentials, from_option
from ..call.call import Call
from ..config.timeouts_and_retries import retries_of, timeouts_of
from ..errors import ApiTypeError, ApiValueError, OpenApiException, kind_of
from ..http.masking import masked
from ..http.origins import Base, Link, begins_with_scheme, with_missing
from ..request.base_url import with_safe
from ..request.request_plan import Draft, RequestPlan, add_query
from ..response.response_plan import ResponsePlan
from ..service.operations import Body, Operation
from ..service.options import CallOptions
from ..transport.body_reader import ACCEPT_ENCODING
from ..transport.header_validation import header_text, merge_headers, token
from .base import ClientCore

if TYPE_CHECKING:
    from ..call.call import Gather


class Plans:
    """What is worked out once for an operation."""

    __slots__ = ("request", "response")

    def __init__(self, operation: Operation[Any]) -> None:
        self.request = RequestPlan(operation)
        self.response = ResponsePlan(operation)


def plans_of(operation: Operation[Any]) -> Plans:
    """The plans of a row, made at its first use."""
    plans: Plans | None = operation.compiled
    if plans is None:
        # Two threads may both make them; they are equal, and one of them stays.
        plans = operation.compiled = Plans(operation)
    return plans


def prepare_call(
    client: ClientCore,
    operation: Operation[Any],
    values: tuple[object, ...],
    options: CallOptions,
    plans: Plans,
    *,
    raw: bool,
) -> Call:
    """Everything about one call, ready for the policy.

    Args:
        client: whose settings hold.
        operation: a row of the operation table.
        values: see :meth:`~.request_plan.RequestPlan.draft`.
        options: those of the call.
        plans: the row's.
        raw: whether the caller reads the body, whatever it is.

    Raises:
        ApiTypeError, ApiValueError: something cannot be sent.
        MissingCredentialsError: the operation needs a credential that is not set.
    """
    try:
        return _prepared(client, operation, values, options, plans, raw=raw)
    except OpenApiException as error:
        from ..call.tracebacks import without_frames

        # Frames that write a request know what may not be shown.
        without_frames(error)
        raise


def _prepared(
    client: ClientCore,
    operation: Operation[Any],
    values: tuple[object, ...],
    options: CallOptions,
    plans: Plans,
    *,
    raw: bool,
) -> Call:
    configuration, plan, link = client.configuration, plans.request, options.link
    base = client._base(operation, options) if link is None else link.base
    call = Call()
    draft = _draft(client, operation, values, options, plan)
    call.operation, call.method, call.body = operation.name, draft.method, draft.body
    call.url = _url(client, operation, draft, base, link)
    call.home, call.trusted, call.trail = base.origin, configuration._trusted, None
    call.proxy = configuration.proxy
    if (draft.value is not None or draft.objects) and configuration.client_side_validation:
        _report_mismatches(client, operation, draft, client._is_strict(options))
    _set_fields(call, client, operation, draft, is_inside=link is None or link.inside)
    call.gather, call.secrets, call.secret_fields = None, [], client._secret_fields
    call.credentials = _known_credentials(client, operation, options)
    if call.credentials is None:
        call.gather = _gathering(client, operation, call.headers, base)
    retries, timeout = options.retries, options.request_timeout
    call.timeout = client._timeouts() if timeout is None else timeouts_of(timeout)
    call.retries = (
        client._default_retries() if retries is None else retries_of(retries, client._spec.retries)
    )
    call.max_size = configuration.max_response_size
    call.repeatable = plan.is_repeatable or (
        draft.own_headers and any(name.lower() in _KEYS for name in draft.headers)
    )
    call.leaves_open = _always if raw else plans.response.leaves_open
    call.reads_json = plans.response.reads_json
    call.throttling = throttling = client._spec.throttling
    call.watches = bool(throttling) and any(rule.is_in_successes for rule in throttling)
    call.clock, call.sign = client.clock, None
    if configuration.sign_request is not None and (link is None or link.inside):
        from ..auth.signing import signer

        call.sign = signer(configuration.sign_request)
    call.observer = client._observer(operation, whole_query=link is not None)
    return call


_ANY_BODY: Mapping[str, None] = {"application/json": None, "application/octet-stream": None}
"""What is sent where nothing is described: octets and files as they are, anything else as JSON."""


def ad_hoc_operation(client: ClientCore, method: str, path: str, has_body: bool) -> Operation[Any]:
    """A row for a path that the description does not have; any credential that is set goes with it.

    Args:
        client: its security schemes go along.
        method: the HTTP method.
        path: the path, with a query if there is one.
        has_body: whether the call has a body, of any media type.

    Raises:
        ApiTypeError, ApiValueError: the method or the path is none, or the path is a whole address:
            where that leads, ``host`` says.
    """
    for name, text in (("method", method), ("path", path)):
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError(f"{name} is a str, not a {kind_of(text)}")
    if begins_with_scheme(path):
        raise ApiValueError(
            f"path is {masked(path)!r}, a whole address; give its path, and host= for another host"
        )
    if "#" in path:
        raise ApiValueError(
            f"path is {masked(path)!r}, and what follows '#' is never sent; write '%23' where the"
            " character is meant"
        )
    schemes = [(name,) for name in client._spec.security_schemes]
    return Operation(
        f"{method.upper()} {path.partition('?')[0]}",
        token(method.upper(), "method"),
        path,
        body=Body(_ANY_BODY) if has_body else None,
        security=(*schemes, ()) if schemes else (),
    )


# --- the request


def _report_mismatches(
    client: ClientCore, operation: Operation[Any], draft: Draft, strict: bool
) -> None:
    """Reports where the arguments that are objects, and the body, do not fit the description."""
    from ..request.body_mismatches import report_mismatches
    from ..request.encoded_body import SentItems

    def report(what: str, value: object) -> None:
        report_mismatches(
            operation,
            what,
            value,
            strict=strict,
            log=client._mismatches,
            hooks=client.hooks.on_mismatch,
        )

    for name, value in draft.objects:
        report(f"the argument {name!r}", value)
    if isinstance(draft.value, SentItems):
        draft.value.watch = lambda item: report("an item of the body", item)
    else:
        report("the body", draft.value)


_KEYS = frozenset(("idempotency-key", "x-idempotency-key"))
"""The header fields by which services commonly know a repeated request."""

_NOTHING: Mapping[str, str] = {}


def _draft(
    client: ClientCore,
    operation: Operation[Any],
    values: tuple[object, ...],
    options: CallOptions,
    plan: RequestPlan,
) -> Draft:
    """The request as the row and the values make it, before the client adds to it."""
    configuration = client.configuration
    if plan.is_deprecated:
        from .deprecation import warn_deprecated

        warn_deprecated(operation, plan.deprecated, values)
    if configuration.datetime_format or configuration.date_format:
        values = _formatted(client, operation, values)
    try:
        return plan.draft(values, options)
    except UnicodeEncodeError as error:
        raise _unwritable(operation, error) from None


def _set_fields(
    call: Call,
    client: ClientCore,
    operation: Operation[Any],
    draft: Draft,
    *,
    is_inside: bool,
) -> None:
    """Header fields, cookies and what the client adds to every query.

    Args:
        call: gets them.
        client, operation, draft: where they come from.
        is_inside: whether the call goes where the client's own fields may be sent along.
    """
    call.accept, call.user_agent = draft.accept, client._user_agent
    call.client_headers = client.default_headers if is_inside else _NOTHING
    call.client_query = add_query("", client._query) if client._query and is_inside else ""
    call.headers = headers = _headers(client, operation, draft, call.client_headers, draft.accept)
    # Somebody who accepts something else knows what comes.
    call.asks_stream = draft.asks if headers.get("Accept") == draft.accept else None
    call.own_headers = draft.own_headers or bool(client.default_headers)
    if call.own_headers or not (call.body is None or isinstance(call.body, bytes)):
        from ..transport.streamed_body import upload

        call.body = upload(call.body, headers)
    call.cookies = draft.cookies
    if client.cookie and is_inside:
        call.cookies = _cookies(client.cookie, draft.cookies)


def _headers(
    client: ClientCore,
    operation: Operation[Any],
    draft: Draft,
    wide: Mapping[str, str],
    accept: str,
) -> dict[str, str]:
    headers = {"User-Agent": client._user_agent, "Accept-Encoding": ACCEPT_ENCODING}
    if wide or draft.own_headers:
        merge_headers(headers, wide)
        own = draft.headers
        if accept and own.get("Accept") == accept and "accept" in map(str.lower, wide):
            # The client's own Accept counts more than what the description says.
            own = {name: value for name, value in own.items() if name != "Accept"}
        merge_headers(headers, own)
    else:
        headers |= draft.headers
    key = operation.idempotency_key
    if key and not any(name.lower() == key.lower() for name in headers):
        headers[key] = os.urandom(16).hex()
    return headers


def _url(
    client: ClientCore, operation: Operation[Any], draft: Draft, base: Base, link: Link | None
) -> str:
    try:
        query = _query(client, draft.query, base, link)
    except UnicodeEncodeError as error:
        raise _unwritable(operation, error) from None
    path, bare = draft.path, client.configuration.safe_chars_for_path_param
    if not path.startswith("/"):
        path = f"/{path}"
    if bare and link is None:
        path = with_safe(path, bare)
    return f"{base.url}{path}?{query}" if query else base.url + path


def _query(client: ClientCore, query: str, base: Base, link: Link | None) -> str:
    if client._query and (link is None or link.inside):
        wide = add_query("", client._query)
        if wide:
            query = with_missing(query or None, wide.split("&")) or ""
    if base.query:
        query = f"{base.query}&{query}" if query else base.query
    return query


def _unwritable(operation: Operation[Any], error: UnicodeEncodeError) -> ApiValueError:
    character = ord(error.object[error.start])
    return ApiValueError(
        f"{operation.name}: a value holds U+{character:04X}, a lone surrogate, which cannot be sent"
    )


def _formatted(
    client: ClientCore, operation: Operation[Any], values: tuple[object, ...]
) -> tuple[object, ...]:
    """The values with dates as the configuration wants them; a body stays as it is."""
    configuration, count = client.configuration, len(operation.parameters)
    from ..request.value_text import with_date_formats

    moment, day = configuration.datetime_format, configuration.date_format
    texts = (with_date_formats(value, moment, day) for value in values[:count])
    return (*texts, *values[count:])


def _cookies(first: str, second: str) -> str:
    given = header_text("Cookie", first)
    return f"{given}; {second}" if second else given


def _always(_: object) -> bool:
    return True


# --- credentials


def _known_credentials(
    client: ClientCore, operation: Operation[Any], options: CallOptions
) -> Credentials | None:
    """What goes with the request, if nothing has to be requested or looked up first."""
    if options.request_auth is not None:
        return from_option(options.request_auth)
    if not operation.security:
        return NOTHING
    return client._credential_cache.find(client.configuration, operation.security)


def _gathering(
    client: ClientCore,
    operation: Operation[Any],
    headers: Mapping[str, str],
    base: Base,
) -> Gather:
    from ..auth.credential_choice import choose_credentials

    return lambda: choose_credentials(
        operation.security,
        operation.scopes,
        client.configuration,
        client._sessions,
        client._credential_cache,
        base,
        operation=operation.name,
        optional=lambda: (
            client._own_credential
            or client.configuration.sign_request is not None
            or _names_credential(client, headers)
        ),
    )


def _names_credential(client: ClientCore, headers: Mapping[str, str]) -> bool:
    """Whether one of the caller's own header fields is one that carries a credential of the
    service.
    """
    fields = {"authorization"}
    for scheme in client._spec.security_schemes.values():
        location, parameter = scheme.place or ("", "")
        if location == "header":
            fields.add(parameter.lower())
    return any(name.lower() in fields for name in headers) or client.cookie is not None
