"""The fields of a body as keyword arguments of its call: ``upload(1, file=path)``.

They are put together to a mapping, which is checked as any mapping that is given for a body.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from ..errors import ApiTypeError
from ..service.body_field_names import field_arguments
from ..service.operations import Body, Operation, Stream
from ..service.options import NOT_GIVEN, OPTIONS
from .body_models import body_fields, may_be_empty

_MOST_NAMES: Final = 12
"""How many names a message lists."""


def with_fields(
    operation: Operation[Any],
    values: tuple[object, ...],
    fields: Mapping[str, object],
    api: type,
) -> tuple[object, ...]:
    """The values of a call with its fields in the place of the body.

    Args:
        operation: a row of the operation table.
        values: one for each parameter, then the body if the row has one.
        fields: the keyword arguments that are no options.
        api: the class that has the method, for an error.

    Raises:
        ApiTypeError: a name is that of no field; another argument is missing; or the body is given,
            too.
    """
    known = field_arguments(_fields_of(operation), _arguments(operation, api))
    for name in fields:
        if name not in known:
            raise _unknown(name, known, operation, api)
    body = values[-1]
    if body is not None and body is not NOT_GIVEN:
        raise ApiTypeError(
            f"{api.__name__}.{operation.method_name}() got its body as one argument, and also the"
            f" field {next(iter(fields))!r} of it; give one or the other"
        )
    if any(value is NOT_GIVEN for value in values[:-1]):
        raise missing_argument(operation, (*values[:-1], None), api)
    return (*values[:-1], {known[name]: value for name, value in fields.items()})


def _fields_of(operation: Operation[Any]) -> tuple[str, ...]:
    """The names of the attributes of each model that the body can be."""
    if operation.body is None:
        return ()
    found = (field.name for code in _types_of(operation.body) for field in body_fields(code))
    return tuple(dict.fromkeys(found))


def _types_of(body: Body) -> Iterator[str]:
    for media in body.media.values():
        code = getattr(media, "type", media)
        if isinstance(code, str) and not isinstance(media, Stream):
            yield code


def without_body(
    operation: Operation[Any], values: tuple[object, ...], api: type
) -> tuple[object, ...]:
    """The values of a call that has neither the body nor a field of it: an empty object, where no
    field is required.

    Raises:
        ApiTypeError: the body or another argument is missing.
    """
    body = operation.body
    if body is None or values[-1] is not NOT_GIVEN or not any(map(may_be_empty, _types_of(body))):
        raise missing_argument(operation, values, api)
    return with_fields(operation, values, {}, api)


def _arguments(operation: Operation[Any], api: type) -> list[str]:
    code = inspect.unwrap(getattr(api, operation.method_name)).__code__
    return list(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])


def missing_argument(
    operation: Operation[Any], values: tuple[object, ...], api: type
) -> ApiTypeError:
    """The error for a call without a required argument; ``values`` has ``NOT_GIVEN`` for it."""
    if values[-1] is NOT_GIVEN:
        names = [row.argument or row.name for row in operation.parameters]
        body = next(name for name in _arguments(operation, api)[1:] if name not in names)
        missing = f"{body!r}, or its fields"
    else:
        place = next(index for index, value in enumerate(values) if value is NOT_GIVEN)
        missing = repr(operation.parameters[place].argument or operation.parameters[place].name)
    return ApiTypeError(
        f"{api.__name__}.{operation.method_name}() missing 1 required argument: {missing}"
    )


def _unknown(
    name: str, fields: Iterable[str], operation: Operation[Any], api: type
) -> ApiTypeError:
    own, fields = _arguments(operation, api)[1:], list(fields)
    known = [*own, *fields, *OPTIONS]
    nearest = get_close_matches(name, known, 1) or get_close_matches(f"_{name}", known, 1)
    if nearest:
        hint = f"did you mean {nearest[0]!r}?"
    else:
        groups: dict[str, Iterable[str]] = {
            "its arguments are": own,
            "the fields of its body are": fields,
            "the options are": () if fields else OPTIONS,
        }
        hint = "; ".join(f"{words} {_listed(names)}" for words, names in groups.items() if names)
    return ApiTypeError(
        f"{api.__name__}.{operation.method_name}() has no argument {name!r}; {hint}"
    )


def _listed(names: Iterable[str]) -> str:
    shown = list(names)
    return ", ".join(shown[:_MOST_NAMES]) + (" …" if len(shown) > _MOST_NAMES else "")
