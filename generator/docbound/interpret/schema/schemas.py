"""Schemas to types and definitions.

Where a schema is used, :meth:`Schemas.type_of` says which type is there. A schema gets a
definition of its own when it has a name (a component, an entry of ``$defs``, a file), when it is an
object with declared fields, when it is a discriminated choice, or when it contains itself.
Definitions are made from a queue, never by recursion, so that a description's depth and its cycles
cost no stack.

A name for a scalar, list or map is an Alias; a component object without fields is an Alias of a
Mapping, unless it says ``properties: {}`` or forbids other keys, and then it is an Object without
fields.

Null is said where a type is used, also for components that say it of themselves; an Alias repeats
it inside.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.records import field, record
from docbound.service import (
    Alias,
    Anything,
    Definition,
    Enum,
    Named,
    NameHint,
    Pointer,
    Type,
)
from docbound.tables.keywords import IGNORED

from ...document.reader import Node, Reader, reference_of
from . import arrays, discriminators, objects, scalars, unions
from .all_of import Expander
from .context import Make
from .discriminator_parents import DiscriminatorParents
from .enums import Scalar, Values, allowed_values, literal
from .expansion import Expansion
from .metadata import SchemaMetadata
from .names import NameSuggester, has_own_name, is_component
from .nullability import Nullability
from .types import NULL, union, with_null

_DEEPEST: Final = 30
"""Types nested deeper than this get a definition of their own, which starts again on an empty
stack.
"""

_MOST_MEETINGS: Final = 2_000
"""How many places within merged schemas may have several schemas of their own.

Any set of a description's schemas may meet somewhere, and twenty schemas have a million sets.
"""

_LONGEST_POINTER: Final = 10_000


@record(frozen=False, kw_only=False)
class Schemas:
    """Turns schemas into types, and collects the definitions that they need."""

    reader: Reader
    places: NameSuggester
    expander: Expander
    inheritance: DiscriminatorParents
    nullability: Nullability
    identity: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    """Schemas in other places that a component refers to and so gives its name and pointer."""
    definitions: dict[Pointer, Definition] = field(default_factory=dict[Pointer, Definition])
    _waiting: deque[tuple[Pointer, Callable[[], Definition]]] = field(
        default_factory=deque[tuple[Pointer, Callable[[], Definition]]]
    )
    combining: set[tuple[Pointer, ...]] = field(default_factory=set[tuple[Pointer, ...]])
    """Alternatives that are being put together with what is beside them."""
    combined: int = 0
    """How many alternatives have been put together since the outermost ones."""
    combined_within: int = 0
    """How many alternatives have been put together within others that are put together."""
    _known: set[Pointer] = field(default_factory=set[Pointer])
    _active: set[Pointer] = field(default_factory=set[Pointer])
    _meetings: dict[tuple[Pointer, ...], Pointer] = field(
        default_factory=dict[tuple[Pointer, ...], Pointer]
    )
    _meetings_within: int = 0
    _titled: dict[tuple[str, str, tuple[Scalar, ...]], Pointer] = field(
        default_factory=dict[tuple[str, str, tuple[Scalar, ...]], Pointer]
    )
    """Where each list of values that has a name of its own gets its definition."""

    # --- types

    def type_of(self, node: Node) -> Type:
        """The type of the values at a place that has the one schema ``node``."""
        return self.type_of_all((node,), node.pointer)

    def type_of_all(self, nodes: Iterable[Node], pointer: Pointer) -> Type:
        """The type of the values that meet every one of ``nodes``.

        Args:
            nodes: schemas.
            pointer: where a definition would stand, if the type needs one.
        """
        nodes = tuple(nodes)
        if len(pointer) > _LONGEST_POINTER:
            self.reader.warn(
                "nesting-too-deep",
                "the names and levels above this schema are too long together: its pointer has more"
                f" than {_LONGEST_POINTER:,} characters",
                pointer,
                effect=Effect.DROP,
                action="it is taken to be anything",
            )
            return Anything()
        if pointer in self._active or len(self._active) > _DEEPEST:
            self.enqueue(pointer, lambda: self._define(pointer, nodes))
            return Named(pointer=pointer)
        self._active.add(pointer)
        try:
            return self.type_from(self.expander.expand(nodes), pointer)
        finally:
            self._active.discard(pointer)

    def type_from(self, expansion: Expansion, pointer: Pointer) -> Type:
        """The type of the values that meet a whole expansion."""
        target = self.expander.covering(expansion)
        if target is not None:
            if len(expansion.parts) > 1:
                scalars.stated_types(self.reader, expansion)  # names a conflict, if any
            found = self.use(target)
        else:
            shape = self.shape(expansion, pointer, named=False)
            found = shape if not callable(shape) else self.own(pointer, expansion, shape)
        if self.nullability.allows_null(expansion):
            return with_null(found)
        return found

    def use(self, target: Node) -> Type:
        """The type that a reference to ``target`` means."""
        pointer = target.pointer
        if not has_own_name(pointer) and pointer not in self._known:
            return self.type_of(target)
        named = self.require(target)
        if self.inheritance.has_children(pointer):
            named = Named(pointer=f"{named.pointer}#choice")
            self.enqueue(
                named.pointer,
                lambda: discriminators.family(self, target, named.pointer),
            )
        return with_null(named) if self.nullability.is_nullable(target) else named

    def require(self, target: Node) -> Named:
        """Sees to it that the named schema ``target`` gets its definition."""
        pointer = self.identity.get(target.pointer, target.pointer)
        self.enqueue(pointer, lambda: self._define(pointer, (target,)))
        return Named(pointer=pointer)

    # --- shapes

    def shape(self, expansion: Expansion, pointer: Pointer, *, named: bool) -> Type | Make:
        """What an expansion amounts to, null apart: a type, or the making of a definition.

        Args:
            expansion: the schemas that hold.
            pointer: where they stand.
            named: whether there will be a definition anyway; enums without names and plain choices
                are one only then.
        """
        self._note_ignored(expansion)
        chosen = unions.shape(self, expansion, pointer, named=named)
        if chosen is not None:
            return chosen
        types = scalars.stated_types(self.reader, expansion)
        listed = allowed_values(self.reader, expansion, types)
        if listed is not None:
            return self._listed(listed, expansion, pointer, named=named)
        types = types or scalars.inferred_types(self.reader, expansion)
        if not types:
            return NULL if self.nullability.is_only_null(expansion) else Anything()
        if types == ("object",):
            return objects.shape(self, expansion, named=named)
        inner = f"{pointer}#object" if named else pointer
        if inner != pointer:
            self.places.derive(inner, pointer, "Object")
        return union(self._of_type(word, expansion, inner) for word in types)

    def _of_type(self, word: str, expansion: Expansion, pointer: Pointer) -> Type:
        match word:
            case "object":
                shape = objects.shape(self, expansion, named=False)
                return self.own(pointer, expansion, shape) if callable(shape) else shape
            case "array":
                return arrays.array(self, expansion, pointer)
            case _:
                return scalars.scalar(self.reader, expansion, word)

    def _listed(
        self,
        values: Values,
        expansion: Expansion,
        pointer: Pointer,
        *,
        named: bool,
    ) -> Type | Make:
        kind = values.kind
        if not (named or values.has_names) or values.closed or kind == "boolean":
            member = expansion.last("format")
            stated = member.value if member is not None else None
            form = stated if isinstance(stated, str) else ""
            return literal(self.reader, values, pointer, form)
        if not named and values.title:
            # Wherever it occurs, it is the same list.
            place = self._titled.setdefault((values.title, kind, values.scalars), pointer)
            if place != pointer:
                return Named(pointer=place)
            self.places.words[pointer] = values.title
        return lambda about: Enum(
            about=about,
            kind=kind,
            values=values.scalars,
            names=values.names,
            descriptions=values.descriptions,
        )

    def joint(self, nodes: list[Node], pointer: Pointer, above: Pointer, word: str) -> Type:
        """The type of a place of which several parts speak.

        Args:
            nodes: their schemas.
            pointer: where a definition would stand, if it takes one that none of them has.
            above, word: what that definition is called: the place around it, and a word.
        """
        distinct: list[Node] = []
        for node in nodes:
            if all(node.value != other.value for other in distinct):
                distinct.append(node)
        match distinct:
            case []:
                return Anything()
            case [node]:
                return self.type_of(node)
            case _:
                # The same schemas that meet in several places are one type; recursive ones would
                # never end otherwise.
                together = tuple(node.pointer for node in distinct)
                if together not in self._meetings and pointer.count("#") > 2:
                    self._meetings_within += 1
                    if self._meetings_within > _MOST_MEETINGS:
                        return self._last(distinct)
                place = self._meetings.setdefault(together, pointer)
                if place == pointer:
                    self.places.derive(pointer, above, word)
                return self.type_of_all(distinct, place)

    def _last(self, nodes: Sequence[Node]) -> Type:
        """The type of the last of several schemas, where there are too many places of which several
        speak.
        """
        self.reader.warn(
            "combined-schemas",
            "merged schemas within merged schemas are too many; this one counts alone",
            nodes[-1].pointer,
            effect=Effect.GUESS,
            action="values keep the fields of the others, as undeclared ones",
        )
        return self.type_of(nodes[-1])

    def _note_ignored(self, expansion: Expansion) -> None:
        for part in expansion.local:
            for key in IGNORED:
                if key in part.value:
                    self.reader.note(
                        "ignored-keyword",
                        f"`{key}` limits values in a way that a type does not express",
                        f"{part.node.pointer}/{key}",
                        key_at=f"{part.node.pointer}/{key}",
                    )

    # --- definitions

    def own(self, pointer: Pointer, expansion: Expansion, make: Make) -> Named:
        """Gives a shape a definition at ``pointer``."""
        self.enqueue(pointer, lambda: make(self.about(pointer, expansion)))
        return Named(pointer=pointer)

    def enqueue(self, pointer: Pointer, make: Callable[[], Definition]) -> None:
        """Has the definition of ``pointer`` made, once."""
        if pointer not in self._known:
            self._known.add(pointer)
            self.places.use_file(pointer)
            self._waiting.append((pointer, make))

    def drain(self) -> None:
        """Makes all definitions that were requested, and those that they need."""
        while self._waiting:
            pointer, make = self._waiting.popleft()
            self.definitions[pointer] = make()

    def _define(self, pointer: Pointer, nodes: tuple[Node, ...]) -> Definition:
        expansion = (
            self.expander.behind(nodes[0])
            if len(nodes) == 1
            else self.expander.expand(nodes, nodes[0].pointer)
        )
        about = self.about(pointer, expansion)
        target = self.expander.covering(expansion)
        if target is not None and not self._extends(nodes[0], target):
            found = self.use(target)
        else:
            shape = self.shape(expansion, pointer, named=True)
            if callable(shape):
                return shape(about)
            found = shape
        if self.nullability.allows_null(expansion):
            found = with_null(found)
        return Alias(about=about, type=found)

    def _extends(self, node: Node, target: Node) -> bool:
        """Whether ``node`` is a schema in its own right, although ``target`` says all that it says.

        So it is with a child of a discriminated parent, and with schemas that are made of each
        other.
        """
        if reference_of(node) is not None and node.value == {"$ref": reference_of(node)}:
            return False
        if self.inheritance.has_children(target.pointer):
            return True
        behind = self.expander.behind(target).parts
        return any(part.node.pointer == node.pointer for part in behind if not part.bare)

    def about(self, pointer: Pointer, expansion: Expansion) -> NameHint:
        """What the definition at ``pointer`` says of itself; its name and reach are filled in at
        the end.
        """
        facts = SchemaMetadata(expansion)
        return NameHint(
            pointer=pointer,
            name="",
            component=is_component(pointer),
            title=facts.text("title"),
            description=facts.text("description"),
            deprecated=facts.deprecated,
            example=facts.example,
            external_docs=facts.external_docs,
        )
