"""The garbage collector rests while something large is read, and is as it was afterwards, whoever reads beside us."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from generator.runtime import collecting


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_it_rests_and_goes_on() -> None:
    gc.enable()
    with collecting.PAUSED:
        assert not gc.isenabled()
        with collecting.PAUSED:
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ValueError), collecting.PAUSED:
        raise ValueError
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    with collecting.PAUSED:
        pass
    assert not gc.isenabled()


def test_the_last_of_many_readers_wakes_it() -> None:
    gc.enable()
    together = Barrier(8)
    seen: list[bool] = []

    def read() -> None:
        for _ in range(50):
            with collecting.PAUSED:
                together.wait()
                seen.append(gc.isenabled())
                together.wait()

    readers = [Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert not any(seen) and gc.isenabled()
