"""The policy of a call: credentials, redirects and retries, as a generator of effects."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

from ..auth.request_credentials import NOTHING, Credentials
from ..config.timeouts_and_retries import LONGEST
from ..errors import ApiConnectionError, ApiTimeoutError, OpenApiException, RedirectError
from ..http.masking import address
from ..transport.effects import CloseResponse, Effect, Head, Read, Send, Sleep
from ..transport.protocol import Request, Timeouts
from .call import Call, Exchange
from .redirects import MAX_REDIRECTS, REDIRECTS, note, redirect
from .request_secrets import conceal, secret_texts
from .retries import replayable, wait_after_error, wait_after_response
from .tracebacks import without_frames

Steps: TypeAlias = Generator[Effect, Any, Exchange]


def exchange(call: Call) -> Steps:
    """Makes one call: as many attempts as it takes and the policy allows.

    Raises:
        ApiConnectionError: the last attempt brought no response.
        MissingCredentialsError: before anything was sent.
    """
    credentials = call.credentials or (yield from _credentials(call))
    call.move(credentials.home)
    number, renewed = 0, False
    while True:
        request = call.unsigned(credentials)
        call.trail = None
        if call.observer is not None:
            call.observer.hide(credentials, secret_texts(call))
            call.observer.on_request(request, number + 1)
        request = call.signed(request, credentials)
        total = call.timeout.total
        deadline = None if total is None else call.clock.monotonic() + total
        try:
            head: Head = yield Send(request, call.timeout)
            if head.status in REDIRECTS:
                head = yield from _follow(call, request, head, deadline, credentials)
            body = None if call.leaves_open(head) else (yield Read(head, call.max_size, deadline))
        except ApiConnectionError as error:
            wait = wait_after_error(call, error, number)
            if call.observer is not None:
                call.observer.failed(error, wait)
            if wait is None:
                error.method, error.url = request.method, address(request.url)
                error.redirection = note(call)
                conceal(error, secret_texts(call))
                raise
        else:
            answer = Exchange(head, body)
            if call.observer is not None:
                call.observer.on_response(answer.status, answer.headers)
            if 200 <= answer.status <= 299 and not call.watches:
                return answer
            if answer.status == 401 and not renewed and _renewable(call, credentials, answer):
                # The token may have been withdrawn early: one new token, one more attempt. Or the
                # service has asked for a proof, and said how.
                renewed = True
                yield from _discard(call, answer)
                if call.gather is not None:
                    credentials = yield from _credentials(call)
                    call.move(credentials.home)
                continue
            wait = wait_after_response(call, answer, number)
            if wait is None:
                return answer
            yield from _discard(call, answer)
        number += 1
        if wait > 0:
            yield Sleep(min(wait, LONGEST))


def _credentials(call: Call) -> Generator[Effect, Any, Credentials]:
    try:
        found = NOTHING if call.gather is None else call.gather()
        return found if isinstance(found, Credentials) else (yield from found)
    except OpenApiException as error:
        without_frames(error)
        raise


def _renewable(call: Call, credentials: Credentials, answer: Exchange) -> bool:
    """Whether credentials may be worked out anew; those that were refused are forgotten then."""
    if credentials.refused is None or not replayable(call.body):
        return False
    return credentials.refused(answer.headers)


def _follow(
    call: Call,
    request: Request,
    head: Head,
    deadline: float | None,
    credentials: Credentials,
) -> Generator[Effect, Any, Head]:
    """Goes where a redirect leads, and on from there; gives the first response that is not
    followed.
    """
    followed = 0
    while head.status in REDIRECTS:
        try:
            target = redirect(call, request, head, credentials)
        except RedirectError:
            yield from _discard(call, Exchange(head, None))
            raise
        if target is None:
            break
        yield from _discard(call, Exchange(head, None))
        followed += 1
        if followed > MAX_REDIRECTS:
            raise RedirectError(f"more than {MAX_REDIRECTS} redirects")
        request = target
        if call.trail is not None and call.trail.inside:
            request = call.signed(request, credentials)
        head = yield Send(request, _remaining_timeout(call, deadline))
    return head


def _remaining_timeout(call: Call, deadline: float | None) -> Timeouts:
    """The timeouts of a further request within one attempt."""
    if deadline is None:
        return call.timeout
    left = deadline - call.clock.monotonic()
    if left <= 0:
        raise ApiTimeoutError("the redirects took too long")
    return Timeouts(connect=left, read=left, total=left)


_DISCARD_TIMEOUT = 2.0
"""Seconds for the body of an unused response; to connect anew takes less."""


def _discard(call: Call, answer: Exchange) -> Generator[Effect, Any, None]:
    """Frees the connection of an unused response; a short body is read, so that the connection can
    be used again.
    """
    if answer.response is None:
        return
    length = answer.headers.text("content-length")
    if length.isdecimal() and len(length) < 19 and int(length) <= 65536:
        try:
            patience = call.clock.monotonic() + _DISCARD_TIMEOUT
            yield Read(answer.response, call.max_size, patience)
        except ApiConnectionError:
            return  # It was of no use, and its connection is closed.
    else:
        yield CloseResponse(answer.response)
