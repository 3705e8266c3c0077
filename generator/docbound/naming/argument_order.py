"""The order of positional arguments, which stays once it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from docbound.records import record

_RANKS: Final = {"body": 1, "header": 2, "cookie": 2}
"""Parameters of the address come first, then the body, then what people seldom give by position."""
_LAST: Final = 3
"""What nobody has to give stands behind all that somebody has to, so that no call names it."""
_SEPARATOR: Final = ", "


@record
class Argument:
    """What decides an argument's place; a constant has one value, which is sent by itself."""

    name: str
    location: str
    required: bool
    constant: bool = False


def positional(arguments: Sequence[Argument], kept: str | None) -> tuple[str, ...]:
    """The arguments that may be given by position, in order.

    Args:
        arguments: all arguments in the order of the description, the body last.
        kept: the order of an earlier run as :func:`to_text` gave it, or None for an operation that
            is new.

    Returns:
        Their names: what is required, and the body. An argument that could once be given by
            position still can, though it may
        have become optional; one that became required later comes after those, if none of them may
        be left out.
    """
    by_name = {argument.name: argument for argument in arguments}
    order = [name for name in from_text(kept or "") if name in by_name]
    new = [argument for argument in arguments if argument.name not in order]
    required = sorted((item for item in new if item.required), key=_rank)
    if all(by_name[name].required for name in order):
        order += [argument.name for argument in required]
    if kept is None:
        order += [item.name for item in new if item.location == "body" and not item.required]
    return tuple(order)


def all_positional(arguments: Iterable[Argument]) -> tuple[str, ...]:
    """The order of packages that were made before optional arguments had to be named: what is
    required first.
    """
    ordered = sorted(arguments, key=lambda argument: not argument.required)
    return tuple(argument.name for argument in ordered)


def _rank(argument: Argument) -> int:
    return _LAST if argument.constant else _RANKS.get(argument.location, 0)


def renamed(kept: str, names: Mapping[str, str]) -> str:
    """A kept order with the names that the arguments have now."""
    return to_text(names.get(name, name) for name in from_text(kept))


def to_text(names: Iterable[str]) -> str:
    """An order as it is kept."""
    return _SEPARATOR.join(names)


def from_text(text: str) -> tuple[str, ...]:
    """The order that :func:`to_text` gave."""
    return tuple(filter(None, (name.strip() for name in text.split(","))))
