"""One program at a time refreshes a token: the refresh token of many services can be used once, and
whoever uses it a second time signs out everyone (RFC 9700, section 4.14.2).
"""

from __future__ import annotations

import inspect
from collections.abc import Generator
from typing import Any, Final, Protocol

from ..clock import Clock
from ..errors import ApiTypeError
from ..service.sign_in import TokenStore
from ..transport.effects import CallUser, Effect, Sleep

_PATIENCE: Final = 30.0
"""Seconds to wait for another program, which may stand still; then it is done without the turn."""
_PAUSE: Final = 0.05


class Turn(Protocol):
    """What ``hold`` of a store gives."""

    def release(self) -> None:
        """Ends the turn."""
        ...


def has_turns(store: TokenStore | None) -> bool:
    """Whether a store lets one program after the other refresh a token."""
    return hasattr(store, "hold")


def turn_of(store: Any, name: str, clock: Clock) -> Generator[Effect, Any, Turn | None]:
    """Waits for the turn to refresh a token, and takes it.

    Args:
        store: one that has turns.
        name: of the token in the store.
        clock: tells how long it takes.

    Returns:
        The turn, which must be released; None where another program has it for too long.

    Raises:
        ApiTypeError: the store's function ``hold`` gives something else.
    """
    ends = clock.monotonic() + _PATIENCE
    while True:
        turn: Turn | None = yield CallUser(lambda: store.hold(name))
        if inspect.iscoroutine(turn):
            turn.close()
            raise ApiTypeError(
                "hold() of token_store is a coroutine function, which needs the asynchronous client"
            )
        if turn is not None and not hasattr(turn, "release"):
            raise ApiTypeError(
                f"hold() of token_store gave a {type(turn).__name__}, which has no release()"
            )
        if turn is not None or clock.monotonic() >= ends:
            return turn
        yield Sleep(_PAUSE)
