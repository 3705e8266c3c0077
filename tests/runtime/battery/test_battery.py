"""A fixed budget of each attack; ``python -m tests.runtime.battery`` tries others for hours."""

from __future__ import annotations

from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from tests.runtime.battery.attacks import ATTACKS
from tests.runtime.battery.cancellation import SCENES, Scene, cancelled
from tests.runtime.battery.comparison import compared
from tests.runtime.battery.replies import reply
from tests.runtime.battery.walks import KINDS, walked

BATCHES = 4
REPLIES = 60
WALKS = 140


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_clients_read_a_reply_alike(batch: int) -> None:
    ends = Counter(compared(number) for number in range(batch * REPLIES, (batch + 1) * REPLIES))
    assert ends["value"] and ends["error"] and ends["lost"], f"the replies are no mixture: {ends}"


# What longer runs found.
@pytest.mark.parametrize("number", [1223, 1349])
def test_replies_that_were_read_differently(number: int) -> None:
    assert compared(number) == "lost"


def test_a_reply_is_the_same_each_time() -> None:
    assert reply(7) == reply(7) != reply(8)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_pages_that_lie(batch: int) -> None:
    ends = Counter(walked(number) for number in range(batch * WALKS, (batch + 1) * WALKS))
    assert ends["items"] > len(KINDS) and ends["refused"] > len(KINDS), ends


@pytest.mark.parametrize("total_timeout", [False, True], ids=["each read", "the whole call"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_call_that_is_cancelled_wherever_it_waits(
    scene: Scene, total_timeout: bool, tmp_path: Path
) -> None:
    for wait in count(1):
        folder = tmp_path / str(wait)
        folder.mkdir()
        if not cancelled(scene, wait, folder, total_timeout=total_timeout):
            break
    assert wait > 2, "the call waited nowhere"


@pytest.mark.parametrize("kind", ATTACKS)
def test_an_attack_says_how_it_ended(kind: str) -> None:
    assert ATTACKS[kind](10_000) in {
        *("value", "error", "lost", "lost by one", "items", "refused", "cancelled", "ended before"),
    }
