"""A fixed sample of mutated inputs; ``make fuzz`` tries others for hours."""

from __future__ import annotations

import pytest

from tests.hostile.fuzz import run
from tests.hostile.mutations import mutated, seeds

BATCHES = 6
SIZE = 50


@pytest.mark.parametrize("batch", range(BATCHES))
def test_each_input_ends_in_a_result_or_in_findings(batch: int) -> None:
    ends, failed = run(batch * SIZE, SIZE)
    assert failed == [], f"try again: python -m tests.hostile.fuzz --only {failed[0]}; {ends}"
    assert sum(ends.values()) == SIZE


def test_every_kind_of_input_is_tried() -> None:
    tried = {mutated(number).seed.kind for number in range(BATCHES * SIZE)}
    assert tried == set(seeds())


def test_an_input_is_the_same_each_time() -> None:
    assert mutated(7) == mutated(7)
