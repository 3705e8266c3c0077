"""A request body that is encoded and ready to be sent."""

from __future__ import annotations

from typing import NamedTuple

from ..transport.protocol import RequestBody


class Encoded(NamedTuple):
    """A body ready to be sent, its ``Content-Type`` (empty: none), and the value that it was
    written from, once it is checked.
    """

    content: RequestBody
    content_type: str
    value: object = None
