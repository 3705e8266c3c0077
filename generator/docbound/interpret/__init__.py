"""Document to Api: what a description means, whatever version and spelling it uses.

The order of everything is that of the document. Nothing is dropped silently: what cannot be carried
over becomes :class:`docbound.service.Anything`, or is left out, and a diagnostic says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import Document
from docbound.interpret.place_traits import Traits
from docbound.service import (
    Api,
    Contact,
    Definition,
    License,
    Operation,
    Payload,
    Pointer,
    Server,
    Tag,
    Trait,
)

from ..document.reader import Node, Reader, reference_of
from . import deep_objects, ignored_schemas, swagger2
from .operations import Operations, external_docs
from .schema.alias_cycles import without_circles
from .schema.all_of import Expander
from .schema.anchor_usage import AnchorUsage
from .schema.discriminator_parents import DiscriminatorParents
from .schema.dynamic_refs import Anchors
from .schema.names import NameSuggester, has_own_name, is_component
from .schema.nullability import Nullability
from .schema.schemas import Schemas
from .security import Schemes, security
from .servers import servers
from .usage import in_requests, in_responses, reached
from .webhooks import Payloads

__all__ = ["build"]

_SIBLINGS_IGNORED: Final = ("2.", "3.0")
"""Versions in which nothing beside ``$ref`` counts."""
_READ_AS_A_WHOLE: Final = ("schemas", "securitySchemes")
"""Sections of components of which everything is read."""


def build(document: Document, diagnostics: Diagnostics) -> Api:
    """Builds the service that a description defines.

    Args:
        document: the loaded description, of any version.
        diagnostics: collects what was repaired, dropped or is merely unusual, with its place and
            its effect.

    Returns:
        The service: every operation of the document, and every definition that is a component or is
        needed. Never raises for bad input.
    """
    reader = _reader(document, diagnostics)
    root = Node(document.root, "#")
    section = _section(root, "definitions" if reader.swagger else "components/schemas")
    components = tuple(reader.members(section).values())
    canonical = _canonical(reader, components)
    schemas = _schemas(reader, components, canonical)
    schemes = Schemes(reader)
    schemes.read(
        _section(root, "securityDefinitions" if reader.swagger else "components/securitySchemes")
    )
    inherited = security(reader, root, schemes) or ()
    for section in _other_sections(root, swagger=reader.swagger):
        reader.members(section)
    for component in components:
        schemas.require(canonical.get(component.pointer, component))
    collected = Payloads(schemas)
    operations = Operations(schemas, root, schemes, inherited, collected).all()
    schemas.drain()
    payloads = tuple(collected.found)
    definitions = _finished(schemas, operations, payloads)
    for assumption in deep_objects.assumptions(operations, definitions):
        diagnostics.add(assumption)
    for finding in ignored_schemas.findings(operations, definitions, swagger=reader.swagger):
        diagnostics.add(finding)
    info = root.member("info") or Node({}, "#/info")
    reader.members(info)
    return Api(
        title=reader.text(info, "title"),
        version=reader.text(info, "version"),
        description=reader.text(info, "description"),
        specification=document.version,
        digest=document.digest,
        servers=_servers(reader, root),
        security_schemes=schemes.all(),
        tags=_tags(reader, root, operations),
        operations=operations,
        definitions=definitions,
        payloads=payloads,
        traits=_traits(schemas, definitions, payloads),
        contact=Contact(**_parts(reader, info, "contact", ("name", "email", "url"))),
        license=License(**_parts(reader, info, "license", ("name", "identifier", "url"))),
        terms=reader.text(info, "termsOfService"),
        external_docs=external_docs(reader, root),
    )


def _reader(document: Document, diagnostics: Diagnostics) -> Reader:
    """Reads by the rules of the version that the description states."""
    return Reader(
        document,
        diagnostics,
        swagger="swagger" in document.root and "openapi" not in document.root,
        siblings_apply=not document.version.startswith(_SIBLINGS_IGNORED),
        media_types_refer=not document.version.startswith((*_SIBLINGS_IGNORED, "3.1")),
    )


def _section(root: Node, path: str) -> Node | None:
    """The mapping under ``path``, or None where there is none."""
    node: Node | None = root
    for key in path.split("/"):
        node = None if node is None else node.member(key)
    return None if node is None or node.value is None else node


def _other_sections(root: Node, *, swagger: bool) -> Iterator[Node]:
    """Sections of components that are references themselves; what is in them is read where it is
    referred to.
    """
    top = root if swagger else root.member("components")
    if top is None or not isinstance(top.value, dict):
        return
    for name in ("parameters", "responses") if swagger else top.value:
        section = top.member(name)
        if name in _READ_AS_A_WHOLE or section is None or reference_of(section) is None:
            continue
        yield section


def _servers(reader: Reader, root: Node) -> tuple[Server, ...]:
    if reader.swagger:
        return swagger2.servers(reader, root)
    return servers(reader, root.member("servers"))


def _traits(
    schemas: Schemas, definitions: Mapping[Pointer, Definition], payloads: Iterable[Payload]
) -> dict[Pointer, Trait]:
    """What tells the numbered places of definitions and payloads apart."""
    pointers = (*definitions, *(payload.pointer for payload in payloads))
    return Traits(schemas.reader, schemas.places.composed).of_all(pointers)


def _canonical(reader: Reader, components: tuple[Node, ...]) -> dict[Pointer, Node]:
    """Components that only name a schema which is elsewhere, in a file of its own say, and that
    schema.

    Such a schema takes the component's name and pointer, however it is referred to.
    """
    found: dict[Pointer, Node] = {}
    taken: set[Pointer] = set()
    for component in components:
        if reference_of(component) is None:
            continue
        target = reader.follow(component)
        if target is None or target.pointer in taken:
            continue
        if is_component(target.pointer) or not has_own_name(target.pointer):
            continue
        found[component.pointer] = target
        taken.add(target.pointer)
    return found


def _schemas(
    reader: Reader, components: tuple[Node, ...], canonical: dict[Pointer, Node]
) -> Schemas:
    expander = Expander(
        reader,
        Anchors(reader, AnchorUsage(reader.source)),
        lambda node: canonical.get(node.pointer, node),
    )
    inheritance = DiscriminatorParents(expander)
    inheritance.collect([canonical.get(node.pointer, node) for node in components])
    places = NameSuggester(reader)
    identity = {target.pointer: pointer for pointer, target in canonical.items()}
    for pointer, component in identity.items():
        places.derive(pointer, component, "")
    nullability = Nullability(reader, expander)
    return Schemas(reader, places, expander, inheritance, nullability, identity)


def _finished(
    schemas: Schemas, operations: tuple[Operation, ...], payloads: tuple[Payload, ...]
) -> dict[Pointer, Definition]:
    """All definitions in document order, with their names and reach."""
    made = without_circles(schemas.definitions, schemas.reader)
    sent = reached(made, in_requests(operations))
    received = reached(made, in_responses(operations, payloads))
    schemas.places.settle_hints(made)
    return {
        pointer: replace(
            made[pointer],
            about=replace(
                made[pointer].about,
                name=schemas.places.name(pointer),
                in_request=pointer in sent,
                in_response=pointer in received,
            ),
        )
        for pointer in sorted(made, key=lambda item: (schemas.places.order(item), item))
    }


def _tags(reader: Reader, root: Node, operations: tuple[Operation, ...]) -> tuple[Tag, ...]:
    """The declared tags, and then those that operations merely use."""
    found: dict[str, Tag] = {}
    member = root.member("tags")
    for node in (reader.items(member) if member is not None and member.value is not None else ()):
        name = reader.text(node, "name") if reader.members(node) else ""
        if name:
            found.setdefault(
                name,
                Tag(
                    name=name,
                    description=reader.text(node, "description"),
                    external_docs=external_docs(reader, node),
                    summary=reader.text(node, "summary"),
                    parent=reader.text(node, "parent"),
                    kind=reader.text(node, "kind"),
                ),
            )
    for operation in operations:
        for name in operation.tags:
            found.setdefault(name, Tag(name=name))
    return tuple(found.values())


def _parts(reader: Reader, info: Node, key: str, parts: tuple[str, ...]) -> dict[str, str]:
    """The texts that the contact or licence gives; a mere text counts as its name."""
    member = info.member(key)
    if member is None or member.value is None:
        return {}
    if isinstance(member.value, str):
        return {"name": member.value}
    reader.members(member)
    return {part: reader.text(member, part).strip() for part in parts}
