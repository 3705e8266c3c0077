"""Secrets that several values hold together: the elements of an array, the fields of a form."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Final

_SHORTEST: Final = 8
"""Shorter secrets would be found where values follow each other by chance."""
_LEAST_PART: Final = 3
"""A value alone counts as a part of a secret from a third of it on."""


def parts_of_secrets(values: Sequence[str], secrets: Mapping[str, str]) -> dict[int, str]:
    """The values that are parts of a secret, by their index, and what stands in for them.

    Args:
        values: in the order in which they come.
        secrets: each secret with its stand-in, of which the first part gets all.
    """
    found: dict[int, str] = {}
    known = {secret: stand_in for secret, stand_in in secrets.items() if len(secret) >= _SHORTEST}
    if not known:
        return found
    whole = "".join(values)
    ends = list(accumulate(map(len, values)))
    for secret, stand_in in known.items():
        at = whole.find(secret)
        while at >= 0:
            first, last = bisect_right(ends, at), bisect_right(ends, at + len(secret) - 1)
            for index in range(first, last + 1) if last > first else ():
                start = ends[index] - len(values[index])
                kept = values[index][: max(at - start, 0)]
                rest = values[index][max(at + len(secret) - start, 0) :]
                if values[index]:
                    found[index] = kept + (stand_in if index == first else "redacted") + rest
            at = whole.find(secret, at + 1)
        for index, value in enumerate(values):
            if index not in found and value not in secrets and _is_part(value, secret):
                found[index] = "redacted"
    return found


def _is_part(value: str, secret: str) -> bool:
    """Whether a value is a piece of a secret and of nothing else: long enough, and no mere word."""
    return (
        max(_SHORTEST, len(secret) // _LEAST_PART) <= len(value) < len(secret)
        and any(map(str.isdigit, value))
        and value in secret
    )
