"""What a package costs its user: import, first answer, decoding, encoding, calls; beside the floors and the peers."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from .measuring import FailedError, answer, in_turns
from .peers import OPENAPI_GENERATOR_ASYNCIO, OURS, PEERS, Generator
from .places import ROOT, floors
from .report import Plot, Section, Table
from .services import CUSTOMER, ITEMS, orders, orders_reply, repeated, written

PROGRAMS = ROOT / "tests" / "benchmarks" / "programs"
Figures = dict[str, float]


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A server of the replies in ``folder``, in a process of its own; gives its port."""
    with subprocess.Popen(
        [sys.executable, PROGRAMS / "server.py", folder],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def medians(rounds: list[Figures] | FailedError) -> Figures:
    """The median of each figure; empty where there are none."""
    if isinstance(rounds, FailedError):
        return {}
    return {
        name: statistics.median(each[name] for each in rounds) for name in rounds[0]
    }


def _figures(
    python: Path,
    program: str,
    arguments: Sequence[str | Path],
    package: Path | None = None,
) -> Figures:
    variables = {"PYTHONPATH": str(package)} if package else {}
    found: Figures = json.loads(
        answer([python, PROGRAMS / program, *arguments], environment=variables)
    )
    return found


def prepared(
    folder: Path, *, with_peers: bool
) -> tuple[Path, Mapping[str, tuple[Generator, Path] | FailedError]]:
    """The orders, and everybody's package of them."""
    home = folder / "orders"
    path = written(orders(), home)
    (home / "orders.json").write_bytes(orders_reply())
    (home / "customer.json").write_bytes(CUSTOMER)
    made: dict[str, tuple[Generator, Path] | FailedError] = {}
    for each in (
        OURS,
        *(PEERS if with_peers else ()),
        *((OPENAPI_GENERATOR_ASYNCIO,) if with_peers else ()),
    ):
        if not each.complete:
            continue
        output = home / each.name.split()[0]
        try:
            each.generate(path, output, "orders_client", DOCBOUND_CACHE="")
            made[each.name] = (each, output / each.home)
        except FailedError as error:
            made[each.name] = error
    return home, made


def _subject(
    python: Path, made: tuple[Generator, Path], mode: str, home: Path, port: str
) -> Figures:
    each, package = made
    if each is OURS:
        return _figures(python, "docbound.py", [mode, home, port], package)
    return _figures(
        each.python(), "peers.py", [each.name.split()[0], mode, port], package
    )


def _measured(
    folder: Path, mode: str, rounds: int, *, with_peers: bool
) -> tuple[dict[str, Figures], dict[str, str]]:
    """The medians of everybody for a mode, and why somebody has none."""
    home, made = prepared(folder, with_peers=with_peers)
    python = floors()
    failures = {
        name: str(found)
        for name, found in made.items()
        if isinstance(found, FailedError)
    }
    with serving(home) as port:
        arguments: list[str | Path] = (
            [mode, home] if mode == "decode" else [mode, home, port]
        )
        turns = {"floors": partial(_figures, python, "floors.py", arguments)}
        for name, found in made.items():
            is_asyncio = name == OPENAPI_GENERATOR_ASYNCIO.name
            replaced = mode == "call-async" and name == PEERS[1].name
            if (
                isinstance(found, FailedError)
                or is_asyncio != (is_asyncio and mode == "call-async")
                or replaced
            ):
                continue
            turns[name] = partial(_subject, python, found, mode, home, port)
        results = in_turns(turns, rounds)
    failures |= {
        name: str(found)
        for name, found in results.items()
        if isinstance(found, FailedError)
    }
    return {name: medians(found) for name, found in results.items()}, failures


def decoding_section(folder: Path, rounds: int, *, with_peers: bool) -> Section:
    """A reply of 1,000 items to typed models, and back."""
    found, failures = _measured(folder, "decode", rounds, with_peers=with_peers)
    base, ours = found["floors"], found[OURS.name]
    ms = {name: f"{1000 * value:.2f}" for name, value in base.items()}
    rows = [
        ["`json.loads`, plain data", ms["json"], "", ms["json_encode"]],
        *(
            [["msgspec structs", ms["msgspec"], "", ms["msgspec_encode"]]]
            if "msgspec" in ms
            else []
        ),
        ["bare pydantic", ms["pydantic"], "", ms["pydantic_encode"]],
        [
            "docbound, the bytes alone",
            f"{1000 * ours['decode']:.2f}",
            "",
            f"{1000 * ours['encode']:.2f}",
        ],
    ]
    summary = [
        [
            "decode 1,000 items",
            f"{1000 * ours['decode']:.1f} ms",
            f"bare pydantic: {ms['pydantic']} ms",
            f"{ours['decode'] / base['pydantic']:.2f}× (≤ 1.15×)",
        ]
    ]
    for name, figures in found.items():
        if "end_to_end" in figures:
            total, send = 1000 * figures["end_to_end"], 1000 * figures["send"]
            rows.append([f"{name}, end to end", "", f"{total:.1f}", f"{send:.1f}"])
            if name != OURS.name:
                bar = (
                    "≥ 3×"
                    if name.startswith("openapi-generator")
                    else "≥ 1.8×" if name.startswith("openapi-p") else "> 1×"
                )
                ratio = figures["end_to_end"] / ours["end_to_end"]
                summary.append(
                    [
                        f"the same end to end, over {name}",
                        f"{1000 * ours['end_to_end']:.1f} ms",
                        f"{total:.1f} ms",
                        f"{ratio:.2f}× as fast ({bar})",
                    ]
                )
    rows += [
        [name, f"fails: {reason[:60]}", "", ""] for name, reason in failures.items()
    ]
    bars = {
        name: [(0.0, 1000 * each["end_to_end"])]
        for name, each in found.items()
        if "end_to_end" in each
    }
    size = len(orders_reply()) / 1e6
    return Section(
        title="Decoding and encoding",
        text=f"A reply of {ITEMS:,} items ({size:.2f} MB) to typed models: CPU milliseconds for the bytes alone, and end to "
        "end as the caller sees it (over loopback, the server being another process). Bare pydantic is "
        '`TypeAdapter.validate_json` on hand-written models of the same types with `extra="allow"`. Encoding is the same data '
        "as a body; end to end with the call.",
        tables=[
            Table(
                head=("", "decode ms", "end to end ms", "encode or send ms"), rows=rows
            )
        ],
        plots=[
            Plot(
                name="decoding",
                title=f"A call that returns {ITEMS:,} items",
                unit="CPU ms",
                lines=bars,
            )
        ],
        summary=summary,
    )


def calling_section(folder: Path, rounds: int, *, with_peers: bool) -> Section:
    """Tiny calls over kept connections, sync and async."""
    rows: list[list[str]] = []
    summary: list[list[str]] = []
    bars: dict[str, list[tuple[float, float]]] = {}
    for mode, floor in (("call", "urllib3"), ("call-async", "aiohttp")):
        found, failures = _measured(folder, mode, rounds, with_peers=with_peers)
        word = "sync" if mode == "call" else "async"
        base, ours = found["floors"][floor], found[OURS.name]["call"]
        rows.append(
            [f"bare {floor}", word, f"{1000 * base:.3f}", f"{1 / base:,.0f}", "1.00×"]
        )
        for name, figures in found.items():
            if "call" not in figures:
                continue
            cost = figures["call"]
            rows.append(
                [
                    name,
                    word,
                    f"{1000 * cost:.3f}",
                    f"{1 / cost:,.0f}",
                    f"{cost / base:.2f}×",
                ]
            )
            bars[f"{name.split()[0]}, {word}"] = [(0.0, 1000 * cost)]
        rows += [
            [name, word, f"fails: {reason[:60]}", "", ""]
            for name, reason in failures.items()
        ]
        summary.append(
            [
                f"a tiny call, {word}",
                f"{1000 * ours:.3f} ms",
                f"bare {floor}: {1000 * base:.3f} ms",
                f"{ours / base:.2f}× (≤ 1.3×)",
            ]
        )
    return Section(
        title="Calls",
        text="One call after the other with a tiny typed reply over a kept loopback connection: CPU milliseconds a call, and "
        "how many of them a second of CPU is worth. The floor sends the same request and reads the reply with `json.loads`.",
        tables=[
            Table(
                head=(
                    "",
                    "kind",
                    "CPU ms a call",
                    "calls a CPU second",
                    "over the floor",
                ),
                rows=rows,
            )
        ],
        plots=[Plot(name="calls", title="A tiny call", unit="CPU ms", lines=bars)],
        summary=summary,
    )


def starting_section(folder: Path, rounds: int, sizes: Sequence[int]) -> Section:
    """Import and first typed answer in a fresh interpreter, by the size of the package."""
    home = folder / "repeated"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("orders.json", "customer.json"):
        (home / name).write_text('{"id":"1","state":"new"}', encoding="utf-8")
    python = floors()
    for size in sizes:
        output = home / f"{size}-out"
        if not (output / "things_client").exists():
            OURS.generate(
                written(repeated(size), home / str(size)),
                output,
                "things_client",
                DOCBOUND_CACHE="",
            )
        # As pip does when it installs.
        answer([python, "-m", "compileall", "-q", output])
    with serving(home) as port:
        turns = {
            str(size): partial(
                _figures, python, "first_call.py", [port, "1"], home / f"{size}-out"
            )
            for size in sizes
        }
        found = {
            size: medians(figures) for size, figures in in_turns(turns, rounds).items()
        }
    rows = [
        [
            f"{int(size):,}",
            f"{1000 * each['imported']:.1f}",
            f"{1000 * each['answered']:.0f}",
            f"{each['memory']:.0f}",
            f"{each['loaded']:.0f}",
        ]
        for size, each in found.items()
        if each
    ]
    few, many = found[str(sizes[0])], found[str(sizes[-1])]
    ratio = many["answered"] / few["answered"]
    return Section(
        title="Starting",
        text="A fresh interpreter imports a package of the repeated description and makes one call: CPU milliseconds that "
        "`import` adds to a bare interpreter, until the first typed answer, MB added to its peak memory, and modules of the "
        "package loaded.",
        tables=[
            Table(
                head=(
                    "operations",
                    "import ms",
                    "first answer ms",
                    "memory MB",
                    "modules",
                ),
                rows=rows,
            )
        ],
        summary=[
            [
                f"`import` of a package of {sizes[-1]:,} operations",
                f"{1000 * many['imported']:.1f} ms",
                "",
                "≤ 5 ms",
            ],
            [
                f"first typed answer, {sizes[-1]:,} operations over {sizes[0]}",
                f"{ratio:.2f}×",
                "",
                "≤ 1.3×",
            ],
        ],
    )
