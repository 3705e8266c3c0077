"""A response of 1,000 items to typed models, and back, beside the floors."""

from __future__ import annotations

from collections.abc import Mapping

from ..orders_service import measured
from ..package_programs import Figures
from ..peers import OURS
from ..plots import Plot
from ..report import Section, Table, cell
from ..run_settings import Setting
from ..services import ITEMS, orders_response

_BARS = {"openapi-generator": "≥ 3×", "openapi-python-client": "≥ 1.8×"}
"""How many times as fast docbound should be as a peer; faster, if it is not named."""


def measure(setting: Setting) -> Section:
    """Decoding and encoding, of the bytes alone and as the caller sees it."""
    found, failures = measured(setting, "decode")
    floors, clients = found["floors"], {**found}
    del clients["floors"]
    ours = clients.get(OURS.name)
    size = len(orders_response()) / 1e6
    return Section(
        title="Decoding and encoding",
        text=(
            f"A response of {ITEMS:,} items ({size:.2f} MB) to typed models: CPU milliseconds for"
            " the bytes alone, and end to end as the caller sees it (over loopback, the server"
            " being another process). Bare pydantic is `TypeAdapter.validate_json` on hand-written"
            ' models of the same types with `extra="allow"`. Encoding is the same data as a body;'
            " end to end with the call."
        ),
        tables=[
            Table(
                head=("", "decode", "encode", "response, end to end", "body, end to end"),
                rows=[
                    *_floors(floors),
                    *(_ours(ours) if ours else []),
                    *(_client(name, each) for name, each in clients.items()),
                    *([name, f"fails: {cell(why)}"] for name, why in failures.items()),
                ],
            )
        ],
        plots=[_plot(clients)],
        summary=_summary(floors, ours, clients) if ours else [],
    )


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.2f}"


def _floors(floors: Figures) -> list[list[str]]:
    names = {
        "json": "`json`, plain data",
        "msgspec": "msgspec structs",
        "pydantic": "bare pydantic",
    }
    return [
        [name, _ms(floors[key]), _ms(floors[f"{key}_encode"])]
        for key, name in names.items()
        if key in floors
    ]


def _ours(ours: Figures) -> list[list[str]]:
    rows = [["docbound, the bytes alone", _ms(ours["decode"]), _ms(ours["encode"])]]
    if "paused" in ours:  # not in what an earlier run left
        rows.append(["docbound, `pause_gc=True`", "", "", _ms(ours["paused"]), ""])
    return rows


def _client(name: str, found: Figures) -> list[str]:
    return [name, "", "", _ms(found["end_to_end"]), _ms(found["send"])]


def _plot(clients: Mapping[str, Figures]) -> Plot:
    return Plot(
        name="decoding",
        title=f"A call that returns {ITEMS:,} items",
        unit="CPU ms",
        lines={name: [(0.0, 1000 * each["end_to_end"])] for name, each in clients.items()},
    )


# --- the short table ---


def _summary(floors: Figures, ours: Figures, clients: Mapping[str, Figures]) -> list[list[str]]:
    return [
        [
            f"decode {ITEMS:,} items",
            f"{_ms(ours['decode'])} ms",
            f"bare pydantic: {_ms(floors['pydantic'])} ms",
            f"{ours['decode'] / floors['pydantic']:.2f}× (≤ 1.15×)",
        ],
        [
            "encode them",
            f"{_ms(ours['encode'])} ms",
            f"bare pydantic: {_ms(floors['pydantic_encode'])} ms",
            f"{ours['encode'] / floors['pydantic_encode']:.2f}×",
        ],
        *(
            _beside(name, each["end_to_end"], ours["end_to_end"])
            for name, each in clients.items()
            if name != OURS.name
        ),
    ]


def _beside(name: str, theirs: float, ours: float) -> list[str]:
    bar = _BARS.get(name.split()[0], "> 1×")
    return [
        f"decode {ITEMS:,} items end to end",
        f"{_ms(ours)} ms",
        f"{name}: {_ms(theirs)} ms",
        f"{theirs / ours:.2f}× as fast ({bar})",
    ]
