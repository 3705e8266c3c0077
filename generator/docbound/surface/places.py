"""Looks up fields of definitions in a description for the surface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docbound.document import Document, escape
from docbound.records import record
from docbound.service import JSONValue, Pointer
from docbound.tables.keywords import IGNORED, LIMITS

_DEEPEST: Final = 6
_LIMITING: Final = frozenset((*LIMITS, *IGNORED, "then", "else"))
"""Keywords that values have to keep to, beside those that shape types."""
_HOLDING: Final = {"items": "items.", "additionalProperties": "values."}
_SAYING: Final = _LIMITING | {"$ref", "allOf", "oneOf", "anyOf", *_HOLDING}


def _listed(value: dict[str, JSONValue], key: str) -> list[JSONValue]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _only_requires(member: JSONValue) -> bool:
    """Whether an alternative says no more than which keys there are."""
    return isinstance(member, dict) and bool(member) and member.keys() <= {"required", "not"}


@record(kw_only=False)
class Places:
    """Looks things up in one description."""

    document: Document | None

    def value(self, pointer: Pointer) -> JSONValue:
        """What is at ``pointer``, or None."""
        if self.document is None:
            return None
        try:
            return self.document.get(pointer)
        except KeyError:
            return None

    def first(self, *pointers: Pointer) -> Pointer:
        """The first of several places that there is, or an empty string."""
        return next((each for each in pointers if self.value(each) is not None), "")

    def of_fields(self, pointer: Pointer) -> dict[str, Pointer]:
        """Where a definition declares its fields, itself or in one of its parts, by wire name."""
        found: dict[str, Pointer] = {}
        for place in self._parts(pointer, 0):
            declared = self.value(f"{place}/properties")
            for name, value in declared.items() if isinstance(declared, dict) else ():
                if value is not None:
                    found.setdefault(name, f"{place}/properties/{escape(name)}")
        return found

    def is_closed(self, pointer: Pointer) -> bool:
        """Whether a definition says that it has no other keys."""
        for place in self._parts(pointer, 0):
            match self.value(place):
                case {"additionalProperties": False} | {"unevaluatedProperties": False}:
                    return True
                case _:
                    pass
        return False

    def limits(self, pointer: Pointer, *, of_model: bool = False) -> dict[str, JSONValue]:
        """What a schema says of its values beside their types: limits of the value itself by
        keyword, those of its items as ``items.maxLength``, and those of a map's values as
        ``values.maxLength``.

        Args:
            pointer: the schema, or what has one under ``schema``, such as a parameter.
            of_model: whether it is an object with a class of its own. Others end where such an
                object begins: its limits are said of the class.
        """
        found: dict[str, JSONValue] = {}
        value = self.value(pointer)
        if isinstance(value, dict) and "schema" in value:
            value, pointer = value["schema"], f"{pointer}/schema"
        self._collect((value, pointer), "" if of_model else "/", found, _DEEPEST)
        return {key.lstrip("/"): value for key, value in found.items()}

    def _collect(
        self,
        place: tuple[JSONValue, Pointer],
        before: str,
        found: dict[str, JSONValue],
        depth: int,
    ) -> None:
        value, pointer = place
        if not isinstance(value, dict) or depth == 0 or _SAYING.isdisjoint(value):
            return
        if before and "properties" in value:
            return
        ref = value.get("$ref")
        target = (
            self.document.resolve(ref, pointer) if self.document and isinstance(ref, str) else None
        )
        if target is not None:
            self._collect(target, before, found, depth - 1)
        for index, part in enumerate(_listed(value, "allOf")):
            self._collect((part, f"{pointer}/allOf/{index}"), before, found, depth - 1)
        for key in value.keys() & _LIMITING:
            found[before + key] = value[key]
        for key in ("oneOf", "anyOf"):
            members = _listed(value, key)
            real = [index for index, member in enumerate(members) if member != {"type": "null"}]
            if len(real) == 1:
                one = (members[real[0]], f"{pointer}/{key}/{real[0]}")
                self._collect(one, before, found, depth - 1)
            elif members and all(_only_requires(member) for member in members):
                found[before + key] = members
        for key, word in _HOLDING.items():
            if key not in value:
                continue
            self._collect((value[key], f"{pointer}/{key}"), before + word, found, depth - 1)

    def _parts(self, pointer: Pointer, depth: int) -> Iterator[Pointer]:
        yield pointer
        value = self.value(pointer)
        if not isinstance(value, dict) or depth == _DEEPEST or self.document is None:
            return
        ref = value.get("$ref")
        if isinstance(ref, str):
            found = self.document.resolve(ref, pointer)
            if found is not None:
                yield from self._parts(found[1], depth + 1)
        parts = value.get("allOf")
        for index in range(len(parts) if isinstance(parts, list) else 0):
            yield from self._parts(f"{pointer}/allOf/{index}", depth + 1)
