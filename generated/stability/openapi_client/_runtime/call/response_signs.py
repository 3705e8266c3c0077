"""Looks for what :mod:`..service.response_rules` describes in responses. It is loaded only where a
package has such rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from ..errors import InvalidJSONError
from ..http.headers import Headers
from ..http.media_types import in_utf8
from ..lazy_patterns import lazy_pattern
from ..serialization import json_text
from ..service.pagination_kinds import HEADER, follow
from ..service.response_rules import ErrorRule, ResponseSign, ThrottlingRule

if TYPE_CHECKING:
    from .call import Call, Exchange

_NOTHING: Final[tuple[object, ...]] = (None, False, 0, "")
_LONGEST_WAIT: Final = 999_999_999
"""Seconds; what is more, or no number, is no wait."""
_SECONDS: Final = lazy_pattern(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*(?:s\s*)?")


class Content:
    """What paths lead to in a response; its body is read when a path first leads there.

    Args:
        headers: its header fields.
        body: its octets, or None where they are not read.
        is_json: whether they become data of the call, if they are JSON. That counts more than their
            label: what a caller sees is not hidden from the rules.
    """

    __slots__ = ("_body", "_headers", "_value")

    def __init__(self, headers: Headers, body: bytes | None, is_json: bool) -> None:
        self._headers = headers
        self._body = body if is_json else None
        self._value: Any = None

    @classmethod
    def of(cls, call: Call, answer: Exchange) -> Content:
        """The content of the response to a call."""
        label = answer.headers.text("content-type")
        return cls(answer.headers, answer.body, call.reads_json(answer.status, label))

    def at(self, path: tuple[str, ...]) -> list[object]:
        """The values at a path; none where nothing is there."""
        if len(path) == 1 and path[0].startswith(HEADER):
            found = self._headers.get(path[0].removeprefix(HEADER))
            return [] if found is None else [found]
        try:
            value = follow(self._json(), path)
        except TypeError:  # * at something that has no items
            return []
        if value is None:
            return []
        return list(cast("Iterable[object]", value)) if "*" in path else [value]

    def _json(self) -> object:
        body, self._body = self._body, None
        if body:
            self._value = _parsed(body, self._headers.text("content-type"))
        return self._value


def _parsed(body: bytes, content_type: str) -> object:
    from pydantic_core import from_json

    text = in_utf8(body, content_type)
    try:
        return cast("object", from_json(text))
    except ValueError:
        pass  # Half a character or hundreds of levels may be in what becomes data.
    try:
        return cast("object", json_text.loads(text))
    except InvalidJSONError:
        return None


def holds(sign: ResponseSign, content: Content) -> bool:
    """Whether a response has a sign."""
    found = content.at(sign.path)
    if sign.others:
        return any(not _is_one_of(value, sign.others) for value in found)
    if sign.values:
        return any(_is_one_of(value, sign.values) for value in found)
    return any(not _is_one_of(value, _NOTHING) and value not in ([], {}) for value in found)


def _is_one_of(value: object, wanted: Sequence[object]) -> bool:
    """Whether a value is one of several; true is not 1, and a text is compared by its name, too."""
    texts = (value, _bare(value)) if isinstance(value, str) else (value,)
    return any(
        text == each and isinstance(text, bool) is isinstance(each, bool)
        for each in wanted
        for text in texts
    )


def _bare(text: str) -> str:
    """The name in an identifier of a shape or an address: ``com.example#SlowDown:http://x``."""
    return text.rpartition("#")[2].partition(":")[0]


def reported(rules: Sequence[ErrorRule], content: Content) -> ErrorRule | None:
    """The rule by which a successful response says that the call failed, or None."""
    for rule in rules:
        if rule.sign is not None and holds(rule.sign, content):
            return rule
    return None


def code_in(rules: Iterable[ErrorRule], content: Content) -> str | None:
    """The service's word for an error, or None."""
    for rule in rules:
        for found in content.at(rule.code) if rule.code else ():
            if isinstance(found, (str, int)) and not isinstance(found, bool):
                return str(found)
    return None


def throttled(
    rules: Sequence[ThrottlingRule], status: int, content: Content
) -> ThrottlingRule | None:
    """The rule by which a response says that the call came too early, or None."""
    for rule in rules:
        if status in rule.statuses and holds(rule.sign, content):
            return rule
    return None


def wait_in(rule: ThrottlingRule, content: Content) -> float | None:
    """The seconds that a response asks to wait, as its rule finds them."""
    waits = [*_waits(content.at(rule.wait))] if rule.wait else []
    return max(waits) if waits else None


def _waits(found: Iterable[object]) -> Iterator[float]:
    for value in found:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if 0 <= value <= _LONGEST_WAIT:  # An integer of 400 digits is no float.
                yield float(value)
        elif isinstance(value, str) and (text := _SECONDS.fullmatch(value)):
            yield float(text[1])
