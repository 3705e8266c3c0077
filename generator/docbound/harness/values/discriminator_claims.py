"""The discriminator values that alternatives fix themselves, by a constant or an enum.

The specification knows mappings and the names of schemas; many descriptions leave both out, because
the ``const`` or the ``enum`` with one value in each alternative says the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from docbound.json_values import is_array, is_object

Where = TypeVar("Where")
Follow = Callable[[str, Where], tuple[Any, Where] | None]
"""Takes a ``$ref`` and where it is; gives what it leads to, and where that is."""

_MOST_PARTS = 200


def claims(schema: Any, where: Where, field: str, follow: Follow[Where]) -> frozenset[str]:
    """The texts that a schema itself allows for ``field``; none where it does not list them.

    Args:
        schema: an alternative; references and ``allOf`` are followed.
        where: where it is, as ``follow`` has it.
        field: the property that the discriminator names.
        follow: follows references.
    """
    allowed: list[frozenset[str]] = []
    for part, place in _parts(schema, where, follow):
        properties = part.get("properties")
        about = properties.get(field) if is_object(properties) else None
        for inner, _ in _parts(about, place, follow):
            if "const" in inner:
                allowed.append(_texts([inner["const"]]))
            if is_array(inner.get("enum")):
                allowed.append(_texts(inner["enum"]))
    return frozenset[str].intersection(*allowed) if allowed else frozenset()


def _parts(
    schema: Any, where: Where, follow: Follow[Where]
) -> Iterator[tuple[dict[str, Any], Where]]:
    """The schemas that all hold for a value of ``schema``."""
    waiting: list[tuple[Any, Where]] = [(schema, where)]
    for _ in range(_MOST_PARTS):  # they may lead back to themselves
        if not waiting:
            return
        part, place = waiting.pop()
        if not is_object(part):
            continue
        yield part, place
        inner = part.get("allOf")
        waiting += [(item, place) for item in inner] if is_array(inner) else []
        reference = part.get("$ref")
        target = follow(reference, place) if isinstance(reference, str) else None
        waiting += [target] if target is not None else []


def _texts(values: list[Any]) -> frozenset[str]:
    return frozenset(value for value in values if isinstance(value, str))
