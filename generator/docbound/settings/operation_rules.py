"""Settings for many operations at once: ``tag:NAME`` for the operations of a tag, ``*`` for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

ALL: Final = "*"
TAG: Final = "tag:"


def is_rule(key: str) -> bool:
    """Whether an entry is for many operations."""
    return key == ALL or key.startswith(TAG)


def rule_keys(tags: tuple[str, ...]) -> Iterator[str]:
    """The keys of the rules for an operation with these tags, the most specific one first."""
    yield from (f"{TAG}{tag}" for tag in tags)
    yield ALL
