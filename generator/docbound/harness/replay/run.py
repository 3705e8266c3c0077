"""Plays one fixture in all its ways and says what went wrong, each time with the place in the
file.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

from docbound.diagnostics.diagnostic import Diagnostic, Position
from docbound.harness.errors import problem
from docbound.traffic.messages import is_json, media_type

from ..clients import Client
from ..fixtures import Cassette
from ..fixtures.expected_mismatches import sent_mismatches
from ..values.bodies import REDIRECTS
from .call import Result, replay
from .expectations import unmet
from .matching import json_differences
from .player import ReplayError
from .values import means, plain

WAYS = tuple((aio, strict) for aio in (False, True) for strict in (False, True))
"""Sync and async, open and strict."""

_REFUSED = "InvalidArgumentError"


def findings(client: Client, cassette: Cassette) -> Iterator[Diagnostic]:
    """Everything in which a package does not do what a fixture says.

    Args:
        client: whose package to call.
        cassette: the fixture.

    Raises:
        HarnessError: the package is not there, cannot be imported, or has no such method.
    """
    _silence_log(client.package)
    ways_by_problem: dict[tuple[str, Position | None], list[str]] = {}
    kept: dict[tuple[str, Position | None], Diagnostic] = {}
    for aio, strict in WAYS:
        way = f"{'async' if aio else 'sync'}, {'strict' if strict else 'lenient'}"
        for finding in one_way(client, cassette, aio=aio, strict=strict):
            key = (finding.message, finding.position)
            ways_by_problem.setdefault(key, []).append(way)
            kept[key] = finding
    for key, finding in kept.items():
        ways = (
            ""
            if len(ways_by_problem[key]) == len(WAYS)
            else f" ({'; '.join(ways_by_problem[key])})"
        )
        yield problem(
            finding.code,
            finding.message + ways,
            finding.hint,
            position=finding.position,
        )


def _silence_log(package: str) -> None:
    """Keeps the package's warnings of mismatches off the terminal: they are among the findings."""
    logger = logging.getLogger(package)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def one_way(client: Client, cassette: Cassette, *, aio: bool, strict: bool) -> Iterator[Diagnostic]:
    """What goes wrong in one way of playing a fixture.

    Args:
        client: whose package to call.
        cassette: the fixture.
        aio, strict: the way.
    """
    expect = cassette.meta.expect
    try:
        result = replay(client, cassette, aio=aio, strict=strict)
    except ReplayError as error:
        yield problem(
            "replay",
            f"{cassette}: {error}",
            "correct the fixture, or the description and regenerate",
            position=cassette.position(f"#/interactions/{error.place}/request"),
        )
        return
    if strict and expect.mismatches:
        yield from _strict_error(client, cassette, result)
        return
    package, models = client.module(), client.module("models")
    for one in unmet(expect, result, package, models):
        place = f"#/meta/expect/{one.key}" if one.key else "#/meta/expect"
        yield problem(
            "replay",
            f"{cassette}: {one.message}",
            "correct `expect`, or the description",
            position=cassette.position(place),
        )
    if not strict:
        wanted, got = sorted(expect.mismatches), sorted(result.mismatches)
        if wanted != got:
            yield problem(
                "replay",
                f"{cassette}: reported mismatches {got}, expected {wanted}",
                "list them under `expect.mismatches`, or correct the fixture",
                position=cassette.position("#/meta/expect/mismatches"),
            )
        yield from _lossless(cassette, result)


def _strict_error(client: Client, cassette: Cassette, result: Result) -> Iterator[Diagnostic]:
    paths = cassette.meta.expect.mismatches
    name = type(result.error).__name__
    # What a strict client refuses to send, it reports before any response.
    sent = [one.path for one in sent_mismatches(cassette)] if name == _REFUSED else []
    first = (sent or paths)[0]
    is_mismatch = "Mismatch" in name or bool(sent)
    if result.error is None or not is_mismatch or first not in str(result.error):
        got = f"{name}: {result.error}" if result.error else "nothing was raised"
        yield problem(
            "replay",
            f"{cassette}: strictly, an error that names {first} is expected; {got}",
            "correct `expect.mismatches`",
            position=cassette.position("#/meta/expect/mismatches"),
        )


def _lossless(cassette: Cassette, result: Result) -> Iterator[Diagnostic]:
    """The value, encoded again, says what was on the wire."""
    response = cassette.exchanges[-1].response
    if result.error is not None or cassette.meta.call.iterate or not response.body:
        return
    if not is_json(media_type(response.header("content-type"))[0]):
        return
    try:
        wire: object = json.loads(response.body)
        encoded = plain(result.value)
    except ValueError:
        return
    for path, got, wanted in json_differences(encoded, wire):
        if isinstance(got, str) and isinstance(wanted, str) and _same_moment(got, wanted):
            continue
        yield problem(
            "replay",
            f"{cassette}: decoded and encoded again, {path} is {got!r} and was {wanted!r}",
            "report this: no value may change",
            position=cassette.body_position(len(cassette.exchanges) - 1, "response"),
        )


def _same_moment(one: str, other: str) -> bool:
    import datetime

    try:
        return means(datetime.datetime.fromisoformat(one), other)
    except (ValueError, TypeError):
        return one.lower() == other.lower() and len(one) == 36  # a UUID


def against_facts(client: Client, cassette: Cassette) -> Iterator[Diagnostic]:
    """What a fixture shows otherwise than the documentation states: the status and the type of the
    result.
    """
    facts = client.facts
    operation = client.service.by_id(cassette.meta.operation)
    if facts is None or operation is None:
        return
    documented = next(
        (
            row
            for row in facts.operations
            if (row.method, row.path) == (operation.method, operation.path)
        ),
        None,
    )
    if documented is None:
        return
    expect, response = cassette.meta.expect, cassette.exchanges[-1].response
    codes = {row.code for row in documented.statuses or ()}
    # What a redirect leads to is often no part of the service, and nothing states its status.
    followed = [each.response.status for each in cassette.exchanges[:-1]]
    statuses = [response.status, *(status for status in followed if status in REDIRECTS)]
    known = {"default"}.union(*({str(one), f"{one // 100}XX"} for one in statuses))
    succeeded = 200 <= response.status < 300
    if documented.statuses is not None and succeeded and not codes & known:
        yield problem(
            "contradicts-fact",
            f"{cassette}: the status {response.status} is not among those that are documented:"
            f" {', '.join(sorted(codes))}",
            "document the status, or correct the fixture",
            position=cassette.position(
                f"#/interactions/{len(cassette.exchanges) - 1}/response/status"
            ),
        )
    if documented.returns is None or "result" not in expect.given or expect.mismatches:
        return
    wanted = documented.returns.value.replace("List[", "list[")
    result = "None" if expect.result == "none" else expect.result
    simple = (
        {"plain", wanted, "None"}
        if wanted in ("object", "str", "int", "float", "bool")
        else {wanted}
    )
    if result not in simple and wanted[:1].isupper() and succeeded:
        yield problem(
            "contradicts-fact",
            f"{cassette}: the result is {result}, documented is {documented.returns.value}"
            f" ({documented.returns.at})",
            "correct whichever is wrong",
            position=cassette.position("#/meta/expect/result"),
        )
