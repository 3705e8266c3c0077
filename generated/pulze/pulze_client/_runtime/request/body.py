"""Request bodies: which media type is sent, and how a value becomes its bytes.

JSON comes first unless the caller asks for another type. Forms, files and lines live in modules of their own that load when a
call needs them.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from os import PathLike
from typing import cast

from ..errors import ApiTypeError, ApiValueError, InvalidArgumentError, kind_of
from ..http.media_types import (
    FORM,
    JSON_LINES,
    JSON_SEQUENCE,
    Encoded,
    essence,
    is_binary,
    is_json,
)
from ..models.encoder import encode_json
from ..service.operations import Body, Form, Stream
from ..service.options import FileContent
from .values import scalar

_PLAIN = (Mapping, list, tuple, str, int, float)
NO_BODY = Encoded(None, "")

Media = str | Form | Stream | None


class BodyWriter:
    """Encodes the bodies of one operation.

    Args:
        body: the row's body.
        operation: the operation's name, for messages.
    """

    __slots__ = ("_default", "_default_type", "_media", "_operation", "_required")

    def __init__(self, body: Body, operation: str) -> None:
        self._media = body.media
        self._required = body.required
        self._operation = operation
        chosen = next((name for name in body.media if is_json(name)), None)
        if chosen is None:
            chosen = next(iter(body.media), "application/json")
        self._default = chosen
        self._default_type: Media = body.media.get(chosen)

    def write(self, value: object, wanted: str | None) -> Encoded:
        """As :meth:`_write`; an error names the operation."""
        try:
            return self._write(value, wanted)
        except InvalidArgumentError as error:
            title = f"{error.title}, the body of {self._operation}"
            raise InvalidArgumentError(title, error.errors()) from None

    def _write(self, value: object, wanted: str | None) -> Encoded:
        """Encodes ``value``.

        Args:
            value: a model, a mapping (checked against the model), a file, or whatever the media type takes.
            wanted: the media type that the caller asks for, or None.

        Raises:
            ApiValueError: a required body is missing.
            ApiTypeError: the media type cannot carry the value.
            InvalidArgumentError: a mapping does not fit the model.
        """
        content_type, media = self._choose(value, wanted)
        if value is None:
            return self._write_nothing(content_type, media)
        kind = essence(content_type)
        type_code = media.type if isinstance(media, (Form, Stream)) else media
        if is_json(kind):
            checked = _checked(value, type_code)
            return Encoded(encode_json(checked), content_type, checked)
        if kind == FORM or kind.startswith("multipart/"):
            from .forms import write_form

            form = media if isinstance(media, Form) else Form(type_code)
            return write_form(value, content_type, form)
        if kind in JSON_LINES or kind == JSON_SEQUENCE:
            from .uploads import lines

            return Encoded(lines(value, kind == JSON_SEQUENCE), content_type)
        if _is_data(value) and not kind.startswith("text/") and "xml" not in kind:
            # Structured data under a name of its own are JSON in practice.
            as_json = "application/json" if "*" in kind else content_type
            checked = _checked(value, type_code)
            return Encoded(encode_json(checked), as_json, checked)
        return _write_raw(value, content_type, type_code)

    def _choose(self, value: object, wanted: str | None) -> tuple[str, Media]:
        if wanted is None:
            if _is_file(value) and is_json(self._default):
                # Bytes are no JSON; if another type can take them, it is meant.
                for name, media in self._media.items():
                    if not is_json(name) and essence(name) != FORM:
                        return name, media
            return self._default, self._default_type
        kind = essence(wanted)
        for name, media in self._media.items():
            if essence(name) == kind:
                return wanted, media
        family = kind.partition("/")[0] + "/*"
        for name, media in self._media.items():
            if essence(name) in (family, "*/*"):
                return wanted, media
        return wanted, self._default_type

    def _write_nothing(self, content_type: str, media: Media) -> Encoded:
        if not self._required:
            return NO_BODY
        if is_json(content_type) and isinstance(media, str) and _takes_none(media):
            return Encoded(b"null", content_type)
        raise ApiValueError(f"{self._operation} needs a body")


def _takes_none(type_code: str) -> bool:
    from ..models.decoder import decoder

    try:
        return decoder(type_code).validate_input(None) is None
    except InvalidArgumentError:
        return False


def _checked(value: object, type_code: str | None) -> object:
    """Plain data become what the description says they are; models already are."""
    if type_code is not None and isinstance(value, _PLAIN):
        from ..models.decoder import decoder

        return decoder(type_code).validate_input(cast("object", value))
    return value


def _is_file(value: object) -> bool:
    return isinstance(value, (bytes, bytearray, memoryview, PathLike)) or hasattr(
        value, "read"
    )


def _is_iterable(value: object) -> bool:
    return isinstance(value, (Iterable, AsyncIterable))


def _write_raw(value: object, content_type: str, type_code: str | None) -> Encoded:
    """Bytes, text or a file, under the media type as it is, or under the file's own where that one is a range."""
    from .uploads import contents, media_type_of

    kind = essence(content_type)
    if isinstance(value, tuple):
        # (name, content[, media type]): a raw body has no place for the name.
        value, named = _of_tuple(cast("tuple[object, ...]", value))
        content_type = named or content_type
    if "*" in kind:
        content_type = media_type_of(value)
    if isinstance(value, str) and not is_binary(kind, type_code):
        return Encoded(value.encode(), content_type)
    if isinstance(value, bytes):
        return Encoded(value, content_type)
    if _is_file(value) or isinstance(value, str):
        return Encoded(contents(cast("FileContent", value)), content_type)
    text = scalar(value)
    if text is not None:
        return Encoded(text.encode(), content_type)
    if _is_iterable(value) and not _is_data(value):
        return Encoded(contents(cast("FileContent", value)), content_type)
    raise ApiTypeError(
        f"a {kind_of(value)} cannot be written as {content_type}; give bytes, text or a file"
    )


def _of_tuple(value: tuple[object, ...]) -> tuple[object, str]:
    match value:
        case (str(), content, str(media_type)):
            return content, media_type
        case (str(), content):
            return content, ""
        case _:
            raise ApiTypeError("a file is (name, content) or (name, content, type)")


def _is_data(value: object) -> bool:
    """Mappings, lists and models are data, although all of them can be iterated over."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        return not (items and isinstance(items[0], (bytes, bytearray)))
    return isinstance(value, Mapping) or hasattr(type(value), "model_fields")
