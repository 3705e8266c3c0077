"""Named tuples, as ``typing`` makes them, and defined in a third of the time.

``typing.NamedTuple`` compiles the annotation of each field, about 20 microseconds a field, although
nothing reads most of them.
"""

from __future__ import annotations

from . import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import namedtuple

    from .introspection import Annotations

    class _Meta(type):
        """Makes a named tuple of each class that is derived from :class:`NamedTuple`."""

        def __new__(mcs, name, bases, body):
            if not bases:
                return super().__new__(mcs, name, bases, body)
            fields = body.pop("__annotations__")
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))
            for attribute, value in body.items():
                setattr(made, attribute, value)
            made.__annotations__ = Annotations(fields, made.__module__)
            return made

    class NamedTuple(metaclass=_Meta):
        """The base of a class whose annotated names are the parts of a tuple."""
