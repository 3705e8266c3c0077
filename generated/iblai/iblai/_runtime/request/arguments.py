"""Checks the arguments of a call before anything is sent.

The usual value, a ``str`` for a string, is recognised by its type alone, at next to no cost.
Only for something else, or where the description sets limits, pydantic is asked
(:mod:`.argument_validators`), and it words the error.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from ..service.operations import Operation, Parameter

_NOTHING = frozenset[type]()
_NUMBER = frozenset((int, float))
_PLAIN: dict[str, frozenset[type]] = {
    "str": frozenset((str,)),
    "int": frozenset((int,)),
    "float": _NUMBER,
    "bool": frozenset((bool,)),
    "datetime.datetime": frozenset((datetime.datetime,)),
    "datetime.date": frozenset((datetime.date,)),
    "datetime.time": frozenset((datetime.time,)),
    "uuid.UUID": frozenset((uuid.UUID,)),
    "Decimal": frozenset((Decimal,)),
    "DecimalNumber": frozenset((Decimal, int, float)),
    "None": _NOTHING,
}
_OPEN: dict[str, frozenset[type]] = {
    "Open": _PLAIN["str"],
    "OpenInt": _PLAIN["int"],
    "OpenNumber": _NUMBER,
    "OpenValue": frozenset((str, int, float, bool)),
}


class Sender(Protocol):
    """What sends a call: a client."""

    configuration: Any


class Check:
    """The check of one parameter.

    Attributes:
        index: where its value is.
        known: the types that need no second look.
        fits: takes the second look.
        holds_date_times: whether texts may be date-times; known after the second look.
    """

    __slots__ = ("fits", "holds_date_times", "index", "known", "parameter")

    def __init__(self, index: int, parameter: Parameter) -> None:
        self.index = index
        self.parameter = parameter
        self.known = _known_types(parameter)
        self.fits: Callable[[object], bool] = self._first_look
        self.holds_date_times = False

    def _first_look(self, value: object) -> bool:
        # With it comes pydantic, which a call with plain arguments may not need.
        from .argument_validators import shape_of_parameter, validator_of
        from .date_time_texts import holds_date_times

        self.holds_date_times = holds_date_times(shape_of_parameter(self.parameter))
        # Two threads may both make it; they are equal, and one of them stays.
        self.fits = validator_of(self.parameter).isinstance_python
        return self.fits(value)


def check_arguments(
    client: Sender,
    api: type,
    operation: Operation[Any],
    values: tuple[object, ...],
) -> tuple[object, ...]:
    """Checks the values of an operation's parameters; the body is checked when it is written.

    Args:
        client: sends the call; its configuration may request no checks.
        api: the class that has the operation, for the error's title.
        operation: a row of the operation table.
        values: one for each parameter of the row, and more that are not looked at; None is not
            sent.

    Returns:
        The values that are sent: date-times that are given as texts have an offset.

    Raises:
        InvalidArgumentError: a value is not what the description says.
    """
    checks: tuple[Check, ...] | None = operation.checks
    if checks is None:
        checks = operation.checks = _checks(operation)
    for check in checks:
        value = values[check.index]
        if value is None or type(value) in check.known:
            continue
        if not check.fits(value):
            _refuse(client, api, operation, values)
            return values
        if check.holds_date_times and not client.configuration.datetime_format:
            from .date_time_texts import with_offsets

            index = check.index
            values = (*values[:index], with_offsets(value), *values[index + 1 :])
    return values


def _checks(operation: Operation[Any]) -> tuple[Check, ...]:
    return tuple(
        Check(index, parameter)
        for index, parameter in enumerate(operation.parameters)
        if parameter.type != "Any"
    )


def _known_types(parameter: Parameter) -> frozenset[type]:
    if parameter.limits:
        return _NOTHING
    code = parameter.type
    if code.startswith("Nullable[") and code.endswith("]"):
        code = code[len("Nullable[") : -1]
    head, bracket, _ = code.partition("[")
    if bracket:
        is_whole = head in _OPEN and code.index("]") == len(code) - 1
        return _OPEN[head] if is_whole else _NOTHING
    members = code.split(" | ")
    if all(member in _PLAIN for member in members):
        return _NOTHING.union(*(_PLAIN[member] for member in members))
    return _NOTHING


def _refuse(
    client: Sender,
    api: type,
    operation: Operation[Any],
    values: tuple[object, ...],
) -> None:
    if not client.configuration.client_side_validation:
        return
    from .argument_validators import refuse

    refuse(
        f"{api.__name__}.{operation.method_name}",
        [
            (check.parameter, values[check.index])
            for check in operation.checks
            if values[check.index] is not None
        ],
        client.configuration._spec.security_schemes.values(),
    )
