"""Classes of models as schemas: pydantic, attrs, typed dicts, enumerations, type aliases."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Final

from docbound.draft.blocks import At
from docbound.draft.facts import Property, Schema
from docbound.draft.packages.annotations import (
    default_of,
    enum_members,
    is_enum,
    read_annotation,
)
from docbound.draft.packages.modules import (
    Module,
    allowed_values,
    docstring,
    literal,
    name_of,
    pairs_in,
    text_of,
)

_NOT_FIELDS = frozenset(
    {
        "model_config",
        "additional_properties",
        "openapi_types",
        "attribute_map",
        "one_of_schemas",
        "any_of_schemas",
        "actual_instance",
        "discriminator_value_class_map",
    }
)


_OPTION: Final = re.compile(r"(?:any|one)of_schema_\d+_validator")
"""Fields that openapi-generator writes for the alternatives of a model, each with its type."""


def read_class(
    node: ast.ClassDef, module: Module, known: Mapping[str, ast.ClassDef] | None = None
) -> Schema:
    """A class of a model.

    Args:
        node: the class.
        module: where it is.
        known: other classes of models, for fields that it inherits.
    """
    at = module.at(node)
    if is_enum(node):
        return _enum(enum_members(node), at)
    fields: dict[str, Property] = {}
    schema = Schema(at=at, type="object", fields=fields, closed=True)
    total = not any(item.arg == "total" and literal(item.value) is False for item in node.keywords)
    typed = _is_typed_dict(node, known or {})
    for base in node.bases:
        inherited = (known or {}).get(name_of(base))
        if inherited is not None and inherited is not node:
            fields.update(read_class(inherited, module, {}).fields or {})
    wire = _wire_names(node)
    texts = _field_texts(node)
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            prop = _property(item, module, wire, typed=typed, total=total)
            if prop is not None:
                prop.description = prop.description or texts.get(item.target.id, "")
                fields[prop.name] = prop
    _validators(node, schema, module, wire)
    options = [prop.schema for prop in fields.values() if _OPTION.fullmatch(prop.name)]
    if options:
        for option in options:
            option.nullable = False
        schema.type, schema.fields, schema.one_of = "", None, options
        return schema
    if not schema.fields and _additional(node) is not None:
        values = read_annotation(_additional(node), at).schema
        schema.fields = None
        schema.values = None if values.empty else values
    text = docstring(node)
    schema.description = (
        " ".join(text.split())
        if text
        and "Attributes:" not in text
        and text.strip() != node.name
        and "auto generated" not in text
        else ""
    )
    return schema


def _is_typed_dict(node: ast.ClassDef, known: Mapping[str, ast.ClassDef]) -> bool:
    """Whether a class is a typed dict, itself or by what it inherits from."""
    waiting, seen = [node], {node.name}
    while waiting:
        names = {name_of(base) for base in waiting.pop().bases}
        if "TypedDict" in names:
            return True
        waiting.extend(known[name] for name in names - seen if name in known)
        seen |= names
    return False


def _enum(values: list[object], at: At) -> Schema:
    kind = (
        "string"
        if all(isinstance(value, str) for value in values)
        else "integer" if all(isinstance(value, int) for value in values) else "number"
    )
    return Schema(at=at, type=kind, enum=values, enum_at=at, closed=True)


def _property(
    item: ast.AnnAssign,
    module: Module,
    wire: Mapping[str, str],
    *,
    typed: bool,
    total: bool,
) -> Property | None:
    assert isinstance(item.target, ast.Name)
    name = item.target.id
    reading = read_annotation(item.annotation, module.at(item))
    if (
        name in _NOT_FIELDS
        or name.startswith("__")
        or reading.alias == "\0"
        or (name.startswith("_") and not reading.alias and name not in wire)
    ):
        return None
    has_default, alias, description = default_of(item.value)
    # `type: Literal["card"] = "card"` is how Fern writes a field that always has that value.
    has_default = has_default and not _is_constant(item, reading.schema)
    required = total and not reading.optional if typed else not has_default and not reading.optional
    if typed and not total and name_of(item.annotation) == "Required":
        required = True
    schema = reading.schema
    if not required and schema.nullable and not typed and has_default:
        # `Optional[X] = None` is how Python writes a field that may be absent.
        schema.nullable = False
    return Property(
        name=alias or reading.alias or wire.get(name, name),
        schema=schema,
        at=module.at(item),
        required=required,
        required_at=module.at(item),
        description=" ".join((description or reading.description).split()),
    )


def _is_constant(item: ast.AnnAssign, schema: Schema) -> bool:
    """Whether a field's default is the only value that its annotation allows."""
    value = literal(item.value)
    return value is not None and schema.enum == [value] and not schema.nullable


def _field_texts(node: ast.ClassDef) -> dict[str, str]:
    """Strings below fields."""
    found: dict[str, str] = {}
    previous = ""
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            previous = item.target.id
        elif isinstance(item, ast.Expr) and previous and text_of(item.value):
            found[previous] = " ".join(text_of(item.value).split())
            previous = ""
        else:
            previous = ""
    return found


def _wire_names(node: ast.ClassDef) -> dict[str, str]:
    """Names on the wire as ``to_dict`` of attrs classes has them."""
    found: dict[str, str] = {}
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or method.name not in (
            "to_dict",
            "to_multipart",
        ):
            continue
        for inner in ast.walk(method):
            if (
                isinstance(inner, ast.Call)
                and isinstance(inner.func, ast.Attribute)
                and inner.func.attr == "update"
            ):
                for argument in inner.args:
                    for key, value in pairs_in(argument):
                        _remember(found, key, value)
            elif isinstance(inner, ast.Assign) and isinstance(inner.targets[0], ast.Subscript):
                target = inner.targets[0]
                if name_of(target.value) in ("field_dict", "prop_dict") and text_of(target.slice):
                    _remember(found, text_of(target.slice), inner.value)
    return found


def _remember(found: dict[str, str], key: str, value: ast.expr) -> None:
    if isinstance(value, ast.Name):
        found.setdefault(value.id, key)
    elif isinstance(value, ast.Attribute):
        found.setdefault(value.attr, key)


def _validators(
    node: ast.ClassDef, schema: Schema, module: Module, wire: Mapping[str, str]
) -> None:
    """Enumerations that openapi-generator checks in validators."""
    names = {
        item.target.id: item
        for item in node.body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
    for method in node.body:
        if not isinstance(method, ast.FunctionDef) or not method.name.endswith("_validate_enum"):
            continue
        fields = [
            text
            for decorator in method.decorator_list
            if isinstance(decorator, ast.Call)
            for text in [text_of(arg) for arg in decorator.args]
            if text
        ]
        values: list[object] = []
        listed = False
        for inner in ast.walk(method):
            if isinstance(inner, ast.Compare) and isinstance(inner.ops[0], ast.NotIn):
                right = inner.comparators[0]
                values = _values(
                    right.args[0] if isinstance(right, ast.Call) and right.args else right
                )
            listed = listed or isinstance(inner, ast.For)
        for name in fields:
            if name not in names or not values:
                continue
            has = default_of(names[name].value)
            wanted = (
                has[1]
                or read_annotation(names[name].annotation, module.at(method)).alias
                or wire.get(name, name)
            )
            prop = (schema.fields or {}).get(wanted)
            if prop is not None:
                target = prop.schema.items if listed and prop.schema.items else prop.schema
                target.enum, target.enum_at = values, module.at(method)


def _values(node: ast.AST) -> list[object]:
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        return [
            item.value
            for item in node.elts
            if isinstance(item, ast.Constant) and item.value is not None
        ]
    return []


def _additional(node: ast.ClassDef) -> ast.expr | None:
    for item in node.body:
        if (
            isinstance(item, ast.AnnAssign)
            and isinstance(item.target, ast.Name)
            and item.target.id == "additional_properties"
        ):
            return item.annotation
    return None


def read_alias(node: ast.Assign | ast.AnnAssign, module: Module) -> tuple[str, Schema] | None:
    """``Pet = Union[Cat, Dog]`` and ``Color: TypeAlias = Literal[...]`` at the top of a module."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    if not isinstance(target, ast.Name) or not target.id[:1].isupper() or node.value is None:
        return None
    if not isinstance(node.value, (ast.Subscript, ast.BinOp, ast.Name, ast.Attribute)) or (
        isinstance(node.value, ast.Name) and node.value.id == target.id
    ):
        return None
    schema = read_annotation(node.value, module.at(node)).schema
    return None if schema.empty else (target.id, schema)


def read_legacy(node: ast.ClassDef, module: Module) -> Schema | None:
    """Older models of openapi-generator: ``openapi_types`` or ``swagger_types``, ``attribute_map``,
    values checked in setters.
    """
    from docbound.draft.vocabulary.type_words import read_type

    types, names, listed = _legacy_tables(node)
    if types is None:
        return None
    at = module.at(node)
    schema = Schema(at=at, type="object", fields={}, closed=True)
    assert schema.fields is not None
    required, enums = _setters(node)
    for name, value in types:
        kind = (
            read_type(text_of(value), module.at(value)).schema
            if text_of(value)
            else read_annotation(value, module.at(value)).schema
        )
        wire = names.get(name, name)
        place = module.at(value)
        prop = Property(
            name=wire,
            schema=kind,
            at=place,
            required=name in required,
            required_at=place,
        )
        values = enums.get(name) or listed.get(name)
        if values:
            target = kind.items if kind.type == "array" and kind.items else kind
            target.enum, target.enum_at = values, place
        schema.fields[wire] = prop
    constants = _legacy_enum(node)
    if not schema.fields and constants:
        return _enum(constants, at)
    if set(schema.fields) == {"value"} and listed.get("value"):
        return _enum(listed["value"], at)
    return schema


def _legacy_tables(
    node: ast.ClassDef,
) -> tuple[list[tuple[str, ast.expr]] | None, dict[str, str], dict[str, list[object]]]:
    types: list[tuple[str, ast.expr]] | None = None
    names: dict[str, str] = {}
    listed: dict[str, list[object]] = {}
    for item in node.body:
        if isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            word = item.targets[0].id
            if word in ("openapi_types", "swagger_types"):
                types = list(pairs_in(item.value))
            elif word == "attribute_map":
                names = {key: text_of(value) for key, value in pairs_in(item.value)}
            elif word == "allowed_values" and isinstance(item.value, ast.Dict):
                listed = allowed_values(item.value)
        elif isinstance(item, ast.FunctionDef) and item.name == "openapi_types":
            returned = next(
                (inner for inner in ast.walk(item) if isinstance(inner, ast.Return)),
                None,
            )
            types = list(pairs_in(returned.value)) if returned else []
    return types, names, listed


def _setters(node: ast.ClassDef) -> tuple[set[str], dict[str, list[object]]]:
    """Fields that a setter does not let be None, and the values that one allows."""
    required: set[str] = set()
    enums: dict[str, list[object]] = {}
    for method in node.body:
        if not isinstance(method, ast.FunctionDef):
            continue
        if method.name == "_from_openapi_data":
            required.update(
                argument.arg
                for argument in method.args.args[1:]
                if argument.arg not in ("cls", "self")
            )
            continue
        for inner in ast.walk(method):
            if isinstance(inner, ast.Raise) and "must not be `None`" in ast.dump(inner):
                required.add(method.name)
            elif (
                isinstance(inner, ast.Assign)
                and isinstance(inner.targets[0], ast.Name)
                and inner.targets[0].id == "allowed_values"
            ):
                values = _values(inner.value)
                if values:
                    enums[method.name] = values
    return required, enums


def _legacy_enum(node: ast.ClassDef) -> list[object]:
    values: list[object] = []
    for item in node.body:
        if (
            isinstance(item, ast.Assign)
            and isinstance(item.targets[0], ast.Name)
            and item.targets[0].id.isupper()
        ):
            value = literal(item.value)
            if isinstance(value, (str, int, float)):
                values.append(value)
    return values
