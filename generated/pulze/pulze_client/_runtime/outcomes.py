"""From an answer to what the caller is told: mismatches and errors."""

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import Any

from .calls import Answer, Call
from .core import ClientCore
from .errors import ApiException, exception_class
from .mismatches import Mismatch
from .operations import Operation
from .preparing import Plans
from .replies import Report, error_data


def reporter(client: ClientCore, name: str) -> Report:
    """Tells the log and the hooks of a mismatch; the value itself may be confidential and is not logged.

    Args:
        client: whose log and hooks.
        name: the operation's.
    """

    def report(found: Mismatch) -> None:
        client._logger.warning(
            "%s: the reply does not fit its description: %s: expected %s, got %s",
            name,
            found.path,
            found.expected,
            found.got,
        )
        for hook in client.hooks.on_mismatch:
            hook(found, name)

    return report


def data_of(
    client: ClientCore,
    operation: Operation[Any],
    answer: Answer,
    plans: Plans,
    strict: bool,
) -> Any:
    """What a call returns for a response that was read."""
    report = reporter(client, operation.name)
    if client.configuration.pause_gc:
        from .collecting import LARGE, at_rest

        if len(answer.body or b"") >= LARGE:
            return at_rest(
                lambda: plans.reply.read(answer, strict=strict, report=report)
            )
    return plans.reply.read(answer, strict=strict, report=report)


def error_of(
    client: ClientCore,
    operation: Operation[Any],
    call: Call,
    answer: Answer,
    plans: Plans,
) -> ApiException:
    """The error that a reply stands for."""
    from .redaction import address
    from .repeats import retry_after

    text, data = error_data(plans.reply, answer, reporter(client, operation.name))
    error = exception_class(answer.status)(http_resp=answer, body=text, data=data)
    error.method, error.url = call.method, address(call.url)
    if call.trail is not None:
        from .redirects import note

        error.redirection = note(call.trail)
    error.retry_after = retry_after(answer.headers, call.clock)
    error._hidden = tuple(call.secrets)
    if call.watcher is not None:
        call.watcher.refused(error)
    return error
