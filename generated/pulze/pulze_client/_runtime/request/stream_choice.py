"""Whether a call asks for a stream, where the response may also be one value."""

from __future__ import annotations

from typing import Any

from ..service.operations import Operation, Stream, Streaming
from .deciding_value import DecidingValue


class StreamChoice:
    """What decides in one operation.

    Args:
        operation: a row of the operation table.
        decides: its ``streaming``.
    """

    __slots__ = ("_decides", "_value")

    def __init__(self, operation: Operation[Any], decides: Streaming) -> None:
        self._decides = decides
        self._value = DecidingValue(operation, decides.location, decides.name)

    def asks(self, values: tuple[object, ...]) -> bool:
        """Whether a call with these values asks for a stream."""
        value = self._value.of(values)
        return self._decides.default if value is None else value is True

    def is_accepted(self, media: object, *, asks: bool) -> bool:
        """Whether a request names a media type of the response in ``Accept``: all, unless that
        field alone decides.
        """
        return self._decides.location != "accept" or isinstance(media, Stream) is asks
