"""The header ``Prefer`` (RFC 7240), by which a caller chooses the response of a stub."""

from __future__ import annotations

import re

from docbound.records import record


@record
class Preference:
    """What a caller prefers.

    Attributes:
        code: a status.
        example: the name of an example.
        delay: seconds to wait before answering.
    """

    code: int | None = None
    example: str = ""
    delay: float = 0.0


def preference(header: str) -> Preference:
    """Reads ``code=404, example=none, delay=0.5``; what is not understood does not count."""
    found: dict[str, str] = {}
    for part in re.split(r"[,;]", header):
        name, _, value = part.strip().partition("=")
        found[name.strip().lower()] = value.strip().strip('"')
    code = found.get("code", found.get("status", ""))
    delay = found.get("delay", found.get("wait", ""))
    return Preference(
        code=int(code) if re.fullmatch(r"[1-5]\d\d", code) else None,
        example=found.get("example", ""),
        delay=min(float(delay), 60.0) if re.fullmatch(r"\d+(\.\d+)?", delay) else 0.0,
    )
