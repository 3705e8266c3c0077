"""Discriminators: which property tells alternatives apart, and which value means which.

A tag value is what the mapping says, then what a member's own constants or lists say, then the
member's own name.

Specification: "Discriminator Object" of OpenAPI; ``discriminator`` of Swagger 2.0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Effect
from docbound.document import child, escape, split
from docbound.records import record
from docbound.service import (
    Alias,
    Anything,
    Definition,
    Named,
    NameHint,
    Pointer,
    Type,
    UnionDefinition,
)

from ...document.reader import Node, Reader
from .expansion import refers
from .names import has_own_name
from .types import NULL, members_of, without_null

if TYPE_CHECKING:
    from .context import SchemaContext


@record(kw_only=False)
class Alternative:
    """One member of a choice: the schemas it is made of, and what it became."""

    nodes: tuple[Node, ...]
    type: Type

    @property
    def named(self) -> Named | None:
        """Its definition, if it has one."""
        bare = without_null(self.type)
        return bare if isinstance(bare, Named) else None


@record(kw_only=False)
class Tagged:
    """The members, tag, mapping and default of a discriminated choice."""

    members: tuple[Type, ...]
    tag: str
    mapping: tuple[tuple[str, Named], ...]
    default: Named | None = None
    base: Named | None = None

    def at(self, about: NameHint) -> Definition:
        """The Choice with a place and a name."""
        if not self.members:
            return Alias(about=about, type=Anything())
        return UnionDefinition(
            about=about,
            members=self.members,
            tag=self.tag,
            mapping=self.mapping,
            default=self.default,
            base=self.base,
        )


def tag_of(reader: Reader, mark: Node) -> str:
    """The property that tells alternatives apart; a plain text is Swagger 2.0's spelling."""
    if isinstance(mark.value, str):
        return mark.value
    name = reader.text(mark, "propertyName") if reader.members(mark) else ""
    if not name:
        reader.warn(
            "discriminator-without-property",
            "the discriminator names no property",
            mark.pointer,
            effect=Effect.DROP,
            action="the alternatives are distinguished by their fields",
        )
    return name


def tagged(schemas: SchemaContext, found: tuple[Alternative, ...], mark: Node, tag: str) -> Tagged:
    """What a discriminator makes of the alternatives beside it.

    Args:
        schemas: the types of other places.
        found: the alternatives.
        mark: the discriminator.
        tag: the wire name of its property.
    """
    members = list(dict.fromkeys(m for item in found for m in members_of(item.type) if m != NULL))
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
                _mapped_at(mark, value),
                effect=Effect.GUESS,
                action="it becomes one",
            )
            members.append(named)
        mapping.setdefault(value, named)
    default = _default(schemas, mark)
    if default is not None and default not in members:
        members.append(default)
    claims = [(item.named, item.nodes) for item in found if item.named is not None]
    for value, named in _claimed(schemas, claims, tag):
        mapping.setdefault(value, named)
    for place, named in by_target.items():
        if has_own_name(place):
            name = implicit_name(schemas.identity.get(place, place))
            mapping.setdefault(name, named)
    return Tagged(tuple(members), tag, tuple(mapping.items()), default)


def _default(schemas: SchemaContext, mark: Node) -> Named | None:
    """The schema of 3.2's ``defaultMapping``, which an absent or unknown tag means."""
    if mark.member("defaultMapping") is None:
        return None
    text = schemas.reader.text(mark, "defaultMapping")
    target = _mapped(schemas, text, mark.pointer) if text else None
    named = None if target is None else _named(schemas.use(target))
    if named is None:
        schemas.reader.warn(
            "unresolved-mapping",
            f"the `defaultMapping` `{text}` names no schema of its own",
            f"{mark.pointer}/defaultMapping",
            effect=Effect.DROP,
            action="a value with an unknown tag stays untyped",
        )
    return named


def _mapped_at(mark: Node, value: str) -> Pointer:
    mapping = mark.member("mapping")
    return mark.pointer if mapping is None else child(mapping.pointer, value)


def _named(type_: Type) -> Named | None:
    bare = without_null(type_)
    return bare if isinstance(bare, Named) else None


def _targets(schemas: SchemaContext, item: Alternative) -> tuple[Pointer, ...]:
    if len(item.nodes) != 1 or not refers(item.nodes[0]):
        return ()
    target = schemas.expander.target(item.nodes[0])
    return () if target is None else (target.pointer,)


def implicit_name(pointer: Pointer) -> str:
    """The tag value that a schema has without a mapping: its own name."""
    file, tokens = split(pointer)
    return tokens[-1] if tokens else file.rpartition("/")[2].split(".")[0]


def explicit_mapping(schemas: SchemaContext, mark: Node) -> list[tuple[str, Node]]:
    """The mapping that a discriminator spells out; entries without a target are reported and left
    out.
    """
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
                effect=Effect.DROP,
                action=f"a value with the tag `{value}` stays untyped",
            )
        else:
            found.append((value, target))
    return found


def _mapped(schemas: SchemaContext, text: str, pointer: Pointer) -> Node | None:
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


def _tag_values(schemas: SchemaContext, nodes: Iterable[Node], tag: str) -> tuple[str, ...]:
    """The values that a member itself allows for the tag: an extension's, a constant, or a short
    list.
    """
    nodes = tuple(nodes)
    stated = _stated_tag(schemas, nodes)
    if stated:
        return (stated,)
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
            return _texts([part.value["const"]])
    for part in reversed(inner.parts):
        listed = part.value.get("enum")
        if isinstance(listed, list):
            return _texts(listed)
    return ()


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    """Tag values as a mapping has them: numbers and booleans as their JSON text."""
    found: list[str] = []
    for value in values:
        match value:
            case bool():
                found.append("true" if value else "false")
            case str() | int():
                found.append(str(value))
            case _:
                pass
    return tuple(found)


_TAG_EXTENSIONS: Final = ("x-discriminator-value", "x-ms-discriminator-value")


def _stated_tag(schemas: SchemaContext, nodes: Iterable[Node]) -> str:
    """The tag value that a member gives itself by an extension."""
    for node in nodes:
        target = schemas.expander.target(node) if refers(node) else node
        for key in _TAG_EXTENSIONS:
            member = None if target is None else target.member(key)
            if member is not None and isinstance(member.value, str | int):
                return schemas.reader.as_text(member)
    return ""


def family(schemas: SchemaContext, parent: Node, pointer: Pointer) -> Definition:
    """The synthesised choice between the children of a discriminated parent, and the parent
    itself.
    """
    own = schemas.require(parent)
    schemas.places.derive(pointer, own.pointer, "Variant")
    mark = schemas.inheritance.parents[parent.pointer]
    tag = tag_of(schemas.reader, mark)
    children = schemas.inheritance.children[parent.pointer]
    members = {schemas.require(child): None for child in children}
    mapping: dict[str, Named] = {}
    known = {parent.pointer, *(child.pointer for child in children)}
    is_root = schemas.inheritance.is_root(parent.pointer)
    for value, target in explicit_mapping(schemas, mark):
        if not is_root and target.pointer not in known:
            continue  # A relative of the root's, but none of this one's.
        named = schemas.require(target)
        mapping.setdefault(value, named)
        members.setdefault(named)
    default = _default(schemas, mark)
    if default is not None:
        members.setdefault(default)
    members.pop(own, None)
    members.setdefault(own)
    claims = [(schemas.require(child), (child,)) for child in children]
    for value, named in _claimed(schemas, claims, tag):
        mapping.setdefault(value, named)
    for named in members:
        mapping.setdefault(implicit_name(named.pointer), named)
    about = schemas.about(pointer, schemas.expander.behind(parent))
    base = own if default is None else None
    return Tagged(tuple(members), tag, tuple(mapping.items()), default, base).at(about)


def _claimed(
    schemas: SchemaContext, members: Sequence[tuple[Named, tuple[Node, ...]]], tag: str
) -> list[tuple[str, Named]]:
    """Which tag values belong to which member by the members' own constants and lists.

    A constant counts for more than a list, and what two members list alike (their parent's list,
    say) counts for neither.
    """
    values = [(named, _tag_values(schemas, nodes, tag)) for named, nodes in members]
    constant = [(own[0], named) for named, own in values if len(own) == 1]
    listed = [(value, named) for named, own in values if len(own) > 1 for value in own]
    times = Counter(value for value, _ in listed)
    return constant + [item for item in listed if times[item[0]] == 1]
