"""Numbers as decimals throughout (``numbers: decimal`` in client.yaml): what is ``type: number``
counts as if its format were ``decimal``.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, Final, cast

from docbound.service import Api, Operation, Primitive

_DECIMAL: Final = Primitive(kind="number", format="decimal")


def with_decimals(api: Api) -> Api:
    """The service with every number a decimal, whatever its format; whole numbers stay what they
    are.
    """
    return replace(
        api,
        operations=tuple(cast("Operation", _mapped(each)) for each in api.operations),
        payloads=cast("Any", _mapped(api.payloads)),
        definitions={key: cast("Any", _mapped(each)) for key, each in api.definitions.items()},
    )


def _mapped(value: object) -> object:
    """A record, or what it holds, with its types replaced; what has none stays the same object."""
    if isinstance(value, Primitive):
        return _DECIMAL if value.kind == "number" else value
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        found = tuple(map(_mapped, items))
        return items if all(a is b for a, b in zip(found, items, strict=True)) else found
    if not is_dataclass(value) or isinstance(value, type):
        return value  # Examples and extensions among them: data, and no types.
    changed = {
        each.name: new
        for each in fields(value)
        if (new := _mapped(old := getattr(value, each.name))) is not old
    }
    return replace(value, **changed) if changed else value
