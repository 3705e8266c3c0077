"""The interface through which the modules of schemas use one another.

Each makes its own shape, and leaves what is inside to :class:`~.schemas.Schemas`, which implements
this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeAlias

from docbound.document.reader import Node, Reader
from docbound.service import Definition, Named, NameHint, Pointer, Type

from .all_of import Expander
from .discriminator_parents import DiscriminatorParents
from .expansion import Expansion
from .names import NameSuggester

Make: TypeAlias = Callable[[NameHint], Definition]
"""Makes a definition, once it has a place and a name."""


class SchemaContext(Protocol):
    """The types and definitions of a description, as they are being made.

    Attributes:
        identity: schemas in other places that a component refers to and so gives its name and
            pointer.
        combining: alternatives that are being put together with what is beside them.
        combined: how many alternatives have been put together since the outermost ones.
        combined_within: how many alternatives have been put together within others that are put
            together, in the whole description.
    """

    reader: Reader
    places: NameSuggester
    expander: Expander
    inheritance: DiscriminatorParents
    identity: dict[Pointer, Pointer]
    combining: set[tuple[Pointer, ...]]
    combined: int
    combined_within: int

    def type_of(self, node: Node) -> Type:
        """The type of the values at a place that has the one schema ``node``."""
        ...

    def type_of_all(self, nodes: Iterable[Node], pointer: Pointer) -> Type:
        """The type of the values that meet every one of ``nodes``."""
        ...

    def type_from(self, expansion: Expansion, pointer: Pointer) -> Type:
        """The type of the values that meet a whole expansion."""
        ...

    def shape(self, expansion: Expansion, pointer: Pointer, *, named: bool) -> Type | Make:
        """What an expansion amounts to, null apart: a type, or the making of a definition."""
        ...

    def use(self, target: Node) -> Type:
        """The type that a reference to ``target`` means."""
        ...

    def require(self, target: Node) -> Named:
        """Sees to it that the named schema ``target`` gets its definition."""
        ...

    def joint(self, nodes: list[Node], pointer: Pointer, above: Pointer, word: str) -> Type:
        """The type of a place of which several parts speak.

        Args:
            nodes: the schemas that hold there.
            pointer: the place.
            above: the place of what it belongs to.
            word: what it is called there, for names.
        """
        ...

    def about(self, pointer: Pointer, expansion: Expansion) -> NameHint:
        """What the definition at ``pointer`` says of itself."""
        ...
