"""Times a few lines: what is measured runs until it took long enough, several times over, and the
median counts.

Each measurement starts from a clean heap and pays for the garbage that it makes itself, as a
program of a user does.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import time
from collections.abc import Awaitable, Callable


def measure(call: Callable[[], object], *, seconds: float = 0.3, repeats: int = 5) -> float:
    """CPU seconds of one call: the median of ``repeats`` stretches of about ``seconds`` each, after
    a first one uncounted.
    """
    call()
    gc.collect()
    rounds = _rounds(_stretch(call, 1), seconds)
    return statistics.median(_stretch(call, rounds) / rounds for _ in range(repeats))


async def measure_async(
    call: Callable[[], Awaitable[object]], *, seconds: float = 0.3, repeats: int = 5
) -> float:
    """As :func:`measure`, for a coroutine function, one call after the other."""
    await call()
    gc.collect()
    rounds = _rounds(await _stretch_async(call, 1), seconds)
    return statistics.median([await _stretch_async(call, rounds) / rounds for _ in range(repeats)])


def _rounds(once: float, seconds: float) -> int:
    return max(1, min(5000, int(seconds / max(once, 1e-6))))


def _stretch(call: Callable[[], object], rounds: int) -> float:
    started = time.process_time()
    for _ in range(rounds):
        call()
    return time.process_time() - started


async def _stretch_async(call: Callable[[], Awaitable[object]], rounds: int) -> float:
    started = time.process_time()
    for _ in range(rounds):
        await call()
    return time.process_time() - started


def tell(**figures: float) -> None:
    """Prints the figures for the process that waits for them."""
    print(json.dumps(figures))


def run_async(main: Callable[[], Awaitable[None]]) -> None:
    """Runs a coroutine function to its end."""

    async def runner() -> None:
        await main()

    asyncio.run(runner())
