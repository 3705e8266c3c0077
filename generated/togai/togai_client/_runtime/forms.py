"""Forms: ``application/x-www-form-urlencoded`` and ``multipart/*``, by the Encoding Objects of the description."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from os import PathLike
from typing import Any, NamedTuple, cast, get_args
from urllib.parse import parse_qsl, quote_plus, unquote

from .errors import ApiTypeError, ApiValueError, kind_of
from .files import Stream, contents, file_name_of, media_type_of
from .markers import BASE64
from .media import FORM, Encoded, essence, is_binary
from .operations import Form, Part
from .options import FileContent
from .parameters import (
    deep,
    escape_reserved,
    exploded,
    header_text,
    is_json,
    joined,
    json_text,
    named,
    plain,
    scalar,
    verbatim,
)

_PLAIN_PART = Part()
_BOUNDARY = re.compile(r';\s*boundary=(?:"[^"]*"|[^;]*)', re.IGNORECASE)
"""A boundary of the caller's, who cannot know whether it stands in a file."""
_COMMAS = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}


def write_form(value: object, content_type: str, form: Form) -> Encoded:
    """A form body.

    Args:
        value: a model or a mapping with wire names; files may stand in it in every form of ``FileInput``. Text and bytes
            that are the whole body already stay as they are.
        content_type: of the form; a multipart one gets its boundary here.
        form: the type of the form, and how single fields are sent.

    Raises:
        ApiTypeError: ``value`` has no fields.
        pydantic.ValidationError: a mapping does not fit the model.
    """
    if isinstance(value, (str, bytes)):
        return Encoded(
            value.encode() if isinstance(value, str) else value, content_type
        )
    parts = form.parts
    fields = fields_of(value, form)
    if essence(content_type) == FORM:
        return Encoded(_urlencoded(fields, parts).encode(), content_type)
    content_type, boundary = _BOUNDARY.sub("", content_type), os.urandom(16).hex()
    content = _multipart(fields, parts, boundary)
    return Encoded(content, f"{content_type}; boundary={boundary}")


# --- fields ------------------------------------------------------------------------------------------


class Field(NamedTuple):
    """One field of a form: its wire name, its value, and whether the model says that bytes in it are base64 text."""

    name: str
    value: object
    encoded: bool


def fields_of(value: object, form: Form) -> list[Field]:
    """The fields of a form; absent and None ones are left out.

    A mapping is checked against the model. Files cannot be: empty bytes stand in for them meanwhile.
    """
    if isinstance(value, Mapping):
        given = cast("Mapping[str, object]", value)
        model = _checked(given, form.type)
        if model is None:
            return [Field(str(k), v, False) for k, v in given.items() if v is not None]
        return [
            field._replace(value=given[key]) if key is not None else field
            for field, key in _model_fields(model, given, form)
        ]
    if hasattr(type(value), "model_fields"):
        return [field for field, _ in _model_fields(value, {}, form)]
    raise ApiTypeError(f"a form is a model or a mapping, not a {kind_of(value)}")


def _checked(given: Mapping[str, object], type_code: str | None) -> object | None:
    if type_code is None:
        return None
    from .decoding import decoder

    stand_in = {name: _without_files(value) for name, value in given.items()}
    found: object = decoder(type_code).validate_input(stand_in)
    return found if hasattr(type(found), "model_fields") else None


def _without_files(value: object) -> object:
    if _is_file(value):
        return b""
    if isinstance(value, list):
        return [_without_files(item) for item in cast("list[object]", value)]
    return value


def _model_fields(
    model: object, given: Mapping[str, object], form: Form
) -> Iterator[tuple[Field, str | None]]:
    """The fields of a model that are set, each with the key in ``given`` under which a file was given for it."""
    known = cast("dict[str, Any]", getattr(type(model), "model_fields", {}))
    given_ones = cast("set[str]", getattr(model, "model_fields_set", set[str]()))
    for attribute in known:
        value = getattr(model, attribute)
        # A default is the service's own affair, as in JSON.
        if value is None or attribute not in given_ones:
            continue
        alias = known[attribute].alias
        wire = attribute if alias is None else alias
        field = known[attribute]
        encoded = BASE64 in field.metadata or _marks_base64(field.annotation)
        part = form.parts.get(wire, _PLAIN_PART)
        keys = (
            name
            for name in (wire, attribute)
            if _has_file(given, name) or (part.file and name in given)
        )
        key = next(keys, None)
        yield Field(wire, value, encoded), key
    extra = cast("Mapping[str, object] | None", getattr(model, "model_extra", None))
    for name, value in (extra or {}).items():
        if value is not None:
            yield Field(name, value, False), name if name in given else None


def _marks_base64(annotation: object) -> bool:
    """Whether a type, or one inside it, is written as base64 text."""
    if BASE64 in getattr(annotation, "__metadata__", ()):
        return True
    return any(map(_marks_base64, get_args(annotation)))


def _has_file(given: Mapping[str, object], name: str) -> bool:
    value = given.get(name)
    items = cast("list[object]", value) if isinstance(value, list) else [value]
    return any(_is_file(item) for item in items)


def _is_file(value: object) -> bool:
    """Whether a value can only be a file: bytes, paths, open files, named contents, iterators."""
    if isinstance(value, (bytes, bytearray, memoryview, PathLike)):
        return True
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return (
            len(items) in (2, 3)
            and isinstance(items[0], str)
            and (_is_file(items[1]) or (len(items) == 3 and isinstance(items[1], str)))
        )
    return (
        hasattr(value, "read")
        or isinstance(value, Iterator)
        or hasattr(value, "__anext__")
    )


def _could_be_file(value: object) -> bool:
    """A ``str`` is a path, and a pair of texts a name and content, only where the description has a file."""
    return isinstance(value, (str, tuple))


# --- urlencoded --------------------------------------------------------------------------------------


def _urlencoded(fields: Iterable[Field], parts: Mapping[str, Part]) -> str:
    pairs = (_pair(field, parts.get(field.name, _PLAIN_PART)) for field in fields)
    return "&".join(pair for pair in pairs if pair)


def _pair(field: Field, part: Part) -> str:
    """A field as the specification's "Encoding the x-www-form-urlencoded Media Type" has it; blanks become ``+``."""
    name = quote_plus(field.name)
    quoting = escape_reserved if part.allow_reserved else quote_plus
    value = field.value
    if _holds_octets(value) and not field.encoded:
        value, quoting = _as_text(value), _quote_octets
    if part.style == "deepObject":
        return deep(name, value, quoting)
    styled = part.style or part.explode is not None or part.allow_reserved
    if part.content_type and not styled:
        texts = _texts(value, part.content_type)
        return "&".join(f"{name}={quoting(text)}" for text in texts)
    written = plain(value)
    if isinstance(written, dict) and not styled:
        return f"{name}={quoting(json_text(value))}"
    explode = part.style in ("", "form") if part.explode is None else part.explode
    return named(name, written, "&", _COMMAS.get(part.style, ","), explode, quoting)


def _texts(value: object, content_type: str) -> list[str]:
    """A value in the media type that its Encoding Object gives it: a text for each item of an array, unless it is JSON."""
    if is_json(content_type):
        return [json_text(value)]
    items = (
        [item for item in cast("Iterable[object]", value) if item is not None]
        if isinstance(value, (list, tuple, set, frozenset))
        else [value]
    )
    found = ((scalar(item), item) for item in items)
    return [json_text(item) if text is None else text for text, item in found]


def _holds_octets(value: object) -> bool:
    if isinstance(value, list):
        return any(map(_holds_octets, cast("list[object]", value)))
    return isinstance(value, (bytes, bytearray))


def _as_text(value: object) -> object:
    """Octets as text that :func:`_quote_octets` turns into the same octets."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode(errors="surrogateescape")
    if isinstance(value, list):
        return [_as_text(item) for item in cast("list[object]", value)]
    return value


def _quote_octets(text: str) -> str:
    return quote_plus(text, errors="surrogateescape")


# --- multipart ---------------------------------------------------------------------------------------


class MultipartStream:
    """A multipart body (RFC 7578) whose files are read while it is sent."""

    __slots__ = ("_pieces", "length")

    def __init__(self, pieces: list[bytes | Stream]) -> None:
        self._pieces = pieces
        lengths = [
            len(piece) if isinstance(piece, bytes) else piece.length for piece in pieces
        ]
        known = [length for length in lengths if length is not None]
        self.length = sum(known) if len(known) == len(lengths) else None

    @property
    def asynchronous(self) -> bool:
        """Whether a file in it can only be read by the asynchronous client."""
        return any(getattr(piece, "asynchronous", False) for piece in self._pieces)

    @property
    def replayable(self) -> bool:
        """Whether every file in it can be read once more."""
        return all(
            isinstance(piece, bytes) or piece.replayable for piece in self._pieces
        )

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                yield from piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                async for part in piece:
                    yield part


def _multipart(
    fields: Iterable[Field], parts: Mapping[str, Part], boundary: str
) -> bytes | MultipartStream:
    pieces: list[bytes | Stream] = []
    for field in fields:
        for name, item, part in _items(field, parts.get(field.name, _PLAIN_PART)):
            head, content = _part(field._replace(name=name), item, part)
            pieces += (f"--{boundary}\r\n{head}\r\n\r\n".encode(), content, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    if all(isinstance(piece, bytes) for piece in pieces):
        return b"".join(cast("list[bytes]", pieces))
    return MultipartStream(pieces)


def _items(field: Field, part: Part) -> Iterator[tuple[str, object, Part]]:
    """The parts that a field becomes, with the name of each: one for each item of an array, by the style if there is one.

    An array that the description gives a JSON media type is one part.
    """
    value = field.value
    is_file = _is_file(value)
    is_array = not is_file and isinstance(value, (list, tuple, set, frozenset))
    is_styled = part.style != "" or part.explode is not None
    if is_styled and not (
        part.file or field.encoded or is_file or _holds_octets(field.value)
    ):
        for name, text in _styled(field, part):
            yield name, text, _PLAIN_PART
    elif is_array and not is_json(part.content_type.partition(",")[0]):
        for item in cast("Iterable[object]", value):
            if item is not None:
                yield field.name, item, part
    else:
        yield field.name, value, part


def _styled(field: Field, part: Part) -> Iterator[tuple[str, str]]:
    """Names and texts as for a query parameter, but not escaped: a part carries any text (RFC 7578, 4.2)."""
    if part.style == "deepObject":
        pairs = parse_qsl(deep(quote_plus(field.name), field.value, quote_plus), True)
        yield from pairs
        return
    value = plain(field.value)
    explode = part.style in ("", "form") if part.explode is None else part.explode
    if explode and not isinstance(value, str):
        yield from exploded(field.name, value)
    elif value or isinstance(value, str):
        comma = unquote(_COMMAS.get(part.style, ","))
        yield field.name, joined(value, comma, False, verbatim)


def _part(field: Field, value: object, part: Part) -> tuple[str, bytes | Stream]:
    """The header fields and the content of one part."""
    declared = part.content_type.partition(",")[0].strip()
    is_file = _is_file(value) or (
        _could_be_file(value)
        and (part.file or (declared != "" and is_binary(essence(declared), None)))
    )
    if field.encoded and isinstance(value, bytes):
        from base64 import b64encode

        return _head(field.name, "", declared), b64encode(value)
    if is_file:
        return _file_part(field.name, value, declared)
    text = None if is_json(declared) else scalar(value)
    if text is not None:
        return _head(field.name, "", declared), text.encode()
    return (
        _head(field.name, "", declared or "application/json"),
        json_text(value).encode(),
    )


def _file_part(name: str, value: object, declared: str) -> tuple[str, bytes | Stream]:
    file_name, media_type = "", ""
    content = value
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        file_name, content = str(items[0]), items[1]
        media_type = str(items[2]) if len(items) == 3 else ""
    file_name = file_name or file_name_of(content) or name
    if not media_type:
        media_type = declared if declared and "*" not in declared else ""
    media_type = media_type or media_type_of(content, file_name)
    if isinstance(value, tuple) and isinstance(content, str):
        # Text with a name of its own is the content; only a bare str is a path.
        return _head(name, file_name, media_type), content.encode()
    return _head(name, file_name, media_type), contents(cast("FileContent", content))


def _head(name: str, file_name: str, content_type: str) -> str:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if file_name:
        head += f'; filename="{_quoted(file_name)}"'
    if content_type:
        head += f"\r\nContent-Type: {header_text('Content-Type', content_type)}"
    return head


def _quoted(text: str) -> str:
    """A name inside quotes, as the HTML Standard's multipart/form-data encoding has it; NUL ends names in many programs."""
    if "\0" in text:
        raise ApiValueError(f"{text!r} is no name of a field or file")
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
