"""Which responses are worth another attempt: statuses that are described with ``Retry-After``, and
the extension ``x-speakeasy-retries``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from docbound.runtime.service.options import Retries
from docbound.service import JSONValue, Pointer

from .suggestion import Described, Suggestion

_USUAL: Final = Retries().statuses
_EXTENSION: Final = "x-speakeasy-retries"
_CLASSES: Final[Mapping[str, tuple[int, ...]]] = {"5XX": (500, 502, 503, 504), "4XX": (408, 429)}
"""What a class of statuses means here: those that another attempt may mend."""


def suggest(described: Described) -> Iterator[Suggestion]:
    """One proposal for the package: further statuses, and the waits of the extension."""
    if "retries" in described.given:
        return
    extension = described.document.root.get(_EXTENSION)
    found, places = _with_retry_after(described)
    reasons = [
        f"the response {status} of {name} is described with `Retry-After`"
        for status, name in found.items()
    ]
    value: dict[str, JSONValue] = {}
    statuses = set(found)
    if isinstance(extension, dict):
        stated = _stated(extension)
        statuses |= stated - _USUAL
        value = _waits(extension)
        if value or stated:
            reasons.append(f"`{_EXTENSION}` says so")
            places.append(f"#/{_EXTENSION}")
    if statuses:
        value = {"statuses": [*sorted(_USUAL | statuses)], **value}
    if value:
        yield Suggestion(
            section="retries",
            key="",
            value=value,
            reason="; ".join(reasons),
            lines=described.lines(places),
        )


def _with_retry_after(described: Described) -> tuple[dict[int, str], list[Pointer]]:
    """Statuses of errors that say when to come back, each with an operation that describes it."""
    found: dict[int, str] = {}
    places: list[Pointer] = []
    for operation in described.context.api.operations:
        for response in operation.responses:
            if not re.fullmatch(r"[45]\d\d", response.status) or int(response.status) in _USUAL:
                continue
            if any(header.name.lower() == "retry-after" for header in response.headers):
                if int(response.status) not in found:
                    places.append(response.pointer)
                found.setdefault(int(response.status), described.name(operation))
    return found, places


def _stated(extension: Mapping[str, JSONValue]) -> frozenset[int]:
    codes = extension.get("statusCodes")
    found: set[int] = set()
    for code in codes if isinstance(codes, list) else ():
        text = str(code).upper()
        if re.fullmatch(r"[45]\d\d", text):
            found.add(int(text))
        found.update(_CLASSES.get(text, ()))
    return frozenset(found)


def _waits(extension: Mapping[str, JSONValue]) -> dict[str, JSONValue]:
    """The waits of the extension, which has them in milliseconds."""
    backoff = extension.get("backoff")
    given = backoff if isinstance(backoff, dict) else {}
    found: dict[str, JSONValue] = {}
    for name, key in (("initialInterval", "backoff"), ("maxInterval", "max_wait")):
        milliseconds = given.get(name)
        if isinstance(milliseconds, bool) or not isinstance(milliseconds, (int, float)):
            continue
        if milliseconds >= 0:
            found[key] = milliseconds / 1000
    return found
