"""Timeouts and retries as callers write them, for transport and policy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from ..errors import ApiTypeError, ApiValueError
from ..service.options import Retries, Timeout
from ..transport.protocol import Timeouts

DEFAULT_TIMEOUTS = Timeouts(connect=30.0, read=120.0)
DEFAULT_RETRIES = Retries()
NO_RETRIES = Retries(count=0)


def timeouts_of(timeout: Timeout | None) -> Timeouts:
    """A caller's timeout as the transport takes it.

    Raises:
        ApiTypeError: it is neither a number nor a pair of numbers.
        ApiValueError: it is not positive.
    """
    match timeout:
        case None:
            return DEFAULT_TIMEOUTS
        case bool():
            pass
        case int() | float():
            seconds = _limited(timeout)
            return Timeouts(connect=seconds, read=seconds, total=seconds)
        case (connect, read) if not isinstance(timeout, str):
            for each in (connect, read):
                if isinstance(each, bool) or not isinstance(
                    each, (int, float)
                ):  # pyright: ignore[reportUnnecessaryIsInstance]
                    break
            else:
                return Timeouts(connect=_limited(connect), read=_limited(read))
        case _:
            pass
    raise ApiTypeError(
        f"a timeout is a number of seconds, or a pair (connect, read), not {timeout!r}"
    )


LONGEST = 1e6
"""Seconds, eleven days: operating systems take no more; infinity becomes this."""


def _limited(seconds: float) -> float:
    if not seconds > 0:
        raise ApiValueError("a timeout must be greater than 0")
    return min(seconds, LONGEST)


def retries_of(retries: Retries | int | None, usual: Retries | None = None) -> Retries:
    """A caller's retries as a policy; a number counts repetitions.

    Args:
        retries: what the caller says; a number leaves all else as usual.
        usual: the policy of the package, if it has one.

    Raises:
        ApiTypeError: it is neither.
    """
    match retries:
        case None:
            return usual or DEFAULT_RETRIES
        case Retries():
            return _checked(retries)
        case 0:
            return NO_RETRIES
        case bool():
            raise ApiTypeError(f"retries is a number or a Retries, not {retries!r}")
        case int() if retries > 0:
            return Retries(count=retries) if usual is None else _counted(usual, retries)
        case _:
            raise ApiTypeError(f"retries is a number from 0 on, or a Retries, not {retries!r}")


def _counted(usual: Retries, count: int) -> Retries:
    from dataclasses import replace  # Only where a package has a policy of its own.

    return replace(usual, count=count)


def _checked(retries: Retries) -> Retries:
    for name in ("count", "backoff", "max_wait", "jitter"):
        value: object = getattr(retries, name)
        kinds = int if name == "count" else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not value >= 0:
            raise ApiTypeError(f"{name} of Retries is a number from 0 on, not {value!r}")
    statuses = cast("object", retries.statuses)
    if not isinstance(statuses, (frozenset, set, tuple, list)):
        raise ApiTypeError(f"statuses of Retries is a set of numbers, not {statuses!r}")
    methods = cast("object", retries.methods)
    if not isinstance(methods, (frozenset, set, tuple, list)) or not all(
        isinstance(each, str) and each.isupper() for each in cast("Iterable[object]", methods)
    ):
        raise ApiTypeError(
            "methods of Retries is a set of methods in capitals, such as {'POST'}, "
            f"not {methods!r}"
        )
    return retries


def strict_of(strict: object, name: str = "strict") -> bool:
    """Whether what does not fit is an error, as a caller says it.

    Raises:
        ApiTypeError: it is no boolean.
    """
    if not isinstance(strict, bool):
        raise ApiTypeError(f"{name} is True or False, not {strict!r}")
    return strict
