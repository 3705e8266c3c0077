"""The errors and mismatches of a response."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..call.call import Call, Exchange
from ..errors import ApiException, Hidden, ResponseMismatchError, exception_class
from ..mismatch_log import Reporter
from ..response.response_plan import error_data
from ..service.operations import Operation
from .base import ClientCore
from .prepare import Plans

if TYPE_CHECKING:
    from ..service.response_rules import ErrorRule


def mismatch_reporter(
    client: ClientCore, name: str, call: Call | None = None, *, eager: bool = False
) -> Reporter:
    """Tells the log and the hooks of what does not fit in a response.

    Args:
        client: whose log and hooks.
        name: the operation's.
        call: whose credentials the log hides.
        eager: see :class:`~.mismatch_log.Reporter`.
    """
    subject = f"{name}: the response does not fit its description"

    def hide(text: str) -> str:
        from ..call.request_secrets import secret_texts
        from ..http.masking import without

        return text if call is None else without(text, secret_texts(call))

    return Reporter(
        client._mismatches, subject, name, client.hooks.on_mismatch, eager=eager, hide=hide
    )


def concealed(error: ResponseMismatchError, call: Call) -> ResponseMismatchError:
    """The error with a message that repeats no credential of the call."""
    from ..call.request_secrets import conceal, secret_texts

    conceal(error, secret_texts(call))
    return error


def wrong_form(
    client: ClientCore,
    operation: Operation[Any],
    call: Call,
    answer: Exchange,
    plans: Plans,
    strict: bool,
) -> ResponseMismatchError | None:
    """The error for a response that is a stream and should not be one, or the other way round.

    Args:
        client: its settings say how mismatches are reported.
        operation: the row of the call.
        call: the call; a message shows none of its credentials.
        answer: the response.
        plans: how responses of the operation are read.
        strict: whether a mismatch raises.
    """
    if call.asks_stream is None:
        return None
    report = mismatch_reporter(client, operation.name, call, eager=True)
    found = plans.response.wrong_form(answer, asks=call.asks_stream, strict=strict, report=report)
    return None if found is None else concealed(found, call)


def data_of(
    client: ClientCore,
    operation: Operation[Any],
    call: Call,
    answer: Exchange,
    plans: Plans,
    strict: bool,
) -> Any:
    """What a call returns for a response that was read.

    Args:
        client: its settings say how mismatches are reported.
        operation: the row of the call.
        call: the call; a message shows none of its credentials.
        answer: the response.
        plans: how responses of the operation are read.
        strict: whether a mismatch raises.
    """
    report = mismatch_reporter(client, operation.name, call)
    try:
        if client.configuration.pause_gc:
            from ..response.gc_pause import LARGE, gc_paused

            if len(answer.body or b"") >= LARGE:
                return gc_paused(lambda: plans.response.read(answer, strict=strict, report=report))
        return plans.response.read(answer, strict=strict, report=report)
    except ResponseMismatchError as error:
        concealed(error, call)
        raise
    finally:
        report.flush()


def reported_error(
    client: ClientCore,
    operation: Operation[Any],
    call: Call,
    answer: Exchange,
    plans: Plans,
) -> ApiException | None:
    """The error that a successful response tells of, or None.

    Args:
        client: its settings say how mismatches are reported.
        operation: the row of the call.
        call: the call; a message shows none of its credentials.
        answer: the response.
        plans: how responses of the operation are read.
    """
    from ..call.response_signs import Content, code_in, reported

    rules = client._spec.errors_of(operation.method, operation.path)
    content = Content.of(call, answer)
    rule = reported(rules, content)
    if rule is None:
        return None
    code = code_in((rule,), content) or ""
    return error_from_response(
        client, operation, call, answer, plans, rule, rule.statuses.get(code, 0)
    )


def error_from_response(
    client: ClientCore,
    operation: Operation[Any],
    call: Call,
    answer: Exchange,
    plans: Plans,
    rule: ErrorRule | None = None,
    meant: int = 0,
) -> ApiException:
    """The error of a response.

    Args:
        client, operation, call, answer, plans: what was called, and what came.
        rule: what says that a successful response is one.
        meant: the status that such an error would have, if that is known.
    """
    from ..call.request_secrets import secret_texts
    from ..call.retries import retry_after
    from ..http.masking import address

    report = mismatch_reporter(client, operation.name, call)
    chosen = plans.response.choose_reported(rule.type, meant) if rule else None
    text, data = error_data(plans.response, answer, report, chosen)
    report.flush()
    error = exception_class(meant or answer.status)(http_resp=answer, body=text, data=data)
    if client._spec.errors:
        from ..call.response_signs import Content, code_in

        rules = (rule,) if rule else client._spec.errors_of(operation.method, operation.path)
        error.code = code_in(rules, Content.of(call, answer))
    error.method, error.url = call.method, address(call.url)
    if call.trail is not None:
        from ..call.redirects import note

        error.redirection = note(call)
    error.retry_after = retry_after(answer.headers, call.clock)
    error._hidden = Hidden(secret_texts(call))
    if call.observer is not None:
        call.observer.on_error(error)
    return error
