"""How strings with a format are read from JSON, and what constructing takes for one."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from ...serialization.wire_values import WRITE
from .base import INVALID, Read


def exact_reader(pattern: str, convert: Callable[[str], object]) -> Read:
    """A reader of formatted strings: converts what fits ``pattern`` and Python can hold, refuses
    the rest.
    """

    def read(value: object) -> object:
        if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
            return INVALID
        try:
            return convert(value)
        except ValueError:  # a day that does not exist, or the year 0000
            return INVALID

    return read


def fast_schema(pattern: str, convert: Callable[[str], object]) -> CoreSchema:
    """The fast path of the same; what it refuses goes to the repair walk."""
    return cs.no_info_after_validator_function(
        convert,
        cs.str_schema(strict=True, pattern=f"^{pattern}$"),
        serialization=WRITE,
    )


def first_of(usual: CoreSchema, any_other: CoreSchema) -> CoreSchema:
    """Two fast paths: of what most services send, and of all else."""
    return cs.union_schema([usual, any_other], mode="left_to_right", serialization=WRITE)


def lenient_schema(read: Read, held: type, usual: CoreSchema) -> CoreSchema:
    """What constructing takes: text as it is read from JSON, so that no digit is lost; all else as
    pydantic has it.
    """

    def take(value: object, lax: cs.ValidatorFunctionWrapHandler) -> object:
        if isinstance(value, held):
            return value
        found = read(value) if isinstance(value, str) else INVALID
        return lax(value) if found is INVALID else found

    return cs.no_info_wrap_validator_function(take, usual, serialization=WRITE)
