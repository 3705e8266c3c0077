"""Request bodies: the media type, and the bytes of a value.

JSON comes first unless the caller requests another type. Forms, files and lines live in modules of
their own that load when a call needs them.
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
    concrete,
    essence,
    is_json,
    is_text,
)
from ..models.encoder import encode_json
from ..service.file_input import FileContent
from ..service.operations import Body, Form, Stream
from .encoded_body import Encoded, SentItems
from .value_text import in_charset, scalar

_ANYTHING = (None, "Any")
"""The types of bodies of which the description says nothing."""
NO_BODY = Encoded(None, "")

Media = str | Form | Stream | None


class BodyWriter:
    """Encodes the bodies of one operation.

    Args:
        body: the row's body.
        operation: the operation's name, for messages.
    """

    __slots__ = ("_media", "_names", "_operation", "_required")

    def __init__(self, body: Body, operation: str) -> None:
        self._media = body.media
        self._required = body.required
        self._operation = operation
        names = sorted(body.media, key=lambda name: not is_json(name))
        self._names = names or ["application/json"]

    def write(self, value: object, wanted: str | None) -> Encoded:
        """As :meth:`_write`; an error names the operation."""
        try:
            return self._write(value, wanted)
        except InvalidArgumentError as error:
            of = f"the body of {self._operation}"
            title = f"{error.title}, {of}" if error.title.isidentifier() else of
            raise InvalidArgumentError(title, error.errors()) from None

    def _write(self, value: object, wanted: str | None) -> Encoded:
        """Encodes ``value``.

        Args:
            value: a model, a mapping (checked against the model), a file, or whatever the media
                type takes.
            wanted: the media type that the caller requests, or None.

        Raises:
            ApiValueError: a required body is missing.
            ApiTypeError: the media type cannot carry the value, or none of several can.
            InvalidArgumentError: a mapping does not fit the model.
        """
        chosen, media = self._choose(value, wanted)
        content_type = concrete(chosen)
        if value is None:
            return self._write_empty(content_type, media)
        kind = essence(content_type)
        type_code = _type_of(media)
        if _is_octets(type_code) and not _is_data(value):
            return _write_raw(value, content_type)
        if is_json(kind) and _is_file(value) and type_code != "Base64":
            return _write_raw(value, content_type)  # JSON that is written already
        if is_json(kind):
            checked = _checked(value, type_code)
            return Encoded(encode_json(checked, request=True), content_type, checked)
        if kind == FORM or kind.startswith("multipart/"):
            from .forms import write_form

            form = media if isinstance(media, Form) else Form(type_code)
            return write_form(value, content_type, form)
        if kind in JSON_LINES or kind == JSON_SEQUENCE:
            return _write_lines(value, content_type, _item_type(type_code))
        if (
            _is_data(value) or ("*" in kind and isinstance(value, (bool, int, float)))
        ) and not is_text(kind):
            # Structured data under a name of its own are JSON in practice.
            as_json = "application/json" if "*" in kind else content_type
            checked = _checked(value, type_code)
            return Encoded(encode_json(checked, request=True), as_json, checked)
        return _write_raw(_checked_text(value, type_code), content_type)

    def _choose(self, value: object, wanted: str | None) -> tuple[str, Media]:
        if wanted is None:
            name = self._fitting(value)
            return name, self._media.get(name)
        kind = essence(wanted)
        for name, media in self._media.items():
            if essence(name) == kind:
                return wanted, media
        family = kind.partition("/")[0] + "/*"
        for name, media in self._media.items():
            if essence(name) in (family, "*/*"):
                return wanted, media
        return wanted, self._media.get(self._names[0])

    def _fitting(self, value: object) -> str:
        """The media type whose schema takes the value, JSON before others; the only one there is,
        whatever it takes.
        """
        names = self._names
        if value is None or (len(names) == 1 and not _is_file(value)):
            return names[0]
        for takes in (_is_meant_for, _can_take):
            fitting = [
                name
                for name in names
                if takes(value, essence(name), _type_of(self._media.get(name)))
            ]
            if fitting:
                return self._best(value, fitting)
        raise ApiTypeError(
            f"{self._operation}: a {kind_of(value)} is no body of {', '.join(names)}; "
            "give what one of them takes, or name another media type by _content_type"
        )

    def _best(self, value: object, names: list[str]) -> str:
        """Of several media types that carry data, the first whose schema takes these, and for a
        mapping rather one that has all its keys; for a file, the one that its name means.
        """
        codes = {name: _type_of(self._media.get(name)) for name in names}
        if not _is_data(value) or len(set(codes.values())) == 1:
            meant = _meant_by_name(value) if len(names) > 1 else ""
            return next((name for name in names if essence(name) == meant), names[0])
        keys = _keys_of(value)

        def is_unfit(name: str) -> tuple[bool, bool]:
            code = codes[name]
            return code is not None and not _takes(value, code), not _has_keys(code, keys)

        return min(names, key=is_unfit)

    def _write_empty(self, content_type: str, media: Media) -> Encoded:
        if not self._required:
            return NO_BODY
        if is_json(content_type) and isinstance(media, str) and _takes_none(media):
            return Encoded(b"null", content_type)
        raise ApiValueError(f"{self._operation} needs a body")


def _keys_of(value: object) -> list[object]:
    return list(cast("Mapping[object, object]", value)) if isinstance(value, Mapping) else []


def _type_of(media: Media) -> str | None:
    return media.type if isinstance(media, (Form, Stream)) else media


def _item_type(type_code: str | None) -> str | None:
    """The type of one line: that of the items where an array is described."""
    if type_code is not None and type_code.startswith("list[") and type_code.endswith("]"):
        return type_code[len("list[") : -1]
    return type_code


def _is_octets(type_code: str | None) -> bool:
    return type_code in ("bytes", "FileInput")


def _meant_by_name(value: object) -> str:
    """The media type that a file's name means; empty for what is no file."""
    from .uploads import media_type_of

    if isinstance(value, tuple):
        name, content, *_ = (*cast("tuple[object, ...]", value), None, None)
        return media_type_of(content, name) if isinstance(name, str) and _is_file(content) else ""
    return media_type_of(value) if _is_file(value) else ""


def _is_meant_for(value: object, kind: str, type_code: str | None) -> bool:
    """Whether a media type is the one for such a value."""
    is_form = kind == FORM or kind.startswith("multipart/")
    if _is_file(value):
        is_open = type_code in _ANYTHING and not (is_form or is_json(kind))
        return _is_octets(type_code) or is_open or type_code == "Base64"
    if isinstance(value, str):
        if is_json(kind):
            return type_code is None or _takes(value, type_code)
        return type_code in ("str", *_ANYTHING) and not is_form
    if _is_data(value):
        return not _is_octets(type_code) and (is_form or not is_text(kind))
    if _is_iterable(value) and not isinstance(value, tuple):
        return _is_octets(type_code) or kind in JSON_LINES or kind == JSON_SEQUENCE
    return is_json(kind) or not is_form


def _can_take(value: object, kind: str, type_code: str | None) -> bool:
    """Whether a media type carries a value that another one would be better for: octets as text,
    text as octets.
    """
    if _is_file(value):
        return type_code == "str" or is_text(kind)
    if isinstance(value, str):
        return _is_octets(type_code) or is_text(kind)
    return is_json(kind)


def _has_keys(type_code: str | None, keys: Iterable[object]) -> bool:
    if type_code is None:
        return False
    from .body_models import body_fields

    known = {name for field in body_fields(type_code) for name in (field.name, field.wire)}
    return known.issuperset(keys)


def _takes_none(type_code: str) -> bool:
    return _takes(None, type_code)


def _takes(value: object, type_code: str) -> bool:
    from ..models.decoder import decoder

    try:
        decoder(type_code).validate_input(value)
    except InvalidArgumentError:
        return False
    return True


def _checked(value: object, type_code: str | None) -> object:
    """Data become what the description says they are; models, the caller's own included, and
    dataclasses already are.
    """
    kind = type(value)
    if type_code in _ANYTHING or hasattr(kind, "model_fields"):
        return value
    if hasattr(kind, "__dataclass_fields__"):
        return value
    from ..models.decoder import decoder

    return decoder(type_code or "Any").validate_input(value)


def _checked_text(value: object, type_code: str | None) -> object:
    """A date, a number and the like are what the description says of them, unless that is any text;
    texts, octets and files are written already.
    """
    is_open = type_code in ("str", *_ANYTHING) or _is_octets(type_code)
    if is_open or type_code is None or _is_written(value):
        return value
    from ..models.decoder import decoder

    return decoder(type_code).validate_input(value)


def _is_written(value: object) -> bool:
    return isinstance(value, (str, tuple)) or _is_file(value)


def _is_file(value: object) -> bool:
    return isinstance(value, (bytes, bytearray, memoryview, PathLike)) or hasattr(value, "read")


def _is_iterable(value: object) -> bool:
    return isinstance(value, (Iterable, AsyncIterable))


def _write_lines(value: object, content_type: str, item: str | None) -> Encoded:
    """Items as JSON lines or a JSON text sequence, each checked by the type of one."""
    from .uploads import lines

    is_sequence = essence(content_type) == JSON_SEQUENCE
    if _is_data(value) or isinstance(value, tuple):
        several = isinstance(value, (list, tuple))
        given: Iterable[object] = cast("Iterable[object]", value) if several else [value]
        checked = [_checked(each, item) for each in given]
        return Encoded(lines(checked, is_sequence), content_type, checked)
    sent = SentItems()
    written = lines(value, is_sequence, lambda each: sent.see(_checked(each, item)))
    return Encoded(written, content_type, sent)


def _write_raw(value: object, content_type: str) -> Encoded:
    """Bytes, text (a ``str`` is never a path) or a file, under the media type; where that is a
    range, under the file's own.
    """
    from .uploads import contents

    name = ""
    if isinstance(value, tuple):
        # (name, content[, media type]): a raw body has a place for the last of them only.
        value, name, named = _of_tuple(cast("tuple[object, ...]", value))
        content_type = named or content_type
    if "*" in content_type:
        content_type = _of_range(essence(content_type), value, name)
    if isinstance(value, bytes):
        return Encoded(value, content_type)
    if _is_file(value) or isinstance(value, str):
        return Encoded(contents(cast("FileContent", value), content_type), content_type)
    text = scalar(value)
    if text is not None:
        return Encoded(in_charset(text, content_type), content_type)
    if _is_iterable(value) and not _is_data(value):
        return Encoded(contents(cast("FileContent", value)), content_type)
    raise ApiTypeError(
        f"a {kind_of(value)} cannot be written as {content_type}; give bytes, text or a file"
    )


def _of_range(kind: str, value: object, name: str) -> str:
    """The media type of a value under a range of them (``image/*``).

    Args:
        kind: the range.
        value: the value.
        name: the name of the file, where it is given with it.

    Raises:
        ApiValueError: nothing says which of the range it is.
    """
    from .uploads import OCTETS, file_name_of, media_type_of

    family = kind.partition("/")[0]
    if family in ("*", "text") and isinstance(value, str):
        return "text/plain; charset=utf-8"
    found = media_type_of(value, name)
    if family in ("*", found.partition("/")[0]):
        return found
    if family == "text" and found == OCTETS:
        return "text/plain"
    of_name = name or file_name_of(value)
    wrong = f"{of_name!r} is {found}" if of_name and found != OCTETS else "nothing says which"
    raise ApiValueError(
        f"the body is {kind}, and {wrong}; give a file whose name tells, (name, content, media"
        " type), or the media type by _content_type"
    )


def _of_tuple(value: tuple[object, ...]) -> tuple[object, str, str]:
    match value:
        case (str(name), content, str(media_type)):
            return content, name, media_type
        case (str(name), content):
            return content, name, ""
        case _:
            raise ApiTypeError("a file is (name, content) or (name, content, type)")


def _is_data(value: object) -> bool:
    """Mappings, lists and models are data, although all of them can be iterated over."""
    if isinstance(value, list):
        items = cast("list[object]", value)
        return not (items and isinstance(items[0], (bytes, bytearray)))
    return isinstance(value, Mapping) or hasattr(type(value), "model_fields")
