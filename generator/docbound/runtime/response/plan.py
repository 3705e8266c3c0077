"""From a reply to what the call returns: which type, and how its bytes are read."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from typing import Any

from ..call.call import Answer
from ..errors import InvalidJSON, MismatchError, ReplyMismatchError
from ..http.media_types import charset_of, essence, is_json
from ..mismatches import Mismatch
from ..service.operations import Form, Operation, Replies, ReplyMedia, Stream
from ..transport.effects import Head

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ..models.decoder import Decoder

Report = Callable[[Mismatch], None]

FILE = "BinaryReply"
"""The type expression of a reply that the caller reads as a file."""


class Chosen:
    """How a reply is read.

    Attributes:
        kind: ``json``, ``text``, ``bytes``, ``file`` or ``stream``.
        type_code: the type expression, or None.
        stream: the row's own word on a stream.
        declared: whether the description has this content type for this status.
        is_plain: whether it is JSON as it should be: declared, and in UTF-8.
        operation: the operation's name, for messages.
    """

    __slots__ = (
        "_decoder",
        "declared",
        "is_plain",
        "kind",
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
    ) -> None:
        self.kind = kind
        self.type_code = type_code
        self.stream = stream
        self.declared = declared
        self.is_plain = False
        self.operation = ""
        self._decoder: Decoder | None = None

    @property
    def decoder(self) -> Decoder:
        """Reads the type; resolved when the first reply of the kind comes."""
        if self._decoder is None:
            # pydantic loads here, not with the client.
            from ..models.decoder import decoder

            self._decoder = decoder(self.type_code or "Any")
        return self._decoder


class ReplyPlan:
    """Which type the replies of one operation have, worked out once for each status and content type."""

    __slots__ = ("_method", "_name", "_replies", "_seen", "never_open")

    def __init__(self, operation: Operation[Any]) -> None:
        self._replies = operation.replies
        self._method = operation.method
        self._name = operation.name
        self._seen: dict[tuple[int, str], Chosen] = {}
        # Most operations have nothing to stream, and their replies need not be looked at before they are read.
        self.never_open = not any(
            isinstance(media, Stream) or media == FILE
            for reply in operation.replies.values()
            for media in reply.values()
        )

    def choose(self, status: int, content_type: str) -> Chosen:
        """How a reply with this status and ``Content-Type`` is read."""
        key = status, content_type
        known = self._seen.get(key)
        if known is None:
            known = _choose_media(
                media_of_status(self._replies, status), essence(content_type)
            )
            known.operation = self._name
            known.is_plain = (
                known.kind == "json"
                and known.declared
                and charset_of(content_type) in _UTF8
            )
            # A boundary or a date in a content type must not fill the memory.
            if len(self._seen) < 64:
                self._seen[key] = known
        return known

    def keeps_open(self, head: Head) -> bool:
        """Whether the caller reads the body: a successful file or stream."""
        if (
            self.never_open
            or not 200 <= head.status <= 299
            or head.status in (204, 205)
        ):
            return False
        kind = self.choose(head.status, head.headers.text("content-type")).kind
        return kind in ("file", "stream") and self._method != "HEAD"

    def read(self, answer: Answer, *, strict: bool, report: Report) -> Any:
        """The value of a reply whose body is there.

        Args:
            answer: the reply.
            strict: whether a mismatch is an error.
            report: is told of each mismatch otherwise.

        Raises:
            ReplyMismatchError: the reply does not fit, and ``strict`` is true.
        """
        content_type = answer.headers.text("content-type")
        chosen = self.choose(answer.status, content_type)
        body = answer.body or b""
        if chosen.is_plain and body and answer.status == 200:
            try:
                return chosen.decoder.decode_json(body, strict=strict, report=report)
            except (InvalidJSON, MismatchError):
                pass  # Told in full below.
        if self._method == "HEAD" or answer.status in (204, 205, 304):
            return None
        if not body and chosen.kind not in ("text", "bytes"):
            return None
        return read_body(body, content_type, chosen, strict=strict, report=report)


def media_of_status(replies: Replies, status: int) -> ReplyMedia:
    """The media types that the description has for a status: its own, those of its hundred, or the default.

    A success that is not described is taken for the nearest one that is.
    """
    exact = replies.get(str(status))
    if exact is not None:
        return exact
    family = replies.get(f"{status // 100}XX") or replies.get(f"{status // 100}xx")
    if family is not None:
        return family
    if 200 <= status <= 299:
        near = [
            (abs(int(code) - status), media)
            for code, media in replies.items()
            if code.isdecimal() and code.startswith("2") and media
        ]
        if near:
            return min(near, key=lambda entry: entry[0])[1]
    return replies.get("default") or {}


def _choose_media(declared: ReplyMedia, kind: str) -> Chosen:
    found = _declared_media(declared, kind)
    if found is not None:
        name, media = found
        return _chosen(kind or essence(name), media, declared=True)
    codes = [_type_code(media) for media in declared.values()]
    if len(codes) == 1 and codes[0] == FILE:
        return Chosen("file", FILE)
    as_json = [media for name, media in declared.items() if is_json(name)]
    if as_json and isinstance(as_json[0], (str, type(None))):
        # Mislabelled JSON is read as what it should be, if it is JSON at all.
        return Chosen("json", as_json[0], declared=not kind)
    return _chosen(kind, None, declared=not declared or not kind)


def _declared_media(
    declared: ReplyMedia, kind: str
) -> tuple[str, str | Stream | Form | None] | None:
    by_essence = {essence(name): (name, media) for name, media in declared.items()}
    for candidate in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if candidate in by_essence and kind:
            return by_essence[candidate]
    if is_json(kind) or (not kind and len(declared) == 1):
        for name, media in declared.items():
            if is_json(name) or not kind:
                return name, media
    return None


def _type_code(media: str | Stream | Form | None) -> str | None:
    return media.type if isinstance(media, (Stream, Form)) else media


def _chosen(kind: str, media: str | Stream | Form | None, *, declared: bool) -> Chosen:
    if isinstance(media, Stream):
        return Chosen("stream", media.type, media, declared)
    type_code = _type_code(media)
    if type_code == FILE:
        return Chosen("file", FILE, None, declared)
    if type_code == "bytes":
        return Chosen("bytes", type_code, None, declared)
    if is_json(kind) or not kind:
        return Chosen("json", type_code, None, declared)
    if type_code not in (None, "str"):
        # Structured data under a name of its own are JSON in practice.
        return Chosen("json", type_code, None, declared)
    if type_code == "str" or kind.startswith("text/") or kind.endswith(_TEXTS):
        return Chosen("text", type_code, None, declared)
    return Chosen("bytes", type_code, None, declared)


_TEXTS = (
    "+xml",
    "/xml",
    "/yaml",
    "+yaml",
    "/x-yaml",
    "/javascript",
    "/sql",
    "/graphql",
)


def read_body(
    body: bytes, content_type: str, chosen: Chosen, *, strict: bool, report: Report
) -> Any:
    """The value that ``body`` stands for; see :meth:`ReplyPlan.read`."""
    match chosen.kind:
        case "json":
            return _read_json(body, content_type, chosen, strict=strict, report=report)
        case "text":
            return as_text(body, content_type)
        case _:
            return body


def _read_json(
    body: bytes, content_type: str, chosen: Chosen, *, strict: bool, report: Report
) -> Any:
    text = _in_utf8(body, content_type)
    try:
        value = chosen.decoder.decode_json(text, strict=strict, report=report)
    except MismatchError as error:
        raise _refused(chosen, error, error.mismatches) from None
    except InvalidJSON:
        as_it_is = as_text(body, content_type)
        if chosen.type_code is None and not essence(content_type):
            return as_it_is  # Neither side said that it would be JSON.
        found = Mismatch(
            path="$", expected="JSON", got=_described(content_type), value=None
        )
        if strict:
            raise _refused(chosen, found, (found,)) from None
        report(found)
        return as_it_is
    if not chosen.declared:
        _report_label(content_type, chosen, strict=strict, report=report)
    return value


def _refused(
    chosen: Chosen, why: object, mismatches: Sequence[Mismatch]
) -> ReplyMismatchError:
    text = f"{chosen.operation}: the reply does not fit: {why}"
    return ReplyMismatchError(text, mismatches)


def _report_label(
    content_type: str, chosen: Chosen, *, strict: bool, report: Report
) -> None:
    found = Mismatch(
        path="$",
        expected="a content type of the description",
        got=_described(content_type),
        value=None,
    )
    if strict:
        raise _refused(chosen, found, (found,))
    report(found)


def _described(content_type: str) -> str:
    return essence(content_type)[:100] or "a body without a content type"


_UTF8 = ("", "utf-8", "utf8", "us-ascii")


def _in_utf8(body: bytes, content_type: str) -> bytes:
    """JSON text in UTF-8, without a byte order mark."""
    charset = charset_of(content_type)
    if charset not in _UTF8:
        try:
            return body.decode(charset).encode()
        except (LookupError, ValueError):  # of no encoding, or of no text in it
            return body
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace").encode()
    return body.removeprefix(codecs.BOM_UTF8)


def as_text(body: bytes, content_type: str) -> str:
    """The body as text, by the charset of its content type, else UTF-8; what is no text becomes U+FFFD."""
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode(
            charset_of(content_type) or "utf-8", "replace"
        )
    except (LookupError, ValueError):
        return body.decode("utf-8", "replace")


def error_data(plan: ReplyPlan, answer: Answer, report: Report) -> tuple[str, Any]:
    """An error reply's body as text, and as the declared model or plain JSON (None if it is neither)."""
    content_type = answer.headers.text("content-type")
    body = answer.body or b""
    text = as_text(body, content_type)
    chosen = plan.choose(answer.status, content_type)
    if not body or chosen.kind != "json":
        return text, None
    try:
        value = chosen.decoder.decode_json(
            _in_utf8(body, content_type), strict=False, report=report
        )
    except InvalidJSON:
        return text, None
    return text, value
