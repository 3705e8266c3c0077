"""pydantic-core schemas for the arguments of a call.

Scalars are strict: ``"3"`` is no integer, and ``True`` is none either. A date may be a date or its
text. Values of an enum that the description does not know yet pass. A model may be given as a
mapping, as in a body. Limits that pydantic cannot compute are left to the service.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any, Final, assert_never, cast

from pydantic_core import (
    CoreConfig,
    CoreSchema,
    SchemaError,
    SchemaValidator,
    ValidationError,
)
from pydantic_core import core_schema as cs

from ..lazy_patterns import lazy_pattern
from ..models.annotations import namespace
from ..models.annotations.shapes import (
    AnyOf,
    Anything,
    Instance,
    ListOf,
    MapOf,
    Named,
    OneOf,
    OrNull,
    Scalar,
    Shape,
    Tagged,
    TupleOf,
    shape_of,
    wired,
)
from ..models.core_schemas import Schemas
from ..models.definitions import ModelDefinition, plan_of
from ..models.mismatch_repair import expected
from ..models.scalars.base import INVALID, ScalarType
from ..models.scalars.json import DECIMAL_NUMBER, INTEGER, NUMBER, STRING
from ..models.validators import refused
from ..service.operations import Parameter
from ..service.security_schemes import SecurityScheme

Limits = Mapping[str, object]
"""Keywords of JSON Schema (validation, section 6) with their values."""

_NO_LIMITS: Final[Limits] = {}


def validator_of(parameter: Parameter) -> SchemaValidator:
    """What tells whether a value is what the description says of a parameter."""
    models = Models()
    return SchemaValidator(models.complete(_schema_of(parameter, models)))


def refuse(
    title: str,
    given: Iterable[tuple[Parameter, object]],
    schemes: Iterable[SecurityScheme],
) -> None:
    """Raises what pydantic says of the arguments of a call, as an error of ours.

    Args:
        title: what was called.
        given: the parameters and their values.
        schemes: those of the service; the message does not show what may be a credential.

    Raises:
        InvalidArgumentError: one of the values does not fit.
    """
    arguments = [(each.argument or each.name, each, value) for each, value in given]
    models = Models()
    schema = models.complete(
        cs.typed_dict_schema(
            {name: cs.typed_dict_field(_schema_of(each, models)) for name, each, _ in arguments}
        )
    )
    secrets = {"authorization", "cookie"}
    secrets |= {each.place[1].lower() for each in schemes if each.place is not None}
    config = CoreConfig(
        title=title,
        hide_input_in_errors=any(each.name.lower() in secrets for _, each, _ in arguments),
    )
    try:
        SchemaValidator(schema, config).validate_python(
            {name: value for name, _, value in arguments}
        )
    except ValidationError as error:
        raise refused(error) from None


def shape_of_parameter(parameter: Parameter) -> Shape:
    """What the description says that a parameter is."""
    return wired(shape_of(namespace.of_package(namespace.home()).read(parameter.type)))


def _schema_of(parameter: Parameter, models: Models) -> CoreSchema:
    return argument_schema(shape_of_parameter(parameter), models, parameter.limits or _NO_LIMITS)


class Models:
    """The models that arguments may be or hold: each is defined once, however many places there are
    that take it.
    """

    def __init__(self) -> None:
        self._definitions: dict[str, CoreSchema] = {}

    def schema(self, shape: Shape) -> CoreSchema:
        """The schema of ``shape``, which refers to its definitions here."""
        built: dict[str, Any] = dict(Schemas(reporting=False).build(shape))
        if built["type"] != "definitions":
            return cast("CoreSchema", built)
        for definition in built["definitions"]:
            self._definitions.setdefault(definition["ref"], definition)
        return cast("CoreSchema", built["schema"])

    def complete(self, schema: CoreSchema) -> CoreSchema:
        """``schema`` with all that it refers to."""
        found = list(self._definitions.values())
        return cs.definitions_schema(schema, found) if found else schema


def argument_schema(
    shape: Shape,
    models: Models,
    limits: Limits = _NO_LIMITS,
    seen: frozenset[type[Any]] = frozenset(),
) -> CoreSchema:
    """The schema of an argument.

    Args:
        shape: what the description says it is.
        models: collects the definitions that the schema refers to.
        limits: what else it says, of the value as a whole.
        seen: the aliases that the shape is in; below itself an alias may be anything.
    """
    match shape:
        case Anything():
            return cs.any_schema()
        case Scalar(leaf=leaf):
            return _scalar(leaf, limits)
        case OneOf():
            return _one_of(shape, models)
        case ListOf(items=items):
            return _list(argument_schema(items, models, seen=seen), limits)
        case TupleOf():
            return _list(cs.any_schema(), limits)
        case MapOf(values=values):
            return cs.dict_schema(values_schema=argument_schema(values, models, seen=seen))
        case OrNull(item=item):
            return cs.nullable_schema(argument_schema(item, models, limits, seen))
        case AnyOf(members=members):
            return cs.union_schema(
                [_member(argument_schema(member, models, seen=seen), member) for member in members]
            )
        case Named(cls=cls):
            return _named(cls, models, limits, seen)
        case Tagged():
            return models.schema(shape)
        case Instance(cls=cls):
            return cs.is_instance_schema(cls)
        case _:
            assert_never(shape)


def _member(schema: CoreSchema, shape: Shape) -> CoreSchema | tuple[CoreSchema, str]:
    """A member of a union, with what an error calls it where its schema has no good name."""
    is_named = isinstance(shape, (Named, Tagged))
    return schema if is_named else (schema, f"({expected(shape)})")


def _named(
    cls: type[Any], models: Models, limits: Limits, seen: frozenset[type[Any]]
) -> CoreSchema:
    plan = plan_of(cls)
    if isinstance(plan, ModelDefinition):
        return models.schema(Named(cls=cls))
    if cls in seen:
        return cs.any_schema()
    return argument_schema(plan, models, limits, seen | {cls})


# --- scalars


def _scalar(leaf: ScalarType, limits: Limits) -> CoreSchema:
    if leaf is STRING:
        return _string(limits)
    if leaf is INTEGER:
        return _integer(limits)
    if leaf is NUMBER:
        return _number(limits)
    if leaf is DECIMAL_NUMBER:
        return _decimal_number(limits)
    return leaf.python if leaf.native is None else _or_text(leaf, leaf.native)


def _or_text(leaf: ScalarType, native: CoreSchema) -> CoreSchema:
    """A native value, or the text that the wire would carry, which is sent as it is."""

    def take(value: object, handler: cs.ValidatorFunctionWrapHandler) -> object:
        if isinstance(value, str):
            for read in (leaf.read, leaf.salvage):
                if read is not None and read(value) is not INVALID:
                    return value
        return handler(value)

    return cs.no_info_wrap_validator_function(take, native)


def _string(limits: Limits) -> CoreSchema:
    plain = cs.str_schema(
        strict=True,
        min_length=_count(limits.get("minLength")),
        max_length=_count(limits.get("maxLength")),
    )
    pattern = limits.get("pattern")
    if not isinstance(pattern, str) or _MEANS_SOMETHING_ELSE.search(pattern):
        return plain
    limited = cast("CoreSchema", {**plain, "pattern": pattern})
    try:
        SchemaValidator(limited)
    except SchemaError:  # such as a look-ahead, which takes more than linear time
        return plain
    return limited


_MEANS_SOMETHING_ELSE: Final = lazy_pattern(
    r"\\[bBDWAzZ]|\[\^?\]|\[[^\]\\]*(?:\\.[^\]\\]*)*(?:\[|&&|--|~~)"
)
"""What the expressions of pydantic-core read otherwise than those of ECMA-262, and would refuse too
much by: classes of Unicode's own, anchors of their own, classes without a member, and operations
inside a bracketed class."""


def _integer(limits: Limits) -> CoreSchema:
    least, over = _bounds(limits, "inimum")
    most, below = _bounds(limits, "aximum")
    step = _finite(limits.get("multipleOf"))
    return cs.int_schema(
        strict=True,
        ge=None if least is None else math.ceil(least),
        gt=None if over is None else math.floor(over),
        le=None if most is None else math.floor(most),
        lt=None if below is None else math.ceil(below),
        multiple_of=int(step) if step and step > 0 and step == int(step) else None,
    )


def _number(limits: Limits) -> CoreSchema:
    least, over = _bounds(limits, "inimum")
    most, below = _bounds(limits, "aximum")
    return cs.float_schema(strict=True, allow_inf_nan=False, ge=least, gt=over, le=most, lt=below)


def _decimal_number(limits: Limits) -> CoreSchema:
    least, over = _bounds(limits, "inimum")
    most, below = _bounds(limits, "aximum")
    limited = cs.decimal_schema(
        ge=_exactly(least), gt=_exactly(over), le=_exactly(most), lt=_exactly(below)
    )
    return cs.chain_schema([DECIMAL_NUMBER.python, limited])


def _exactly(bound: float | None) -> Decimal | None:
    return None if bound is None else Decimal(repr(bound))


def _bounds(limits: Limits, end: str) -> tuple[float | None, float | None]:
    """The bound on one side, and the one that is excluded; up to OpenAPI 3.0 a boolean excludes the
    first.
    """
    bound, excluded = _finite(limits.get(f"m{end}")), limits.get(f"exclusiveM{end}")
    if excluded is True:
        return None, bound
    return bound, _finite(excluded)


def _finite(value: object) -> float | None:
    """A number that a double can hold, or None."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < 1e300 else None


def _count(value: object) -> int | None:
    number = _finite(value)
    return None if number is None or number < 0 else min(int(number), 2**53)


# --- several


def _one_of(shape: OneOf, models: Models) -> CoreSchema:
    known = (
        cs.literal_schema(shape.values)
        if shape.other is None
        else argument_schema(shape.other, models)
    )
    return cs.no_info_before_validator_function(_raw, known)


def _raw(value: object) -> object:
    return value.value if isinstance(value, Enum) else value


def _list(items: CoreSchema, limits: Limits) -> CoreSchema:
    array = cs.list_schema(
        items,
        strict=True,
        min_length=_count(limits.get("minItems")),
        max_length=_count(limits.get("maxItems")),
    )
    return cs.no_info_before_validator_function(_as_list, array)


def _as_list(value: object) -> object:
    """A list of what can be gone through again and again; an iterator would be used up here."""
    if isinstance(value, (str, bytes, bytearray, list)):
        return cast("object", value)
    if isinstance(value, (Sequence, set, frozenset)):
        return list(cast("Iterable[object]", value))
    return value
