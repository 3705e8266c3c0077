"""The law of requests over a generated package: what a caller gives arrives at the server as the
same values.

For each operation, arguments made from its parameters' schemas are sent by the generated client,
and by its asynchronous twin, to a loopback server and read back by readers that share nothing with
the runtime (:mod:`programs.corpus.parameter_reading`, :mod:`programs.corpus.body_reading`). What
has no single wire form by the specification is left out, by rules with a reason each
(:mod:`programs.corpus.undefined_values`).
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from docbound.build_request import Generated
from docbound.document import Document
from docbound.harness.values.validity import Judge
from docbound.service import Operation
from docbound.traffic import HttpRequest
from programs.corpus import body_reading, parameter_reading
from programs.corpus.arguments import Arguments, Given
from programs.corpus.bodies import Bodies, Content
from programs.corpus.caller import ABSENT, Caller, twins
from programs.corpus.lossless_law import Verdict, short
from programs.corpus.styles import Unreadable
from programs.corpus.undefined_values import TOKEN

MOST_CALLS = 6
"""Calls of one operation, or two for each of its media types."""


def check(document: Document, package: str, generated: Generated) -> Verdict:
    """Calls every operation of a package several times, by the client and by its asynchronous twin.

    Args:
        document: the description.
        package: the generated package; its folder is on ``sys.path``.
        generated: both forms that it went through: operations, and the names of their arguments.
    """
    verdict = Verdict()
    operations = {(item.method.upper(), item.path): item for item in generated.api.operations}
    judge = Judge(document)
    arguments = Arguments(document, judge, verdict)
    bodies = Bodies(document, judge)
    with twins(package) as pair:
        for api_class in generated.package.apis:
            for method in api_class.methods:
                operation = operations[method.http_method.upper(), method.path]
                caller = Caller(pair, api_class, method, operation)
                try:
                    _try(caller, arguments.of(operation), bodies, verdict)
                except Exception:  # a fault of the test itself is a result, too
                    verdict.broken[operation.pointer] = traceback.format_exc()[-1000:]
    return verdict


def _try(caller: Caller, given: list[Given], bodies: Bodies, verdict: Verdict) -> None:
    operation = caller.operation
    if operation.method.upper() == "CONNECT":
        verdict.leave_out("operation: CONNECT has no path (RFC 9110, 9.3.6)")
        return
    if TOKEN.fullmatch(operation.method) is None:
        verdict.leave_out("operation: its method is no token (RFC 9110, 9.1)")
        return
    for item, parameter in zip(given, operation.parameters, strict=True):
        if not item.values and parameter.required:
            verdict.leave_out(f"operation: a required parameter has no value: {item.reason}")
            return
    tried = _bodies(operation, bodies, verdict)
    if operation.body is not None and operation.body.required and not tried:
        verdict.leave_out("operation: no value for its required body")
        return
    rounds = max([len(tried), *(len(item.values) for item in given), 1])
    medias = {content.media for content, _ in tried if content is not None}
    for number in range(min(rounds, max(MOST_CALLS, 2 * len(medias)))):
        values = [
            item.values[number % len(item.values)] if item.values else ABSENT for item in given
        ]
        content, body = tried[number % len(tried)] if tried else (None, None)
        verdict.tried += 1
        wrong = _attempt(caller, given, values, content, body, typed=number % 2 == 0)
        if wrong:
            shown = {
                item.facts.name: value
                for item, value in zip(given, values, strict=True)
                if value is not ABSENT
            }
            verdict.broken[operation.pointer] = f"{wrong} [{short(shown)}]"
            return


def _bodies(
    operation: Operation, bodies: Bodies, verdict: Verdict
) -> list[tuple[Content | None, Any]]:
    """Bodies to send, the media types in turn."""
    optional = operation.body is None or not operation.body.required
    found: list[list[tuple[Content | None, Any]]] = []
    for content in bodies.contents(operation):
        values = [
            value
            for value in bodies.values(content)
            if value is not None or not optional  # None for an optional body: no body
        ]
        if not values:
            verdict.leave_out(f"body: {bodies.reason(content)}")
        found.append([(content, value) for value in values])
    return [pair for row in zip_longest(*found) for pair in row if pair is not None]


def _attempt(
    caller: Caller,
    given: list[Given],
    values: Sequence[Any],
    content: Content | None,
    body: Any,
    *,
    typed: bool,
) -> str:
    """What is wrong with a call of each twin; an empty string: nothing."""
    media = content.media if content is not None else ""
    try:
        sent = caller.call(values, body, media, typed=typed)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}; body {str(body)[:300]}"
    pairs = [
        (item, value) for item, value in zip(given, values, strict=True) if value is not ABSENT
    ]
    for twin, request in zip(("", "async: "), sent, strict=True):
        try:
            wrong = _problem(caller, pairs, content, body, request)
        except Unreadable as error:
            wrong = f"{error} in {request.url} {request.body[:300]!r}"
        if wrong:
            return twin + wrong
    return ""


def _problem(
    caller: Caller,
    pairs: list[tuple[Given, Any]],
    content: Content | None,
    body: Any,
    sent: HttpRequest,
) -> str:
    if sent.method not in (method := caller.operation.method, method.upper()):
        return f"sent with {sent.method}"
    wrong = parameter_reading.problem(caller.operation, pairs, sent)
    if wrong or content is None:
        return wrong
    found = body_reading.problem(content, body, sent)
    return f"body: {found}" if found else ""
