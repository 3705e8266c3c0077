"""The garbage collector rests while something large is read, and is as it was afterwards, also with
other readers.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Any

import pytest

from docbound.runtime.response.gc_pause import LARGE, gc_paused
from docbound.runtime.service.operations import Operation
from tests.runtime.twins import TWINS, CannedResponse, Twin


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_it_rests_and_goes_on() -> None:
    gc.enable()
    assert gc_paused(gc.isenabled) is False
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ZeroDivisionError):
        gc_paused(lambda: 1 / 0)
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    assert gc_paused(gc.isenabled) is False
    assert not gc.isenabled()


def test_one_within_another_leaves_it_at_rest() -> None:
    gc.enable()
    assert gc_paused(lambda: (gc_paused(gc.isenabled), gc.isenabled())) == (False, False)
    assert gc.isenabled()


def test_readers_who_overlap_do_not_keep_it_off() -> None:
    """The collector goes on with the end of the reader who switched it off, not only when nobody
    reads any more.
    """
    gc.enable()
    first, second = Reader(), Reader()
    assert not gc.isenabled()
    first.end()
    assert gc.isenabled()
    second.end()
    assert gc.isenabled()


class Reader:
    """A thread that reads something large until it has to stop."""

    def __init__(self) -> None:
        self.begun, self._go_on = Event(), Event()
        self._thread = Thread(target=gc_paused, args=(self._read,))
        self._thread.start()
        self.begun.wait()

    def _read(self) -> None:
        self.begun.set()
        self._go_on.wait()

    def end(self) -> None:
        self._go_on.set()
        self._thread.join()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_a_child_of_a_reading_process_has_a_collector() -> None:
    gc.enable()
    reader = Reader()
    try:
        assert _in_a_child(gc.isenabled)
    finally:
        reader.end()
    assert gc.isenabled()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_a_child_keeps_a_collector_off_that_the_program_switched_off() -> None:
    gc.disable()
    assert not _in_a_child(gc.isenabled)


def _in_a_child(question: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        os._exit(1 if question() else 0)
    return bool(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


@pytest.mark.parametrize("twin", TWINS, ids=lambda twin: twin.name)
@pytest.mark.parametrize(
    ("size", "wanted", "pauses"),
    [(LARGE // 2, True, False), (LARGE, True, True), (LARGE, None, False)],
    ids=["small", "large", "unasked"],
)
def test_it_rests_only_where_it_is_enabled_and_worth_it(
    twin: Twin,
    size: int,
    wanted: bool | None,
    pauses: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    switched: list[str] = []
    monkeypatch.setattr(gc, "disable", lambda: switched.append("off"))
    operation = Operation[Any]("op", "GET", "/x", responses={"200": {"application/json": "str"}})
    settings = {} if wanted is None else {"pause_gc": wanted}
    response = CannedResponse(body=b'"' + b"x" * size + b'"')
    outcome = twin.call(operation, responses=[response], configuration=settings)
    assert len(outcome.result) == size
    assert switched == ["off"] * pauses
