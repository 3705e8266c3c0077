"""Where the value and the key at a JSON pointer are in the text.

Nothing here runs while a description is read: most runs need few positions or none. A JSON text
is searched downwards from its root, with the standard library's scanner jumping over what does not
matter; for a YAML text see :mod:`.yaml_positions`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from docbound.records import field, record


@record
class Found:
    """The offsets of a key and its value. An item of an array has no key: both are the item's."""

    key: int
    value: int


@record
class Duplicate:
    """A key that an object has twice; both offsets are those of the keys."""

    key: str
    path: tuple[str, ...]
    first: int
    second: int


class Locator(Protocol):
    """Finds places in one text."""

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        ...

    def duplicates(self) -> Iterator[Duplicate]:
        """Every key that an object has twice."""
        ...


_SPACE: Final = re.compile(r"[ \t\n]*")
# Only the ends of values matter here; as text, integers of any length pass.
_DECODER: Final = json.JSONDecoder(parse_int=str)


@record(frozen=False, kw_only=False)
class JsonLocator:
    """A locator for a text that :mod:`.json_reader` could read."""

    text: str
    _children: dict[int, dict[str, Found]] = field(default_factory=dict[int, dict[str, Found]])
    """The members of the values that were looked into, by the offset of the value; of a key that
    is twice the last one.
    """

    def find(self, tokens: Sequence[str]) -> Found:
        """The place of the value at ``tokens``, or of its nearest ancestor that exists."""
        start = self._skip(0)
        found = Found(key=start, value=start)
        for token in tokens:
            inner = self._by_key(found.value).get(token)
            if inner is None:
                return found
            found = inner
        return found

    def duplicates(self) -> Iterator[Duplicate]:
        """Every key that an object has twice."""
        waiting: list[tuple[tuple[str, ...], int]] = [((), self._skip(0))]
        while waiting:
            path, offset = waiting.pop()
            seen: dict[str, int] = {}
            for key, place in self._members(offset):
                if key in seen:
                    yield Duplicate(key=key, path=path, first=seen[key], second=place.key)
                seen.setdefault(key, place.key)
                if self.text[place.value] in "{[":
                    waiting.append(((*path, key), place.value))

    def _by_key(self, offset: int) -> dict[str, Found]:
        members = self._children.get(offset)
        if members is None:
            members = self._children[offset] = dict(self._members(offset))
        return members

    def _members(self, offset: int) -> Iterator[tuple[str, Found]]:
        match self.text[offset]:
            case "{":
                yield from self._object(offset)
            case "[":
                yield from self._array(offset)
            case _:
                return

    def _object(self, offset: int) -> Iterator[tuple[str, Found]]:
        text = self.text
        place = self._skip(offset + 1)
        while text[place] != "}":
            key, end = _DECODER.raw_decode(text, place)
            value = self._skip(self._skip(end) + 1)
            yield str(key), Found(key=place, value=value)
            place = self._after(value)

    def _array(self, offset: int) -> Iterator[tuple[str, Found]]:
        text = self.text
        place = self._skip(offset + 1)
        index = 0
        while text[place] != "]":
            yield str(index), Found(key=place, value=place)
            place = self._after(place)
            index += 1

    def _after(self, value: int) -> int:
        """The offset of what follows the value at ``value`` and its comma."""
        _, end = _DECODER.raw_decode(self.text, value)
        end = self._skip(end)
        return self._skip(end + 1) if self.text[end] == "," else end

    def _skip(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset
