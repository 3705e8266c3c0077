"""Effects: what the call policy has its driver do.

The policy (:mod:`.call.policy`) is a generator: it yields one of these, and goes on with the
answer. The two drivers (:mod:`.call.drivers`) carry them out, one by blocking, one by awaiting. So
the rules of a call are written once.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from ..records import record
from .protocol import AsyncResponse, Request, Response, Timeouts

Head: TypeAlias = Response | AsyncResponse
"""A response whose status and headers are known."""


@record(frozen=False, kw_only=False)
class Send:
    """Send a request; the answer is a :data:`Head`."""

    request: Request
    timeout: Timeouts


@record(frozen=False, kw_only=False)
class Read:
    """Read the whole body and free the connection; the answer is the body as bytes, decompressed.

    Attributes:
        response: a :data:`Head`; each driver only ever meets responses of its own transport, which
            no type can tell.
        max_size: the most bytes that it may have.
        deadline: when, on the monotonic clock, it must be there; None: no limit.
    """

    response: Any
    max_size: int
    deadline: float | None = None


@record(frozen=False, kw_only=False)
class CloseResponse:
    """Free the connection without reading the body; there is no answer."""

    response: Any


@record(frozen=False, kw_only=False)
class Sleep:
    """Wait; there is no answer."""

    seconds: float


@record(frozen=False, kw_only=False)
class CallUser:
    """Call a function of the caller's, awaiting its result if it can be awaited; the answer is that
    result.
    """

    function: Callable[[], Any]


@record(frozen=False, kw_only=False)
class RunBlocking:
    """Call a function that may wait for long, without holding up other calls; the answer is its
    result.
    """

    function: Callable[[], Any]


@record(frozen=False, kw_only=False, hidden=("key",))  # the key of a token holds a secret
class WithLock:
    """Run other steps while no other call runs steps with the same key; the answer is their
    result.
    """

    key: object
    steps: Callable[[], Generator[Any, Any, Any]]


Effect: TypeAlias = Send | Read | CloseResponse | Sleep | CallUser | RunBlocking | WithLock
