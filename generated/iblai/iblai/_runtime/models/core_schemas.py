"""Shapes as pydantic-core schemas.

One schema serves three purposes. For JSON text it is strict and exact (the fast path of decoding),
for Python objects it is as lax as pydantic usually is (constructing), and it writes values back. A
part that differs between the first two is a ``json_or_python`` schema.

There are two editions. A decoder's reads JSON text alone. It refuses what the description does not
know, so that the repair walk keeps and reports it, and takes wire names only: a key ``page_size``
beside the declared ``pageSize`` is a key of its own. The one of a model itself, which pydantic's
own ``model_validate_json`` uses, takes from JSON text what constructing takes as well: an unknown
value of an open enum, an unknown variant, null for what may be absent.

Models and aliases are definitions that refer to each other by name. They are collected from a
worklist, never by recursion: a cycle of a thousand models is one flat list.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, assert_never, cast

from pydantic import BaseModel
from pydantic_core import CoreConfig, CoreSchema, PydanticUndefined, to_json
from pydantic_core import core_schema as cs

from ..lazy_patterns import lazy_pattern
from ..serialization.exact import LARGEST_PLAIN
from ..serialization.json_text import has_constants, is_object, unwritable
from ..serialization.wire_values import WRITE
from .annotations.markers import UnknownVariant
from .annotations.shapes import (
    ANYTHING,
    AnyOf,
    Anything,
    Instance,
    JSONScalar,
    ListOf,
    MapOf,
    Named,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    TupleOf,
)
from .definitions import FieldDefinition, ModelDefinition, plan_of
from .scalars.base import INVALID
from .scalars.json import BOOLEAN, INTEGER, NUMBER, STRING, no_boolean
from .undeclared_keys import GivenKey

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue

    from .recursive_unions import Cycles

SERIALIZER_CONFIG: Final = CoreConfig(ser_json_inf_nan="constants", ser_json_bytes="base64")
"""A NaN is written as such and found afterwards; by default pydantic writes null in its place."""

_ANY: Final = cs.any_schema(serialization=WRITE)


def _finite(value: Any) -> Any:
    """What is in JSON text as it is; refuses numbers that JSON cannot carry."""
    match value:
        case str() | int() | None:
            fits = True
        case float():
            # What is larger may have lost digits; it is left to the repair walk too.
            fits = -LARGEST_PLAIN < value < LARGEST_PLAIN
        case _:
            # To write it and to look for the words takes a part of the time that a walk takes.
            written = to_json(value, inf_nan_mode="constants")
            fits = _LARGE.search(written) is None and (
                not has_constants(written) or not any(True for _ in unwritable(value, None))
            )
    if not fits:
        raise ValueError("not a finite number")
    return value


_FINITE: Final = cs.no_info_after_validator_function(_finite, cs.any_schema())
_LARGE: Final = lazy_pattern(rb"[0-9]e\+?[0-9]")
_WRITE_ANY: Final = cs.simple_ser_schema("any")
_PLAIN: Final = tuple(Scalar(leaf=leaf) for leaf in (STRING, INTEGER, NUMBER, BOOLEAN))
"""What pydantic-core writes as JSON has it."""
_ABSENT: Final = object()
"""Stands for an item that a tuple does not have."""
_GIVEN: Final = cs.no_info_after_validator_function(GivenKey, cs.str_schema())


class Schemas:
    """Builds the schema of one shape together with the definitions that it reaches.

    Args:
        reporting: whether it is a decoder's: unknown values and variants do not fit, so that they
            are reported.
    """

    def __init__(self, *, reporting: bool) -> None:
        self._reporting = reporting
        self._references: dict[type[Any], str] = {}
        self._waiting: list[type[Any]] = []
        self._owner: type[Any] | None = None
        self._cycles: Cycles | None = None
        self._root: Shape = ANYTHING

    def build(self, shape: Shape) -> CoreSchema:
        """The schema of ``shape``, complete."""
        self._root = shape
        root = self.schema(shape)
        definitions: list[CoreSchema] = []
        while self._waiting:
            definitions.append(self._define(self._waiting.pop()))
        return cs.definitions_schema(root, definitions) if definitions else root

    def schema(self, shape: Shape) -> CoreSchema:
        """The schema of ``shape``, with models and aliases as references."""
        match shape:
            case Anything():
                return _ANY
            case Scalar(leaf=leaf):
                return self._either_way(leaf.json, leaf.python)
            case OneOf():
                return self._one_of(shape)
            case ListOf(items=items):
                return cs.list_schema(self._inner(items), serialization=_written(items))
            case TupleOf():
                return self._tuple(shape)
            case MapOf(values=values):
                inner = self._inner(values)
                return cs.dict_schema(cs.str_schema(), inner, serialization=_written(values))
            case OrNull(item=item, on_wire=on_wire):
                return self._or_null(item, on_wire)
            case AnyOf():
                return self._any_of(shape)
            case Tagged():
                return self._tagged(shape)
            case Named(cls=cls):
                return cs.definition_reference_schema(self._refer(cls))
            case Instance(cls=cls):
                return cs.is_instance_schema(cls, serialization=_WRITE_ANY)
            case _:
                assert_never(shape)

    def _inner(self, shape: Shape) -> CoreSchema | None:
        """The schema of items; None lets pydantic-core skip a check that cannot fail."""
        return None if isinstance(shape, Anything) else self.schema(shape)

    def _refer(self, cls: type[Any]) -> str:
        reference = self._references.get(cls)
        if reference is None:
            reference = f"{cls.__module__}.{cls.__qualname__}:{id(cls)}"
            self._references[cls] = reference
            self._waiting.append(cls)
        return reference

    def _define(self, cls: type[Any]) -> CoreSchema:
        plan = plan_of(cls)
        reference = self._references[cls]
        self._owner = cls
        if isinstance(plan, ModelDefinition):
            return self._model(plan, reference)
        # ``ref`` is a key of every schema; a reference itself cannot carry one, so it gets a
        # wrapper that does nothing.
        schema = self.schema(plan)
        if schema["type"] == "definition-ref":
            schema = cs.chain_schema([schema], serialization=None)
        return cast("CoreSchema", {**schema, "ref": reference})

    def _model(self, plan: ModelDefinition, reference: str) -> CoreSchema:
        fields = cs.model_fields_schema(
            {field.name: self._field(field) for field in plan.fields},
            extras_schema=self._extras(plan.extras),
            extras_keys_schema=_undeclared_keys(plan, given=not self._reporting),
            extra_behavior="allow",
            model_name=plan.cls.__name__,
        )
        # A response is left unchanged; what is constructed must carry its tag, given or not.
        constants = () if self._reporting else plan.constants
        model = cs.model_schema(
            plan.cls,
            fields,
            config=_config(plan.cls.__name__, by_name=not self._reporting),
            ref=None if constants else reference,
            metadata=None if self._reporting else _described(plan.cls),
        )
        if not constants:
            return model

        def send_constants(instance: BaseModel, info: cs.ValidationInfo) -> BaseModel:
            if info.mode == "python":
                instance.model_fields_set.update(constants)
            return instance

        return cs.with_info_after_validator_function(send_constants, model, ref=reference)

    def _extras(self, shape: Shape) -> CoreSchema:
        if self._reporting and isinstance(shape, Anything):
            return _FINITE
        return self.schema(shape)

    def _field(self, field: FieldDefinition) -> cs.ModelField:
        schema = self.schema(field.shape)
        if not field.required or (field.has_default and not self._reporting):
            schema = _with_default(schema, field)
        alias = None if field.wire == field.name else field.wire
        return cs.model_field(
            schema,
            validation_alias=alias,
            serialization_alias=alias,
            serialization_exclude_if=_is_left_out if field.read_only else None,
        )

    def _or_null(self, item: Shape, on_wire: bool) -> CoreSchema:
        schema = self.schema(item)
        return cs.nullable_schema(schema) if on_wire or not self._reporting else schema

    def _tuple(self, shape: TupleOf) -> CoreSchema:
        items = [self.schema(item) for item in shape.prefix]
        for index in range(len(items) - shape.optional, len(items)):
            items[index] = cs.with_default_schema(items[index], default=_ABSENT)
        if shape.rest is None:
            schema = cs.tuple_schema(items)
        else:
            rest = self.schema(shape.rest)
            schema = cs.tuple_schema([*items, rest], variadic_item_index=len(items))
        if not shape.optional:
            return schema
        return cs.no_info_after_validator_function(_without_absent, schema)

    def _one_of(self, shape: OneOf) -> CoreSchema:
        json, python = _closed(shape)
        if shape.other is None or self._reporting:
            return self._either_way(json, python)
        from .mismatch_repair import expected

        other = self.schema(shape.other)
        writes = _WRITE_ANY if shape.other in _PLAIN else WRITE
        kind = expected(shape.other)
        lax = _either(python, other, writes, kind)
        if json is python:
            return lax
        return self._either_way(_either(json, other, writes, kind), lax)

    def _any_of(self, shape: AnyOf) -> CoreSchema:
        from .discriminators import implied_tag, models_of

        union = cs.union_schema([self._member(member) for member in shape.members])
        models = models_of(shape)
        if len(models) < 2:
            return union
        implied = implied_tag(models)
        if implied is not None:
            # No other member can fit, so one look at the tag is enough.
            tag, members = implied
            others = [self.schema(member) for member in shape.members if member not in models]
            by_tag = cs.tagged_union_schema(
                {value: self.schema(member) for value, member in members.items()},
                discriminator=tag,
            )
            return self._either_way(
                cs.union_schema([by_tag, *others]) if others else by_tag,
                self._by_given_tag(tag, members, union),
            )
        if self._is_branching(shape):
            json = cs.no_info_plain_validator_function(exactly(shape), serialization=WRITE)
            return self._either_way(json, union)
        return union

    def _member(self, shape: Shape) -> CoreSchema | tuple[CoreSchema, str]:
        """A member of a union, with what an error calls it where its schema has no good name."""
        from .mismatch_repair import expected

        schema = self.schema(shape)
        return (schema, f"({expected(shape)})") if _is_unnamed(shape) else schema

    def _by_given_tag(self, tag: str, members: dict[str, Named], union: CoreSchema) -> CoreSchema:
        """A mapping that names a member is that one, though another would take it, and fill in what
        only that one has; everything else is tried with each.
        """
        if self._reporting:
            return union
        from .discriminators import UNKNOWN, tag_attributes

        attributes = tag_attributes(tag, members.values())

        def named(value: object) -> str:
            if is_object(value):
                given = next((value[key] for key in (tag, *attributes) if key in value), None)
                if isinstance(given, str) and given in members:
                    return given
            return UNKNOWN

        choices = {value: self.schema(member) for value, member in members.items()}
        return cs.tagged_union_schema({**choices, UNKNOWN: union}, discriminator=named)

    def _either_way(self, json: CoreSchema, python: CoreSchema) -> CoreSchema:
        """``json`` for text, ``python`` for objects; a decoder reads text alone."""
        return json if self._reporting else cs.json_or_python_schema(json, python)

    def _is_branching(self, shape: AnyOf) -> bool:
        if self._cycles is None:
            from .recursive_unions import Cycles

            self._cycles = Cycles(self._root)
        return self._cycles.is_branching(shape, self._owner)

    def _tagged(self, shape: Tagged) -> CoreSchema:
        from .discriminators import UNKNOWN, tag_keys, tag_reader, wire_tag_reader

        choices: dict[Any, CoreSchema] = {}
        for tag, member in shape.mapping:
            choices.update(dict.fromkeys(tag_keys(tag), self.schema(member)))
        if shape.default is not None:
            unknown = self.schema(shape.default)
        elif self._reporting:
            return cs.tagged_union_schema(choices, discriminator=shape.tag)
        elif shape.base is not None:
            unknown = self.schema(shape.base)
        else:
            unknown = cs.no_info_plain_validator_function(
                lambda value: UnknownVariant(value.get(shape.tag), value),
                serialization=_WRITE_ANY,
                metadata={"pydantic_js_functions": [_any_object]},
            )
        tag_of = (wire_tag_reader if self._reporting else tag_reader)(shape)
        return cs.tagged_union_schema({**choices, UNKNOWN: unknown}, discriminator=tag_of)


def _described(cls: type[BaseModel]) -> dict[str, Any]:
    """What pydantic asks when it makes a JSON schema of a model."""
    return {"pydantic_js_functions": [cls.__get_pydantic_json_schema__]}


def _any_object(_: CoreSchema, __: GetJsonSchemaHandler) -> JsonSchemaValue:
    """The JSON schema of an object of an unknown variant."""
    return {"type": "object"}


class _Purpose(threading.local):
    """What a model is being written for in this thread."""

    request = False


_PURPOSE: Final = _Purpose()


@contextmanager
def writing(*, request: bool) -> Generator[None]:
    """Leaves out what requests leave out, or not, while models are written."""
    before = _PURPOSE.request
    _PURPOSE.request = request
    try:
        yield
    finally:
        _PURPOSE.request = before


def _is_left_out(_: object) -> bool:
    """Whether a field that is ``readOnly`` is left out."""
    return _PURPOSE.request


def _either(known: CoreSchema, other: CoreSchema, writes: cs.SerSchema, kind: str) -> CoreSchema:
    """One of the known values, or else any of its kind, which is all that an error has to say."""
    return cs.union_schema(
        [known, other],
        mode="left_to_right",
        custom_error_type="open_enum",
        custom_error_message=f"Input should be {kind}",
        serialization=writes,
    )


def _undeclared_keys(plan: ModelDefinition, *, given: bool) -> CoreSchema | None:
    """What an undeclared key may be on the fast path: no attribute's name, or the attribute would
    count as given.

    ``page_size`` beside the declared ``pageSize`` is left to the repair walk, which tells them
    apart. What is constructed marks its undeclared keys as the program's own.
    """
    hidden = {field.name for field in plan.fields} - plan.by_wire.keys()
    if not hidden:
        return _GIVEN if given else None

    def refuse(key: str, info: cs.ValidationInfo) -> str:
        if key in hidden and info.mode == "json":
            raise ValueError("an attribute's name")
        return GivenKey(key) if given else key

    return cs.with_info_after_validator_function(refuse, cs.str_schema())


def _config(title: str, *, by_name: bool) -> CoreConfig:
    config = SERIALIZER_CONFIG.copy()
    config.update(
        CoreConfig(
            title=title,
            extra_fields_behavior="allow",
            validate_by_alias=True,
            validate_by_name=by_name,
            # What is missing is reported by its Python name, as what is wrong is.
            loc_by_alias=False,
        )
    )
    return config


def exactly(shape: Shape) -> Callable[[object], object]:
    """Reads what fits ``shape`` without pydantic-core, in linear time; refuses anything else."""
    from .mismatch_repair import Repair

    def read(value: object) -> object:
        repair = Repair()
        held = repair.start(shape, value)
        if repair.mismatches:
            raise ValueError("does not fit")
        return held

    return read


def _without_absent(items: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(item for item in items if item is not _ABSENT)


def _is_unnamed(shape: Shape) -> bool:
    """Whether an error would show how pydantic-core checks a value, in place of what it is."""
    match shape:
        case Scalar() | OneOf() | AnyOf():
            return True
        case OrNull(item=item):
            return _is_unnamed(item)
        case _:
            return False


def _written(items: Shape) -> cs.SerSchema | None:
    """How a list or map is written whose items pydantic-core would write in its own way."""
    return WRITE if isinstance(items, Anything) else None


def _with_default(schema: CoreSchema, field: FieldDefinition) -> CoreSchema:
    if field.default is PydanticUndefined:
        return cs.with_default_schema(schema, default_factory=field.factory)
    return cs.with_default_schema(schema, default=field.default)


def _closed(shape: OneOf) -> tuple[CoreSchema, CoreSchema]:
    """The schemas of a list of scalars, for JSON and for Python."""
    values = shape.values
    kinds = {type(value) for value in values}
    if kinds == {str}:
        choices = _choices(shape, values, "str")
        return choices, choices
    if kinds == {int}:
        # ``true`` and ``1.0`` would pass for 1 otherwise.
        choices = _choices(shape, values, "int")
        return (
            cs.chain_schema([INTEGER.json, choices], serialization=_WRITE_ANY),
            cs.no_info_before_validator_function(no_boolean, choices),
        )
    found = cs.no_info_plain_validator_function(lookup(shape), serialization=_WRITE_ANY)
    return found, found


def _choices(shape: OneOf, values: list[JSONScalar], kind: Any) -> CoreSchema:
    if shape.enum is None:
        return cs.literal_schema(values)
    return cs.enum_schema(shape.enum, list(shape.held.values()), sub_type=kind)


def lookup(shape: OneOf) -> Callable[[object], object]:
    """Finds a value among those of a list that mixes types."""

    def held_for(value: object) -> object:
        if shape.enum is not None and isinstance(value, shape.enum):
            return value
        found = shape.find(value)
        if found is INVALID:
            raise ValueError("not one of the known values")
        return found

    return held_for
