"""Secrets in random encodings at random places: ``python -m tests.redaction.fuzz`` goes on for as
long as it is let, and prints how many it tried; ``--only 4711`` shows one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter

from docbound.redaction import Redactor
from docbound.traffic import Exchange
from tests.redaction.planted import Planted, is_readable_in, planted


def shown(exchange: Exchange) -> str:
    """All of an exchange as a fixture has it."""
    fields = (*exchange.request.headers, *exchange.response.headers)
    rows = "\n".join(f"{name}: {value}" for name, value in fields)
    bodies = (
        f"{exchange.request.body.decode('latin-1')}\n{exchange.response.body.decode('latin-1')}"
    )
    return f"{exchange.request.url}\n{exchange.response.reason}\n{rows}\n{bodies}"


def tried(case: Planted) -> str:
    """Redacts one exchange.

    Returns:
        ``taken out``, or ``refused`` where the recording would not be written.

    Raises:
        AssertionError: a reader still finds the secret, and it would be written.
    """
    redactor = Redactor(credentials={"token": case.secret})
    redactor.learn([case.exchange])
    clean = shown(redactor.exchange(case.exchange))
    if redactor.leaks(clean):
        return "refused"
    assert not is_readable_in(clean, case.secret), (
        f"{case.number}: {case.secret} at {case.place} as {', '.join(case.ways)}:"
        f"\n{case.written}\n{clean}"
    )
    return "taken out"


def run(first: int, count: int) -> tuple[Counter[str], list[int]]:
    """Tries the numbers from ``first`` on; gives the ends, and the numbers that failed."""
    ends: Counter[str] = Counter()
    failed: list[int] = []
    for number in range(first, first + count):
        case = planted(number)
        if not is_readable_in(shown(case.exchange), case.secret):
            ends["too deep for the reader"] += 1
        try:
            ends[tried(case)] += 1
        except AssertionError as error:
            print(error, file=sys.stderr)
            failed.append(number)
    return ends, failed


def main() -> int:
    """Tries numbers until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m tests.redaction.fuzz")
    parser.add_argument("--secrets", type=int, default=0, help="stop after so many; 0 for never")
    parser.add_argument("--first", type=int, default=0, help="begin with this number")
    parser.add_argument("--only", type=int, help="try one number again, and show it")
    given = parser.parse_args()
    if given.only is not None:
        case = planted(given.only)
        print(case.secret, case.place, *case.ways, case.written, tried(case), sep="\n  ")
        return 0
    ends: Counter[str] = Counter()
    failed: list[int] = []
    done = 0
    while not given.secrets or done < given.secrets:
        more, wrong = run(given.first + done, 100)
        done, ends, failed = done + 100, ends + more, failed + wrong
        print(f"{done} secrets planted, {len(failed)} readable; {json.dumps(ends)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
