"""The rows of a table of enumerated values: a property's name and one of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from docbound.draft.blocks import Field
from docbound.records import record


@record(frozen=False)
class EnumRows:
    """The values of each property, in the order in which the fields are listed.

    A name that several fields have is listed once for each. Where the lists cannot be told apart,
    a field may have the values of all.
    """

    lists: dict[str, list[list[str]]]

    @classmethod
    def read(cls, rows: Iterable[tuple[str, str]], names: Iterable[str]) -> EnumRows:
        """Sorts rows into lists.

        Args:
            rows: names and values, as they follow one another.
            names: the names of the fields that they may belong to, once for each field.
        """
        lists: dict[str, list[list[str]]] = {}
        for name, value in rows:
            known = lists.setdefault(name, [[]])
            if value in known[-1]:
                known.append([])
            known[-1].append(value)
        return cls(lists=_fitting(lists, Counter(names)))

    def take(self, name: str) -> list[str]:
        """The values of the next field of that name; empty where the table has none."""
        known = self.lists.get(name)
        if not known:
            return []
        return known.pop(0) if len(known) > 1 else known[0]


def _fitting(
    lists: Mapping[str, list[list[str]]], fields: Mapping[str, int]
) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for name, known in lists.items():
        if fields.get(name, 0) == len(known):
            found[name] = known
        else:
            found[name] = [list(dict.fromkeys(value for values in known for value in values))]
    return found


def names_of(fields: Iterable[Field]) -> Iterator[str]:
    """The names of fields and of their parts, as they follow one another."""
    for made in fields:
        yield made.name
        yield from names_of(child for child in made.children if isinstance(child, Field))


def add_enum_rows(made: Field, values: EnumRows) -> Field:
    """A field with the values that a table of enumerated values gives it, its parts likewise."""
    listed = values.take(made.name)
    if listed and not made.enum:
        made = replace(made, enum=tuple(listed))
    children = tuple(
        add_enum_rows(child, values) if isinstance(child, Field) else child
        for child in made.children
    )
    return replace(made, children=children) if children else made
