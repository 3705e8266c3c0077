"""A small package, made by hand, with one of everything that templates distinguish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docbound.package import (
    AliasModel,
    Annotation,
    ApiClass,
    Argument,
    BodyRow,
    EnumMember,
    EnumModel,
    ErrorClass,
    Helper,
    Import,
    MediaRow,
    Method,
    ModelField,
    ObjectModel,
    Package,
    PaginationRow,
    ParameterRow,
    PartRow,
    ResponseRow,
    SchemeRow,
    ServerRow,
)
from docbound.service import JSONValue
from docbound.tables.pagination_kinds import PAGINATION_KINDS
from docbound.tables.scheme_kinds import API_KEY, BASIC, BEARER

STR = Annotation(code="str", prose="str")
INT = Annotation(code="int", prose="int")
NONE = Annotation(code="None", prose="None")
DATE = Annotation(
    code="datetime.date", prose="date", imports=frozenset({Import(module="datetime")})
)


def model_type(name: str, module: str) -> Annotation:
    return Annotation(
        code=name,
        prose=name,
        models=(name,),
        neighbours=frozenset({Import(module=f".models.{module}", name=name)}),
    )


PET = model_type("Pet", "pet")
OWNER = model_type("Owner", "owner")
COLOR = model_type("Color", "color")
ERROR = model_type("Problem", "problem")


def or_anything(inner: Annotation) -> Annotation:
    return replace(
        inner,
        code=f"{inner.code} | Any",
        imports=inner.imports | {Import(module="typing", name="Any")},
    )


def listed(inner: Annotation) -> Annotation:
    return Annotation(
        code=f"list[{inner.code}]",
        prose=f"List[{inner.prose}]",
        models=inner.models,
        imports=inner.imports,
        neighbours=inner.neighbours,
    )


def optional(inner: Annotation) -> Annotation:
    return Annotation(
        code=f"{inner.code} | None",
        prose=inner.prose,
        models=inner.models,
        imports=inner.imports,
        neighbours=inner.neighbours,
    )


def stream(name: str) -> Annotation:
    runtime = Import(module="._runtime.response.responses", name=name)
    return Annotation(
        code=f"{name}[Pet]",
        prose=f"{name}[Pet]",
        models=("Pet",),
        imports=frozenset({runtime}),
        neighbours=PET.neighbours,
    )


def aliased(inner: Annotation, wire: str) -> Annotation:
    extra = {
        Import(module="typing", name="Annotated"),
        Import(module="pydantic", name="Field"),
    }
    return Annotation(
        code=f'Annotated[{inner.code}, Field(alias="{wire}")]',
        prose=inner.prose,
        models=inner.models,
        imports=inner.imports | extra,
        neighbours=inner.neighbours,
    )


def field(
    name: str,
    kind: Annotation,
    *,
    wire: str = "",
    required: bool = True,
    doc: str = "",
    notes: Sequence[str] = (),
    default_code: str | None = None,
) -> ModelField:
    type_ = kind if required else optional(kind)
    return ModelField(
        name=name,
        wire_name=wire or name,
        annotation=aliased(type_, wire) if wire and wire != name else type_,
        type=kind,
        required=required,
        default_code=default_code or (None if required else "None"),
        doc=doc,
        notes=tuple(notes),
    )


def argument(
    name: str,
    location: str,
    index: int,
    kind: Annotation,
    *,
    required: bool = True,
    wire: str = "",
    example: JSONValue = None,
    doc: str = "",
    annotation: Annotation | None = None,
    documented: bool = False,
) -> Argument:
    return Argument(
        name=name,
        wire_name=wire or name,
        location=location,
        index=index,
        annotation=annotation or (kind if required else optional(kind)),
        type=kind,
        required=required,
        example=example,
        doc=doc,
        notes=() if required else ("optional",),
        example_is_documented=documented,
    )


def parameter(name: str, location: str, *, required: bool = False) -> ParameterRow:
    style = {"path": "simple", "header": "simple"}.get(location, "form")
    return ParameterRow(
        wire_name=name,
        location=location,
        style=style,
        explode=style == "form",
        required=required,
        allow_reserved=False,
        content_type="",
        deprecated=False,
        argument=name.lower().replace("-", "_"),
        type_code="str",
    )


def response(
    status: str, code: str | None, description: str = "An answer", **more: object
) -> ResponseRow:
    media = (MediaRow(content_type="application/json", type_code=code),) if code else ()
    return ResponseRow(status=status, description=description, media=media)


ERRORS = (
    response("404", "Problem", "No such pet"),
    response("default", "Problem", "Trouble"),
)
SECURITY = (("bearerAuth",),)

LIST_PETS = Method(
    name="list_pets",
    label="list_pets",
    constant="LIST_PETS",
    operation_id="listPets",
    http_method="GET",
    path="/pets",
    summary="List pets",
    description="All pets, the oldest first.\n\n- one\n- two",
    arguments=(
        argument("next_token", "query", 0, STR, wire="nextToken", required=False),
        argument(
            "page_size",
            "query",
            1,
            INT,
            wire="pageSize",
            required=False,
            doc="How many at most.",
            example=10,
            documented=True,
        ),
        argument(
            "colors",
            "query",
            2,
            Annotation(
                code='list[Open[Literal["red", "green", "blue", "yellow", "magenta", "cyan"]]]',
                prose="List[str]",
                imports=frozenset(
                    {
                        Import(module="._runtime.models.base", name="Open"),
                        Import(module="typing", name="Literal"),
                    }
                ),
            ),
            required=False,
        ),
    ),
    result=model_type("PetPage", "pet_page"),
    parameters=(
        parameter("nextToken", "query"),
        parameter("pageSize", "query"),
        parameter("colors", "query"),
    ),
    body=None,
    responses=(response("200", "PetPage"), *ERRORS),
    security=SECURITY,
    pagination=PaginationRow(
        kind=PAGINATION_KINDS["cursor"],
        item=PET,
        items=("data",),
        next=("nextToken",),
        parameter="nextToken",
        size_parameter="pageSize",
    ),
)

CREATE_PET = Method(
    name="create_pet",
    label="create_pet",
    constant="CREATE_PET",
    operation_id="createPet",
    http_method="POST",
    path="/pets",
    summary="Create a pet",
    description="",
    arguments=(
        argument(
            "pet",
            "body",
            0,
            PET,
            example={"petName": "Rex", "born": "2020-02-29", "color": "red"},
            doc="The pet to create.",
            annotation=Annotation(
                code="Pet | Mapping[str, object]",
                prose="Pet",
                models=("Pet",),
                imports=frozenset({Import(module="collections.abc", name="Mapping")}),
                neighbours=PET.neighbours,
            ),
        ),
    ),
    result=PET,
    parameters=(),
    body=BodyRow(
        required=True,
        media=(MediaRow(content_type="application/json", type_code="Pet"),),
    ),
    responses=(response("201", "Pet"), *ERRORS),
    security=SECURITY,
)

DELETE_PET = Method(
    name="delete_pet",
    label="delete_pet",
    constant="DELETE_PET",
    operation_id="deletePet",
    http_method="DELETE",
    path="/pets/{petId}",
    summary="Delete a pet",
    description="Gone for good.",
    arguments=(argument("pet_id", "path", 0, STR, wire="petId", example="p-1"),),
    result=NONE,
    parameters=(parameter("petId", "path", required=True),),
    body=None,
    responses=(response("204", None), *ERRORS),
    security=(),
    deprecated=True,
)

STREAM_PETS = Method(
    name="stream_pets",
    label="stream_pets",
    constant="STREAM_PETS",
    operation_id="streamPets",
    http_method="POST",
    path="/pets/stream",
    summary="Stream pets",
    description="",
    arguments=(
        argument(
            "upload",
            "body",
            0,
            Annotation(code="object", prose="object"),
            required=False,
            example={"photo": "x"},
        ),
    ),
    result=stream("Stream"),
    async_result=stream("AsyncStream"),
    parameters=(),
    body=BodyRow(
        required=False,
        media=(
            MediaRow(
                content_type="multipart/form-data",
                type_code=None,
                parts=(PartRow(field="photo", content_type="image/png", file=True),),
            ),
        ),
    ),
    responses=(
        ResponseRow(
            status="200",
            description="One after the other",
            media=(MediaRow(content_type="text/event-stream", type_code="Pet", item=True),),
            headers=(("X-Count", "How many | about"),),
        ),
    ),
    security=(("basicAuth", "keyAuth"), ()),
    servers=(ServerRow(url="https://stream.pets.example", description=""),),
    idempotency_key="Idempotency-Key",
    scopes=(("bearerAuth", ("read",)),),
)

MODELS = (
    EnumModel(
        name="Color",
        module="color",
        doc="The colours.",
        base="StrEnum",
        members=(
            EnumMember(name="RED", value_code='"red"', doc="Like a rose."),
            EnumMember(name="BLUE", value_code='"blue"'),
        ),
    ),
    ObjectModel(
        name="Owner",
        module="owner",
        doc="",
        fields=(
            field("name", STR),
            field("pets", listed(PET), required=False, notes=["optional"]),
        ),
        additional=PET,
    ),
    ObjectModel(
        name="Pet",
        module="pet",
        doc="An animal that lives with people.",
        fields=(
            field("pet_name", STR, wire="petName", doc="What it is called."),
            field("born", DATE),
            field("color", COLOR, required=False, notes=["optional"]),
            field("owner", OWNER, required=False, notes=["optional"]),
        ),
        example={"petName": "Rex", "born": "2020-02-29"},
    ),
    AliasModel(
        name="PetOrOwner",
        module="pet_or_owner",
        doc="Either of the two.",
        type=Annotation(
            code="Pet | Owner | UnknownVariant",
            prose="Pet | Owner",
            models=("Pet", "Owner"),
            imports=frozenset({Import(module="._runtime.models.base", name="UnknownVariant")}),
            neighbours=PET.neighbours | OWNER.neighbours,
        ),
        of_code="Pet | Owner",
        tag="kind",
        mapping=(("pet", "Pet"), ("owner", "Owner")),
    ),
    ObjectModel(
        name="PetPage",
        module="pet_page",
        doc="One page of pets.",
        fields=(
            field("data", listed(PET)),
            field("next_token", STR, wire="nextToken", required=False),
        ),
    ),
    ObjectModel(
        name="Problem",
        module="problem",
        doc="What went wrong.",
        fields=(field("message", STR),),
    ),
)


def sample(layout: str = "modern") -> Package:
    """The package in one of the layouts."""
    return Package(
        name="pet_client",
        distribution="pet-client",
        version="1.2.3",
        title="Pets",
        api_version="2024-01",
        description="A service that keeps pets.",
        layout=layout,
        host="https://pets.example",
        servers=(
            ServerRow(url="https://pets.example", description="Live"),
            ServerRow(
                url="https://{region}.pets.example",
                description="By region",
                variables=(("region", "eu", ("eu", "us"), "Where"),),
            ),
        ),
        schemes=(
            SchemeRow(
                name="bearerAuth",
                kind=BEARER,
                environment="PETS_TOKEN",
            ),
            SchemeRow(name="basicAuth", kind=BASIC),
            SchemeRow(
                name="keyAuth",
                kind=API_KEY,
                parts={"parameter": "X-Key", "location": "header"},
            ),
        ),
        apis=(
            ApiClass(
                name="PetsApi",
                module="pets_api",
                accessor="pets",
                path=("pets",),
                doc="Pets and their people.",
                methods=(LIST_PETS, CREATE_PET, DELETE_PET, STREAM_PETS),
            ),
        ),
        models=MODELS,
        digest="sha256:0",
        errors=(
            ErrorClass(
                name="ApiException",
                doc="The service answered with a status outside 200-299.",
                data=or_anything(ERROR),
            ),
            ErrorClass(
                name="NotFoundException",
                doc="Status 404.",
                data=or_anything(ERROR),
            ),
        ),
        helpers=(
            (
                Helper(
                    name="get_pet_client",
                    scheme="bearerAuth",
                    prefix="Bearer",
                    host_argument="host",
                    key_argument="token",
                ),
            )
            if layout == "modern"
            else ()
        ),
    )
