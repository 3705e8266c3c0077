"""Refusals as problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docbound.harness.request_validation import Violation
from docbound.traffic import HttpResponse

from ..values.bodies import REASONS

MEDIA_TYPE: Final = "application/problem+json"


def refusal(
    status: int,
    detail: str,
    violations: Sequence[Violation] = (),
    headers: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """A refusal of a request.

    Args:
        status: the status.
        detail: what is wrong, in one sentence.
        violations: each place that is wrong; ``pointer`` is a JSON pointer as a URI fragment within
            the body, or the place of a parameter, such as ``/query/limit``.
        headers: further header fields.
    """
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": REASONS.get(status, ""),
        "status": status,
        "detail": detail,
    }
    if violations:
        content["errors"] = [_error(one) for one in violations]
    body = json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n"
    return HttpResponse(
        status=status,
        reason=REASONS.get(status, ""),
        headers=(("Content-Type", MEDIA_TYPE), *headers),
        body=body,
    )


def _error(one: Violation) -> dict[str, str]:
    pointer = f"#{one.place.removeprefix('/body')}" if one.location == "body" else one.place
    found = {
        "in": one.location,
        "name": one.name,
        "pointer": pointer,
        "detail": one.message,
    }
    return {key: value for key, value in {**found, "schema": one.schema}.items() if value}


def of_violations(violations: Sequence[Violation]) -> HttpResponse:
    """The refusal of a request that does not fit the description."""
    first = violations[0]
    unreadable = first.message.startswith("the body is no JSON")
    status = 415 if first.name == "Content-Type" else 400 if unreadable else 422
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return refusal(status, f"{first.place}: {first.message}{more}", violations)
