"""Which type a response is decoded to, by status and media type, and how its body is read."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..call.call import Exchange
from ..errors import InvalidJSONError, MismatchError, ResponseMismatchError
from ..http.media_types import (
    EVENT_STREAM,
    GENERIC,
    JSON_LINES,
    JSON_SEQUENCE,
    UTF_8,
    charset_of,
    essence,
    in_utf8,
    is_binary,
    is_json,
    is_text,
)
from ..mismatch_record import Mismatch
from ..service.operations import Form, Operation, ResponseMedia, Responses, Stream

if TYPE_CHECKING:
    from ..models.decoder import Decoder
    from ..transport.effects import Head

Report = Callable[[Mismatch], None]

FILE = "BinaryResponse"
"""The type expression of a response that the caller reads as a file."""

_LINES = JSON_LINES | {JSON_SEQUENCE}
"""Names of streams of JSON values; those of lines mean the same."""


class ResponseChoice:
    """How a response is read.

    Attributes:
        kind: ``json``, ``text``, ``bytes``, ``file``, ``stream``, or ``none``: nothing that the
            operation can return.
        type_code: the type expression, or None.
        stream: the row's own word on a stream.
        media: the media type that a stream is parsed as; an empty string: the response's own.
        declared: whether the description has this content type for this status.
        is_plain: whether it is JSON as it should be: declared, and in UTF-8.
        operation: the operation's name, for messages.
    """

    __slots__ = (
        "_decoder",
        "declared",
        "is_plain",
        "kind",
        "media",
        "operation",
        "stream",
        "type_code",
    )

    def __init__(
        self,
        kind: str,
        type_code: str | None = None,
        stream: Stream | None = None,
        declared: bool = True,
        media: str = "",
    ) -> None:
        self.kind = kind
        self.media = media
        self.type_code = type_code
        self.stream = stream
        self.declared = declared
        self.is_plain = False
        self.operation = ""
        self._decoder: Decoder | None = None

    @property
    def decoder(self) -> Decoder:
        """Reads the type; resolved when the first response of the kind comes."""
        if self._decoder is None:
            # pydantic loads here, not with the client.
            from ..models.decoder import decoder

            self._decoder = decoder(self.type_code or "Any")
        return self._decoder


def decoder_of(type_code: str) -> Decoder:
    """Reads a type."""
    from ..models.decoder import decoder

    return decoder(type_code)


class ResponsePlan:
    """Which type the responses of one operation have, worked out once for each status and content
    type.
    """

    __slots__ = ("_may_be_empty", "_method", "_name", "_responses", "_seen", "never_open")

    def __init__(self, operation: Operation[Any]) -> None:
        self._responses = operation.responses
        self._method = operation.method
        self._name = operation.name
        self._may_be_empty = any(
            status.startswith("2") and not media for status, media in operation.responses.items()
        )
        self._seen: dict[tuple[int, str], ResponseChoice] = {}
        # What has no content by its description is read into memory, whatever it is.
        self.never_open = not any(operation.responses.values())

    def choose(self, status: int, content_type: str) -> ResponseChoice:
        """How a response with this status and ``Content-Type`` is read."""
        key = status, content_type
        known = self._seen.get(key)
        if known is None:
            known = _choose_media(media_of_status(self._responses, status), essence(content_type))
            if known.kind == "none" and status in (204, 205):
                known.kind = "stream"  # Whatever the label of nothing is: one without items.
            known.operation = self._name
            known.is_plain = (
                known.kind == "json"
                and known.declared
                and charset_of(content_type) in UTF_8
                and not _is_other_label(content_type)
            )
            # A boundary or a date in a content type must not fill the memory.
            if len(self._seen) < 64:
                self._seen[key] = known
        return known

    def choose_reported(self, type_code: str, meant: int) -> ResponseChoice | None:
        """How the body of a success is read that tells of an error.

        Args:
            type_code: the type that the package has for it, or empty.
            meant: the status that the error would have, or 0.

        Returns:
            The choice; None where the description has nothing but the success itself.
        """
        if type_code:
            return ResponseChoice("json", type_code)
        media = media_of_status(self._responses, meant or 400)
        for name, found in media.items():
            if is_json(name) and isinstance(found, str):
                return ResponseChoice("json", found)
        return None

    def wrong_form(
        self, answer: Exchange, *, asks: bool, strict: bool, report: Report
    ) -> ResponseMismatchError | None:
        """The error for a response that is no stream, where one was asked for; a stream that nobody
        asked for is reported, or in a strict client an error, too.

        Args:
            answer: a response that is a success.
            asks: whether the call asked for a stream.
            strict: whether a mismatch is an error.
            report: otherwise called with it.
        """
        declared = media_of_status(self._responses, answer.status).values()
        content_type = answer.headers.text("content-type")
        chosen = self.choose(answer.status, content_type)
        if (chosen.kind == "stream") is asks or len(
            {type(each) is Stream for each in declared}
        ) < 2:
            return None
        if asks:
            return _no_stream(answer.body or b"", content_type, chosen)
        found = Mismatch(
            path="$", expected="no stream of items", got=_described(content_type), value=None
        )
        if strict:
            return _refused(chosen, found, (found,))
        report(found)
        return None

    def leaves_open(self, head: Head) -> bool:
        """Whether the caller reads the body: a successful file or stream, also one where something
        else is described.
        """
        if self.never_open or not 200 <= head.status <= 299:
            return False
        kind = self.choose(head.status, head.headers.text("content-type")).kind
        if head.status in (204, 205):
            return kind == "stream" and not self._may_be_empty
        return kind in ("file", "stream") and self._method != "HEAD"

    def reads_json(self, status: int, content_type: str) -> bool:
        """Whether a body is read as JSON, if it is that: by its label, or as it is described."""
        return is_json(content_type) or self.choose(status, content_type).kind == "json"

    def read(self, answer: Exchange, *, strict: bool, report: Report) -> Any:
        """The value of a response whose body is there.

        Args:
            answer: the response.
            strict: whether a mismatch is an error.
            report: otherwise called for each mismatch.

        Raises:
            ResponseMismatchError: the response does not fit, and ``strict`` is true.
        """
        content_type = answer.headers.text("content-type")
        chosen = self.choose(answer.status, content_type)
        body = answer.body or b""
        if chosen.is_plain and body and answer.status == 200:
            try:
                return chosen.decoder.decode_json(body, strict=strict, report=report)
            except (InvalidJSONError, MismatchError):
                pass  # Told in full below.
        if self._method == "HEAD" or answer.status in (204, 205, 304):
            return None
        if not body and chosen.kind not in ("text", "bytes", "none"):
            if not self._may_be_empty and not _takes_nothing(chosen):
                _report_nothing(chosen, strict=strict, report=report)
            return None
        return read_body(body, content_type, chosen, strict=strict, report=report)


def media_of_status(responses: Responses, status: int) -> ResponseMedia:
    """The media types that the description has for a status: its own, those of its hundred, or the
    default.

    A success that is not described is taken for the nearest one that is.
    """
    exact = responses.get(str(status))
    if exact is not None:
        return exact
    family = responses.get(f"{status // 100}XX") or responses.get(f"{status // 100}xx")
    if family is not None:
        return family
    if 200 <= status <= 299:
        near = [
            (abs(int(code) - status), media)
            for code, media in responses.items()
            if code.isdecimal() and code.startswith("2") and media
        ]
        if near:
            return min(near, key=lambda entry: entry[0])[1]
    return responses.get("default") or {}


def _choose_media(declared: ResponseMedia, kind: str) -> ResponseChoice:
    found = _declared_media(declared, kind)
    if found is not None:
        name, media = found
        return _chosen(kind or essence(name), media, declared=True)
    return (
        _mislabelled_stream(declared, kind)
        or _undeclared_file(declared, kind)
        or _undeclared(declared, kind)
    )


def _mislabelled_stream(declared: ResponseMedia, kind: str) -> ResponseChoice | None:
    """What is typed as a stream is one, if it may be; None where the operation returns something
    else as well.
    """
    streams = [
        (essence(name), media) for name, media in declared.items() if isinstance(media, Stream)
    ]
    if not streams or len(streams) < len(declared):
        return None
    name, media = streams[0]
    if name in _LINES and kind in _LINES:
        return ResponseChoice("stream", media.type, media, declared=kind in JSON_LINES, media=kind)
    if name.startswith("multipart/"):
        may_be = kind.startswith("multipart/")  # No other label has a boundary.
    else:
        may_be = kind in GENERIC or (is_json(kind) and name != EVENT_STREAM)
    if not may_be:
        return ResponseChoice("none", media.type, media, declared=False, media=name)
    return ResponseChoice("stream", media.type, media, declared=not kind, media=name)


def _undeclared_file(declared: ResponseMedia, kind: str) -> ResponseChoice | None:
    """A file where one is described, and also where the label leaves no doubt."""
    codes = set(map(_type_code, declared.values()))
    if FILE in codes and (len(codes) == 1 or not (is_json(kind) or is_text(kind))):
        return ResponseChoice("file", FILE)
    if declared and kind not in GENERIC and is_binary(kind, None):
        return ResponseChoice("file", FILE, declared=False)
    return None


def _undeclared(declared: ResponseMedia, kind: str) -> ResponseChoice:
    as_json = [media for name, media in declared.items() if is_json(name)]
    if as_json and isinstance(as_json[0], (str, type(None))):
        # Mislabelled JSON is read as what it should be, if it is JSON at all.
        return ResponseChoice("json", as_json[0], declared=not kind)
    return _chosen(kind, None, declared=not declared or not kind)


def _declared_media(
    declared: ResponseMedia, kind: str
) -> tuple[str, str | Stream | Form | None] | None:
    by_essence = {essence(name): (name, media) for name, media in declared.items()}
    family, _, name = kind.partition("/")
    for candidate in (kind, f"{family}/*+{name.rpartition('+')[2]}", f"{family}/*", "*/*"):
        if candidate in by_essence and kind:
            return by_essence[candidate]
    if is_json(kind) or (not kind and len(declared) == 1):
        for name, media in declared.items():
            if is_json(name) or not kind:
                return name, media
    return None


def _type_code(media: str | Stream | Form | None) -> str | None:
    return media.type if isinstance(media, (Stream, Form)) else media


def _chosen(kind: str, media: str | Stream | Form | None, *, declared: bool) -> ResponseChoice:
    if isinstance(media, Stream):
        return ResponseChoice("stream", media.type, media, declared, kind)
    type_code = _type_code(media)
    if type_code == FILE:
        return ResponseChoice("file", FILE, None, declared)
    if type_code == "bytes":
        return ResponseChoice("bytes", type_code, None, declared)
    if is_json(kind) or not kind:
        return ResponseChoice("json", type_code, None, declared)
    if type_code not in (None, "str"):
        # Structured data under a name of its own are JSON in practice.
        return ResponseChoice("json", type_code, None, declared)
    if type_code == "str" or is_text(kind):
        return ResponseChoice("text", type_code, None, declared)
    return ResponseChoice("bytes", type_code, None, declared)


def read_body(
    body: bytes, content_type: str, chosen: ResponseChoice, *, strict: bool, report: Report
) -> Any:
    """The value that ``body`` means; see :meth:`ResponsePlan.read`.

    Args:
        body: the octets.
        content_type: that of the response.
        chosen: how it is read.
        strict: whether what does not fit raises.
        report: gets each mismatch.
    """
    match chosen.kind:
        case "json":
            return _read_json(body, content_type, chosen, strict=strict, report=report)
        case "none":
            raise _no_stream(body, content_type, chosen)
        case _:
            pass
    if not chosen.declared:
        report_label(content_type, chosen, strict=strict, report=report)
    if chosen.kind != "text":
        return body
    if loses_octets(body, content_type):
        charset = charset_of(content_type)
        found = Mismatch(
            path="$", expected=f"text in {charset[:40] or 'UTF-8'}", got="other octets", value=None
        )
        _report_content_type(found, chosen, strict=strict, report=report)
        if not charset and not is_text(essence(content_type)):
            return body  # Only the description says that it is text, and it is none.
    return as_text(body, content_type)


def _takes_nothing(chosen: ResponseChoice) -> bool:
    """Whether None is what the description says of the response, as null or as anything."""
    if chosen.type_code is None:
        return True
    mismatches: list[Mismatch] = []
    chosen.decoder.decode_value(None, report=mismatches.append)
    return not mismatches


def _report_nothing(chosen: ResponseChoice, *, strict: bool, report: Report) -> None:
    found = Mismatch(path="$", expected="a body", got="nothing", value=None)
    _report_content_type(found, chosen, strict=strict, report=report)


def _report_content_type(
    found: Mismatch, chosen: ResponseChoice, *, strict: bool, report: Report
) -> None:
    """Reports a mismatch of the response as a whole, or raises it."""
    if strict:
        raise _refused(chosen, found, (found,))
    report(found)


def _read_json(
    body: bytes, content_type: str, chosen: ResponseChoice, *, strict: bool, report: Report
) -> Any:
    text = in_utf8(body, content_type)
    scalar = _scalar_text(body, text, content_type, chosen)
    if scalar is not _NO_SCALAR:
        return scalar
    try:
        value = chosen.decoder.decode_json(text, strict=strict, report=report)
    except MismatchError as error:
        raise _refused(chosen, error, error.mismatches) from None
    except InvalidJSONError:
        as_it_is = _as_labelled(body, content_type)
        if chosen.type_code is None and not essence(content_type):
            return as_it_is  # Neither side said that it would be JSON.
        found = Mismatch(path="$", expected="JSON", got=_described(content_type), value=None)
        if strict:
            raise _refused(chosen, found, (found,)) from None
        report(found)
        return as_it_is
    if not chosen.declared:
        report_label(content_type, chosen, strict=strict, report=report)
    return value


def _is_other_label(content_type: str) -> bool:
    """Whether a response is labelled as something else than JSON."""
    return bool(essence(content_type)) and not is_json(content_type)


_NO_SCALAR: Final = object()


def _scalar_text(body: bytes, text: bytes, content_type: str, chosen: ResponseChoice) -> Any:
    """The value of a text that is labelled as one: a member of an enum, a UUID or a date, which are
    not quoted there as they are in JSON. ``_NO_SCALAR`` where the body is JSON all the same, or
    neither.

    Args:
        body: the body as it came.
        text: the body in UTF-8.
        content_type: its label.
        chosen: the type.
    """
    if not (chosen.declared and _is_other_label(content_type)) or loses_octets(body, content_type):
        return _NO_SCALAR
    mismatches: list[Mismatch] = []
    try:
        chosen.decoder.decode_json(text, report=mismatches.append)
    except InvalidJSONError:
        pass
    else:
        if not mismatches:
            return _NO_SCALAR
    mismatches.clear()
    value = chosen.decoder.decode_value(as_text(body, content_type), report=mismatches.append)
    return _NO_SCALAR if mismatches else value


def _refused(
    chosen: ResponseChoice, why: object, mismatches: Sequence[Mismatch]
) -> ResponseMismatchError:
    text = f"{chosen.operation}: the response does not fit: {why}"
    return ResponseMismatchError(text, mismatches)


def _no_stream(body: bytes, content_type: str, chosen: ResponseChoice) -> ResponseMismatchError:
    """The error for a response that is typed as a stream and is none."""
    from ..error_text import one_line

    found = Mismatch(
        path="$", expected="a stream of items", got=_described(content_type), value=None
    )
    text = as_text(body, content_type)
    return ResponseMismatchError(
        f"{chosen.operation}: the response does not fit: {found}: {one_line(text)}",
        (found,),
        body=text,
    )


def report_label(
    content_type: str, chosen: ResponseChoice, *, strict: bool, report: Report
) -> None:
    """Reports a response whose content type the description does not have.

    Args:
        content_type: that of the response.
        chosen: how it is read.
        strict: whether it raises.
        report: gets the mismatch.

    Raises:
        ResponseMismatchError: ``strict`` is true.
    """
    found = Mismatch(
        path="$",
        expected="a content type of the description",
        got=_described(content_type),
        value=None,
    )
    _report_content_type(found, chosen, strict=strict, report=report)


def _described(content_type: str) -> str:
    return essence(content_type)[:100] or "a body without a content type"


def as_text(body: bytes, content_type: str) -> str:
    """The body as text, by the charset of its content type, else UTF-8; what is no text becomes
    U+FFFD.
    """
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode(
            charset_of(content_type) or "utf-8", "replace"
        )
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")


def loses_octets(body: bytes, content_type: str) -> bool:
    """Whether :func:`as_text` finds octets that are no text."""
    try:
        body.decode(charset_of(content_type) or "utf-8")
    except LookupError:  # of no encoding
        return loses_octets(body, "") if charset_of(content_type) else False
    except ValueError:
        return True
    return False


def _as_labelled(body: bytes, content_type: str) -> str | bytes:
    """A body that is not what it should be: text where the label says so or it is text, else its
    octets.
    """
    kind = essence(content_type)
    if is_text(kind) or charset_of(content_type):
        return as_text(body, content_type)
    if not kind or is_json(kind):
        try:
            return body.removeprefix(codecs.BOM_UTF8).decode()
        except UnicodeDecodeError:
            pass
    return body


def error_data(
    plan: ResponsePlan, answer: Exchange, report: Report, chosen: ResponseChoice | None = None
) -> tuple[str, Any]:
    """An error response's body as text, and as the declared model or plain JSON (None if it is
    neither).

    Args:
        plan: the operation's.
        answer: the response.
        report: called for each mismatch.
        chosen: how the body is read, where its status does not say it.
    """
    content_type = answer.headers.text("content-type")
    body = answer.body or b""
    text = as_text(body, content_type)
    chosen = chosen or plan.choose(answer.status, content_type)
    if not body or chosen.kind != "json":
        return text, None
    try:
        value = chosen.decoder.decode_json(in_utf8(body, content_type), strict=False, report=report)
    except InvalidJSONError:
        return text, None
    return text, value
