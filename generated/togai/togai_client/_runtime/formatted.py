"""How strings with a format are read from JSON, and what constructing takes for one."""

from __future__ import annotations

import re
from collections.abc import Callable

from pydantic_core import CoreSchema
from pydantic_core import core_schema as cs

from .leaf import MISFIT, Read


def reading(
    held: str, convert: Callable[[str], object], is_valid: Callable[[str], bool]
) -> Read:
    """A reader of formatted strings: converts what Python holds exactly, keeps other valid text, refuses the rest."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return MISFIT
        if re.fullmatch(held, value) is not None:
            try:
                return convert(value)
            except ValueError:  # a day that does not exist, or the year 0000
                pass
        return value if is_valid(value) else MISFIT

    return read


def formatted(
    held: str, convert: Callable[[str], object], kind: cs.SimpleSerSchema | None = None
) -> CoreSchema:
    """The fast path of the same: only what Python holds exactly; all else goes to the repair walk."""
    return cs.no_info_after_validator_function(
        convert,
        cs.str_schema(strict=True, pattern=f"^{held}$"),
        serialization=kind or cs.simple_ser_schema("any"),
    )


def taking(read: Read, usual: CoreSchema) -> CoreSchema:
    """What constructing takes: text as it is read from JSON, so that no digit is lost; all else as pydantic has it."""

    def take(value: object, lax: cs.ValidatorFunctionWrapHandler) -> object:
        found = read(value) if isinstance(value, str) else MISFIT
        return lax(value) if found is MISFIT else found

    return cs.no_info_wrap_validator_function(
        take, usual, serialization=cs.simple_ser_schema("any")
    )
