"""The garbage collector, paused while a large reply is read.

Reading makes thousands of objects and no garbage. The collector does not know that: it looks at all of them again and again,
which took a third of the time of decoding a reply of 1 MB. It goes on where it was as soon as the last reader is done.
"""

from __future__ import annotations

import gc
from threading import Lock
from typing import Final


class Pause:
    """A context in which the collector rests; many threads may be in it at once.

    A collector that was switched off before stays off.
    """

    __slots__ = ("_inside", "_lock", "_was_on")

    def __init__(self) -> None:
        self._lock = Lock()
        self._inside = 0
        self._was_on = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._was_on = gc.isenabled()
                gc.disable()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside and self._was_on:
                gc.enable()


PAUSED: Final = Pause()

LARGE: Final = 1 << 16
"""Bytes from which on a reply is worth a pause."""
