"""The argument of a call, or the field of its body, that decides what kind of response comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from ..service.operations import Operation

_MISSING: Final = object()


class DecidingValue:
    """Finds the value that decides among those of a call.

    Args:
        operation: a row of the operation table.
        location: ``body``, or that of the deciding parameter.
        name: the wire name of the field or parameter.
    """

    __slots__ = ("_in_body", "_index", "_name", "_operation")

    def __init__(self, operation: Operation[Any], location: str, name: str) -> None:
        self._name = name
        self._operation = operation
        self._in_body = location == "body"
        self._index = next(
            (
                index
                for index, parameter in enumerate(operation.parameters)
                if (parameter.location, parameter.name) == (location, name)
            ),
            -1,  # The body comes last.
        )

    def of(self, values: tuple[object, ...]) -> object:
        """The value in a call; None, where it is not given.

        Args:
            values: one for each parameter of the row, then the body if the row has one.
        """
        value = values[self._index]
        return self._of_body(value) if self._in_body else value

    def _of_body(self, body: object) -> object:
        """The value of the deciding field, in a model or a mapping."""
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

        name, body = self._name, self._operation.body
        media = body.media.values() if body else ()
        codes: list[object] = [getattr(each, "type", each) for each in media]
        fields = (field for code in codes if isinstance(code, str) for field in body_fields(code))
        return [*{field.name: None for field in fields if field.wire == name}, name]
