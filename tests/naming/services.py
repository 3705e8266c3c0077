"""Small services made by hand, for tests of naming: no description is read."""

from __future__ import annotations

from collections.abc import Sequence

from docbound.service import (
    Api,
    Definition,
    Enum,
    Field,
    Named,
    NameHint,
    Object,
    Operation,
    Parameter,
    Primitive,
    RequestBody,
    Tag,
)
from docbound.service import MediaType as Media

TEXT = Primitive(kind="string")


def component(name: str, *fields: str) -> Object:
    return Object(
        about=NameHint(pointer=f"#/components/schemas/{name}", name=name, component=True),
        fields=tuple(Field(name=field, type=TEXT, required=False) for field in fields),
    )


def inline(pointer: str, name: str) -> Object:
    return Object(about=NameHint(pointer=pointer, name=name, component=False), fields=())


def enum(name: str, *values: str | int | float, names: tuple[str, ...] = ()) -> Enum:
    about = NameHint(pointer=f"#/components/schemas/{name}", name=name, component=True)
    return Enum(about=about, kind="string", values=values, names=names)


def operation(
    operation_id: str,
    *parameters: str,
    tag: str = "things",
    path: str = "",
    body: str = "",
) -> Operation:
    path = path or f"/{operation_id}"
    pointer = f"#/paths/{path.replace('/', '~1')}/get"
    contents = Media(
        content_type="application/json",
        type=Named(pointer=f"#/components/schemas/{body}"),
    )
    return Operation(
        pointer=pointer,
        operation_id=operation_id,
        method="GET",
        path=path,
        tags=(tag,) if tag else (),
        parameters=tuple(
            Parameter(
                pointer=f"{pointer}/parameters/{index}",
                name=name,
                location="query",
                type=TEXT,
                style="form",
                explode=True,
                required=False,
            )
            for index, name in enumerate(parameters)
        ),
        body=(
            RequestBody(pointer=f"{pointer}/requestBody", required=True, contents=(contents,))
            if body
            else None
        ),
    )


def service(
    *definitions: Definition,
    operations: Sequence[Operation] = (),
    tags: Sequence[str] = (),
) -> Api:
    return Api(
        title="Things",
        version="1",
        description="",
        specification="3.1.0",
        digest="sha256:0",
        servers=(),
        security_schemes=(),
        tags=tuple(Tag(name=tag) for tag in tags),
        operations=tuple(operations),
        definitions={item.about.pointer: item for item in definitions},
    )
