"""What clients offer beside calls: data of the service as Python values, and the way back."""

from __future__ import annotations

from typing import Any, TypeVar, overload

from .base import ClientCore

T = TypeVar("T")


class DataMethods(ClientCore):
    """A client with the two methods that read and write data without a call."""

    def sanitize_for_serialization(self, obj: object) -> Any:
        """What a request would carry of a value, as data that JSON knows.

        Args:
            obj: a model, a value of a field, or lists, tuples and mappings of them. Bytes, apart
                from those in a model, stay as they are; dates, UUIDs and decimals become texts.

        Raises:
            ApiTypeError: something in it has no JSON form.
        """
        from .conversions import sanitized

        return sanitized(obj)

    @overload
    def deserialize(
        self, response_text: object, response_type: type[T], content_type: str | None = None
    ) -> T: ...
    @overload
    def deserialize(
        self, response_text: object, response_type: object, content_type: str | None = None
    ) -> Any: ...
    def deserialize(
        self, response_text: object, response_type: object, content_type: str | None = None
    ) -> Any:
        """The value that a text stands for, read as a response of that type is.

        Args:
            response_text: the text, or its octets; or an object that has them as ``data``.
            response_type: a type (``Credit``, ``list[Credit]``), or its text (``"List[Credit]"``,
                ``"Dict[str, int]"``, ``"datetime"``).
            content_type: the media type of the text. Without one it is JSON, if it can be, and
                else the text itself.

        Raises:
            ApiException: nothing is known of the media type.
            ApiValueError: ``response_type`` is no type.
            InvalidJSONError: the text should be JSON and is not.
            MismatchError: it does not fit the type, and the client is strict.
        """
        from .conversions import deserialized

        return deserialized(self, response_text, response_type, content_type)
