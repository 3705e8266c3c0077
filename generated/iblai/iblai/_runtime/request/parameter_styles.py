"""The styles of the OpenAPI specification (Parameter Object, "Style Values" and "Style Examples").

What a style does is the same for all locations: it says how names, items and properties are strung
together (RFC 6570, section 3.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, cast
from urllib.parse import quote

from ..http.percent_encoding import Escape
from .value_text import Plain, scalar, to_json_data

COMMAS: Final = {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}
"""What is between items; since OpenAPI 3.0 in a query only, in Swagger 2.0 everywhere."""


def joined(value: Plain, comma: str, explode: bool, escape: Escape) -> str:
    """Items and properties in one text: ``a,b``, ``k,v,l,w``, exploded ``k=v,l=w``.

    Args:
        value: a text, a list, or a mapping, in which a list gives a pair for each item.
        comma: what is between items.
        explode: whether a property is ``k=v``, not ``k,v``.
        escape: how a text is written.
    """
    match value:
        case str():
            return escape(value)
        case list():
            return comma.join(map(escape, value))
        case dict():
            tie = "=" if explode else comma
            return comma.join(f"{escape(name)}{tie}{escape(item)}" for name, item in _pairs(value))


def named(name: str, value: Plain, between: str, comma: str, explode: bool, escape: Escape) -> str:
    """Items and properties with names: ``n=a,b``, exploded ``n=a&n=b`` or ``k=v&l=w``; empty if
    there is nothing to say.

    Args:
        name: the wire name, already escaped.
        value: a text, a list or a mapping.
        between: what is between exploded items, such as ``&``.
        comma: what is between items that are not exploded.
        explode: whether each item has a name of its own.
        escape: how a text is written.
    """
    match value:
        case str():
            return f"{name}={escape(value)}"
        case list() if explode:
            return between.join(f"{name}={escape(item)}" for item in value)
        case dict() if explode:
            return between.join(f"{escape(key)}={escape(item)}" for key, item in _pairs(value))
        case _:
            return f"{name}={joined(value, comma, False, escape)}" if value else ""


def warn_of_merged(name: str, value: Plain, comma: str) -> None:
    """Warns where an item holds what separates the items, and the style has no escape for it: the
    service would read two.
    """
    items = [] if isinstance(value, str) else value if isinstance(value, list) else value.values()
    for item in items:
        if isinstance(item, str) and comma in item:
            from ..call_site import warn_caller

            warn_caller(
                f"the items of {name!r} are separated by {comma!r}, which one of them holds, too;"
                " the service cannot tell where it ends",
                UserWarning,
            )


def exploded(name: str, value: list[str] | dict[str, str | list[str]]) -> list[tuple[str, str]]:
    """The name and text of each item, or of each property."""
    if isinstance(value, list):
        return [(name, item) for item in value]
    return list(_pairs(value))


def _pairs(value: Mapping[str, str | list[str]]) -> Iterable[tuple[str, str]]:
    for name, item in value.items():
        if isinstance(item, str):
            yield name, item
        else:
            for each in item:
                yield name, each


DEEP: Final = {
    "deepObject": (False, False),
    "deepObjectNumbered": (True, False),
    "deepObjectBrackets": (True, True),
}
"""For the style ``deepObject``, and for what is sent instead where a package chose how lists are
sent: whether scalars in a list have brackets as well, and whether these are empty."""


def deep(name: str, value: object, escape: Escape, style: str = "deepObject") -> str:
    """``name[key]=value`` for each property, inner objects included; the brackets are escaped.

    An array of scalars repeats its name; one of objects or arrays is numbered (``name[0][key]``).

    Args:
        name, value: what is sent.
        escape: escapes texts.
        style: one of :data:`DEEP`; ``deepObjectNumbered`` numbers scalars too,
            ``deepObjectBrackets`` has empty brackets for all items (``name[]=a``,
            ``name[][key]=a``).
    """
    with_brackets, are_empty = DEEP[style]
    if isinstance(value, Mapping):
        fields = cast("Mapping[object, object]", value)
        parts = (
            deep(f"{name}%5B{quote(str(key), safe='')}%5D", item, escape, style)
            for key, item in fields.items()
            if item is not None
        )
        return "&".join(part for part in parts if part)
    if isinstance(value, (list, tuple, set, frozenset)):
        items = [item for item in cast("Iterable[object]", value) if item is not None]
        if not with_brackets and all(scalar(item) is not None for item in items):
            return "&".join(deep(name, item, escape, style) for item in items)
        # Numbered, or the properties of one item could not be distinguished from those of the next.
        parts = (
            deep(f"{name}%5B{'' if are_empty else index}%5D", item, escape, style)
            for index, item in enumerate(items)
        )
        return "&".join(part for part in parts if part)
    text = scalar(value)
    if text is not None:
        return f"{name}={escape(text)}"
    return deep(name, to_json_data(value), escape, style)


def matrix(name: str, value: Plain, explode: bool, escape: Escape) -> str:
    """``;n=a,b``, exploded ``;n=a;n=b``; an empty value is the name alone.

    Args:
        name: the wire name, already escaped.
        value: a text, a list or a mapping.
        explode: whether each item has a name of its own.
        escape: how a text is written.
    """
    if value == "":
        return f";{name}"
    text = named(name, value, ";", ",", explode, escape)
    return f";{text}" if text else ""
