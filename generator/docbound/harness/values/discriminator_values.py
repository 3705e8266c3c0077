"""The discriminator values that a made value needs, from mappings and schema names."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docbound.document import Document, join
from docbound.json_values import is_array, is_object

from .discriminator_claims import claims

_COMPONENT = re.compile(r"[^#]*#/(?:components/schemas|definitions)/[^/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A discriminator of a schema that others build upon by ``allOf``.

    Attributes:
        field: the property.
        mapping: values and what they mean.
        base: where the schema that has it is.
    """

    field: str
    mapping: Mapping[str, str]
    base: str


class Tags:
    """The discriminators of one document.

    Args:
        document: the description.
    """

    def __init__(self, document: Document) -> None:
        self._resolve: Callable[[str, str], tuple[Any, str] | None] = document.resolve
        self._children = _children(document)
        self._known: dict[str, tuple[Tag, ...]] = {}

    def put(self, made: Any, schema: dict[str, Any], pointer: str, chance: random.Random) -> Any:
        """``made`` from ``schema`` with the tags that its bases need.

        Args:
            made: the value.
            schema: what it was made from.
            pointer: where the schema is.
            chance: chooses where several tags would do.
        """
        if not is_object(made):
            return made
        for tag in self._of(schema, pointer):
            own = pointer if _COMPONENT.fullmatch(pointer) else tag.base
            names = self._names(tag, own)
            if names and made.get(tag.field) not in names:
                made = made | {tag.field: chance.choice(names)}
        return made

    def child_of(
        self, schema: dict[str, Any], pointer: str, chance: random.Random
    ) -> tuple[Any, str] | None:
        """One of the schemas that build upon a base with a discriminator; None where there is
        none.
        """
        tag = _own(schema, pointer)
        if tag is None:
            return None
        references = [*tag.mapping.values(), *self._children.get(pointer, ())]
        if not references:
            return None
        return self._named(chance.choice(references), pointer)

    def put_child(self, made: Any, schema: dict[str, Any], pointer: str, child: str) -> Any:
        """``made`` from the schema at ``child``, with the tag that the base at ``pointer`` asks
        for.

        Args:
            made: the value.
            schema: the base, which has the discriminator.
            pointer: where the base is.
            child: the pointer of the schema that the value was made from.
        """
        tag = _own(schema, pointer)
        if tag is None or not is_object(made) or tag.field in made:
            return made
        return made | {tag.field: self._names(tag, child)[0]}

    def put_member(
        self, made: dict[str, Any], schema: dict[str, Any], member: Any, pointer: str
    ) -> dict[str, Any]:
        """``made`` from a member of ``oneOf`` or ``anyOf`` with the tag that is beside the
        list.

        Args:
            made: the value.
            schema: the schema that has the discriminator and the list.
            member: the member that the value was made from, perhaps a reference.
            pointer: where ``schema`` is.
        """
        tag = _discriminator(schema, pointer)
        if tag is None or not is_object(member):
            return made
        claimed = sorted(claims(member, pointer, tag.field, self._resolve))
        names = self._mapped_to(tag, member, pointer) or claimed
        if not names and isinstance(member.get("$ref"), str):
            names = [member["$ref"].rpartition("/")[2]]
        if not names or made.get(tag.field) in names:
            return made
        return made | {tag.field: names[0]}

    def _mapped_to(self, tag: Tag, member: dict[str, Any], pointer: str) -> list[str]:
        """The values that the mapping has for a member."""
        reference = member.get("$ref")
        if not isinstance(reference, str):
            return []
        target = self._resolve(reference, pointer)
        return self._mapped(tag, target[1] if target is not None else reference)

    def _names(self, tag: Tag, pointer: str) -> list[str]:
        """What means the schema at ``pointer``: mapped values, or else its name."""
        return self._mapped(tag, pointer) or [pointer.rpartition("/")[2]]

    def _mapped(self, tag: Tag, pointer: str) -> list[str]:
        return [
            name
            for name, target in tag.mapping.items()
            if (found := self._named(target, tag.base)) and found[1] == pointer
        ]

    def _named(self, target: str, base: str) -> tuple[Any, str] | None:
        if "/" in target or "." in target or "#" in target:
            found = self._resolve(target, base)
            if found is not None:
                return found
        for place in ("#/components/schemas/", "#/definitions/"):
            found = self._resolve(f"{place}{target}", base)
            if found is not None:
                return found
        return None

    def _of(self, schema: dict[str, Any], pointer: str) -> tuple[Tag, ...]:
        if pointer not in self._known:
            self._known[pointer] = ()  # ends cycles
            self._known[pointer] = tuple(self._found(schema, pointer))
        return self._known[pointer]

    def _found(self, schema: dict[str, Any], pointer: str) -> Iterator[Tag]:
        own = _own(schema, pointer)
        if own is not None:
            yield own
        parts = schema.get("allOf")
        for index, part in enumerate(parts if is_array(parts) else ()):
            place = f"{pointer}/allOf/{index}"
            if is_object(part) and isinstance(part.get("$ref"), str):
                target = self._resolve(part["$ref"], place)
                if target is None:
                    continue
                part, place = target
            if is_object(part):
                yield from self._of(part, place)


def _own(schema: dict[str, Any], pointer: str) -> Tag | None:
    """A discriminator for those that build upon the schema; beside ``oneOf`` it is for the
    members.
    """
    is_choice = schema.keys() & {"oneOf", "anyOf"}
    return None if is_choice else _discriminator(schema, pointer)


def _discriminator(schema: dict[str, Any], pointer: str) -> Tag | None:
    raw = schema.get("discriminator")
    if isinstance(raw, str):  # Swagger 2.0
        return Tag(field=raw, mapping={}, base=pointer)
    if not is_object(raw) or not isinstance(raw.get("propertyName"), str):
        return None
    mapping = raw.get("mapping")
    texts = {
        str(name): target
        for name, target in (mapping.items() if is_object(mapping) else ())
        if isinstance(target, str)
    }
    return Tag(field=raw["propertyName"], mapping=texts, base=pointer)


def _children(document: Document) -> dict[str, list[str]]:
    """By the pointer of each component: references to those that build upon it by ``allOf``."""
    found: dict[str, list[str]] = {}
    for tokens in (("components", "schemas"), ("definitions",)):
        section: Any = document.root
        for token in tokens:
            section = section.get(token) if is_object(section) else None
        for name, schema in section.items() if is_object(section) else ():
            pointer = join("", [*tokens, name])
            parts = schema.get("allOf") if is_object(schema) else None
            for part in parts if is_array(parts) else ():
                reference = part.get("$ref") if is_object(part) else None
                if isinstance(reference, str):
                    target = document.resolve(reference, pointer)
                    if target is not None:
                        found.setdefault(target[1], []).append(pointer)
    return found
