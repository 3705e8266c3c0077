"""Data of YAML and JSON, whose types nobody knows before looking: the questions that the readers
ask of it, in a form that type checkers follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard


def is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is a mapping; those of YAML and JSON have text as keys."""
    return isinstance(value, Mapping)


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a value is an object of JSON."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def mapping_of(value: object) -> Mapping[str, object]:
    """A mapping, or an empty one in place of anything else."""
    return value if is_mapping(value) else {}


def list_of(value: object) -> list[object]:
    """A list, or an empty one in place of anything else."""
    return value if is_list(value) else []


def is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    """Whether a value is a tuple."""
    return isinstance(value, tuple)


def is_sequence(value: object) -> TypeGuard[list[object] | tuple[object, ...]]:
    """Whether a value is a list or a tuple."""
    return isinstance(value, (list, tuple))
