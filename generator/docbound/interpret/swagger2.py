"""What Swagger 2.0 says in other places and other words than 3.x.

Nothing is rewritten: the builders ask here, so that pointers and positions stay those of the
source.
Specification: OpenAPI Specification 2.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import (
    MISSING,
    Encoding,
    Field,
    JSONValue,
    MediaType,
    Missing,
    Named,
    Object,
    Pointer,
    RequestBody,
    Server,
)

from ..document.reader import Node, Reader
from .media_types import meant_media_type
from .schema.expansion import Expansion
from .schema.metadata import SchemaMetadata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .schema.schemas import Schemas

_COLLECTIONS: Final = {
    "csv": ("", False),
    "ssv": ("spaceDelimited", False),
    "tsv": ("tabDelimited", False),
    "pipes": ("pipeDelimited", False),
    "multi": ("form", True),
}
"""``collectionFormat`` as style and explode; an empty style is the location's own."""

_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"


def collection_style(reader: Reader, node: Node, default: str) -> tuple[str, bool]:
    """The style and explode that a parameter's ``collectionFormat`` amounts to."""
    word = reader.text(node, "collectionFormat") or "csv"
    if word not in _COLLECTIONS:
        reader.warn(
            "invalid-style",
            f"`{word}` is no `collectionFormat`",
            node.pointer,
            effect=Effect.GUESS,
            action="`csv` is used",
        )
        word = "csv"
    style, explode = _COLLECTIONS[word]
    return style or default, explode


_SEPARATORS: Final = {"csv": ",", "ssv": " ", "tsv": "\t", "pipes": "|"}
"""What is between the items of an array inside an array; ``multi`` is no choice there."""


def separators(reader: Reader, node: Node) -> str:
    """What is between the items of the arrays inside an array, from the outermost on (Items
    Object, ``collectionFormat``).
    """
    found: list[str] = []
    inner = node.member("items")
    while inner is not None and isinstance(inner.value, dict):
        if inner.value.get("type") != "array":
            break
        word = reader.text(inner, "collectionFormat") or "csv"
        if word not in _SEPARATORS:
            reader.warn(
                "invalid-style",
                f"`{word}` is no `collectionFormat` of items",
                inner.pointer,
                effect=Effect.GUESS,
                action="`csv` is used",
            )
        found.append(_SEPARATORS.get(word, ","))
        inner = inner.member("items")
    return "".join(found)


def servers(reader: Reader, root: Node) -> tuple[Server, ...]:
    """``schemes``, ``host`` and ``basePath`` as base URLs, one a scheme; https first.

    The order in which schemes are written means nothing, and credentials go to the first server.
    """
    host = reader.text(root, "host")
    base = reader.text(root, "basePath").rstrip("/")
    if base and not base.startswith("/"):
        base = f"/{base}"
    schemes = reader.texts(root.member("schemes")) if root.has("schemes") else ()
    if not host:
        return (Server(url=base),) if base else ()
    return tuple(
        Server(url=f"{scheme}://{host}{base}")
        for scheme in sorted(dict.fromkeys(schemes or ("https",)), key=_security_of)
        if scheme
    )


def _security_of(scheme: str) -> int:
    """The place of a transfer protocol in the list of servers; the sort keeps the order of equal
    ones.
    """
    return {"https": 0, "http": 1}.get(scheme, 2)


def media_names(reader: Reader, root: Node, operation: Node, key: str) -> tuple[str, ...]:
    """``consumes`` or ``produces`` of an operation, or else of the whole description.

    Args:
        reader: reports what is written wrongly.
        root: the description.
        operation: the operation.
        key: ``consumes`` or ``produces``.
    """
    for holder in (operation, root):
        member = holder.member(key)
        if member is not None and member.value is not None:
            names = tuple(dict.fromkeys(reader.texts(member)))
            meant = (
                meant_media_type(reader, name, names, member.pointer, has_schema=True)
                for name in names
            )
            return tuple(dict.fromkeys(filter(None, meant)))
    return ()


def contents(
    schemas: Schemas,
    schema: Node | None,
    names: tuple[str, ...],
    examples: Node | None = None,
) -> tuple[MediaType, ...]:
    """One schema in several media types.

    Args:
        schemas: makes types of schemas.
        schema: that of the body; None where there is none.
        names: the media types.
        examples: the response's ``examples``, by media type.
    """
    if schema is None:
        return ()
    type_ = schemas.type_of(schema)
    given = schemas.reader.members(examples) if examples is not None else {}
    own = SchemaMetadata(schemas.expander.expand((schema,))).example
    if not names:
        is_file = isinstance(schema.value, dict) and schema.value.get("type") == "file"
        names = ("application/octet-stream" if is_file else "application/json",)
    return tuple(
        MediaType(
            content_type=name,
            type=type_,
            example=given[name].value if name in given else own,
        )
        for name in names
    )


def body(
    schemas: Schemas,
    root: Node,
    operation: Node,
    pointer: Pointer,
    parameters: Mapping[tuple[str, str], Node],
) -> RequestBody | None:
    """The body that ``in: body`` or ``in: formData`` parameters make together.

    Args:
        schemas: makes types of schemas.
        root: the description.
        operation: the operation.
        pointer: of the body.
        parameters: all parameters that apply, by place and name.
    """
    reader = schemas.reader
    whole = [(name, node) for (place, name), node in parameters.items() if place == "body"]
    form = {name: node for (place, name), node in parameters.items() if place == "formData"}
    names = media_names(reader, root, operation, "consumes")
    dropped = [node for _, node in whole[1:]] + (list(form.values()) if whole else [])
    for node in dropped:
        reader.warn(
            "several-bodies",
            "an operation has one body, given by one `body` parameter or by form parameters",
            node.pointer,
            effect=Effect.DROP,
            action="the first `body` parameter counts",
        )
    if not whole:
        return _form(schemas, pointer, form, names) if form else None
    name, node = whole[0]
    schemas.places.words.setdefault(node.pointer, f"{schemas.places.name(pointer)} Request")
    schema = node.member("schema")
    media = contents(schemas, schema, names)
    return RequestBody(
        pointer=node.pointer,
        required=reader.flag(node, "required"),
        contents=media or (MediaType(content_type="application/json", type=None),),
        description=reader.text(node, "description"),
        name=name,
    )


def _form(
    schemas: Schemas, pointer: Pointer, nodes: dict[str, Node], names: tuple[str, ...]
) -> RequestBody:
    reader = schemas.reader
    place = f"{pointer}#form"
    schemas.places.derive(place, pointer, "Request")
    about = schemas.about(place, Expansion(()))
    schemas.enqueue(
        place,
        lambda: Object(
            about=about,
            fields=tuple(_form_field(schemas, name, node) for name, node in nodes.items()),
        ),
    )
    fitting = tuple(name for name in names if name.split(";")[0] in (_FORM, _MULTIPART))
    if not fitting:
        has_file = any(reader.text(node, "type") == "file" for node in nodes.values())
        fitting = (_MULTIPART,) if has_file else (_FORM,)
        if names:
            reader.warn(
                "form-media-type",
                "form parameters are sent as a form, which `consumes` does not list",
                next(iter(nodes.values())).pointer,
                effect=Effect.GUESS,
                action=f"`{fitting[0]}` is used",
            )
    encodings = tuple(_encoding(reader, name, node) for name, node in nodes.items())
    return RequestBody(
        pointer=place,
        required=any(reader.flag(node, "required") for node in nodes.values()),
        contents=tuple(
            MediaType(
                content_type=name,
                type=Named(pointer=place),
                encodings=tuple(item for item in encodings if item is not None),
            )
            for name in fitting
        ),
    )


def _form_field(schemas: Schemas, name: str, node: Node) -> Field:
    from .media_types import schema_of

    reader = schemas.reader
    schema = schema_of(schemas, node) or Node({"type": "string"}, node.pointer)
    facts = SchemaMetadata(schemas.expander.expand((schema,)))
    example: JSONValue | Missing = facts.example
    if example is MISSING and isinstance(node.value, dict) and "x-example" in node.value:
        example = node.value["x-example"]
    return Field(
        name=name,
        type=schemas.type_of(schema),
        required=reader.flag(node, "required"),
        description=reader.text(node, "description"),
        default=facts.default,
        example=example,
        constraints=facts.constraints,
    )


def _encoding(reader: Reader, name: str, node: Node) -> Encoding | None:
    if reader.text(node, "type") != "array":
        return None
    style, explode = collection_style(reader, node, "form")
    return Encoding(field=name, style=style, explode=explode, separators=separators(reader, node))
