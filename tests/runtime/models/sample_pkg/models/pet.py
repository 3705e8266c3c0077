"""Pet."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TypeAlias

    from .._runtime.models.base import UnknownVariant
    from .cat import Cat
    from .dog import Dog

    Pet: TypeAlias = Cat | Dog | UnknownVariant
else:
    from .._runtime.models.base import Alias

    class Pet(Alias, of="Cat | Dog", tag="petType", mapping={"cat": "Cat", "dog": "Dog"}):
        """Either animal."""
