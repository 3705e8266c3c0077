"""Arguments that are objects, or hold some: plain data become what the description says, as those
of a body do.

A mapping may have the names of attributes or those of the wire; only these may be sent. Constants
are filled in, and what is read-only is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

from ..errors import InvalidArgumentError
from ..http.media_types import is_json
from ..lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from ..service.operations import Parameter

_CONTAINERS: Final = (Mapping, list, tuple, set, frozenset)
_TEXTS: Final = lazy_pattern(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_NAMES: Final = lazy_pattern(r"[A-Za-z_]\w*")
_OF_SCALARS: Final = frozenset(
    (
        *("str", "int", "float", "bool", "bytes", "None", "Any", "Base64"),
        *("datetime", "date", "time", "uuid", "UUID", "Decimal", "DecimalNumber"),
        *("Literal", "Open", "OpenInt", "OpenNumber", "OpenValue", "Nullable", "list"),
    )
)
"""The names of type expressions that hold no object."""


def may_be_an_object(parameter: Parameter) -> bool:
    """Whether values of a parameter may be, or hold, objects of the description."""
    if parameter.type == "Any":
        return False
    if is_json(parameter.content_type):
        return True
    names = _NAMES.findall(_TEXTS.sub("", parameter.type))
    return not _OF_SCALARS.issuperset(names)


def typed_values(
    parameters: Iterable[tuple[int, Parameter]], values: tuple[object, ...]
) -> tuple[tuple[object, ...], list[tuple[str, object]]]:
    """The values of a call with plain data made what the description says.

    Args:
        parameters: those that may be objects, and where their values stand.
        values: all values of the call.

    Returns:
        The values, and by argument those that are, or hold, objects.
    """
    changed = list(values)
    objects: list[tuple[str, object]] = []
    for index, parameter in parameters:
        value = values[index]
        if value is None:
            continue
        if is_json(parameter.content_type) or _holds_plain_objects(value):
            changed[index] = value = _typed(value, parameter.type)
        if not isinstance(value, (str, int, float)):
            objects.append((parameter.argument or parameter.name, value))
    return tuple(changed), objects


def _holds_plain_objects(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    if not isinstance(value, _CONTAINERS):
        return False
    items = cast("Iterable[Any]", value)
    return any(isinstance(item, _CONTAINERS) for item in items)


def _typed(value: object, type_code: str) -> object:
    from ..models.decoder import decoder

    try:
        return decoder(type_code).validate_input(value)
    except InvalidArgumentError:
        # The check of arguments has passed it, or was switched off: it is sent as it is.
        return value
