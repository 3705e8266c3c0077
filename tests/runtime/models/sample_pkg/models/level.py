"""Level."""

from enum import IntEnum


class Level(IntEnum):
    """The levels."""

    ONE = 1
    TWO = 2
