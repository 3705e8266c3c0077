"""Definitions become models: classes with fields, enums, and names for other types."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from docbound.annotations import field_annotation, has_members, quoted, scalar_code
from docbound.lower.context import Context
from docbound.lower.field_defaults import default_of
from docbound.lower.form_files import as_part
from docbound.lower.notes import field_notes
from docbound.lower.recursive_types import leads_back
from docbound.lower.standard_texts import with_deprecation, with_link
from docbound.package import (
    AliasModel,
    Annotation,
    EnumMember,
    EnumModel,
    Model,
    ModelField,
    ObjectModel,
)
from docbound.service import (
    MISSING,
    Alias,
    Definition,
    Enum,
    Field,
    JSONValue,
    Literal,
    Named,
    Object,
    Payload,
    Type,
    Union,
    UnionDefinition,
)
from docbound.writing.markdown import prose

_BASES = {
    "string": "StrEnum",
    "integer": "IntEnum",
    "number": "float, Enum",
    "mixed": "Enum",
}


def lower_models(context: Context) -> tuple[Model, ...]:
    """All models, sorted by module."""
    models = [_model(context, definition) for definition in context.api.definitions.values()]
    models.extend(
        _payload(context, payload)
        for payload in context.api.payloads
        if payload.pointer in context.names.models
        and payload.pointer not in context.api.definitions
    )
    return tuple(sorted(models, key=lambda model: model.module))


def _model(context: Context, definition: Definition) -> Model:
    match definition:
        case Object():
            return _object(context, definition)
        case Enum():
            return _enum(context, definition)
        case Alias():
            return _alias(context, definition)
        case UnionDefinition():
            return _choice(context, definition)
        case _:
            assert_never(definition)


def _doc(definition: Definition) -> str:
    about = definition.about
    return with_link(prose(about.description) or prose(about.title), prose(about.external_docs))


def _title(title: str, name: str) -> str:
    """A title that stands for a description, unless it only is the name in words, as code that
    writes descriptions has it (``userId``, ``User Id``).
    """
    said, known = (
        "".join(char for char in text.lower() if char.isalnum()) for text in (title, name)
    )
    return "" if said == known else prose(title)


# --- objects
def _object(context: Context, definition: Object) -> ObjectModel:
    about = definition.about
    name = context.names.models[about.pointer]
    additional = definition.additional
    return ObjectModel(
        name=name.name,
        module=name.module,
        doc=_doc(definition),
        fields=tuple(_field(context, definition, field) for field in definition.fields),
        additional=None if additional is None else context.annotator.marked(additional),
        variants=_variants(context, definition),
        deprecated=about.deprecated,
        example=context.examples.of_definition(definition),
    )


def _variants(context: Context, definition: Object) -> Annotation | None:
    """The choice between the objects that are made of this one, if there is one."""
    choice = f"{definition.about.pointer}#choice"
    known = choice in context.names.models
    return context.annotator.marked(Named(pointer=choice)) if known else None


def _field(context: Context, definition: Object, field: Field) -> ModelField:
    about = definition.about
    name = context.names.fields[about.pointer][field.name]
    default = default_of(context, definition, field, json_code)
    fills_required = default is not None and default.fills_required
    required = _must_be_given(definition, field, fills_required=fills_required)
    secret = field.name in context.settings.secret_fields or _is_password(field.type)
    type_ = field.type
    if about.pointer in context.forms:
        type_ = as_part(type_, context.api.definitions)
    bare = context.annotator.marked(type_)
    is_optional = not required and not fills_required
    annotation = field_annotation(
        context.annotator,
        type_,
        alias=field.name if field.name != name else None,
        secret=secret,
        optional=is_optional and (default is None or default.leaves_none),
    )
    if default is not None:
        annotation = replace(annotation, imports=annotation.imports | default.imports)
    return ModelField(
        name=name,
        wire_name=field.name,
        annotation=annotation,
        type=_without_null(bare),
        required=required,
        default_code=default.code if default else None if required else "None",
        doc=with_deprecation(
            with_link(
                prose(field.description) or _title(field.title, field.name),
                prose(field.external_docs),
            ),
            deprecated=field.deprecated,
        ),
        notes=field_notes(
            field,
            required=required or fills_required,
            nullable=context.annotator.accepts_null(field.type),
        ),
        deprecated=field.deprecated,
        secret=secret,
        example=_example(context, field),
    )


def is_required(context: Context, definition: Object, field: Field) -> bool:
    """Whether who makes an object has to give a field: no default of its own means it."""
    default = default_of(context, definition, field, json_code)
    fills_required = default is not None and default.fills_required
    return _must_be_given(definition, field, fills_required=fills_required)


def _must_be_given(definition: Object, field: Field, *, fills_required: bool) -> bool:
    about = definition.about
    return (
        field.required
        and not fills_required
        and not (field.read_only and about.in_request)
        and not (field.write_only and about.in_response)
    )


def json_code(value: JSONValue) -> str:
    """A scalar, or a list of scalars, as Python source."""
    match value:
        case list():
            return f"[{', '.join(json_code(item) for item in value)}]"
        case dict():
            entries = (f"{scalar_code(key)}: {json_code(item)}" for key, item in value.items())
            return f"{{{', '.join(entries)}}}"
        case _:
            return scalar_code(value)


def _example(context: Context, field: Field) -> JSONValue:
    given = context.examples.documented(field.example, field.type)
    return None if given is MISSING else given


def _is_password(type_: Type) -> bool:
    match type_:
        case Union():
            return any(_is_password(member) for member in type_.members)
        case _:
            return getattr(type_, "format", "") == "password"


def _without_null(annotation: Annotation) -> Annotation:
    """The bare type, for documentation."""
    code = annotation.code
    if code.startswith("Nullable[") and code.endswith("]"):
        return Annotation(
            code=code[len("Nullable[") : -1],
            prose=annotation.prose,
            models=annotation.models,
            imports=annotation.imports,
            neighbours=annotation.neighbours,
        )
    return annotation


# --- enums
def _enum(context: Context, definition: Enum) -> Model:
    about = definition.about
    name = context.names.models[about.pointer]
    if not has_members(definition):
        return _alias(context, Alias(about=about, type=Literal(values=definition.values)))
    docs = definition.descriptions
    if len(docs) != len(definition.values):
        docs = ("",) * len(definition.values)
    members: dict[str, EnumMember] = {}
    for member, value, doc in zip(
        context.names.members[about.pointer], definition.values, docs, strict=True
    ):
        members.setdefault(
            member,
            EnumMember(name=member, value_code=scalar_code(value), doc=prose(doc)),
        )
    return EnumModel(
        name=name.name,
        module=name.module,
        doc=_doc(definition),
        base=_BASES[definition.kind],
        members=tuple(members.values()),
        deprecated=about.deprecated,
    )


# --- names for other types
def _alias(context: Context, definition: Alias) -> AliasModel:
    about = definition.about
    name = context.names.models[about.pointer]
    type_ = context.annotator.result(definition.type)
    if leads_back(
        about.pointer, [definition.type], context.api.definitions, through_containers=True
    ):
        type_ = quoted(type_)
    return AliasModel(
        name=name.name,
        module=name.module,
        doc=_doc(definition),
        type=type_,
        of_code=context.annotator.marked(definition.type).code,
        is_class=_is_class(context, definition),
        deprecated=about.deprecated,
    )


def _is_class(context: Context, definition: Alias) -> bool:
    """Whether an alias is another name for one class, perhaps through other such names.

    The name of an object that has variants is not: it also means what is made of the object.
    """
    seen = {definition.about.pointer}
    target: Definition | None = definition
    last: Named | None = None
    while isinstance(target, Alias) and isinstance(target.type, Named):
        last = target.type
        if last.pointer in seen:
            return False
        seen.add(last.pointer)
        target = context.api.definitions.get(last.pointer)
    if last is None or not isinstance(target, Object):
        return False
    return context.annotator.result(last).code == context.names.models[last.pointer].name


def _choice(context: Context, definition: UnionDefinition) -> AliasModel:
    about = definition.about
    name = context.names.models[about.pointer]
    type_ = context.annotator.choice(definition)
    if leads_back(
        about.pointer, definition.members, context.api.definitions, through_containers=True
    ):
        type_ = quoted(type_)
    of = context.annotator.marked(Union(members=definition.members))
    models = context.names.models
    return AliasModel(
        name=name.name,
        module=name.module,
        doc=_doc(definition),
        type=type_,
        of_code=of.code,
        tag=definition.tag,
        mapping=tuple(
            (value, models[target.pointer].name)
            for value, target in definition.mapping
            if target.pointer in models
        ),
        default=(
            models[definition.default.pointer].name
            if definition.default and definition.default.pointer in models
            else ""
        ),
        base=(
            models[definition.base.pointer].name
            if definition.base and definition.base.pointer in models
            else ""
        ),
        deprecated=about.deprecated,
    )


def _payload(context: Context, payload: Payload) -> AliasModel:
    name = context.names.models[payload.pointer]
    return AliasModel(
        name=name.name,
        module=name.module,
        doc=prose(payload.description),
        type=context.annotator.result(payload.type),
        of_code=context.annotator.marked(payload.type).code,
    )
