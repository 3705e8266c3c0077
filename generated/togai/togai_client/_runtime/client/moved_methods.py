"""Methods that are called otherwise now: a call by the former name goes on working, with a
warning.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from ..call_site import warn_caller

P = ParamSpec("P")
R = TypeVar("R")


def moved_method(now: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Warns whoever calls a method by its former name.

    Args:
        now: what a program writes behind the client in its place, ``chat.completions.create``.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        text = (
            f"{method.__qualname__} is called client.{now} now; the old name goes away with the"
            " next major version"
        )
        if inspect.iscoroutinefunction(method):

            @functools.wraps(method)
            async def awaiting(*args: Any, **named: Any) -> Any:
                warn_caller(text, DeprecationWarning)
                return await method(*args, **named)

            return awaiting  # type: ignore[return-value]

        @functools.wraps(method)
        def plain(*args: P.args, **named: P.kwargs) -> R:
            warn_caller(text, DeprecationWarning)
            return method(*args, **named)

        return plain

    return decorate
