"""Pets."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from .pet import Pet

    Pets: TypeAlias = list[Pet]
else:
    from .._runtime.models.base import Alias

    class Pets(Alias, of="list[Pet]"):
        """Animals."""
