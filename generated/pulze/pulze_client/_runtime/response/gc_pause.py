"""The garbage collector, paused while a large response is decoded, where
``Configuration(pause_gc=True)`` wants it.

Decoding makes thousands of objects and no garbage. The collector does not know that: it looks at
all of them again and again, which took a quarter of the time of decoding a response of 1 MB.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

LARGE: Final = 1 << 16
"""Bytes from which on a response is worth it."""

_resting = False
"""Whether the collector is off because of us."""


def gc_paused(read: Callable[[], T]) -> T:
    """Calls ``read`` while the collector rests; it goes on when the call ends, however it ends.

    A collector that is off already stays as it is: the program switched it off, or another thread
    reads, which will switch it on again. So there is nothing to count and nothing to lock; in the
    worst case the collector goes on while a second thread is still reading, and many readers who
    overlap cannot keep it off for good.
    """
    global _resting
    if not gc.isenabled():
        return read()
    try:
        # In this order an interruption at any point leaves a collector that is on, or a mark for a
        # child.
        _resting = True
        gc.disable()
        return read()
    finally:
        gc.enable()
        _resting = False


def _forked() -> None:
    """In a child the thread that was reading does not go on, so nothing else would switch the
    collector on.
    """
    global _resting
    if _resting:
        gc.enable()
        _resting = False


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)
