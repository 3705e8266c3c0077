"""Numbers that keep their text, for JSON and YAML."""

from __future__ import annotations

from typing import Self


class WrittenNumber(float):
    """A number whose text says more than its value: ``1.10``, which is 1.1, and most often a
    version without its quotes.

    ``str`` gives the text; in all else it is the number.
    """

    __slots__ = ("text",)

    text: str

    def __new__(cls, text: str) -> Self:
        """The number that ``text`` is."""
        self = super().__new__(cls, text)
        self.text = text
        return self

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.text,)


def number_of(text: str, value: float) -> float:
    """``value``, with the text that it was written as where Python would write another one."""
    return value if repr(value) == text else WrittenNumber(text)
