"""The call of a generated method, kept instead of made: where a walk through pages begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from ..http.credential_scope import Scope
from ..named_tuples import NamedTuple
from ..request.call_options import call_arguments
from ..service.operations import Operation
from ..service.options import CallOptions


class PageClient(Protocol):
    """What a walk through pages needs of a client; the asynchronous one's calls are awaited."""

    def _scope(self, operation: Operation[Any], options: CallOptions) -> Scope: ...

    def _call(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: CallOptions = ...,
        form: str = ...,
    ) -> Any: ...


class Recorded(NamedTuple):
    """A call that a generated method would have made."""

    operation: Operation[Any]
    values: tuple[object, ...]
    options: CallOptions


class CallCapture:
    """Takes the place of an API instance, and keeps the call instead of making it.

    Args:
        api: the class of the instance.
    """

    def __init__(self, api: type) -> None:
        self._api = api
        self._taken: Recorded | None = None

    def _send(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: Mapping[str, object],
    ) -> None:
        values, given = call_arguments(operation, values, options, self._api)
        self._taken = Recorded(operation, values, given)

    def taken(self) -> Recorded:
        """The call."""
        assert self._taken is not None, "a generated method sends exactly one call"
        return self._taken


class AsyncCallCapture(CallCapture):
    """The same for asynchronous methods, which await what they send."""

    async def _send(  # type: ignore[override]  # the asynchronous twin of the method
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: Mapping[str, object],
    ) -> None:
        values, given = call_arguments(operation, values, options, self._api)
        self._taken = Recorded(operation, values, given)
