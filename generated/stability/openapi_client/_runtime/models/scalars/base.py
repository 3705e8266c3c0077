"""What a scalar is: on the wire, in Python, and to a reader of a mismatch."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Final, TypeAlias

from pydantic_core import CoreSchema

from ...records import record


class Misfit(Enum):
    """Tells "does not fit" from any value that fits."""

    INVALID = "misfit"


INVALID: Final = Misfit.INVALID

Read: TypeAlias = Callable[[object], object]
"""From a JSON value to the Python value, or MISFIT."""


@record(eq=False)
class ScalarType:
    """A kind of scalar.

    Decoding is strict and exact: a string never becomes a number, a boolean never counts as one,
    and a text that Python cannot hold exactly (a seventh fractional digit, a leap second) stays
    ``str``. Constructing is as lax as pydantic usually is.

    Attributes:
        expected: the words of a mismatch, "a date (YYYY-MM-DD)".
        python_types: the Python types of a value that is already converted.
        read: the exact reading of one JSON value; the repair walk uses it.
        json: the same for pydantic-core: it may refuse what ``read`` can still take, never the
            other way round.
        python: what constructing a model takes.
        native: what takes a value that is converted already and nothing else, for an argument; None
            where ``python`` does.
        salvage: a last attempt at a value that does not fit but can be held and written back
            verbatim (a date-time without an offset), or None.
    """

    expected: str
    python_types: tuple[type, ...]
    read: Read
    json: CoreSchema
    python: CoreSchema
    native: CoreSchema | None = None
    salvage: Read | None = None
