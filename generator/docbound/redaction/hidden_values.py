"""Messages without the secrets that are hidden in them, alone or in several values together."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar
from urllib.parse import quote

from docbound.records import record
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.messages import Headers, is_json, media_type

from .body_decoding import decoded, rewrite_packed
from .hidden.masking import Masking
from .json_text import KEY, Path, rewrite_json

_BETWEEN: Final = re.compile(r"([/?&=#.:@]+)")
_LINES: Final = re.compile(r"(\r?\n)")
_JSON_LINE: Final = re.compile(r"((?:data:\s*|\x1e)?)([{\[].*)", re.DOTALL)
_FORM: Final = "application/x-www-form-urlencoded"

_Change = Callable[[str], str]
"""Takes each value in order, and gives what shall be there."""
Message = TypeVar("Message", HttpRequest, HttpResponse)


def masked_request(request: HttpRequest, masking: Masking) -> HttpRequest:
    """A request without hidden secrets."""
    layout = _Layout(url=request.url, headers=request.headers, body=request.body)
    clean = layout.masked(masking)
    return HttpRequest(method=request.method, url=clean.url, headers=clean.headers, body=clean.body)


def masked_response(response: HttpResponse, masking: Masking) -> HttpResponse:
    """A response without hidden secrets."""
    layout = _Layout(url="", headers=response.headers, body=response.body)
    clean = layout.masked(masking)
    return HttpResponse(
        status=response.status,
        reason=masking.text(response.reason),
        headers=clean.headers,
        body=clean.body,
    )


def masked_json(text: str, masking: Masking) -> str:
    """A JSON text without hidden secrets; what is none keeps its spelling."""
    values: list[str] = []
    _json(text, _noting(values))
    clean = masking.values(values, lambda shown: _json(text, _taking(shown)))
    return text if clean == values else _json(text, _taking(clean))


@record
class _Layout:
    """The values of a message, and where they stand."""

    url: str
    headers: Headers
    body: bytes

    def masked(self, masking: Masking) -> _Layout:
        """The same without hidden secrets."""
        if masking.secrets.is_empty:
            return self
        values: list[str] = []
        self._changed(_noting(values))
        clean = masking.values(values, lambda shown: self._changed(_taking(shown))._text())
        changed = self if clean == values else self._changed(_taking(clean))
        packed = rewrite_packed(changed.body, lambda inner: _octets(inner, masking))
        return changed if packed in (None, changed.body) else changed._with_body(packed or b"")

    def _with_body(self, body: bytes) -> _Layout:
        return _Layout(url=self.url, headers=self.headers, body=body)

    def _text(self) -> str:
        fields = "\n".join(f"{name}: {value}" for name, value in self.headers)
        # What is encoded may go on in the next field.
        joined = "".join(value for _, value in self.headers)
        return f"{self.url}\n{fields}\n{joined}\n\n{self._decoded()[0]}"

    def _media(self) -> tuple[str, dict[str, str]]:
        found = (value for name, value in self.headers if name.lower() == "content-type")
        return media_type(next(found, ""))

    def _decoded(self) -> tuple[str, str]:
        media, options = self._media()
        found = decoded(self.body, options.get("charset", ""), is_json=is_json(media))
        return found or (self.body.decode("latin-1"), "latin-1")

    def _changed(self, change: _Change) -> _Layout:
        """With each value as ``change`` has it."""
        url = "".join(
            piece if at % 2 or not piece else _quoted(piece, change)
            for at, piece in enumerate(_BETWEEN.split(self.url))
        )
        headers = tuple((name, change(value)) for name, value in self.headers)
        text, codec = self._decoded()
        body = _body(text, self._media()[0], change).encode(codec, "replace")
        return _Layout(url=url, headers=headers, body=body)


def _quoted(piece: str, change: _Change) -> str:
    changed = change(piece)
    return piece if changed == piece else quote(changed, safe="")


def _octets(data: bytes, masking: Masking) -> bytes:
    text, codec = decoded(data) or (data.decode("latin-1"), "latin-1")
    clean = masking.text(text)
    return data if clean == text else clean.encode(codec, "replace")


def _noting(values: list[str]) -> _Change:
    def note(value: str) -> str:
        values.append(value)
        return value

    return note


def _taking(values: Sequence[str]) -> _Change:
    following: Iterator[str] = iter(values)
    return lambda value: next(following)


def _body(text: str, media: str, change: _Change) -> str:
    if is_json(media) or text.lstrip()[:1] in ("{", "["):
        return _json(text, change)
    if media == _FORM:
        return "".join(
            piece if at % 2 else _quoted(piece, change)
            for at, piece in enumerate(re.split("([&=])", text))
        )
    lines = _LINES.split(text)
    if any(_JSON_LINE.match(line) for line in lines):
        return "".join(_line(line, change) for line in lines)
    return change(text)


def _line(line: str, change: _Change) -> str:
    """A line of an event stream, of JSON lines or of a JSON sequence."""
    found = _JSON_LINE.match(line)
    if found:
        return found[1] + _json(found[2], change)
    return line if not line.strip() else change(line)


def _json(text: str, change: _Change) -> str:
    def scalar(path: Path, value: object) -> object:
        if path and path[-1] is KEY:
            return value
        if isinstance(value, str):
            return change(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        written = json.dumps(value)
        return value if change(written) == written else 0

    return rewrite_json(text, scalar)
