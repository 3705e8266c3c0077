"""Color."""

from enum import StrEnum


class Color(StrEnum):
    """The colours."""

    RED = "red"
    DARK_BLUE = "dark blue"
