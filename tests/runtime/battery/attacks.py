"""The kinds of attacks: each takes a number and says how it ended, or raises."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Final

from tests.runtime.battery.cancellation import SCENES, cancelled
from tests.runtime.battery.comparison import compared
from tests.runtime.battery.walks import walked


def cancelled_at_random(number: int) -> str:
    """Cancels one call of each kind in turn, somewhere."""
    random = Random(f"cancellation {number}")
    with tempfile.TemporaryDirectory() as folder:
        reached = cancelled(
            SCENES[number % len(SCENES)],
            random.randint(1, 12),
            Path(folder),
            turns=random.choice((0, 0, 1, 2, 3, 5, 8, 40, 400)),
            total_timeout=random.random() < 0.5,
        )
    return "cancelled" if reached else "ended before"


ATTACKS: Final[Mapping[str, Callable[[int], str]]] = {
    "replies": compared,
    "cancellations": cancelled_at_random,
    "walks": walked,
}
