"""One function call in a forked process: what crashes, hangs or leaks there is gone afterwards, and
no interpreter starts.

Only for single-threaded processes: a fork copies locks, but not the threads that would open them.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any


class TimedOut(Exception):
    """The call took too long and was ended."""


class Crashed(Exception):
    """The call raised, or its process died; the text is its traceback."""


def run(call: Callable[[], Any], timeout: float) -> Any:
    """Calls ``call`` in a process of its own.

    Args:
        call: returns JSON-compatible data. What it prints goes to standard error.
        timeout: seconds.

    Raises:
        TimedOut: it took longer.
        Crashed: it raised an exception, or its process died.
    """
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _answer(call, writing)
    os.close(writing)
    try:
        text = _read(reading, time.monotonic() + timeout)
    except TimedOut:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(reading)
        _, status = os.waitpid(child, 0)
    if not text:
        raise Crashed(f"the process ended with status {status}")
    answer = json.loads(text)
    if "error" in answer:
        raise Crashed(answer["error"])
    return answer["result"]


def _answer(call: Callable[[], Any], writing: int) -> None:
    """The child's whole life; it never returns, so that nothing of its parent runs twice."""
    try:
        os.dup2(2, 1)
        try:
            answer = json.dumps({"result": call()})
        except BaseException:
            answer = json.dumps({"error": traceback.format_exc()[-4000:]})
        with os.fdopen(writing, "w") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _read(reading: int, deadline: float) -> bytes:
    found = bytearray()
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            raise TimedOut
        part = os.read(reading, 1 << 16)
        if not part:
            return bytes(found)
        found += part
