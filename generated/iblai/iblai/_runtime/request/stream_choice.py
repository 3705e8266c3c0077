"""Whether a call asks for a stream, where the response may also be one value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from ..service.operations import Operation, Stream, Streaming

_MISSING: Final = object()


class StreamChoice:
    """What decides in one operation.

    Args:
        operation: a row of the operation table.
        decides: its ``streaming``.
    """

    __slots__ = ("_decides", "_index", "_operation")

    def __init__(self, operation: Operation[Any], decides: Streaming) -> None:
        self._decides = decides
        self._operation = operation
        self._index = next(
            (
                index
                for index, parameter in enumerate(operation.parameters)
                if (parameter.location, parameter.name) == (decides.location, decides.name)
            ),
            -1,  # The body comes last.
        )

    def asks(self, values: tuple[object, ...]) -> bool:
        """Whether a call with these values asks for a stream."""
        value = values[self._index]
        if self._decides.location == "body":
            value = self._in_body(value)
        return self._decides.default if value is None else value is True

    def _in_body(self, body: object) -> object:
        """The value of the deciding field, in a model or a mapping; None, where it is not given."""
        if body is None:
            return None
        for name in self._names():
            if isinstance(body, Mapping):
                value = cast("Mapping[str, object]", body).get(name, _MISSING)
            else:
                value = getattr(body, name, _MISSING)
            if value is not _MISSING:
                return value
        return None

    def _names(self) -> list[str]:
        """The names of the deciding field: that of the attribute, and that of the wire."""
        from .body_models import body_fields

        name, body = self._decides.name, self._operation.body
        media = body.media.values() if body else ()
        codes: list[object] = [getattr(each, "type", each) for each in media]
        fields = (field for code in codes if isinstance(code, str) for field in body_fields(code))
        return [*{field.name: None for field in fields if field.wire == name}, name]

    def is_accepted(self, media: object, *, asks: bool) -> bool:
        """Whether a request names a media type of the response in ``Accept``: all, unless that
        field alone decides.
        """
        return self._decides.location != "accept" or isinstance(media, Stream) is asks
