"""Bodies as ``multipart/*``, whose files are read while they are sent: forms (RFC 7578), and parts
that are known by their position (RFC 2046, section 5.1).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from itertools import chain, repeat
from typing import cast
from urllib.parse import parse_qsl, quote_plus, unquote

from ..errors import ApiTypeError, ApiValueError, kind_of
from ..http.media_types import essence, is_binary, is_json, is_text
from ..http.percent_encoding import verbatim
from ..named_tuples import NamedTuple
from ..service.file_input import FileContent
from ..service.operations import Part
from ..transport.header_validation import header_text
from .form_fields import PLAIN_PART, Field, could_be_file, holds_octets, is_file
from .parameter_styles import COMMAS, DEEP, deep, exploded, joined, warn_of_merged
from .uploads import Stream, contents, file_name_of, media_type_of, whole_content
from .value_text import field_json, in_charset, joined_items, scalar, to_text


class MultipartStream:
    """A multipart body (RFC 7578) whose files are read while it is sent."""

    __slots__ = ("_pieces", "length")

    def __init__(self, pieces: list[bytes | Stream]) -> None:
        self._pieces = pieces
        lengths = [len(piece) if isinstance(piece, bytes) else piece.length for piece in pieces]
        known = [length for length in lengths if length is not None]
        self.length = sum(known) if len(known) == len(lengths) else None

    @property
    def asynchronous(self) -> bool:
        """Whether a file in it can only be read by the asynchronous client."""
        return any(getattr(piece, "asynchronous", False) for piece in self._pieces)

    @property
    def replayable(self) -> bool:
        """Whether every file in it can be read once more."""
        return all(isinstance(piece, bytes) or piece.replayable for piece in self._pieces)

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


def multipart(
    fields: Iterable[Field], parts: Mapping[str, Part], boundary: str
) -> bytes | MultipartStream:
    """The body of a form.

    Args:
        fields: in order; none of them is None.
        parts: how single fields are sent, by wire name.
        boundary: is between the parts.

    Returns:
        Bytes, or a stream where a file is read while it is sent.
    """
    made: list[tuple[str, _Content]] = []
    for field in fields:
        for name, item, part in _items(field, parts.get(field.name, PLAIN_PART)):
            content = _content(field._replace(name=name), item, part)
            made.append((_form_head(name, content), content))
    return _joined(made, boundary)


def positional(
    items: Iterable[object], prefix: tuple[Part, ...], rest: Part, boundary: str
) -> bytes | MultipartStream:
    """The body whose parts have no names and are known by their position.

    Args:
        items: the parts in order; one that is None is a part of JSON.
        prefix: how the first ones are sent.
        rest: how those after them are.
        boundary: is between the parts.

    Returns:
        Bytes, or a stream where a file is read while it is sent.
    """
    made: list[tuple[str, _Content]] = []
    for item, part in zip(items, chain(prefix, repeat(rest)), strict=False):
        content = _content(Field("", item, False), item, part)
        made.append((_bare_head(content), content))
    return _joined(made, boundary)


class _Content(NamedTuple):
    """What one part carries; ``file_name`` and ``media_type`` are empty where it has none."""

    octets: bytes | Stream
    media_type: str
    file_name: str = ""


def _joined(made: list[tuple[str, _Content]], boundary: str) -> bytes | MultipartStream:
    """The parts, each after its header fields, and the boundary between them."""
    pieces: list[bytes | Stream] = []
    for head, content in made:
        pieces += (f"--{boundary}\r\n{head}\r\n\r\n".encode(), content.octets, b"\r\n")
    pieces.append(f"--{boundary}--\r\n".encode())
    if all(isinstance(piece, bytes) for piece in pieces):
        return b"".join(cast("list[bytes]", pieces))
    return MultipartStream(pieces)


def _items(field: Field, part: Part) -> Iterator[tuple[str, object, Part]]:
    """The parts that a field becomes, with the name of each: one for each item of an array, by the
    style if there is one.

    An array that the description gives a JSON media type is one part.
    """
    value = field.value
    as_file = is_file(value) or (part.file and isinstance(value, tuple))
    is_array = not as_file and isinstance(value, (list, tuple, set, frozenset))
    is_styled = part.style != "" or part.explode is not None
    if is_styled and not (part.file or field.encoded or as_file or holds_octets(field.value)):
        for name, text in _styled(field, part):
            yield name, text, PLAIN_PART
    elif is_array and not is_json(part.content_type.partition(",")[0]):
        for item in cast("Iterable[object]", value):
            if item is not None:
                yield field.name, item, part
    else:
        yield field.name, value, part


def _styled(field: Field, part: Part) -> Iterator[tuple[str, str]]:
    """Names and texts as for a query parameter, but not escaped: a part carries any text (RFC 7578,
    4.2).
    """
    if part.style in DEEP:
        pairs = parse_qsl(deep(quote_plus(field.name), field.value, quote_plus, part.style), True)
        yield from pairs
        return
    value = to_text(joined_items(field.value, part.separators))
    explode = part.style in ("", "form") if part.explode is None else part.explode
    if explode and not isinstance(value, str):
        yield from exploded(field.name, value)
    elif value or isinstance(value, str):
        comma = unquote(COMMAS.get(part.style, ","))
        warn_of_merged(field.name, value, comma)
        yield field.name, joined(value, comma, False, verbatim)


def _content(field: Field, value: object, part: Part) -> _Content:
    """What one part carries, and as what.

    Raises:
        ApiTypeError: structured data are to be written as something else than JSON.
    """
    declared = _declared_type(value, part)
    as_file = is_file(value) or (
        could_be_file(value)
        and (part.file or (declared != "" and is_binary(essence(declared), None)))
    )
    if field.encoded and is_file(value) and not _has_name(value):
        from base64 import b64encode

        return _Content(b64encode(whole_content(cast("FileContent", value), field.name)), declared)
    if as_file:
        return _file_content(field.name, value, declared)
    text = None if is_json(declared) else scalar(value)
    if text is not None:
        return _Content(in_charset(text, declared), declared)
    kind = essence(declared)
    if is_text(kind) and kind != "text/plain":
        where = f"the field {field.name!r}" if field.name else "a part"
        raise ApiTypeError(
            f"{where}: a {kind_of(value)} cannot be written as {declared}; give"
            " text, bytes or a file"
        )
    return _Content(field_json(value).encode(), declared or "application/json")


def _has_name(value: object) -> bool:
    return isinstance(value, tuple)


def _declared_type(value: object, part: Part) -> str:
    """The media type that the description gives a part; of several, the one that the file's name
    means, else the first.
    """
    allowed = [each.strip() for each in part.content_type.split(",")]
    if len(allowed) > 1:
        is_named = isinstance(value, tuple)
        name = str(cast("tuple[object, ...]", value)[0]) if is_named else file_name_of(value)
        meant = media_type_of(value, name) if name else ""
        if meant in map(essence, allowed) or f"{meant.partition('/')[0]}/*" in allowed:
            return meant
    return allowed[0]


def _file_content(name: str, value: object, declared: str) -> _Content:
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
    octets = contents(cast("FileContent", content), media_type)
    return _Content(octets, media_type, file_name)


def _form_head(name: str, content: _Content) -> str:
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    if content.file_name:
        head += f'; filename="{_quoted(content.file_name)}"'
    if content.media_type:
        head += f"\r\nContent-Type: {header_text('Content-Type', content.media_type)}"
    return head


def _bare_head(content: _Content) -> str:
    """The header fields of a part without a name. Without a media type it would be US-ASCII."""
    media_type = content.media_type or "text/plain; charset=utf-8"
    head = f"Content-Type: {header_text('Content-Type', media_type)}"
    if content.file_name:
        head += f'\r\nContent-Disposition: attachment; filename="{_quoted(content.file_name)}"'
    return head


def _quoted(text: str) -> str:
    """A name inside quotes, as the HTML Standard's multipart/form-data encoding has it; NUL ends
    names in many programs.
    """
    if "\0" in text:
        raise ApiValueError(f"{text!r} is no name of a field or file")
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
