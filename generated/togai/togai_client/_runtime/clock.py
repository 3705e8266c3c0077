"""The clock and random numbers of a client; tests replace them."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    """What the call policy asks about time."""

    def monotonic(self) -> float:
        """Seconds from some point, never going back."""
        ...

    def time(self) -> float:
        """Seconds since 1970."""
        ...

    def random(self) -> float:
        """A number from 0 up to 1."""
        ...

    def sleep(self, seconds: float) -> None:
        """Blocks the thread."""
        ...

    async def sleep_async(self, seconds: float) -> None:
        """Lets other tasks run meanwhile."""
        ...


class SystemClock:
    """The real time."""

    __slots__ = ()

    def monotonic(self) -> float:
        """See :class:`Clock`."""
        return time.monotonic()

    def time(self) -> float:
        """See :class:`Clock`."""
        return time.time()

    def random(self) -> float:
        """See :class:`Clock`."""
        import random

        return random.random()

    def sleep(self, seconds: float) -> None:
        """See :class:`Clock`."""
        time.sleep(seconds)

    async def sleep_async(self, seconds: float) -> None:
        """See :class:`Clock`."""
        import asyncio

        await asyncio.sleep(seconds)
