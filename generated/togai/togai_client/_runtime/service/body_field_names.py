"""What the fields of a body are called as keyword arguments of a call."""

from __future__ import annotations

from collections.abc import Collection


def field_arguments(fields: Collection[str], arguments: Collection[str]) -> dict[str, str]:
    """The keyword argument of each field, and the field.

    A field is called as its attribute; one with the name of an argument of the call has ``body_``
    before it.

    Args:
        fields: the names of the attributes.
        arguments: the names of the arguments of the call, ``self`` among them.
    """
    found: dict[str, str] = {}
    for field in fields:
        name = field
        while name in arguments or (name != field and name in fields):
            name = f"body_{name}"
        found[name] = field
    return found
