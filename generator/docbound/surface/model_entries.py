"""What models promise: fields, members and types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from docbound.naming import Names
from docbound.package import AliasModel, EnumModel, ObjectModel, Package
from docbound.service import Api, Field, Object
from docbound.surface.entry import Entry, Facts, code_digest
from docbound.surface.places import Places
from docbound.surface.type_comparison import bare


def model_entries(package: Package, api: Api, names: Names, places: Places) -> Iterator[Entry]:
    """The models, enums and aliases, with their fields and members.

    Args:
        package: the package.
        api: the service that it was made from.
        names: every name in it.
        places: finds places in the description.
    """
    by_name = {name.name: pointer for pointer, name in names.models.items()}
    spread = _spread_bodies(package)
    for model in package.models:
        pointer = by_name[model.name]
        definition = api.definitions.get(pointer)
        use = definition.about if definition else None
        facts: Facts = {"module": model.module}
        if use is None or use.in_response:
            facts["received"] = True
        if use is not None and use.in_request:
            facts["sent"] = True
        if model.deprecated:
            facts["deprecated"] = True
        if model.name in spread:
            facts["spread"] = True
        match model:
            case ObjectModel():
                yield from _object_entries(model, facts, pointer, definition, places)
            case EnumModel():
                yield from _enum_entries(model, facts, pointer)
            case AliasModel():
                yield _alias_entry(model, facts, pointer)


_NAME: Final = re.compile(r"\w+")


def _spread_bodies(package: Package) -> frozenset[str]:
    """The models whose fields are keyword arguments of calls, in the place of a body."""
    return frozenset(
        name
        for api in package.apis
        for method in api.methods
        if method.body and any(form.options for form in method.overloads)
        for row in method.body.media
        for name in _NAME.findall(row.type_code or "")
    )


def _object_entries(
    model: ObjectModel, facts: Facts, pointer: str, definition: object, places: Places
) -> Iterator[Entry]:
    if model.additional is not None:
        facts["additional"] = bare(model.additional.code)
    if places.is_closed(pointer):
        facts["closed"] = True
    limits = places.limits(pointer, of_model=True) if facts.get("sent") else {}
    if limits:
        facts["limits"] = limits
    facts["code"] = code_digest(
        [(item.name, item.annotation.code, item.default_code) for item in model.fields]
    )
    yield Entry(
        kind="model",
        name=model.name,
        title=f"class {model.name}",
        facts=facts,
        place=pointer,
    )
    yield from _fields(model, definition, places)


def _enum_entries(model: EnumModel, facts: Facts, pointer: str) -> Iterator[Entry]:
    facts["base"] = model.base
    facts["code"] = code_digest([(member.name, member.value_code) for member in model.members])
    yield Entry(
        kind="enum",
        name=model.name,
        title=f"class {model.name}({model.base})",
        facts=facts,
        place=pointer,
    )
    for member in model.members:
        yield Entry(
            kind="member",
            name=f"{model.name}.{member.name}",
            title=f"{model.name}.{member.name} = {member.value_code}",
            facts={"value": member.value_code},
            place=pointer,
        )


def _alias_entry(model: AliasModel, facts: Facts, pointer: str) -> Entry:
    facts["type"] = bare(model.type.code)
    facts["code"] = code_digest(model.type.code, model.of_code, model.tag)
    if model.tag:
        facts["tag"] = model.tag
        facts["mapping"] = dict(model.mapping)
    return Entry(
        kind="alias",
        name=model.name,
        title=f"{model.name} = {model.type.code}",
        facts=facts,
        place=pointer,
    )


def _fields(model: ObjectModel, definition: object, places: Places) -> Iterator[Entry]:
    declared: dict[str, Field] = (
        {item.name: item for item in definition.fields} if isinstance(definition, Object) else {}
    )
    pointer = definition.about.pointer if isinstance(definition, Object) else ""
    declared_at = places.of_fields(pointer) if pointer else {}
    sent = isinstance(definition, Object) and definition.about.in_request
    for item in model.fields:
        described = declared.get(item.wire_name)
        place = declared_at.get(item.wire_name, pointer)
        facts: Facts = {"type": bare(item.annotation.code), "wire": item.wire_name}
        if item.required:
            facts["required"] = True
        if item.default_code not in (None, "None"):
            facts["default"] = item.default_code
        if item.deprecated:
            facts["deprecated"] = True
        if described is not None:
            nested = places.limits(place) if sent and place != pointer else {}
            limits: Facts = nested | dict(described.constraints)
            facts |= {
                key: value
                for key, value in (
                    ("limits", limits),
                    ("read_only", described.read_only),
                    ("write_only", described.write_only),
                    ("wire_required", described.required),
                )
                if value
            }
        default = "" if item.default_code is None else f" = {item.default_code}"
        yield Entry(
            kind="field",
            name=f"{model.name}.{item.name}",
            title=f"{model.name}.{item.name}: {bare(item.annotation.code)}{default}",
            facts=facts,
            place=place,
        )
