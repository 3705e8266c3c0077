"""Encodes typed values as the JSON of a request."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import PydanticSerializationError, SchemaSerializer
from pydantic_core import core_schema as cs

from ..errors import ApiTypeError, ApiValueError
from ..mismatch_record import HIDDEN, shown
from ..serialization import json_text
from ..serialization.exact import ExactFloat, JSONDecimal, exact_floats_exist
from ..serialization.json_text import is_array, is_object, is_set
from ..serialization.wire_values import holds_exact_float, noticed_digits, wire_key, wire_value
from .core_schemas import SERIALIZER_CONFIG, writing
from .definitions import model_plan

_WRITER: Final = SchemaSerializer(cs.any_schema(), SERIALIZER_CONFIG)


def encode_json(value: object, *, request: bool = False) -> bytes:
    """The JSON text of a request's body.

    Of a model: the fields that are set, by wire name, and undeclared keys. Octets become base64,
    dates RFC 3339, a Decimal its digits in a string.

    Args:
        value: a model, or any nesting of mappings, sequences and scalars, models among them.
        request: whether fields that are ``readOnly`` are left out.

    Raises:
        ApiValueError: a number is not finite, or a container holds itself.
        ApiTypeError: something in it has no JSON form.
    """
    writer = value.__pydantic_serializer__ if isinstance(value, BaseModel) else _WRITER
    try:
        with writing(request=request):
            body = writer.to_json(
                wire_value(value),
                by_alias=True,
                exclude_unset=True,
                warnings=False,
                fallback=_complete_request if request else _complete,
            )
    except (PydanticSerializationError, ValueError, RecursionError):
        # Lone surrogates, very deep data, and what really cannot be written: the slower way
        # decides.
        return _slowly(value, request)
    if _needs_digits(value) or json_text.has_constants(body):
        return _slowly(value, request)
    return body


def _needs_digits(value: object) -> bool:
    """Whether a number was written, or is in ``value``, that pydantic-core cannot write digit by
    digit.
    """
    return noticed_digits() or (exact_floats_exist() and holds_exact_float(value))


def _slowly(value: object, request: bool) -> bytes:
    plain = _unfolded(value, request)
    try:
        return json_text.dumps(plain, exact=True)
    except ValueError:
        for path, number in json_text.unwritable(plain, None):
            raise ApiValueError(
                f"{shown(path)}: {number} is no number that JSON can carry"
            ) from None
        raise


def to_plain(value: object, *, request: bool = False) -> Any:
    """The same as data that JSON knows: dictionaries, lists, strings, numbers, booleans and None.

    Args:
        value, request: as for :func:`encode_json`.

    Raises:
        ApiTypeError: something in it has no JSON form.
        ApiValueError: a container holds itself.
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    writer = value.__pydantic_serializer__ if isinstance(value, BaseModel) else _WRITER
    try:
        with writing(request=request):
            plain = writer.to_python(
                wire_value(value),
                mode="json",
                by_alias=True,
                exclude_unset=True,
                warnings=False,
                fallback=_complete_request if request else _complete,
            )
        return _unfolded(value, request) if _needs_digits(value) else plain
    except (PydanticSerializationError, ValueError, RecursionError):
        return _unfolded(value, request)


def _complete_request(value: object) -> Any:
    return to_plain(value, request=True) if isinstance(value, BaseModel) else _complete(value)


def _complete(value: object) -> Any:
    """What pydantic-core cannot write by itself: a model whose class was never used before."""
    if isinstance(value, BaseModel):
        return to_plain(value)
    raise ApiTypeError(f"no JSON form: {type(value).__name__}")


def _unfolded(value: object, request: bool) -> Any:
    """The same as :func:`to_plain`, with a stack of its own instead of recursion: for data of any
    depth.
    """
    root: dict[Any, Any] = {}
    inside: set[int] = set()
    # What is to be put where; without a place, the container whose id is there is left.
    stack: list[tuple[Any, Any, Any]] = [(root, None, value)]
    while stack:
        place, key, item = stack.pop()
        if place is None:
            inside.discard(key)
            continue
        parts = _parts(item, request)
        if parts is None:
            place[key] = _scalar(item)
            continue
        if id(item) in inside:
            raise ApiValueError("a container holds itself")
        inside.add(id(item))
        stack.append((None, id(item), None))
        # The keys are in order before the values arrive in any.
        place[key] = dict.fromkeys(parts) if is_object(parts) else [None] * len(parts)
        pairs = parts.items() if is_object(parts) else enumerate(parts)
        stack.extend((place[key], part, held) for part, held in pairs)
    return root[None]


def _parts(value: object, request: bool) -> dict[str, Any] | list[Any] | tuple[Any, ...] | None:
    """What is inside a container, by wire name; None for a scalar."""
    if isinstance(value, BaseModel):
        plan = model_plan(type(value))
        named = {
            field.wire: vars(value)[field.name]
            for field in plan.fields
            if field.name in value.model_fields_set and not (request and field.read_only)
        }
        return named | (value.model_extra or {})
    if is_object(value):
        return {wire_key(key): item for key, item in value.items()}
    if is_array(value):
        return value
    return list(value) if is_set(value) else None


def _scalar(value: object) -> Any:
    if isinstance(value, (ExactFloat, JSONDecimal)):
        return value
    try:
        return _WRITER.to_python(wire_value(value), mode="json", warnings=False)
    except PydanticSerializationError as error:
        raise ApiTypeError(f"no JSON form: {type(value).__name__}") from error


def masked(value: object) -> Any:
    """A model as plain Python data by wire name, all fields included, secrets hidden."""
    match value:
        case BaseModel():
            plan = model_plan(type(value))
            shown = {
                field.wire: (HIDDEN if field.secret else masked(getattr(value, field.name)))
                for field in plan.fields
            }
            return shown | {
                key: masked(item) for key, item in (value.__pydantic_extra__ or {}).items()
            }
        case _ if is_object(value):
            return {key: masked(item) for key, item in value.items()}
        case _ if is_array(value):
            return [masked(item) for item in value]
        case _:
            return value
