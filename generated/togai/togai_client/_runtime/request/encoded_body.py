"""A request body that is encoded and ready to be sent."""

from __future__ import annotations

from collections.abc import Callable

from ..named_tuples import NamedTuple
from ..transport.protocol import RequestBody


class SentItems:
    """Items that are checked one by one while they are sent.

    Attributes:
        watch: is called with each of them, if set.
    """

    __slots__ = ("watch",)

    def __init__(self) -> None:
        self.watch: Callable[[object], None] | None = None

    def see(self, item: object) -> object:
        """``item``, which goes out next."""
        if self.watch is not None:
            self.watch(item)
        return item


class Encoded(NamedTuple):
    """A body ready to be sent, its ``Content-Type`` (empty: none), and the value that it was
    written from, once it is checked, or :class:`SentItems`.
    """

    content: RequestBody
    content_type: str
    value: object = None
