"""Python annotations as schemas."""

from __future__ import annotations

import ast
from typing import Final, cast

from docbound.draft.blocks import At
from docbound.draft.facts import Schema
from docbound.draft.packages.modules import keyword, literal, name_of, text_of
from docbound.records import record

_SCALARS: Final[dict[str, tuple[str, str]]] = {
    "str": ("string", ""),
    "StrictStr": ("string", ""),
    "constr": ("string", ""),
    "int": ("integer", ""),
    "StrictInt": ("integer", ""),
    "conint": ("integer", ""),
    "float": ("number", ""),
    "StrictFloat": ("number", ""),
    "confloat": ("number", ""),
    "Decimal": ("number", ""),
    "condecimal": ("number", ""),
    "bool": ("boolean", ""),
    "StrictBool": ("boolean", ""),
    "datetime": ("string", "date-time"),
    "date": ("string", "date"),
    "time": ("string", "time"),
    "UUID": ("string", "uuid"),
    "bytes": ("string", "binary"),
    "bytearray": ("string", "binary"),
    "StrictBytes": ("string", "binary"),
    "Base64": ("string", "byte"),
    "FileTypes": ("string", "binary"),
    "File": ("string", "binary"),
    "Base64FileInput": ("string", "byte"),
    "AnyUrl": ("string", "uri"),
    "HttpUrl": ("string", "uri"),
    "file_type": ("string", "binary"),
    "BinaryIO": ("string", "binary"),
    "none_type": ("", ""),
    "timedelta": ("string", "duration"),
    "EmailStr": ("string", "email"),
    "Uuid": ("string", "uuid"),
    "conbytes": ("string", "binary"),
}
_ANYTHING: Final = frozenset({"Any", "object", "Anything", "date_type", "JSON"})
_LISTS: Final = frozenset(
    {
        "List",
        "list",
        "Sequence",
        "SequenceNotStr",
        "Iterable",
        "Set",
        "set",
        "FrozenSet",
        "conlist",
        "conset",
        "Collection",
        "SyncPage",
        "Iterator",
    }
)
_MAPS: Final = frozenset({"Dict", "dict", "Mapping", "MutableMapping", "TypedMapping"})
_ABSENT: Final = frozenset({"Unset", "Omit", "NotGiven", "omit"})
_TRANSPARENT: Final = frozenset(
    {
        "Annotated",
        "Required",
        "ReadOnly",
        "Final",
        "Open",
        "OpenInt",
        "OpenNumber",
        "OpenValue",
        "Coroutine",
        "cast",
        "Nullable",
    }
)
_EVERY_TYPE: Final = frozenset({"bool", "dict", "float", "int", "list", "str"})
"""Together, how packages write that any value is right."""
_MOST_DEPTH: Final = 30


@record(frozen=False)
class Reading:
    """What an annotation says.

    Attributes:
        schema: the type.
        optional: whether the value may be absent by the annotation alone (``Unset``,
            ``NotRequired``).
        alias: the name on the wire, where the annotation carries it.
        description: a text that the annotation carries.
    """

    schema: Schema
    optional: bool = False
    alias: str = ""
    description: str = ""


def read_annotation(node: ast.AST | None, at: At, depth: int = 0) -> Reading:
    """Reads an annotation; what is not understood says nothing."""
    if node is None or depth > _MOST_DEPTH:
        return Reading(schema=Schema(at=at))
    if isinstance(node, ast.Constant):
        return _constant(node, at, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union(_flattened(node), at, depth)
    if isinstance(node, ast.Subscript):
        return _subscript(node, at, depth)
    if isinstance(node, ast.Call):
        return _call(node, at, depth)
    if isinstance(node, ast.Tuple):
        return _union(list(node.elts), at, depth)
    if isinstance(node, (ast.List, ast.Dict)):
        return Reading(schema=_written_out(node, at, depth))
    return Reading(schema=_named(name_of(node), at))


def _written_out(node: ast.List | ast.Dict, at: At, depth: int) -> Schema:
    """``[Pet]`` and ``{str: (Pet,)}``, as the ``python-prior`` packages of openapi-generator write
    lists and maps.
    """
    parts = node.elts if isinstance(node, ast.List) else node.values
    inside = _union([*parts], at, depth + 1).schema if parts else Schema(at=at)
    known = None if inside.empty else inside
    if isinstance(node, ast.List):
        return Schema(at=at, type="array", items=known)
    return Schema(at=at, type="object", values=known)


def _constant(node: ast.Constant, at: At, depth: int) -> Reading:
    if node.value is None:
        return Reading(schema=Schema(at=at, nullable=True))
    if isinstance(node.value, str):
        try:
            return read_annotation(ast.parse(node.value, mode="eval").body, at, depth + 1)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return Reading(schema=Schema(at=at))
    return Reading(schema=Schema(at=at))


def _named(name: str, at: At) -> Schema:
    if name in _SCALARS:
        kind, form = _SCALARS[name]
        return Schema(
            at=at,
            type=kind,
            format=form,
            format_at=at if form else None,
            nullable=name == "none_type",
        )
    if name in ("None", "NoneType"):
        return Schema(at=at, nullable=True)
    if name in _LISTS:
        return Schema(at=at, type="array")
    if name in _MAPS:
        return Schema(at=at, type="object")
    if name in _ANYTHING or not name:
        return Schema(at=at)
    return Schema(at=at, ref=name) if name[:1].isupper() else Schema(at=at)


def _flattened(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return [*_flattened(node.left), *_flattened(node.right)]
    return [node]


def _union(parts: list[ast.expr] | list[ast.AST], at: At, depth: int) -> Reading:
    if {name_of(part) for part in parts} >= _EVERY_TYPE:
        return Reading(schema=Schema(at=at))
    optional = nullable = False
    readings: list[Reading] = []
    for part in parts:
        if name_of(part) in _ABSENT and not isinstance(part, ast.Subscript):
            optional = True
            continue
        reading = read_annotation(part, at, depth + 1)
        if (
            isinstance(part, (ast.Constant, ast.Name, ast.Attribute))
            and name_of(part) in ("None", "none_type", "NoneType")
        ) or (isinstance(part, ast.Constant) and part.value is None):
            nullable = True
            continue
        if name_of(part) == "UnknownVariant":
            continue
        readings.append(reading)
    schemas = _merged([reading.schema for reading in readings])
    alias = next((reading.alias for reading in readings if reading.alias), "")
    description = next((reading.description for reading in readings if reading.description), "")
    if len(schemas) == 1:
        schema = schemas[0]
    elif any(schema.empty for schema in schemas):
        # Beside Any, an enumeration is one whose values may grow.
        listed = [schema for schema in schemas if schema.enum]
        schema = listed[0] if len(listed) == 1 and len(schemas) == 2 else Schema(at=at)
    else:
        schema = Schema(at=at, one_of=schemas) if schemas else Schema(at=at)
    schema.nullable = schema.nullable or nullable
    return Reading(schema=schema, optional=optional, alias=alias, description=description)


def _merged(schemas: list[Schema]) -> list[Schema]:
    """Alternatives of one type made one: ``int | float`` is a number."""
    kinds = {schema.type for schema in schemas}
    if kinds == {"integer", "number"}:
        return [next(schema for schema in schemas if schema.type == "number")]
    if (
        len(schemas) == 2
        and any(schema.ref for schema in schemas)
        and any(schema.type == "string" and not schema.enum for schema in schemas)
    ):
        reference = next(schema for schema in schemas if schema.ref)
        return [reference, *(schema for schema in schemas if schema is not reference)]
    binary = [schema for schema in schemas if schema.type == "string" and schema.format == "binary"]
    if binary and all(schema.type in ("string", "array") for schema in schemas):
        return binary[:1]
    return schemas


def _subscript(node: ast.Subscript, at: At, depth: int) -> Reading:
    name = name_of(node.value)
    inner = node.slice
    parts: list[ast.expr] = list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]
    if name in ("Optional", "Maybe"):
        reading = read_annotation(parts[0], at, depth + 1)
        reading.schema.nullable = True
        return reading
    if name == "NotRequired":
        reading = read_annotation(parts[0], at, depth + 1)
        reading.optional = True
        return reading
    if name == "Union":
        return _union(parts, at, depth)
    if name == "Literal":
        return Reading(schema=_literal(parts, at))
    if name in _LISTS or name.lower() in ("tuple",):
        items = read_annotation(parts[0], at, depth + 1).schema
        return Reading(schema=Schema(at=at, type="array", items=None if items.empty else items))
    if name in _MAPS:
        values = (
            read_annotation(parts[1], at, depth + 1).schema if len(parts) > 1 else Schema(at=at)
        )
        return Reading(schema=Schema(at=at, type="object", values=None if values.empty else values))
    if name in _TRANSPARENT:
        return _annotated(name, parts, at, depth)
    if name == "ClassVar":
        return Reading(schema=Schema(at=at), optional=True, alias="\0")
    return Reading(schema=_named(name, at))


def _literal(parts: list[ast.expr], at: At) -> Schema:
    values = [part.value for part in parts if isinstance(part, ast.Constant)]
    kept = [value for value in values if value is not None]
    kind = (
        "boolean"
        if kept and all(isinstance(value, bool) for value in kept)
        else (
            "string"
            if all(isinstance(value, str) for value in kept)
            else "integer" if all(isinstance(value, int) for value in kept) else ""
        )
    )
    return Schema(
        at=at,
        type=kind,
        enum=[*kept] if kind != "boolean" or len(kept) == 1 else [],
        enum_at=at,
        nullable=None in values,
    )


def _annotated(name: str, parts: list[ast.expr], at: At, depth: int) -> Reading:
    reading = read_annotation(parts[0], at, depth + 1)
    if name == "Nullable":
        reading.schema.nullable = True
    for extra in parts[1:]:
        if isinstance(extra, ast.Call):
            alias = text_of(keyword(extra, "alias")) or text_of(
                keyword(extra, "serialization_alias")
            )
            reading.alias = reading.alias or alias
            if name_of(extra) == "FieldMetadata" and extra.args and not alias:
                reading.alias = text_of(extra.args[0])
            if name_of(extra) == "PropertyInfo":
                form = text_of(keyword(extra, "format"))
                if form == "iso8601" and not reading.schema.format:
                    (
                        reading.schema.type,
                        reading.schema.format,
                        reading.schema.format_at,
                    ) = (
                        "string",
                        "date-time",
                        at,
                    )
            reading.description = reading.description or text_of(keyword(extra, "description"))
    return reading


def _call(node: ast.Call, at: At, depth: int) -> Reading:
    """``constr(strict=True)``, ``conlist(Pet)``, ``Union[...]`` inside ``cast``."""
    name = name_of(node.func)
    if name in ("conlist", "conset"):
        inner = node.args[0] if node.args else keyword(node, "item_type")
        items = read_annotation(inner, at, depth + 1).schema
        return Reading(schema=Schema(at=at, type="array", items=None if items.empty else items))
    return Reading(schema=_named(name, at))


def default_of(node: ast.expr | None) -> tuple[bool, str, str]:
    """What a field's value says: whether there is a default, the alias and the description."""
    if node is None:
        return False, "", ""
    if isinstance(node, ast.Call) and name_of(node.func) in (
        "Field",
        "field",
        "_attrs_field",
        "FieldInfo",
        "attrib",
        "ib",
    ):
        alias = text_of(keyword(node, "alias"))
        description = text_of(keyword(node, "description"))
        first = node.args[0] if node.args else keyword(node, "default")
        has = first is not None and not (
            isinstance(first, ast.Constant) and first.value is Ellipsis
        )
        has = (
            has
            or keyword(node, "default_factory") is not None
            or keyword(node, "factory") is not None
        )
        return has, alias, description
    return not (isinstance(node, ast.Constant) and node.value is Ellipsis), "", ""


def enum_members(node: ast.ClassDef) -> list[object]:
    """The values of an enumeration."""
    values: list[object] = []
    for item in node.body:
        if (
            isinstance(item, ast.Assign)
            and len(item.targets) == 1
            and isinstance(item.targets[0], ast.Name)
        ):
            value = literal(item.value)
            if value is not None and not item.targets[0].id.startswith("_"):
                member = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
                values.append(member[0])
    return values


def is_enum(node: ast.ClassDef) -> bool:
    """Whether a class is an enumeration."""
    return any(name_of(base) in ("Enum", "StrEnum", "IntEnum", "EnumMeta") for base in node.bases)
