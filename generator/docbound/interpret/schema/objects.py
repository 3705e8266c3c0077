"""Objects: declared fields, undeclared keys, and what documentation says about a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Anything, Field, Mapping, Object, Pointer, Type

from ...document.reader import Node
from .expansion import Expansion
from .metadata import SchemaMetadata
from .types import union

if TYPE_CHECKING:
    from .context import Make, SchemaContext

_REST: Final = ("additionalProperties", "unevaluatedProperties")
"""What is said of keys that are neither declared nor match a pattern."""

_ANY_KEY: Final = frozenset({"", ".*", "^.*", ".*$", "^.*$"})
"""Patterns that every key matches."""


def shape(schemas: SchemaContext, expansion: Expansion, *, named: bool) -> Type | Make:
    """An object with fields as the making of its definition; one without as a Mapping."""
    declared = properties(schemas, expansion)
    required = required_names(schemas, expansion)
    if declared or required or (named and _is_empty_object(expansion)):
        return lambda about: Object(
            about=about,
            fields=_fields(schemas, expansion, about.pointer, declared, required),
            additional=_additional(schemas, expansion, about.pointer),
        )
    return Mapping(values=_additional(schemas, expansion, "") or Anything())


def _is_empty_object(expansion: Expansion) -> bool:
    """Whether an object without fields means just that, and not a map."""
    if any(node.value is False for node in expansion.values("additionalProperties")):
        return True
    if expansion.values("discriminator"):
        return True
    maps = expansion.values("additionalProperties") + expansion.values("patternProperties")
    return not maps and any(isinstance(node.value, dict) for node in expansion.values("properties"))


def properties(schemas: SchemaContext, expansion: Expansion) -> dict[str, list[Node]]:
    """The declared properties; several schemas where several parts declare the same one."""
    found: dict[str, list[Node]] = {}
    for node in expansion.values("properties"):
        for name, member in schemas.reader.members(node).items():
            found.setdefault(name, []).append(member)
    return found


def required_names(schemas: SchemaContext, expansion: Expansion) -> dict[str, Pointer]:
    """The required names of all parts, and where each is said to be so."""
    found: dict[str, Pointer] = {}
    for part in expansion.parts:
        member = part.node.member("required")
        if member is None or part.optional:
            continue
        if isinstance(member.value, bool):
            schemas.reader.note(
                "boolean-required",
                "`required` in a schema is a list of property names; a boolean says nothing",
                member.pointer,
                effect=Effect.GUESS if member.value else Effect.HARMLESS,
                action="it is ignored",
            )
            continue
        for item in schemas.reader.items(member):
            name = schemas.reader.as_text(item)
            if name or item.value == "":
                found.setdefault(name, item.pointer)
    return found


def _fields(
    schemas: SchemaContext,
    expansion: Expansion,
    owner: Pointer,
    declared: dict[str, list[Node]],
    required: dict[str, Pointer],
) -> tuple[Field, ...]:
    fields = [
        _field(schemas, owner, name, nodes, name in required) for name, nodes in declared.items()
    ]
    for name, pointer in required.items():
        if name not in declared:
            schemas.reader.note(
                "undeclared-required",
                f"`{name}` is required and not declared",
                pointer,
                effect=Effect.HARMLESS,
                action="it becomes a field of any type",
            )
            fields.append(
                Field(
                    name=name,
                    type=_additional(schemas, expansion, owner) or Anything(),
                    required=True,
                )
            )
    return tuple(fields)


def _field(
    schemas: SchemaContext, owner: Pointer, name: str, nodes: list[Node], required: bool
) -> Field:
    type_ = schemas.joint(nodes, f"{owner}#properties/{name}", owner, name)
    facts = SchemaMetadata(schemas.expander.expand(nodes))
    return Field(
        name=name,
        type=type_,
        required=required,
        read_only=facts.expansion.flag("readOnly"),
        write_only=facts.expansion.flag("writeOnly"),
        deprecated=facts.deprecated,
        title=facts.text("title"),
        description=facts.text("description"),
        default=facts.default,
        only=facts.only,
        example=facts.example,
        constraints=facts.constraints,
        external_docs=facts.external_docs,
    )


def _additional(schemas: SchemaContext, expansion: Expansion, owner: Pointer) -> Type | None:
    """The type of undeclared keys: None where nothing is said of them, or where they are
    forbidden.
    """
    types: list[Type] = []
    anything = False
    for part in expansion.parts:
        rest = [part.node.member(key) for key in _REST]
        for member in rest:
            match member.value if member else None:
                case None | False:
                    pass
                case True:
                    anything = True
                case _:
                    assert member is not None
                    types.append(schemas.type_of(member))
        patterns = part.node.member("patternProperties")
        members = schemas.reader.members(patterns) if patterns is not None else {}
        if patterns is not None and members:
            types.extend(schemas.type_of(node) for node in members.values())
            is_open = all(member is None or member.value is True for member in rest)
            if is_open and not members.keys() & _ANY_KEY:
                # Keys that no pattern matches may have any value.
                types.append(Anything())
            schemas.reader.note(
                "merged-patterns",
                "the patterns of `patternProperties` are not distinguished",
                patterns.pointer,
                effect=Effect.HARMLESS,
                action="each key may have a value of any of their types",
            )
    if types:
        return union(types)
    return Anything() if anything or _has_conditional_keys(expansion) else None


def _has_conditional_keys(expansion: Expansion) -> bool:
    """Whether a condition declares keys of its own; they are no mistake of a program that gives
    them.
    """
    for part in expansion.parts:
        dependent = part.value.get("dependentSchemas")
        branches = [part.value.get("then"), part.value.get("else")]
        branches += dependent.values() if isinstance(dependent, dict) else []
        for branch in branches:
            if isinstance(branch, dict) and not {"properties", "$ref", "allOf"}.isdisjoint(branch):
                return True
    return False
