"""Parameters of an operation: those of its path and its own, with style and type.

Specification: "Parameter Object", "Style Values"; for 2.0 "Parameter Object" with
``collectionFormat``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Anything, Parameter, Pointer, Primitive

from ..document.reader import Node, Reader, reference_of
from .media_types import example_beside, schema_of
from .path_templates import PathTemplate
from .schema.metadata import SchemaMetadata
from .schema.schemas import Schemas
from .schema.types import union
from .swagger2 import collection_style, separators

LOCATIONS: Final = ("path", "query", "header", "cookie", "querystring")
BODIES: Final = ("body", "formData")
"""Where Swagger 2.0 also puts parameters; they make the body."""

_STYLES: Final[Mapping[str, tuple[str, ...]]] = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
"""The styles of each location; the first is the default."""

_NAME: Final = re.compile(r"[\w.\-]+")
"""A name in a path, and nothing else."""
_SEGMENTS: Final = "segments"
"""The style of a path parameter that may mean several segments; no version of the specification has
it.
"""

_IGNORED_HEADERS: Final = frozenset({"accept", "content-type", "authorization"})


def collect(reader: Reader, shared: Node | None, own: Node | None) -> dict[tuple[str, str], Node]:
    """The parameters of a path and of an operation by location and name; the operation's replace
    those of the path.
    """
    found: dict[tuple[str, str], Node] = {}
    for section in (shared, own):
        here: dict[tuple[str, str], Node] = {}
        for item in _listed(reader, section):
            target = reader.follow(item)
            if target is None:
                continue
            key = _key(reader, target)
            if key is None:
                continue
            if key in here:
                _report_duplicate(reader, key, item, target.value == here[key].value)
                continue
            here[key] = target
        found.update(here)
    return found


def _report_duplicate(reader: Reader, key: tuple[str, str], item: Node, repeated: bool) -> None:
    reader.warn(
        "duplicate-parameter",
        f"the {key[0]} parameter `{key[1]}` is given twice",
        item.pointer,
        effect=Effect.HARMLESS if repeated else Effect.DROP,
        action="both say the same" if repeated else "the first one counts",
    )


def _listed(reader: Reader, section: Node | None) -> Iterable[Node]:
    if section is None or section.value is None:
        return ()
    if isinstance(section.value, dict) and reference_of(section) is None:
        # Some write one parameter alone, or a mapping by name; that, or its entries, are what is
        # meant.
        single = section.has("name") and section.has("in")
        reader.warn(
            "wrong-type",
            "parameters are a list, not a mapping",
            section.pointer,
            effect=Effect.HARMLESS if single else Effect.GUESS,
            action="it is the only parameter" if single else "its entries are read",
        )
        return (section,) if single else reader.entries(section).values()
    return reader.items(section)


def _key(reader: Reader, node: Node) -> tuple[str, str] | None:
    if not isinstance(node.value, dict):
        reader.members(node)
        return None
    name, location = reader.text(node, "name"), reader.text(node, "in")
    allowed = (*LOCATIONS, *BODIES) if reader.swagger else LOCATIONS
    by_case = {place.lower(): place for place in allowed}
    if location not in allowed and location.lower() in by_case:
        reader.warn(
            "invalid-parameter",
            f"`{location}` is written `{by_case[location.lower()]}`",
            node.pointer,
            effect=Effect.HARMLESS,
            action=f"read as `{by_case[location.lower()]}`",
        )
        location = by_case[location.lower()]
    if location not in allowed or (not name and not node.has("name")):
        what = f"`{location}` is no place for a parameter" if location else "it has no `in`"
        reader.warn(
            "invalid-parameter",
            "a parameter needs a `name` and an `in`" + ("" if location in allowed else f"; {what}"),
            node.pointer,
            effect=Effect.DROP,
            action="the parameter is left out",
        )
        return None
    return location, name


def parameters(
    schemas: Schemas,
    template: PathTemplate,
    pointer: Pointer,
    nodes: Mapping[tuple[str, str], Node],
) -> tuple[Parameter, ...]:
    """The parameters that a call takes, bodies left out; undeclared ones of the path's template are
    added.

    Args:
        schemas: makes their types.
        template: the path.
        pointer: the operation, for findings.
        nodes: as from :func:`collect`.
    """
    found: list[Parameter] = []
    is_mistaken = False
    for (location, name), node in nodes.items():
        if location in BODIES or _is_ignored(schemas.reader, location, name, node):
            continue
        if location == "path" and name not in template.names:
            schemas.reader.warn(
                "unused-path-parameter",
                f"`{{{name}}}` does not occur in the path",
                node.pointer,
                effect=Effect.HARMLESS,
                action="it is left out: nothing of a request can hold it",
            )
            is_mistaken = True
            continue
        found.append(
            _parameter(
                schemas,
                location,
                name,
                node,
                several=location == "path" and name in template.open,
            )
        )
    declared = {name for location, name in nodes if location == "path"}
    for name in template.names:
        if name not in declared:
            found.append(_undeclared(schemas.reader, name, pointer, is_mistaken=is_mistaken))
    found += [_undeclared_query(schemas.reader, name, pointer) for name in template.queries]
    return tuple(found)


def _undeclared(reader: Reader, name: str, pointer: Pointer, *, is_mistaken: bool) -> Parameter:
    """A parameter of which all is known but its schema: name, place, and that it is required.

    Whatever it is, a path carries it as a text. It is a guess where the name is an expression of
    some language, or where a declared parameter has no place in the path, and may be meant.
    """
    certain = _NAME.fullmatch(name) and not is_mistaken
    reader.warn(
        "undeclared-path-parameter",
        f"the path's `{{{name}}}` is not declared",
        pointer,
        effect=Effect.HARMLESS if certain else Effect.GUESS,
        action="it becomes a required text or number",
    )
    return _named_by_template(pointer, name, "path")


def _undeclared_query(reader: Reader, name: str, pointer: Pointer) -> Parameter:
    """A query parameter of which the path's template says the name, and that it may be left out."""
    reader.warn(
        "undeclared-path-parameter",
        f"the path's `{{?{name}}}` is not declared",
        pointer,
        effect=Effect.GUESS,
        action="it becomes an optional query parameter, a text or number",
    )
    return _named_by_template(pointer, name, "query")


def _named_by_template(pointer: Pointer, name: str, location: str) -> Parameter:
    """A parameter of an operation that the path's template alone names."""
    in_path = location == "path"
    return Parameter(
        pointer=f"{pointer}#{location}/{name}",
        name=name,
        location=location,
        type=union((Primitive(kind="string"), Primitive(kind="integer"))),
        style="simple" if in_path else "form",
        explode=not in_path,
        required=in_path,
    )


def _is_ignored(reader: Reader, location: str, name: str, node: Node) -> bool:
    if location != "header" or name.lower() not in _IGNORED_HEADERS:
        return False
    if reader.swagger and name.lower() == "authorization":
        return False  # only 3.x says to ignore it, and documents of 2.0 rely on it
    reader.note(
        "ignored-header",
        f"a header parameter named `{name}` does not count",
        node.pointer,
        effect=Effect.HARMLESS,
        action="it is left out: content types and security schemes say it",
    )
    return True


def _parameter(
    schemas: Schemas, location: str, name: str, node: Node, *, several: bool
) -> Parameter:
    """One parameter; ``several`` tells that it may mean several segments of a path."""
    reader = schemas.reader
    schemas.places.words.setdefault(node.pointer, _words(schemas, node, name))
    schema = schema_of(schemas, node)
    if schema is None and not node.has("content"):
        reader.warn(
            "parameter-without-schema",
            f"the parameter `{name}` has no schema",
            node.pointer,
            effect=Effect.HARMLESS,
            action="it takes any value",
        )
    style, explode = _style(reader, location, node)
    if several and style == "simple":
        style = _SEGMENTS
    facts = SchemaMetadata(schemas.expander.expand(() if schema is None else (schema,)))
    return Parameter(
        pointer=node.pointer,
        name=name,
        location=location,
        type=Anything() if schema is None else schemas.type_of(schema),
        style=style,
        explode=explode,
        required=_required(reader, location, node),
        allow_reserved=reader.flag(node, "allowReserved"),
        deprecated=reader.flag(node, "deprecated") or reader.flag(node, "x-deprecated"),
        content_type=_content_type(reader, node),
        description=reader.text(node, "description") or facts.text("description"),
        default=facts.default,
        only=facts.only,
        example=example_beside(schemas, node, schema),
        constraints=facts.constraints,
        separators=separators(reader, node) if reader.swagger else "",
    )


def _words(schemas: Schemas, node: Node, name: str) -> str:
    """The words of a parameter's place: those of its operation or path and its name, or a shared
    one's own key.
    """
    above, _, index = node.pointer.rpartition("/parameters/")
    known = schemas.places.words.get(above)
    if known:
        return f"{known} {name}"
    return name if index.isdecimal() else node.pointer.rpartition("/")[2]


def _required(reader: Reader, location: str, node: Node) -> bool:
    required = reader.flag(node, "required")
    if location == "path" and not required:
        reader.note(
            "optional-path-parameter",
            "a path parameter is always required",
            node.pointer,
            effect=Effect.HARMLESS,
            action="it is required",
        )
        return True
    return required


def _style(reader: Reader, location: str, node: Node) -> tuple[str, bool]:
    default = _STYLES[location][0]
    if reader.swagger:
        return collection_style(reader, node, default)
    style = reader.text(node, "style") or default
    if style not in _STYLES[location]:
        reader.warn(
            "invalid-style",
            f"`{style}` is no style for a {location} parameter",
            node.pointer,
            effect=Effect.GUESS,
            action=f"`{default}` is used",
        )
        style = default
    explode = reader.maybe_flag(node, "explode")
    return style, style in ("form", "cookie") if explode is None else explode


def _content_type(reader: Reader, node: Node) -> str:
    content = node.member("content")
    if content is None or node.has("schema"):
        return ""
    names = list(reader.members(content))
    if len(names) != 1:
        reader.warn(
            "parameter-content",
            "`content` has exactly one media type here",
            content.pointer,
            effect=Effect.GUESS if names else Effect.HARMLESS,
            action="the first one counts" if names else "it takes any value",
        )
    return names[0] if names else "application/json"
