"""Secrets in random encodings at random places; ``make fuzz`` tries many more."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.redaction.fuzz import run, tried
from tests.redaction.planted import is_readable_in, planted


@settings(max_examples=20, deadline=None)
@given(st.integers(min_value=0, max_value=10**9))
def test_a_planted_secret_is_taken_out_or_refused(number: int) -> None:
    assert tried(planted(number)) in ("taken out", "refused")


def test_what_came_through_once_does_not_any_more() -> None:
    """An encoded text that goes on in the next field, and an escape that ends in another one."""
    for number in (261, 970, 1220, 1283):
        _, failed = run(number, 1)
        assert not failed


def test_the_reader_sees_what_is_there() -> None:
    case = planted(2)
    assert is_readable_in(case.written, case.secret)
    assert not is_readable_in("nothing of it", case.secret)
