"""Everybody's package of the orders, and what its program in ``programs`` says of it, in turns with
the floors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from .measuring import FailedError, in_turns
from .package_generation import cold
from .package_programs import Figures, figures, medians, serving
from .paths import floors
from .peers import OPENAPI_GENERATOR_ASYNCIO, OURS, PEERS, Generator
from .run_settings import Setting
from .services import CUSTOMER, orders, orders_response, written

_PACKAGE = "orders_client"
_MORE = {"decode": 3}
"""How many times as many rounds: whether Python gives the memory of a large response back to the
system after each call, and then has to ask for it again (1-2 ms), depends on where a process
happens to be in memory."""


def measured(setting: Setting, mode: str) -> tuple[dict[str, Figures], dict[str, FailedError]]:
    """The medians of the floors and of everybody for a mode of the programs, and why somebody has
    none.

    Args:
        setting: of the run.
        mode: ``decode``, ``call`` or ``call-async``.

    Raises:
        FailedError: the floors cannot be measured.
    """
    home = setting.folder / "orders-served"
    path = written(orders(), home)
    (home / "orders.json").write_bytes(orders_response())
    (home / "customer.json").write_bytes(CUSTOMER)
    made: dict[str, Path] = {}
    failures: dict[str, FailedError] = {}
    for each in _clients(setting, mode):
        try:
            made[each.name] = _made(each, path, home)
        except FailedError as error:
            failures[each.name] = error
    with serving(home) as port:
        turns = _turns(setting, mode, home, port, made)
        found, failed = medians(in_turns(turns, setting.rounds * _MORE.get(mode, 1)))
    if "floors" in failed:
        raise failed["floors"]
    return found, failures | failed


def _clients(setting: Setting, mode: str) -> list[Generator]:
    """Who makes clients; openapi-generator makes another package for asynchronous calls."""
    if mode == "call-async" and setting.peers:
        return [OURS, PEERS[0], OPENAPI_GENERATOR_ASYNCIO, PEERS[2]]
    return [each for each in setting.generators if each.complete]


def _made(each: Generator, description: Path, home: Path) -> Path:
    output = home / each.slug / "out"
    if not output.exists():
        cold(each, description, output, _PACKAGE)
    return output / each.home


def _turns(
    setting: Setting, mode: str, home: Path, port: str, made: Mapping[str, Path]
) -> dict[str, Callable[[], Figures]]:
    arguments: list[str | Path] = [mode, home, port]
    turns: dict[str, Callable[[], Figures]] = {
        "floors": partial(figures, floors(), "floors.py", arguments)
    }
    for each in _clients(setting, mode):
        if each.name not in made:
            continue
        turns[each.name] = (
            partial(figures, floors(), "docbound.py", arguments, made[each.name])
            if each is OURS
            else partial(
                figures,
                each.python(),
                "peers.py",
                [each.kind, mode, port],
                made[each.name],
            )
        )
    return turns
