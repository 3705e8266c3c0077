"""Child processes, what they cost, and medians of rounds taken in turns."""

from __future__ import annotations

import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

LONGEST = 300.0
"""Seconds after which a child is given up."""

_SPENDER = Path(__file__).parent / "programs" / "command_cost.py"


class FailedError(Exception):
    """A child did not end well; the message is the end of what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a child cost: seconds of CPU and of the clock, and its peak memory in MB."""

    cpu: float
    wall: float
    peak: float


def spend(
    command: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    telling: str = "",
    longest: float = LONGEST,
) -> Cost:
    """Runs a command to its end and says what it and its own children cost.

    Args:
        command: the program and its arguments.
        cwd: where it runs.
        environment: what is set beside the variables of this process.
        telling: a pattern of the line in which it says why it failed; the last line, if there is
            none.
        longest: seconds after which it is given up.

    Raises:
        FailedError: it ended with another code than 0, or took longer than ``longest``.
    """
    report = answer(
        [sys.executable, "-S", _SPENDER, str(longest), *command],
        environment=environment,
        cwd=cwd,
        longest=longest + 10,
    )
    found: dict[str, float | str] = json.loads(report)
    if "failed" in found:
        said = str(found["failed"])
        why = re.search(f"^.*(?:{telling}).*$", said, re.MULTILINE) if telling else None
        raise FailedError(why[0] if why else said.splitlines()[-1])
    return Cost(cpu=float(found["cpu"]), wall=float(found["wall"]), peak=float(found["peak"]))


def answer(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    longest: float = LONGEST + 10,
) -> str:
    """What a command writes to its standard output.

    Args:
        command: the program and its arguments.
        environment: what is set beside the variables of this process.
        cwd: where it runs.
        longest: seconds after which it is given up.

    Raises:
        FailedError: it ended with another code than 0, or took longer than ``longest``.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, **(environment or {})},
            cwd=cwd,
            capture_output=True,
            text=True,
            timeout=longest,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FailedError(f"no end after {longest:.0f} s") from error
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise FailedError(lines[-1] if lines else f"exit code {done.returncode}")
    return done.stdout


def median_cost(costs: Sequence[Cost]) -> Cost:
    """The medians of the three figures, each by itself."""
    return Cost(
        cpu=statistics.median(cost.cpu for cost in costs),
        wall=statistics.median(cost.wall for cost in costs),
        peak=statistics.median(cost.peak for cost in costs),
    )


def in_turns(
    subjects: Mapping[str, Callable[[], T]],
    rounds: int,
    patience: float = math.inf,
) -> dict[str, list[T] | FailedError]:
    """Runs every subject once a round.

    Args:
        subjects: what to run, by name.
        rounds: how often at most.
        patience: seconds by the clock; a subject whose turns took longer altogether takes no more.

    Returns:
        For each subject its results in order, or why it failed; one that fails takes no further
        turn.
    """
    results: dict[str, list[T]] = {name: [] for name in subjects}
    failed: dict[str, FailedError] = {}
    taken = dict.fromkeys(subjects, 0.0)
    for _ in range(rounds):
        for name, subject in subjects.items():
            if name in failed or taken[name] > patience:
                continue
            started = time.perf_counter()
            try:
                results[name].append(subject())
            except FailedError as error:
                failed[name] = error
            taken[name] += time.perf_counter() - started
    return {name: failed.get(name, results[name]) for name in subjects}
