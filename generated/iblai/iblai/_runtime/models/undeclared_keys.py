"""Undeclared keys of models: given by a program, or sent by a service."""

from __future__ import annotations


class GivenKey(str):
    """An undeclared key that a program wrote into a constructor, a mapping or an attribute.

    What came from a service and goes back to it is no mistake of the program's. It equals, and
    hashes as, the plain text.
    """

    __slots__ = ()


def mark_given(extra: dict[str, object], key: str) -> None:
    """Marks ``key`` of a model's undeclared keys as given by the program."""
    if key in extra:
        value = extra.pop(key)
        extra[GivenKey(key)] = value
