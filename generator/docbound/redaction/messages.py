"""Requests and responses without secrets, place by place: address, header fields, cookies,
bodies.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from itertools import count
from typing import Final, Protocol
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from docbound.records import record
from docbound.traffic import HttpRequest, HttpResponse
from docbound.traffic.messages import Headers, is_json, media_type
from docbound.traffic.multipart import Part, join_parts, split_parts

from .body_decoding import decoded
from .json_text import KEY, Path, rewrite_json, texts
from .name_value_pairs import NamedSecrets, rewrite_markup, rewrite_pairs

_ADDRESSES: Final = frozenset(
    {"location", "content-location", "referer", "origin", "link", "refresh", "uri"}
)
_SCHEMES: Final = re.compile(
    r"(?i)^(basic|bearer|token|apikey|api-key|api-token|digest|negotiate|[a-z][\w-]{0,30})\s+(?=\S)"
)
_FORM: Final = "application/x-www-form-urlencoded"
_GRANT: Final = frozenset({"code", "state"})
"""Parameters of an authorization response (RFC 6749, 4.1.2), of which the code is a credential."""


class Secrets(NamedSecrets, Protocol):
    """What knows the secrets and their stand-ins: a redactor."""

    def text(self, text: str) -> str:
        """A text without secrets."""
        ...

    def by_value(self, text: str) -> str:
        """A text without the secrets that are known by value."""
        ...

    def name(self, name: str) -> str:
        """The name of a header field without secrets."""
        ...

    def octets(self, data: bytes) -> bytes:
        """Octets without secrets."""
        ...

    def parts(self, values: Sequence[str]) -> dict[int, str]:
        """Which of successive values are parts of a secret, and what stands in for them."""
        ...

    def is_known_in(self, text: str) -> bool:
        """Whether a secret stands in a text in one of its usual encodings."""
        ...


@record(frozen=False, kw_only=False)
class MessageRedaction:
    """Rewrites one message with the secrets and rules of a redactor."""

    redactor: Secrets

    def request(self, request: HttpRequest) -> HttpRequest:
        """A request without secrets."""
        return HttpRequest(
            method=request.method,
            url=self.address(request.url),
            headers=self.headers(request.headers),
            body=self.body(request.body, request.header("content-type")),
        )

    def response(self, response: HttpResponse) -> HttpResponse:
        """A response without secrets."""
        return HttpResponse(
            status=response.status,
            reason=self.redactor.text(response.reason),
            headers=self.headers(response.headers),
            body=self.body(response.body, response.header("content-type")),
        )

    # --- address ---

    def address(self, url: str) -> str:
        """A URL or reference without secrets in user and password, path, query and fragment."""
        head, mark, fragment = self.redactor.by_value(url).partition("#")
        path, question, query = head.partition("?")
        return self._base(path) + question + self.query(query) + mark + self.query(fragment)

    def _base(self, path: str) -> str:
        found = re.match(r"([A-Za-z][\w+.-]*:)?//([^/@]*)@", path)
        if found:
            user, colon, password = found[2].partition(":")
            shown = quote(self.redactor.know(unquote(user), "user"), safe="")
            if colon:
                shown += ":" + quote(self.redactor.know(unquote(password), "password"), safe="")
            return f"{path[: found.start(2)]}{shown}@{self.redactor.text(path[found.end() :])}"
        segments = path.split("/")
        parts = self.redactor.parts([unquote(segment) for segment in segments])
        return "/".join(
            quote(parts[index], safe="") if index in parts else self._segment(segment)
            for index, segment in enumerate(segments)
        )

    def _segment(self, written: str) -> str:
        plain = unquote(written, errors="surrogateescape")
        changed = self.redactor.text(plain)
        if changed != plain:
            return quote(changed, safe=":=;,@!$&'()*+~", errors="surrogateescape")
        return self.redactor.text(written)

    def query(self, query: str) -> str:
        """``a=b&c=d`` with the values of secret names, and all other secrets, replaced."""
        pairs = self.redactor.by_value(query).split("&")
        names = {unquote_plus(pair.partition("=")[0]) for pair in pairs}
        parts = self.redactor.parts([unquote_plus(pair.partition("=")[2]) for pair in pairs])
        return "&".join(
            (
                f"{self._name(pair.partition('=')[0])}={quote_plus(parts[index])}"
                if index in parts
                else self._pair(pair, is_grant=names >= _GRANT)
            )
            for index, pair in enumerate(pairs)
        )

    def _pair(self, pair: str, *, is_grant: bool) -> str:
        name, equals, written = pair.partition("=")
        if not equals:
            return self.redactor.text(pair)
        plain = unquote_plus(written)
        wire = unquote_plus(name)
        last = re.sub(r"\[\]$", "", wire)
        inner = re.search(r"\[([^\[\]]+)\]$", last)
        if plain and (
            self.redactor.rules.is_secret_query(inner[1] if inner else last)
            or (is_grant and wire == "code")
        ):
            return f"{self._name(name)}={quote_plus(self.redactor.know(plain, last), safe='')}"
        changed = self._value(plain)
        return f"{self._name(name)}={written if changed == plain else quote_plus(changed)}"

    def _name(self, written: str) -> str:
        plain = unquote_plus(written)
        changed = self.redactor.text(plain)
        return written if changed == plain else quote_plus(changed)

    def _value(self, text: str) -> str:
        """A value of a form or query, which may be JSON."""
        return self.json(text) if text[:1] in ("{", "[") else self.redactor.text(text)

    # --- header fields ---

    def headers(self, headers: Headers) -> Headers:
        """Header fields without secrets."""
        parts = self.redactor.parts([value for _, value in headers])
        return tuple(
            (self.redactor.name(name), parts.get(index) or self.header(name, value))
            for index, (name, value) in enumerate(headers)
        )

    def header(self, name: str, value: str) -> str:
        """The value of one header field without secrets."""
        lower = name.lower()
        if lower == "cookie":
            return "; ".join(self._cookie(part) for part in re.split(r";\s*", value) if part)
        if lower == "set-cookie":
            first, mark, attributes = value.partition(";")
            return self._cookie(first) + mark + self.redactor.text(attributes)
        if self.redactor.rules.is_secret_header(name):
            return self._credentials(lower, value)
        if lower in _ADDRESSES:
            return self._addresses(value)
        return self.redactor.text(rewrite_pairs(value, self.redactor))

    def _cookie(self, pair: str) -> str:
        name, equals, value = pair.strip().partition("=")
        if not equals:
            return self.redactor.text(pair)
        if name in self.redactor.rules.exempt:
            return pair
        plain = unquote(value.strip('"'))
        placeholder = quote(self.redactor.know(plain, f"cookie-{name}"), safe="")
        return f"{self.redactor.text(name)}={placeholder}"

    def _credentials(self, name: str, value: str) -> str:
        """``Bearer abc``: the word is kept; user and password of Basic are separate."""
        scheme = _SCHEMES.match(value)
        word, secret = (value[: scheme.end()], value[scheme.end() :]) if scheme else ("", value)
        if word.strip().lower() == "basic":
            try:
                user, colon, password = (
                    base64.b64decode(secret, validate=True).decode().partition(":")
                )
            except (binascii.Error, ValueError):
                return word + self.redactor.know(secret, name)
            parts = [
                self.redactor.know(user, "user"),
                self.redactor.know(password, "password"),
            ]
            return word + base64.b64encode((":" if colon else "").join(parts).encode()).decode()
        return word + self.redactor.know(secret, name)

    def _addresses(self, value: str) -> str:
        """A header that is an address, or has some in angle brackets."""
        if "<" not in value:
            return self.address(value)
        return re.sub(r"<([^<>]*)>", lambda match: f"<{self.address(match[1])}>", value)

    # --- bodies ---

    def body(self, body: bytes, content_type: str) -> bytes:
        """A body without secrets, read as its media type says."""
        if not body:
            return body
        media, options = media_type(content_type)
        if media.startswith("multipart/") and "boundary" in options:
            parts = split_parts(body, options["boundary"])
            if parts is not None:
                return join_parts(tuple(map(self._part, parts)), options["boundary"])
        found = decoded(body, options.get("charset", ""), is_json=is_json(media))
        if found is None:
            return self.redactor.octets(body)
        text, codec = found
        changed = self._text_body(text, media).encode(codec)
        # What says to be UTF-16 may be octets that begin like it.
        return changed if codec == "utf-8" else self.redactor.octets(changed)

    def _text_body(self, text: str, media: str) -> str:
        if is_json(media) or text.lstrip()[:1] in ("{", "["):
            return self.json(text)
        if media == _FORM:
            return self.query(text)
        lines = re.split(r"(\r?\n)", text)
        if any(re.match(r"(?:data:\s*|\x1e)?[{\[]", line) for line in lines):
            return "".join(self._line(line) for line in lines)
        return self._loose(text)

    def _loose(self, text: str) -> str:
        """A text of no known form: values that are written beside secret names, and all other
        secrets.
        """
        return self.redactor.text(rewrite_pairs(rewrite_markup(text, self.redactor), self.redactor))

    def _line(self, line: str) -> str:
        """A line of an event stream, of JSON lines or of a JSON sequence."""
        found = re.match(r"((?:data:\s*|\x1e)?)([{\[].*)", line, re.DOTALL)
        return found[1] + self.json(found[2]) if found else self._loose(line)

    def _part(self, part: Part) -> Part:
        name = part.option("name") or ""
        head = self.redactor.octets(part.head)
        if name and self.redactor.rules.is_secret_field(name):
            try:
                return Part(
                    head=head,
                    content=self.redactor.know(part.content.decode(), name).encode(),
                )
            except UnicodeDecodeError:
                return Part(head=head, content=b"redacted")
        media = part.headers.get("content-type", "")
        return Part(head=head, content=self.body(part.content, media))

    def json(self, text: str) -> str:
        """A JSON text without secrets; what is no secret keeps its spelling."""
        parts = self.redactor.parts(texts(text))
        at = count()

        def scalar(path: Path, value: object) -> object:
            is_text = isinstance(value, str) and not (path and path[-1] is KEY)
            index = next(at) if is_text else -1
            return parts[index] if index in parts else self._scalar(path, value)

        return rewrite_json(text, scalar)

    def _scalar(self, path: Path, value: object) -> object:
        if path and path[-1] is KEY:
            return self.redactor.text(str(value))
        name = self._secret_name(path)
        match value:
            case str() if name:
                return self.redactor.know(value, name)
            case str():
                stripped = value.lstrip()
                return self.json(value) if stripped[:1] in ("{", "[") else self._plain(value)
            case bool() | None:
                return value
            case int() | float():
                hidden = name and self.redactor.rules.is_secret_number(name)
                return 0 if hidden or self.redactor.is_known_in(str(value)) else value
            case _:
                return value

    def _plain(self, value: str) -> str:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://\S+$", value):
            return self.address(value)
        return self.redactor.text(rewrite_pairs(value, self.redactor, colons=False))

    def _secret_name(self, path: Path) -> str:
        """The secret field that a place is, or is inside of; an empty string where there is
        none.
        """
        for step in path:
            if isinstance(step, str) and self.redactor.rules.is_secret_field(step):
                return step
        return ""
