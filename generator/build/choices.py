"""``oneOf`` and ``anyOf``, with and without a discriminator.

What stands beside the alternatives holds for each of them, so an alternative that is an object gets the fields beside it too.
A discriminated choice gets a definition of its own; another one is a Union where it stands, unless it is a component.

Specification: "Discriminator Object" of OpenAPI; ``oneOf`` and ``anyOf`` of JSON Schema.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Final

from generator.api import (
    About,
    Alias,
    Anything,
    Choice,
    Definition,
    Enum,
    Literal,
    Named,
    Pointer,
    Type,
)
from generator.document.pointers import escape, split

from . import objects, scalars
from .access import Node, Reader, reference_of
from .allof import GROUPS, SHAPE, Expansion, Part, refers
from .places import has_own_name
from .types import NULL, members_of, union, without_null

if TYPE_CHECKING:
    from .schemas import Make, Schemas

_MOST_COMBINATIONS: Final = 24
"""How many alternatives several groups may multiply to."""

_CONDITIONS: Final = frozenset(
    {"required", "not", "if", "then", "else", "dependentRequired"}
)
"""Keywords of alternatives that only restrict what stands beside them."""

_FIELDS: Final = frozenset({"type", "properties", "required"})

_DESCRIBING: Final = frozenset(
    {"title", "description", "example", "examples", "$comment"}
)


@dataclass(frozen=True, slots=True)
class Group:
    """One ``oneOf`` or ``anyOf``: the schema it belongs to, and its alternatives without null."""

    part: Part
    members: tuple[Node, ...]

    @property
    def discriminator(self) -> Node | None:
        """The discriminator beside it."""
        mark = self.part.node.member("discriminator")
        return mark if mark is not None and mark.value is not None else None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One member of a choice: the schemas it is made of, and what it became."""

    nodes: tuple[Node, ...]
    type: Type

    @property
    def named(self) -> Named | None:
        """Its definition, if it has one."""
        bare = without_null(self.type)
        return bare if isinstance(bare, Named) else None


def alternatives(reader: Reader, part: Part) -> Iterable[Node]:
    """All members of a part's ``oneOf`` and ``anyOf``."""
    for key in part.value:
        if key in GROUPS:
            member = part.node.member(key)
            if member is not None and isinstance(member.value, list):
                yield from reader.items(member)


def shape(
    schemas: Schemas, expansion: Expansion, pointer: Pointer, *, named: bool
) -> Type | Make | None:
    """What an expansion with alternatives amounts to; None where it has none that count."""
    groups = _groups(schemas, expansion)
    if not groups:
        return None
    base = _beside(expansion)
    found = _alternatives(schemas, groups, base, pointer)
    mark = next((group.discriminator for group in groups if group.discriminator), None)
    if mark is not None:
        tag = tag_of(schemas.reader, mark)
        if tag and any(item.named for item in found):
            return lambda about: _choice(schemas, found, mark, tag).at(about)
    together = union(item.type for item in found)
    bare = without_null(together)
    members = members_of(bare)
    if not named or len(members) < 2:
        listed = _listed(schemas, groups, bare) if named else None
        return listed or bare
    return lambda about: Choice(about=about, members=members)


# --- alternatives ------------------------------------------------------------


def _groups(schemas: Schemas, expansion: Expansion) -> list[Group]:
    found: list[Group] = []
    for part in expansion.parts:
        for key in part.value:
            if key not in GROUPS:
                continue
            member = part.node.member(key)
            assert member is not None
            items = [
                item
                for item in schemas.reader.items(member)
                if not scalars.is_null(item)
            ]
            if items and all(_is_condition(item) for item in items):
                schemas.reader.note(
                    "ignored-alternatives",
                    f"this `{key}` only says which fields come together, which a type does not express",
                    member.pointer,
                )
                continue
            if items:
                found.append(Group(part, tuple(items)))
            elif member.value == []:
                schemas.reader.note(
                    "empty-alternatives",
                    f"an empty `{key}` is ignored",
                    member.pointer,
                    effect="repaired",
                )
    return found


def _is_condition(node: Node) -> bool:
    """Whether an alternative restricts what stands beside it without saying anything of its shape."""
    value = node.value
    if not isinstance(value, dict) or not value:
        return False
    keys = value.keys() - _DESCRIBING
    if value.get("type") == "object":
        keys -= {"type"}
    if not keys & _CONDITIONS:
        return False
    if not keys <= _CONDITIONS | GROUPS:
        return False
    return isinstance(value.get("required", []), list)


def _beside(expansion: Expansion) -> tuple[Part, ...]:
    """What holds beside the alternatives."""
    stripped = GROUPS | {"discriminator"}
    return tuple(
        replace(part, node=part.node.without(stripped), local=False)
        for part in expansion.parts
    )


def _alternatives(
    schemas: Schemas, groups: Sequence[Group], base: tuple[Part, ...], pointer: Pointer
) -> tuple[Alternative, ...]:
    count = 1
    for group in groups:
        count *= len(group.members)
    if count > _MOST_COMBINATIONS and len(groups) > 1:
        primary = next((group for group in groups if group.discriminator), groups[0])
        base += _loosened(schemas, [group for group in groups if group is not primary])
        groups = [primary]
    found = [
        _alternative(schemas, nodes, base, f"{pointer}#{index}", pointer)
        for index, nodes in enumerate(product(*(group.members for group in groups)))
    ]
    possible = tuple(item for item in found if item is not None)
    if not possible:
        schemas.reader.warn(
            "conflicting-values",
            "none of the alternatives fits what stands beside them",
            groups[0].part.node.pointer,
            effect="repaired",
            hint="the alternatives count alone",
        )
        return tuple(
            Alternative((node,), schemas.type_of(node)) for node in groups[0].members
        )
    return possible


def _loosened(schemas: Schemas, groups: Sequence[Group]) -> tuple[Part, ...]:
    """The fields of alternatives that are too many to combine: all of them, none required."""
    parts: list[Part] = []
    for group in groups:
        schemas.reader.warn(
            "combined-alternatives",
            "several groups of alternatives are too many to combine; the fields of this one become optional",
            group.part.node.pointer,
            effect="repaired",
        )
        for member in group.members:
            inner = schemas.expander.expand((member,)).parts
            parts.extend(
                Part(part.node.without(GROUPS), local=False, optional=True)
                for part in inner
            )
    return tuple(parts)


def _alternative(
    schemas: Schemas,
    nodes: tuple[Node, ...],
    base: tuple[Part, ...],
    synthesised: Pointer,
    above: Pointer,
) -> Alternative | None:
    """One alternative together with what stands beside it; None where the two exclude each other."""
    alone = len(nodes) == 1
    if alone and not any(not part.bare or "type" in part.value for part in base):
        return Alternative(nodes, schemas.type_of(nodes[0]))
    own = schemas.expander.expand(nodes)
    if own.unresolved and not own.parts:
        return Alternative(nodes, Anything())
    seen = {part.node.pointer for part in own.parts}
    beside = tuple(part for part in base if part.node.pointer not in seen)
    if alone and refers(nodes[0]) and _adds_nothing(schemas, beside, own):
        schemas.reader.note(
            "repeated-fields",
            "what stands beside these alternatives repeats their fields and is left to them",
            above,
        )
        return Alternative(nodes, schemas.type_of(nodes[0]))
    parts = (*beside, *own.parts)
    if scalars.contradictory(parts):
        return None
    pointer = nodes[0].pointer
    if not alone or not all(part.bare for part in base):
        pointer = synthesised
        schemas.places.derive(pointer, above, " ".join(_words(node) for node in nodes))
    merged = Expansion(parts, own.targets, own.unresolved)
    return Alternative(nodes, schemas.type_from(merged, pointer))


def _adds_nothing(schemas: Schemas, base: Sequence[Part], own: Expansion) -> bool:
    """Whether an alternative declares every field that stands beside it too, so that it needs no model of its own."""
    if all(part.bare for part in base):
        return False
    if any(not part.bare and part.value.keys() & SHAPE - _FIELDS for part in base):
        return False
    beside = objects.properties(schemas, Expansion(tuple(base)))
    return beside.keys() <= objects.properties(schemas, own).keys()


def _words(node: Node) -> str:
    ref = reference_of(node)
    if ref is not None:
        return (
            ref.rpartition("/")[2]
            .split("#")[-1]
            .removesuffix(".yaml")
            .removesuffix(".json")
        )
    title = node.value.get("title") if isinstance(node.value, dict) else None
    if isinstance(title, str) and 0 < len(title) <= 40:
        return title
    index = node.pointer.rpartition("/")[2]
    return f"Option {int(index) + 1}" if index.isdecimal() else "Option"


# --- enums spelt as alternatives ------------------------------------------------------------


def _listed(schemas: Schemas, groups: Sequence[Group], type_: Type) -> Make | None:
    """A component whose alternatives are single values is an enum whose values carry descriptions."""
    if not isinstance(type_, Literal) or len(groups) != 1 or len(type_.values) < 2:
        return None
    kind = scalars.kind_of(type_.values)
    if kind == "boolean":
        return None
    texts: list[str] = []
    for node in groups[0].members:
        if not isinstance(node.value, dict) or not node.has("const"):
            texts = []
            break
        texts.append(
            schemas.reader.text(node, "description")
            or schemas.reader.text(node, "title")
        )
    descriptions = (
        tuple(texts) if len(texts) == len(type_.values) and any(texts) else ()
    )
    return lambda about: Enum(
        about=about, kind=kind, values=type_.values, descriptions=descriptions
    )


# --- discriminators ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tagged:
    """The members, tag and mapping of a discriminated choice."""

    members: tuple[Type, ...]
    tag: str
    mapping: tuple[tuple[str, Named], ...]

    def at(self, about: About) -> Definition:
        """The Choice with a place and a name."""
        if not self.members:
            return Alias(about=about, type=Anything())
        return Choice(
            about=about, members=self.members, tag=self.tag, mapping=self.mapping
        )


def tag_of(reader: Reader, mark: Node) -> str:
    """The property that tells alternatives apart; a plain text is Swagger 2.0's spelling."""
    if isinstance(mark.value, str):
        return mark.value
    name = reader.text(mark, "propertyName")
    if not name:
        reader.warn(
            "discriminator-without-property",
            "the discriminator names no property",
            mark.pointer,
            effect="dropped",
        )
    return name


def _choice(
    schemas: Schemas, found: tuple[Alternative, ...], mark: Node, tag: str
) -> Tagged:
    members = list(
        dict.fromkeys(m for item in found for m in members_of(item.type) if m != NULL)
    )
    mapping: dict[str, Named] = {}
    by_target = {
        target: item.named
        for item in found
        for target in _targets(schemas, item)
        if item.named is not None
    }
    for value, target in explicit_mapping(schemas, mark):
        named = by_target.get(target.pointer) or _named(schemas.use(target))
        if named is None:
            continue
        if named not in members:
            schemas.reader.note(
                "mapping-beyond-members",
                f"the mapping of `{value}` leads to a schema that is not among the alternatives",
                mark.pointer,
                effect="repaired",
                hint="it becomes one",
            )
            members.append(named)
        mapping.setdefault(value, named)
    claims = [(item.named, item.nodes) for item in found if item.named is not None]
    for value, named in _claimed(schemas, claims, tag):
        mapping.setdefault(value, named)
    for place, named in by_target.items():
        if has_own_name(place):
            name = implicit_name(schemas.identity.get(place, place))
            mapping.setdefault(name, named)
    return Tagged(tuple(members), tag, tuple(mapping.items()))


def _named(type_: Type) -> Named | None:
    bare = without_null(type_)
    return bare if isinstance(bare, Named) else None


def _targets(schemas: Schemas, item: Alternative) -> tuple[Pointer, ...]:
    if len(item.nodes) != 1 or not refers(item.nodes[0]):
        return ()
    target = schemas.expander.target(item.nodes[0])
    return () if target is None else (target.pointer,)


def implicit_name(pointer: Pointer) -> str:
    """The tag value that a schema has without a mapping: its own name."""
    file, tokens = split(pointer)
    return tokens[-1] if tokens else file.rpartition("/")[2].split(".")[0]


def explicit_mapping(schemas: Schemas, mark: Node) -> list[tuple[str, Node]]:
    """The mapping that a discriminator spells out; entries that lead nowhere are reported and left out."""
    member = mark.member("mapping")
    if member is None or member.value is None:
        return []
    found: list[tuple[str, Node]] = []
    for value, node in schemas.reader.members(member).items():
        text = schemas.reader.as_text(node)
        target = _mapped(schemas, text, node.pointer) if text else None
        if target is None:
            schemas.reader.warn(
                "unresolved-mapping",
                f"`{text}` names no schema",
                node.pointer,
                effect="dropped",
                hint=f"a value with the tag `{value}` stays untyped",
            )
        else:
            found.append((value, target))
    return found


def _mapped(schemas: Schemas, text: str, pointer: Pointer) -> Node | None:
    source = schemas.reader.source
    spellings = [text]
    if "/" not in text and "#" not in text:
        section = "#/definitions" if schemas.reader.swagger else "#/components/schemas"
        spellings.insert(0, f"{section}/{escape(text)}")
    for spelling in spellings:
        found = source.resolve(spelling, pointer)
        if found is not None:
            return schemas.expander.canonical(Node(*found))
    return None


def _tag_values(schemas: Schemas, nodes: Iterable[Node], tag: str) -> tuple[str, ...]:
    """The values that a member itself allows for the tag: a constant, or a short list."""
    expansion = schemas.expander.expand(nodes)
    declared = [
        member
        for properties in expansion.values("properties")
        if (member := properties.member(tag)) is not None
    ]
    if not declared:
        return ()
    inner = schemas.expander.expand(declared)
    for part in reversed(inner.parts):
        if "const" in part.value:
            value = part.value["const"]
            return (value,) if isinstance(value, str) else ()
    for part in reversed(inner.parts):
        listed = part.value.get("enum")
        if isinstance(listed, list):
            return tuple(value for value in listed if isinstance(value, str))
    return ()


def family(schemas: Schemas, parent: Node, pointer: Pointer) -> Definition:
    """The synthesised choice between the children of a discriminated parent, and the parent itself."""
    own = schemas.require(parent)
    schemas.places.derive(pointer, own.pointer, "Variant")
    mark = schemas.families.parents[parent.pointer]
    tag = tag_of(schemas.reader, mark)
    children = schemas.families.children[parent.pointer]
    members = {schemas.require(child): None for child in children}
    mapping: dict[str, Named] = {}
    for value, target in explicit_mapping(schemas, mark):
        named = schemas.require(target)
        mapping.setdefault(value, named)
        members.setdefault(named)
    members.pop(own, None)
    members.setdefault(own)
    claims = [(schemas.require(child), (child,)) for child in children]
    for value, named in _claimed(schemas, claims, tag):
        mapping.setdefault(value, named)
    for named in members:
        mapping.setdefault(implicit_name(named.pointer), named)
    about = schemas.about(pointer, schemas.expander.behind(parent))
    return Tagged(tuple(members), tag, tuple(mapping.items())).at(about)


def _claimed(
    schemas: Schemas, members: Sequence[tuple[Named, tuple[Node, ...]]], tag: str
) -> list[tuple[str, Named]]:
    """Which tag values belong to which member by the members' own constants and lists.

    A constant counts for more than a list, and what two members list alike (their parent's list, say) counts for neither.
    """
    values = [(named, _tag_values(schemas, nodes, tag)) for named, nodes in members]
    constant = [(own[0], named) for named, own in values if len(own) == 1]
    listed = [(value, named) for named, own in values if len(own) > 1 for value in own]
    times = Counter(value for value, _ in listed)
    return constant + [item for item in listed if times[item[0]] == 1]
