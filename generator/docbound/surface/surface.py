"""The surface of a package: one entry for each promise to its users.

An entry has a kind and a name, facts about it, and its place in the description. What goes over the
wire is a promise like a signature: the entry of a method has both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Final, TypeAlias, cast

from docbound.document import escape
from docbound.naming import Names
from docbound.package import (
    AliasModel,
    ApiClass,
    Argument,
    BodyRow,
    EnumModel,
    MediaRow,
    Method,
    ObjectModel,
    Package,
    PaginationRow,
    ParameterRow,
    PartRow,
    ResponseRow,
    ServerRow,
)
from docbound.records import field, record
from docbound.render.package_files import LAYOUTS
from docbound.service import (
    Api,
    Field,
    JSONValue,
    Object,
    Operation,
    Pointer,
)
from docbound.surface.places import Places
from docbound.surface.type_comparison import bare

Facts: TypeAlias = "dict[str, JSONValue]"
SURFACE_FILE: Final = "surface.txt"
"""The surface's file in the distribution's folder; in a wheel it is in the import package."""


@record
class Entry:
    """One promise.

    Attributes:
        kind: ``package``, ``import``, ``scheme``, ``helper``, ``exception``, ``api``, ``method``,
            ``model``, ``field``, ``enum``, ``member`` or ``alias``.
        name: its name for a user: ``CreditsApi.list_credits``, ``Credit.status``.
        title: the promise as a user reads it.
        facts: what it consists of.
        place: where it comes from in the description, or an empty string.
    """

    kind: str
    name: str
    title: str = ""
    facts: Facts = field(default_factory=dict[str, "JSONValue"])
    place: Pointer = ""


Surface: TypeAlias = Mapping[tuple[str, str], Entry]
"""Entries by kind and name."""


_MORE_OF_PAGES = ("first", "more", "end", "total", "total_pages", "last_item")
"""What few operations say of their pages besides the rest."""


def _pages(row: PaginationRow) -> dict[str, JSONValue]:
    found: dict[str, JSONValue] = {
        "kind": row.kind.name,
        "item": bare(row.item.code),
        "items": list(row.items),
        "next": list(row.next),
        "parameter": row.parameter,
        "size": row.size_parameter,
    }
    for name in _MORE_OF_PAGES:
        value: JSONValue | tuple[str, ...] = getattr(row, name)
        if value is not None and value != ():
            found[name] = list(value) if isinstance(value, tuple) else value
    return found


def surface_of(package: Package, api: Api, names: Names, places: Places) -> Surface:
    """The surface of a package.

    Args:
        package: the package.
        api: the service that it was made from.
        names: every name in it.
        places: finds places in the description.

    Returns:
        All entries, sorted.
    """
    entries = [
        _package(package, places),
        *_modules(package),
        *_schemes(package, api),
        *_helpers(package),
        *(
            Entry(
                kind="exception",
                name=error.name,
                title=f"{error.name}.data: {error.data.code}",
                facts={"data": bare(error.data.code)},
            )
            for error in package.errors
        ),
        *_former(package),
        *_apis(package, api, names, places),
        *_models(package, api, names, places),
    ]
    return {
        (entry.kind, entry.name): entry
        for entry in sorted(entries, key=lambda entry: (entry.kind, entry.name))
    }


# --- the package ----------------------------------------------------------------------------------


def _package(package: Package, places: Places) -> Entry:
    return Entry(
        kind="package",
        name=package.name,
        title=f"{package.distribution} {package.version}, extra [aio]",
        facts={
            "distribution": package.distribution,
            "version": package.version,
            "layout": package.layout,
            "extras": ["aio"],
            "host": package.host,
            "servers": _servers(package.servers),
            "environment": dict(package.environment or {}),
            **_conduct(package),
            "description": package.digest,
            "prose": _digest(package),
        },
        place=places.first("#/servers", "#/host", "#/basePath"),
    )


def _conduct(package: Package) -> Facts:
    """What client.yaml says of responses and webhooks, each fact only where it says something."""
    webhooks = package.webhooks
    signature = dict(webhooks.signature) if webhooks is not None else {}
    found: Facts = {
        "reported_errors": {
            key: [_without_defaults(asdict(rule)) for rule in rules]
            for key, rules in package.reported_errors.items()
        },
        "throttling": [_without_defaults(asdict(rule)) for rule in package.throttling],
        "retries": {name: _listed(value) for name, value in package.retries},
        "webhook_signature": dict(signature),
    }
    return {name: value for name, value in found.items() if value}


def _without_defaults(facts: Mapping[str, object]) -> Facts:
    """A rule as plain data, without what it does not say; of a type only how it is written."""
    found: Facts = {}
    for name, value in facts.items():
        if isinstance(value, dict) and "prose" in value:
            value = cast("dict[str, str]", value)["code"]
        elif isinstance(value, dict):
            value = _without_defaults(cast("dict[str, object]", value))
        if value not in (None, (), "", False) and value != {}:
            found[name] = _listed(value)
    return found


def _listed(value: object) -> JSONValue:
    if isinstance(value, tuple):
        return list(cast("tuple[JSONValue, ...]", value))
    return cast("JSONValue", value)


def _digest(package: Package) -> str:
    """A digest of what only people read: the texts and the metadata of client.yaml."""
    texts = (package.title, package.description, package.notes, package.metadata)
    return f"sha256:{hashlib.sha256(repr(texts).encode(errors='replace')).hexdigest()[:16]}"


def code_digest(*parts: object) -> str:
    """A short digest of what an entry's code is made of, so that a change that no other fact shows
    is seen.
    """
    return hashlib.sha256(repr(parts).encode(errors="replace")).hexdigest()[:12]


def _servers(servers: Iterable[ServerRow]) -> list[JSONValue]:
    return [
        [server.url, [list(map(_plain, variable)) for variable in server.variables]]
        for server in servers
    ]


def _plain(value: object) -> JSONValue:
    if isinstance(value, tuple):
        return list(cast("tuple[JSONValue, ...]", value))
    return str(value)


def _modules(package: Package) -> Iterator[Entry]:
    root = package.name
    modules = [
        root,
        *(f"{root}.{name}" for name in ("api", "aio", "models", "exceptions", "rest")),
        *(f"{root}.{name}" for name in ("configuration", "api_client", "api_response", "hooks")),
        *([f"{root}.sign_in"] if package.signs_in else []),
        *(f"{root}.api.{api.module}" for api in package.apis),
        *(f"{root}.aio.{api.module}" for api in package.apis),
        *(f"{root}.{_models_folder(package)}.{model.module}" for model in package.models),
        *(f"{root}.{_models_folder(package)}.{old.module}" for old in package.former_models),
        *(f"{root}.{name}.{old.module}" for name in ("api", "aio") for old in package.former_apis),
        *(
            f"{root}.{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
            for path, _ in package.handwritten
        ),
    ]
    for module in dict.fromkeys(modules):
        yield Entry(kind="import", name=module, title=module)


def _models_folder(package: Package) -> str:
    return LAYOUTS[package.layout].models_folder


def _schemes(package: Package, api: Api) -> Iterator[Entry]:
    pointers = {scheme.name: scheme.pointer for scheme in api.security_schemes}
    for scheme in package.schemes:
        facts: Facts = {
            "kind": scheme.kind.name,
            **scheme.parts,
            "bearer_format": "",  # says what a token looks like to people, and changes no call
            "flows": " ".join(flow.name for flow in scheme.flows),
            "prefix": scheme.prefix,
            "environment": scheme.environment,
            "sign_in": {name: _listed(value) for name, value in scheme.sign_in},
        }
        where = f" from ${scheme.environment}" if scheme.environment else ""
        if scheme.parts.get("bearer_format"):
            facts["code"] = code_digest(scheme.parts["bearer_format"])
        yield Entry(
            kind="scheme",
            name=scheme.name,
            title=f"{scheme.name}: {scheme.kind.name}{where}",
            facts={key: value for key, value in facts.items() if value},
            place=pointers.get(scheme.name, ""),
        )


def _former(package: Package) -> Iterator[Entry]:
    """Former names that are kept for renamed things."""
    for old in (*package.former_models, *package.former_apis):
        yield Entry(
            kind="former",
            name=old.name,
            title=f"{old.name} = {old.now}, deprecated",
            facts={"now": old.now, "accessor": old.accessor},
        )
    for api in package.apis:
        for method in api.methods:
            if method.now:
                yield Entry(
                    kind="former",
                    name=f"{api.name}.{method.name}",
                    title=f"{api.name}.{method.name} = client.{method.now}, deprecated",
                    facts={"now": f"client.{method.now}"},
                )


def _helpers(package: Package) -> Iterator[Entry]:
    for helper in package.helpers:
        yield Entry(
            kind="helper",
            name=helper.name,
            title=f"{helper.name}(*, {helper.host_argument}, {helper.key_argument}, prefix)",
            facts={
                "scheme": helper.scheme,
                "prefix": helper.prefix,
                "arguments": [helper.host_argument, helper.key_argument, "prefix"],
            },
        )


# --- operations -----------------------------------------------------------------------------------


def _apis(package: Package, api: Api, names: Names, places: Places) -> Iterator[Entry]:
    by_name = {
        (names.apis[place.api].name, place.method): pointer
        for pointer, named in names.operations.items()
        for place in named.methods
    }
    operations = {operation.pointer: operation for operation in api.operations}
    tags = {name.name: name.tag for name in names.apis.values()}
    for item in package.apis:
        facts: Facts = {"accessor": item.attribute, "module": item.module}
        tag = tags[item.name]
        if tag is not None:
            facts["tag"] = tag
        yield Entry(
            kind="api",
            name=item.name,
            title=f"{item.name}, ApiClient.{item.attribute}",
            facts=facts,
            place=next((by_name[item.name, method.name] for method in item.present), ""),
        )
        for method in item.present:
            operation = operations[by_name[item.name, method.name]]
            yield _method((package, item), method, operation, places)


def _deciding(method: Method) -> Facts:
    """What decides which kind of response a call gets."""
    if method.streaming:
        return {"streaming": f"{method.streaming.location} {method.streaming.name}"}
    if method.choice:
        # What a call gets that does not say: code without the argument relies on it.
        usual = bare(method.overloads[0].result.code)
        return {"choice": f"{method.choice.location} {method.choice.name}", "result": usual}
    return {}


def _accepted(method: Method) -> list[JSONValue]:
    """The media types that a call asks for which does not choose among them."""
    choice = method.choice
    if choice is None or choice.default is None:
        return list(method.accept)
    by_value = {value: {name for name, _ in media} for value, media in choice.media}
    others = set[str]().union(*by_value.values()) - by_value.get(choice.default, set())
    return [media for media in method.accept if media not in others]


def _method(
    owner: tuple[Package, ApiClass], method: Method, operation: Operation, places: Places
) -> Entry:
    package, api = owner
    facts: Facts = {
        "arguments": [
            _argument(argument, method, operation, places) for argument in method.arguments
        ],
        "result": bare(method.result.code),
        "operation": method.operation_id,
        "request": f"{method.http_method} {method.path}",
        "accept": _accepted(method),
        "query": [row.wire_name for row in method.parameters if row.location == "query"],
        "responses": {row.status: _media(row) for row in method.responses},
        "security": [list(names) for names in method.security],
    }
    if method.polling is not None:
        facts["until_done"] = _without_defaults(asdict(method.polling))
    facts["code"] = code_digest(
        [
            (item.name, item.annotation.code, item.required, item.keyword_only)
            for item in method.arguments
        ],
        method.parameters,
        method.body,
        [(row.status, row.media) for row in method.responses],
        (method.http_method, method.path, method.result.code, method.security),
        (method.scopes, method.servers or "", method.deprecated, method.idempotency_key),
        *([method.streaming] if method.streaming else []),
        *([method.choice] if method.choice else []),
    )
    if method.former_arguments:
        facts["former_arguments"] = dict(method.former_arguments)
    facts.update(_deciding(method))
    if method.async_result:
        facts["async_result"] = bare(method.async_result.code)
    if method.body:
        limits = _body_limits(operation, places)
        facts["body"] = {
            "required": method.body.required,
            "media": _body_media(method.body, package),
            **({"limits": limits} if limits else {}),
        }
    if method.scopes:
        facts["scopes"] = {name: list(scopes) for name, scopes in method.scopes}
    if method.servers:
        facts["servers"] = _servers(method.servers)
    if method.pagination:
        facts["pages"] = _pages(method.pagination)
    if method.idempotency_key:
        facts["idempotency"] = method.idempotency_key
    if method.deprecated:
        facts["deprecated"] = True
    return Entry(
        kind="method",
        name=f"{api.name}.{method.name}",
        title=f"{api.name}.{method.name}({_signature(method)}) -> {method.result.code}",
        facts=facts,
        place=operation.pointer,
    )


def _body_limits(operation: Operation, places: Places) -> Facts:
    """The limits on a body as a whole, of its first media type that has any."""
    if operation.body is None:
        return {}
    found = (
        places.limits(f"{operation.body.pointer}/content/{escape(media.content_type)}")
        for media in operation.body.contents
    )
    return next(filter(None, found), None) or places.limits(operation.body.pointer)


def _signature(method: Method) -> str:
    shown: list[str] = []
    for argument in method.arguments:
        if argument.keyword_only and "*" not in shown:
            shown.append("*")
        default = "" if argument.required else f" = {argument.default}"
        shown.append(f"{argument.name}: {argument.annotation.code}{default}")
    return ", ".join(shown)


_WIRE_NAMES: Final = re.compile(r"\b((\w+)Params) \| \2WireParams\b")
"""Plain data by the names of the wire beside plain data by those of attributes: what a change of a
wire name means is said of the field.
"""


def _argument(
    argument: Argument, method: Method, operation: Operation, places: Places
) -> JSONValue:
    facts: Facts = {
        "name": argument.name,
        "type": _WIRE_NAMES.sub(r"\1", bare(argument.type.code)),
        "in": argument.location,
    }
    if argument.required:
        facts["required"] = True
    if argument.keyword_only:
        facts["keyword"] = True
    if argument.deprecated:
        facts["deprecated"] = True
    if argument.location == "body":
        facts["place"] = operation.body.pointer if operation.body else ""
        return facts
    if argument.location == "accept":
        facts["place"] = operation.pointer
        return facts
    row = method.parameters[argument.index]
    parameter = operation.parameters[argument.index]
    facts["wire"] = argument.wire_name
    facts["sent"] = _style(row)
    limits = places.limits(parameter.pointer) | dict(parameter.constraints)
    if limits:
        facts["limits"] = limits
    if not argument.required and argument.default != "None":
        facts["default"] = argument.default
    if row.type_code == "Any":
        facts["unchecked"] = True
    facts["place"] = parameter.pointer
    return facts


def _style(row: ParameterRow) -> str:
    if row.content_type:
        return row.content_type
    explode = ", exploded" if row.explode else ""
    reserved = ", reserved" if row.allow_reserved else ""
    inner = f", inner {row.separators!r}" if row.separators else ""
    return f"{row.style}{explode}{reserved}{inner}"


def _media(rows: ResponseRow) -> JSONValue:
    return {row.content_type: _media_type(row) for row in rows.media}


def _media_type(row: MediaRow) -> JSONValue:
    return f"stream of {row.type_code}" if row.item else row.type_code


_FORMS: Final = ("multipart/", "application/x-www-form-urlencoded")


def _body_media(body: BodyRow, package: Package) -> JSONValue:
    """Types by media type; for a form, how each of its fields is sent beside that, in words."""
    found: dict[str, JSONValue] = {}
    for row in body.media:
        parts = dict.fromkeys(_fields_of(row, package), "")
        parts |= {part.field: _part(part) for part in row.parts}
        found[row.content_type] = [row.type_code, dict(parts)] if parts else _media_type(row)
    return found


def _fields_of(row: MediaRow, package: Package) -> list[str]:
    """The wire names of a form's fields."""
    if not row.content_type.startswith(_FORMS):
        return []
    models = (model for model in package.models if model.name == row.type_code)
    return [
        field.wire_name
        for model in models
        if isinstance(model, ObjectModel)
        for field in model.fields
    ]


def _part(part: PartRow) -> str:
    words = (
        "file" if part.file else "",
        part.content_type,
        part.style,
        "exploded" if part.explode else "",
        "reserved" if part.allow_reserved else "",
        f"inner {part.separators!r}" if part.separators else "",
        *part.headers,
    )
    return " ".join(filter(None, words))


# --- models ---------------------------------------------------------------------------------------


def _models(package: Package, api: Api, names: Names, places: Places) -> Iterator[Entry]:
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
