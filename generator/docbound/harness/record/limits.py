"""How large a message may be of which a fixture is made."""

from __future__ import annotations

import re
from typing import Final

from docbound.harness.errors import HarnessError, failure
from docbound.traffic import Exchange

LARGEST_BODY: Final = 8 << 20
"""Octets of a body, unpacked. Each character is read in every way in which a secret may be hidden
in it (decision 0085), and the fixture is read by people.
"""
MOST_FIELDS: Final = 1000
"""Header fields of a message: as many as packages take."""
LARGEST_HEAD: Final = 1 << 20
"""Characters of a URL and all header fields together: as many as packages take."""
DEEPEST: Final = 200
"""Lists and objects within each other, in a JSON body; programs that read fixtures nest as deep."""
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
_NO_BRACKET: Final = bytes(octet for octet in range(256) if octet not in b"[]{}")


def too_large(message: str) -> HarnessError:
    """The error for a message that is larger than a fixture may be."""
    return failure("too-large", message, "record a smaller one")


def check_size(exchange: Exchange) -> None:
    """Refuses what no package would have taken from the wire, or nobody would read.

    Raises:
        HarnessError: a body or the header fields are larger than a fixture may have.
    """
    for side, message in (("request", exchange.request), ("response", exchange.response)):
        if len(message.headers) > MOST_FIELDS:
            raise too_large(f"the {side} has more than {MOST_FIELDS:,} header fields")
        if sum(len(name) + len(value) for name, value in message.headers) > LARGEST_HEAD:
            raise too_large(f"the header fields of the {side} have more than 1 MB")
        if len(message.body) > LARGEST_BODY:
            raise too_large(f"the body of the {side} has more than {LARGEST_BODY >> 20} MB")
        if message.body.lstrip()[:1] in (b"[", b"{") and _depth(message.body) > DEEPEST:
            raise too_large(f"the body of the {side} is nested deeper than {DEEPEST} levels")


def _depth(body: bytes) -> int:
    """How deep the brackets of a JSON text are within each other."""
    depth = deepest = 0
    for bracket in _STRING.sub(b"", body).translate(None, _NO_BRACKET):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
