"""Hooks: functions that see each attempt and each mismatch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ..mismatch_record import Mismatch
from ..records import field, record

if TYPE_CHECKING:
    from ..transport.protocol import Request


@record(frozen=False, kw_only=False)
class Attempt:
    """One attempt of a call; the same object goes to all hooks of the attempt.

    Attributes:
        operation: the method's name.
        template: the path as the description has it, ``/users/{id}``.
        request: what is sent; a ``before_request`` hook may change its headers.
        number: 1 for the first attempt of the call.
        status: of the response, once it is there.
        headers: of the response, likewise.
        elapsed: seconds from sending to the last byte, or to the headers if the body is left to the
            caller.
        error: what went wrong: no response, or one with an error status.
        notes: room for a hook's own things, such as a tracing span.
    """

    operation: str
    template: str
    request: Request
    number: int
    status: int | None = None
    headers: Mapping[str, str] | None = None
    elapsed: float | None = None
    error: Exception | None = None
    notes: dict[str, Any] = field(default_factory=dict[str, Any])


AttemptHook: TypeAlias = Callable[[Attempt], None]
MismatchHook: TypeAlias = Callable[[Mismatch, str], None]


@record(frozen=False, kw_only=False)
class Hooks:
    """Functions that a client calls, in order. What they raise goes to the caller of the API.

    Attributes:
        before_request: before each attempt.
        after_response: after each response, whatever its status.
        on_error: after an attempt without a response, and after a call that ends with an error
            status.
        on_mismatch: for each place where a response does not fit its description, with the
            operation's name.
    """

    before_request: list[AttemptHook] = field(default_factory=list[AttemptHook])
    after_response: list[AttemptHook] = field(default_factory=list[AttemptHook])
    on_error: list[AttemptHook] = field(default_factory=list[AttemptHook])
    on_mismatch: list[MismatchHook] = field(default_factory=list[MismatchHook])

    def copy(self) -> Hooks:
        """Hooks of their own with the same functions."""
        return Hooks(
            before_request=[*self.before_request],
            after_response=[*self.after_response],
            on_error=[*self.on_error],
            on_mismatch=[*self.on_mismatch],
        )

    @property
    def watching(self) -> bool:
        """Whether there are hooks for attempts."""
        return bool(self.before_request or self.after_response or self.on_error)
