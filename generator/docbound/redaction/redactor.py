"""Rewrites messages so that no secret is left in them, and proves it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from docbound.runtime.http.secret_encodings import places
from docbound.traffic import Exchange, HttpRequest, HttpResponse

from .body_decoding import decoded, rewrite_packed
from .encodings import escaped_in, rewrite_encoded, spellings
from .hidden import HiddenSecrets, Sighting
from .hidden.masking import Masking
from .hidden_values import masked_json, masked_request, masked_response
from .loose_spellings import loose_places
from .messages import MessageRedaction
from .placeholders import Placeholders, is_placeholder
from .sensitive_names import Rules
from .split_secrets import parts_of_secrets

_SHORTEST: Final = 4
"""Values that are shorter are in too many words; they are replaced only where they are a
credential's whole value.
"""

_MOST_PACKED: Final = 3
"""Packed octets within packed octets; there are files that unpack to themselves without end."""
_CODECS: Final = ("utf-8", "utf-16-le", "utf-16-be")
_ESCAPE: Final = re.compile(r"&#|&[a-z]|\\|%[0-9A-Fa-f]")


class Redactor:
    """Replaces secrets by stand-ins, the same everywhere in the messages that belong together.

    Args:
        rules: where secrets stand, and what they look like.
        credentials: the credentials that were used, by name (a security scheme's, say).
            ``user:password`` counts as a whole and in its parts.
    """

    def __init__(
        self, rules: Rules | None = None, credentials: Mapping[str, str] | None = None
    ) -> None:
        self.rules = rules or Rules()
        self._placeholders = Placeholders()
        self._names: dict[str, str] = {}
        self._secrets: list[tuple[str, str]] | None = None
        self._hidden: HiddenSecrets | None = None
        self._secret_octets: list[tuple[bytes, bytes]] = []
        self.replaced: dict[str, None] = {}
        """The parts of the messages in which something was replaced, such as
        ``request.headers.Authorization``.
        """
        self.credentials: dict[str, str] = {}
        """The stand-in of each credential, by its name."""
        for name, value in (credentials or {}).items():
            self.credentials[name] = self._supply(name, value)

    def _supply(self, name: str, value: str) -> str:
        user, colon, password = value.partition(":")
        if not colon or not user or not password or "://" in value:
            return self.know(value, name)
        parts = (
            self.know(user, f"{name}-user"),
            self.know(password, f"{name}-password"),
        )
        placeholder = ":".join(parts)
        self._placeholders.fix(value, placeholder)
        self._names[value] = name
        self._secrets = self._hidden = None
        return placeholder

    def know(self, value: str, name: str) -> str:
        """Takes note of a secret and gives its stand-in; a stand-in is no secret.

        Args:
            value: the secret.
            name: what it is called, and so its stand-in.
        """
        if not value or is_placeholder(value):
            return value
        placeholder = self._placeholders.of(value, name)
        if value not in self._names:
            self._names[value] = name
            self._secrets = self._hidden = None
        return placeholder

    def learn(self, exchanges: Iterable[Exchange]) -> None:
        """Looks at all exchanges that belong together, so that a secret which one of them shows is
        replaced in all.
        """
        for exchange in exchanges:
            MessageRedaction(self).request(exchange.request)
            MessageRedaction(self).response(exchange.response)

    def exchange(self, exchange: Exchange) -> Exchange:
        """An exchange without secrets."""
        return Exchange(
            request=self.request(exchange.request),
            response=self.response(exchange.response),
        )

    def request(self, request: HttpRequest) -> HttpRequest:
        """A request without secrets."""
        clean = masked_request(MessageRedaction(self).request(request), self._masking())
        if clean.url != request.url:
            self.replaced.setdefault("request.uri")
        self._note("request", request, clean)
        return clean

    def response(self, response: HttpResponse) -> HttpResponse:
        """A response without secrets."""
        clean = masked_response(MessageRedaction(self).response(response), self._masking())
        self._note("response", response, clean)
        return clean

    def _note(
        self,
        side: str,
        before: HttpRequest | HttpResponse,
        after: HttpRequest | HttpResponse,
    ) -> None:
        for one, other in zip(before.headers, after.headers, strict=True):
            if one != other:
                self.replaced.setdefault(f"{side}.headers.{other[0]}")
        if before.body != after.body:
            self.replaced.setdefault(f"{side}.body")

    def data(self, value: object, name: str) -> object:
        """Plain data without secrets.

        Args:
            value: JSON data, or octets.
            name: what it is called, which may tell that it is a secret.
        """
        if isinstance(value, bytes):
            return self.octets(value)
        written = MessageRedaction(self).json(json.dumps({name: value}, default=str))
        clean: dict[str, object] = json.loads(masked_json(written, self._masking()))
        return next(iter(clean.values()))

    def text(self, text: str) -> str:
        """A text of any kind without the secrets that are known by value or by shape."""
        if not text:
            return text
        exact = self._exact(text)
        return self.plain(rewrite_encoded(text, self)) if exact is None else exact

    def text_alone(self, text: str) -> str:
        """A text that is no part of a message, without secrets that are known by value or by shape,
        or are hidden in it.
        """
        return self._masking().text(self.text(text))

    def plain(self, text: str) -> str:
        """A text that is not encoded, without secrets."""
        text = self.by_value(text)
        for start, end, value in reversed(loose_places(text, self._names)):
            text = text[:start] + self._placeholders.given[value] + text[end:]
        return self._by_shape(text)

    def _exact(self, text: str) -> str | None:
        return self._placeholders.given.get(text) if text in self._names else None

    def octets(self, data: bytes, depth: int = 0) -> bytes:
        """Octets of any kind without the secrets that are known by value, also in gzip, zlib and
        ZIP; a text also without those known by shape.
        """
        if depth < _MOST_PACKED:
            changed = rewrite_packed(data, lambda inner: self.octets(inner, depth + 1))
            if changed is not None:
                return changed
        found = decoded(data)
        if found is not None:
            data = self.text(found[0]).encode(found[1])
        if found is None or found[1] != "utf-8":  # octets may look like a text by chance
            for written, placeholder in self._written_octets():
                if written in data:
                    data = data.replace(written, placeholder)
        return data

    def leaks(self, data: str | bytes) -> tuple[str, ...]:
        """The secrets that ``data`` still holds, in any spelling: their names, and how much is seen
        of one that is hidden.
        """
        raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
        found = {
            self._names[value]
            for value in self._names
            if len(value) >= _SHORTEST and _holds(raw, value)
        }
        if isinstance(data, str) and self.text(data) != data:
            found |= {secret.pattern for secret in self.rules.found_in(data)}
        if isinstance(data, bytes) and not found and self.octets(data) != data:
            found.add("packed or encoded")
        text = data if isinstance(data, str) else data.decode("latin-1")
        hidden = self._masking().secrets.found(text)
        if hidden is not None and self._names[hidden.secret] not in found:
            found.add(self._described(hidden))
        return tuple(sorted(found))

    def _described(self, found: Sighting) -> str:
        return (
            f"{found.length} of {found.whole} characters of {self._names[found.secret]}, written as"
            f" {found.spelling}"
        )

    def is_known_in(self, text: str) -> bool:
        """Whether a secret stands in a text in one of its usual encodings."""
        raw = text.encode("utf-8", "surrogatepass")
        return any(len(value) >= _SHORTEST and _holds(raw, value) for value in self._names)

    def _masking(self) -> Masking:
        """What replaces hidden secrets, those that are known by now."""
        if self._hidden is None:
            allowed = self.rules.allow
            known = (value for value in self._names if not any(text in value for text in allowed))
            self._hidden = HiddenSecrets(known)
        return Masking(self._hidden, self._placeholders.given.__getitem__)

    def by_value(self, text: str) -> str:
        """A text without the secrets that are known by value."""
        exact = self._exact(text)
        if exact is not None:
            return exact
        for written, placeholder in self._written():
            if written in text:
                text = text.replace(written, placeholder)
        for value in escaped_in(text, self._names):
            if len(value) >= _SHORTEST:
                for start, end in reversed(places(text, [value])):
                    text = text[:start] + self._placeholders.given[value] + text[end:]
        return text

    def name(self, name: str) -> str:
        """The name of a header field, whose letters may be in any case, without secrets."""
        for value in self._names:
            if len(value) >= _SHORTEST and value.lower() in name.lower():
                pattern = re.compile(re.escape(value), re.IGNORECASE)
                name = pattern.sub(self._placeholders.given[value], name)
        return self.text(name)

    def parts(self, values: Sequence[str]) -> dict[int, str]:
        """Those of successive values that together, or as a large part, are a secret known by
        value: their index, and what stands in for them.
        """
        return parts_of_secrets(
            values, {value: self._placeholders.given[value] for value in self._names}
        )

    def _by_shape(self, text: str) -> str:
        found = sorted(
            self.rules.found_in(text),
            key=lambda secret: secret.start,
            reverse=True,
        )
        for secret in found:
            text = (
                text[: secret.start] + self.know(secret.text, secret.pattern) + text[secret.end :]
            )
        return text

    def _written(self) -> list[tuple[str, str]]:
        """Every spelling of every known secret with its stand-in in the same spelling, the longest
        first.
        """
        if self._secrets is None:
            found: dict[str, str] = {}
            for value in self._names:
                if len(value) >= _SHORTEST:
                    written = (text for text in _spellings(value) if len(text) >= _SHORTEST)
                    found.update(dict.fromkeys(written, self._placeholders.given[value]))
            self._secrets = sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[0]))
            self._secret_octets = list(_in_codecs(self._secrets))
        return self._secrets

    def _written_octets(self) -> list[tuple[bytes, bytes]]:
        """The same in the codecs of texts that are not UTF-8."""
        self._written()
        return self._secret_octets


def _in_codecs(secrets: Iterable[tuple[str, str]]) -> Iterator[tuple[bytes, bytes]]:
    for written, placeholder in secrets:
        for codec in _CODECS if written.isascii() else (*_CODECS, "cp1252"):
            yield written.encode(codec, "replace"), placeholder.encode(codec)


@lru_cache(maxsize=512)
def _spellings(value: str) -> tuple[str, ...]:
    """As :func:`~.encodings.spellings`; a message with many cookies asks for them often."""
    return tuple(spellings(value))


def _holds(raw: bytes, value: str) -> bool:
    return any(written.encode("utf-8", "surrogatepass") in raw for written in _spellings(value))
