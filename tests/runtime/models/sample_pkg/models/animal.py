"""Animal."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from .bird import Bird
    from .cat import Cat
    from .dog import Dog

    Animal: TypeAlias = Cat | Dog | Bird
else:
    from .._runtime.models.base import Alias

    class Animal(Alias, of="Cat | Dog | Bird"):
        """An animal; nothing tells which."""
