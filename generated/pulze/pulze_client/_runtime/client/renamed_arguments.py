"""Arguments that have another name now: a call that gives the former one goes on working, with a
warning.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from ..call_site import warn_caller
from ..errors import ApiTypeError

P = ParamSpec("P")
R = TypeVar("R")


def renamed_arguments(**former: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Lets callers of a method give an argument by its former name.

    The signature that editors and type checkers see has the new names alone.

    Args:
        former: the former name, and the name that the argument has now.

    Raises:
        ApiTypeError: from the method, for an argument that is given by both names.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        if inspect.iscoroutinefunction(method):

            @functools.wraps(method)
            async def awaiting(*args: Any, **named: Any) -> Any:
                return await method(*args, **_by_present_name(method.__name__, named, former))

            return awaiting  # type: ignore[return-value]

        @functools.wraps(method)
        def plain(*args: P.args, **named: P.kwargs) -> R:
            return method(*args, **_by_present_name(method.__name__, named, former))

        return plain

    return decorate


def _by_present_name(
    method: str, named: Mapping[str, Any], former: Mapping[str, str]
) -> dict[str, Any]:
    found = dict(named)
    for old, now in former.items():
        if old not in found:
            continue
        if now in found:
            raise ApiTypeError(
                f"{method}: {old!r} is the former name of {now!r}; give {now!r} alone"
            )
        found[now] = found.pop(old)
        warn_caller(
            f"the argument {old!r} of {method} is called {now!r} now; the old name goes away with"
            " the next major version",
            DeprecationWarning,
        )
    return found
