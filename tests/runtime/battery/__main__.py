"""``python -m tests.runtime.battery`` goes on where it was left, for as long as it is let.

Each kind of attack has numbers of its own. Where it came to, how the attacks ended and which failed
is in ``.docbound/fuzz/calls.json``; ``--only KIND NUMBER`` tries one again.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections import Counter
from typing import Any, Final

from tests.runtime.battery.attacks import ATTACKS
from tests.support.blocks import ROOT

STATE: Final = ROOT / ".docbound/fuzz/calls.json"
AT_ONCE: Final = 50


def main() -> int:
    """Goes on from the numbers that the last run came to; 1 if any attack has succeeded."""
    parser = argparse.ArgumentParser(prog="python -m tests.runtime.battery")
    parser.add_argument("--inputs", type=int, default=0, help="stop after so many; 0 for never")
    parser.add_argument("--only", nargs=2, metavar=("KIND", "NUMBER"), help="try one again")
    parser.add_argument("--first", type=int, help="begin each kind with this number")
    given = parser.parse_args()
    if given.only is not None:
        kind, number = given.only
        print(ATTACKS[kind](int(number)))
        return 0
    known = json.loads(STATE.read_text()) if STATE.exists() else {}
    state: dict[str, Any] = {"next": {}, "ends": {}, "failed": [], **known}
    if given.first is not None:
        state["next"] = dict.fromkeys(ATTACKS, given.first)
    done = 0
    while not given.inputs or done < given.inputs:
        for kind in ATTACKS:
            size = min(AT_ONCE, given.inputs - done) if given.inputs else AT_ONCE
            _go_on(kind, size, state)
            done += size
        print(f"{done} attacks, {len(state['failed'])} failed so far", flush=True)
    print(json.dumps(state["ends"], indent=1, sort_keys=True))
    return 1 if state["failed"] else 0


def _go_on(kind: str, size: int, state: dict[str, Any]) -> None:
    first = state["next"].get(kind, 0)
    ends: Counter[str] = Counter()
    for number in range(first, first + size):
        try:
            ends[f"{kind}: {ATTACKS[kind](number)}"] += 1
        except Exception:
            ends[f"{kind}: FAILED"] += 1
            state["failed"].append(f"{kind} {number}")
            traceback.print_exc()
    state["next"][kind] = first + size
    state["ends"] = dict(Counter(state["ends"]) + ends)
    STATE.parent.mkdir(parents=True, exist_ok=True)
    STATE.write_text(json.dumps(state, indent=1))


if __name__ == "__main__":
    sys.exit(main())
