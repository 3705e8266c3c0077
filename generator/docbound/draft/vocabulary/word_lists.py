"""Long lists of words, written as text."""

from __future__ import annotations


def split_words(*lines: str) -> tuple[str, ...]:
    """The words of some lines."""
    return tuple(word for line in lines for word in line.split())
