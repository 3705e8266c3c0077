"""Header fields of a response: a read-only mapping that does not care about case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

LookUp: TypeAlias = Callable[[str, Sequence[str]], Sequence[str]]

UNDERSTOOD_CODINGS: Final[tuple[list[str], ...]] = ([], ["chunked"], ["identity"])
"""What ``Transfer-Encoding`` may name; one beside another leaves open where the body ends."""


def transfer_codings(values: Sequence[str]) -> list[str]:
    """The names in all fields ``Transfer-Encoding`` of a response, in lower case."""
    return [each for text in ",".join(values).lower().split(",") if (each := text.strip(" \t"))]


class Headers(Mapping[str, str]):
    """The header fields of a response, in the order in which they came.

    A field that came several times reads as one value, joined with commas (RFC 9110, section 5.3);
    :meth:`get_all` tells them apart, which ``Set-Cookie`` needs.

    Args:
        fields: pairs of name and value, or a mapping; with ``look_up`` it must not change any more.
        look_up: gives all values of the field with a lower-case name, or its second argument if
            there is none. An HTTP library that can do this spares most calls, which read one or
            two fields, a copy of all of them.
        decode: makes text of a value with octets beyond ASCII, as an HTTP library gives it; None:
            it is text already.
    """

    __slots__ = ("_decode", "_fields", "_index", "_look_up", "_source")

    def __init__(
        self,
        fields: Iterable[tuple[str, str]] | Mapping[str, str] = (),
        look_up: LookUp | None = None,
        decode: Callable[[str], str] | None = None,
    ) -> None:
        self._decode = decode
        self._source: Any = fields
        self._look_up = look_up
        self._fields: tuple[tuple[str, str], ...] | None = None if look_up else _pairs(fields)
        self._index: dict[str, str] | None = None

    def _values(self) -> dict[str, str]:
        # Made at the first look-up: most calls read one or two fields, some none.
        index = self._index
        if index is None:
            fields = self.pairs()
            index = {name.lower(): value for name, value in fields}
            if len(index) < len(fields):
                index = _joined(fields)
            self._index = index
        return index

    def __getitem__(self, name: str) -> str:
        return self._values()[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values()

    def __iter__(self) -> Iterator[str]:
        return iter({name.lower(): name for name, _ in reversed(self.pairs())}.values())

    def __len__(self) -> int:
        return len(self._values())

    def __repr__(self) -> str:
        # Values may be cookies or tokens; names say enough.
        return f"Headers({', '.join(self)})"

    def __reduce__(self) -> tuple[type[Headers], tuple[tuple[tuple[str, str], ...]]]:
        # Without the HTTP library's own object, which may be one that cannot be pickled.
        return Headers, (self.pairs(),)

    def text(self, key: str) -> str:
        """The value of the field whose name, in lower case, is ``key``; an empty string if there is
        none.
        """
        look_up = self._look_up
        if look_up is None:
            return self._values().get(key, "")
        values = look_up(key, ())
        text = values[0] if len(values) == 1 else ", ".join(values)
        if self._decode is None or text.isascii():
            return text
        return self._decode(text)

    def get_all(self, name: str) -> list[str]:
        """Every value of the field ``name``, in order; an empty list if there is none."""
        key = name.lower()
        return [value for field, value in self.pairs() if field.lower() == key]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All fields as they came."""
        if self._fields is None:
            fields, decode = _pairs(self._source), self._decode
            if decode is not None:
                fields = tuple(
                    (name, value if value.isascii() else decode(value)) for name, value in fields
                )
            self._fields = fields
        return self._fields


def from_latin_1(value: str) -> str:
    """A value whose octets an HTTP library gives as characters of the same numbers: UTF-8 if it is
    that, otherwise Latin-1.
    """
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value


def from_escaped(value: str) -> str:
    """A value that an HTTP library has decoded as UTF-8, with surrogates for other octets; with
    those it is Latin-1.
    """
    try:
        value.encode()
    except UnicodeEncodeError:
        return value.encode(errors="surrogateescape").decode("latin-1")
    return value


def _pairs(
    fields: Iterable[tuple[str, str]] | Mapping[str, str],
) -> tuple[tuple[str, str], ...]:
    # Not isinstance with Mapping: to ask an abstract class takes longer than all the rest.
    items: Any = getattr(fields, "items", None)
    return tuple(items() if items else cast("Iterable[tuple[str, str]]", fields))


def _joined(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By lower-case name the values of all fields, those of one name joined."""
    index: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        index[key] = f"{index[key]}, {value}" if key in index else value
    return index
