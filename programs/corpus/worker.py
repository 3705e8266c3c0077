"""Judges the documents whose ids come in on standard input: one line of JSON out for each, in
order.

``python -m programs.corpus.worker``; with ``--call`` it makes one call of each package instead,
with ``--faults`` calls against faulty services, and with ``--quick`` it does not try the laws. Each
document has a forked process of its own, so that a crash, a hang or a leak is that document's and
no other's, while what all of them need is imported once.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from programs.corpus import documents, fault_calls, forking, judge, loopback_call

TIMEOUT = 900


Task = Callable[[documents.Entry, Path], dict[str, object]]


def work(entry: documents.Entry, task: Task) -> dict[str, object]:
    """Does ``task`` for one document; never raises."""
    folder = Path(tempfile.mkdtemp(prefix="docbound-corpus-"))
    try:
        result: dict[str, object] = forking.run(lambda: task(entry, folder), TIMEOUT)
        return result
    except forking.TimedOut:
        return judge.blank(entry) | {
            "stage": "timeout",
            "error": f"more than {TIMEOUT} s",
        }
    except forking.Crashed as error:
        return judge.blank(entry) | {"stage": "crashed", "error": str(error)[-2000:]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Answers each line of standard input with one of standard output."""
    known = {entry.id: entry for entry in documents.entries()}
    task: Task = loopback_call.call_one if "--call" in sys.argv else judge.judge
    if "--faults" in sys.argv:
        task = fault_calls.meet_faults
    if "--quick" in sys.argv:
        task = partial(judge.judge, laws=False)
    for line in sys.stdin:
        print(json.dumps(work(known[line.strip()], task)), flush=True)


if __name__ == "__main__":
    main()
