"""Kinds of JSON values, for what was read from files and messages: here their parts are typed.

The checks do not narrow where they fail: what is no object may still be anything.
"""

from __future__ import annotations

from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether ``value`` is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether ``value`` is a JSON array, as a list."""
    return isinstance(value, list)
