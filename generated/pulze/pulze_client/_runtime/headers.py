"""Header fields of a reply: a read-only mapping that does not care about case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast


class Headers(Mapping[str, str]):
    """The header fields of a reply, in the order in which they came.

    A field that came several times reads as one value, joined with commas (RFC 9110, section 5.3); :meth:`get_all` tells
    them apart, which ``Set-Cookie`` needs.

    Args:
        fields: pairs of name and value, or a mapping.
    """

    __slots__ = ("_fields", "_index")

    def __init__(
        self, fields: Iterable[tuple[str, str]] | Mapping[str, str] = ()
    ) -> None:
        # Not isinstance with Mapping: to ask an abstract class takes longer than all the rest.
        items: Any = getattr(fields, "items", None)
        pairs = items() if items else cast("Iterable[tuple[str, str]]", fields)
        self._fields: tuple[tuple[str, str], ...] = tuple(pairs)
        self._index: dict[str, str] | None = None

    def _values(self) -> dict[str, str]:
        # Made at the first look-up: most calls ask for one or two fields, some for none.
        index = self._index
        if index is None:
            index = {name.lower(): value for name, value in self._fields}
            if len(index) < len(self._fields):
                index = _joined(self._fields)
            self._index = index
        return index

    def __getitem__(self, name: str) -> str:
        return self._values()[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values()

    def __iter__(self) -> Iterator[str]:
        return iter({name.lower(): name for name, _ in reversed(self._fields)}.values())

    def __len__(self) -> int:
        return len(self._values())

    def __repr__(self) -> str:
        # Values may be cookies or tokens; names say enough.
        return f"Headers({', '.join(self)})"

    def text(self, key: str) -> str:
        """The value of the field whose name, in lower case, is ``key``; an empty string if there is none."""
        return self._values().get(key, "")

    def get_all(self, name: str) -> list[str]:
        """Every value of the field ``name``, in order; an empty list if there is none."""
        key = name.lower()
        return [value for field, value in self._fields if field.lower() == key]

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """All fields as they came."""
        return self._fields


def _joined(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By lower-case name the values of all fields, those of one name joined."""
    index: dict[str, str] = {}
    for name, value in fields:
        key = name.lower()
        index[key] = f"{index[key]}, {value}" if key in index else value
    return index
