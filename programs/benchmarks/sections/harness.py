"""What the harness costs: gate, replay, import of a long recording, and the stub beside Prism."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..measuring import Cost, FailedError, answer, median_cost, spend
from ..paths import DOCBOUND, HOME, ROOT
from ..report import Section, Table
from ..run_settings import Setting

SAMPLE = ROOT / "tests/harness/checks/harbour"
"""An invented service of four operations."""
PRISM = "@stoplight/prism-cli@5"
_PRISM_PROGRAM = "node_modules/@stoplight/prism-cli/dist/index.js"
FIXTURES = 1000
ENTRIES = 10_000
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A stub under load: seconds until it answers, CPU seconds that it took for that, requests a
    second, CPU milliseconds a request, peak memory in MB.
    """

    start: float
    started_cpu: float
    rate: float
    cpu: float
    peak: float


def measure(setting: Setting) -> Section:
    """The gate on this repository and on many fixtures, an import, and the stub."""
    rows = [[what, *_figures(cost)] for what, cost in _commands(setting).items()]
    stubs = {"docbound serve": _served(setting, _serve(setting))}
    if setting.peers:
        stubs["Prism"] = _peer(setting)
    served = [[name, *_load(one)] for name, one in stubs.items()]
    ours = stubs["docbound serve"]
    assert isinstance(ours, Served)
    other = stubs.get("Prism")
    beside = f"Prism: {other.cpu:.2f} ms" if isinstance(other, Served) else ""
    return Section(
        title="The harness",
        text=(
            "`docbound check` and `docbound replay` on this repository and on a client with"
            f" {FIXTURES:,} fixtures, `docbound record --har` on {ENTRIES:,} entries, and a stub of"
            " the same description under one connection that is kept."
        ),
        tables=[
            Table(head=("command", "CPU s", "wall s", "peak MB"), rows=rows),
            Table(
                head=("stub", "start s", "start CPU s", "requests/s", "CPU ms/request", "peak MB"),
                rows=served,
            ),
        ],
        summary=[
            *([what, f"{cost.cpu:.2f} s", "", ""] for what, cost in _last(rows)),
            ["CPU of a request, stub of four operations", f"{ours.cpu:.2f} ms", beside, ""],
        ],
        brief=[],
    )


def _last(rows: Sequence[Sequence[str]]) -> list[tuple[str, Cost]]:
    return [
        (row[0], Cost(cpu=float(row[1]), wall=float(row[2]), peak=float(row[3]))) for row in rows
    ]


def _figures(cost: Cost) -> list[str]:
    return [f"{cost.cpu:.2f}", f"{cost.wall:.2f}", f"{cost.peak:.0f}"]


def _load(one: Served | FailedError) -> list[str]:
    if isinstance(one, FailedError):
        return ["failed", "", str(one), "", ""]
    return [
        f"{one.start:.2f}",
        f"{one.started_cpu:.2f}",
        f"{one.rate:,.0f}",
        f"{one.cpu:.2f}",
        f"{one.peak:.0f}",
    ]


# --- commands ------------------------------------------------------------------------------------


def _commands(setting: Setting) -> dict[str, Cost]:
    own, many = setting.folder / "own", setting.folder / "many"
    shutil.copytree(ROOT / "specs", own / "specs")
    shutil.copytree(ROOT / "tests/fixtures", own / "tests/fixtures")
    shutil.copytree(SAMPLE, many / "specs/harbour")

    def run(folder: Path, *command: str) -> Cost:
        cached = {"DOCBOUND_CACHE": str(folder / "cache")}
        return spend([*DOCBOUND, *command, "--root", folder], cwd=ROOT, environment=cached)

    for folder in (own, many):
        run(folder, "regenerate")
    run(many, "fixtures", "new", "harbour", "listShips")
    first = many / "tests/fixtures/harbour/list_ships.example.yaml"
    for number in range(FIXTURES - 1):
        shutil.copy(first, first.with_name(f"list_ships.case{number}.yaml"))
    har = _har(setting.folder / "traffic.har")
    found = {
        "`docbound check`": median_cost([run(own, "check") for _ in range(setting.rounds)]),
        "`docbound replay`": median_cost([run(own, "replay") for _ in range(setting.rounds)]),
        f"`docbound check`, {FIXTURES:,} fixtures": run(many, "check"),
        f"`docbound replay`, {FIXTURES:,} fixtures": run(many, "replay"),
    }
    for file in first.parent.glob("*.yaml"):
        file.unlink()
    found[f"`docbound record --har`, {ENTRIES:,} entries"] = run(
        many, "record", "harbour", "--har", str(har)
    )
    return found


def _har(path: Path) -> Path:
    """A recording of many calls of one operation."""
    headers = [{"name": "Content-Type", "value": "application/json"}]
    text = json.dumps([{"id": "s1", "name": "Ada", "kind": "bulk"}] * 5)
    entry = {
        "request": {
            "method": "GET",
            "url": "https://api.harbour.example/v2/ships?limit=5",
            "headers": [],
        },
        "response": {
            "status": 200,
            "statusText": "OK",
            "headers": headers,
            "content": {"text": text},
        },
    }
    path.write_text(json.dumps({"log": {"entries": [entry] * ENTRIES}}), encoding="utf-8")
    return path


# --- stubs ---------------------------------------------------------------------------------------


def _serve(setting: Setting) -> list[str]:
    return [*DOCBOUND, "serve", str(SAMPLE / "openapi.yaml"), "--port", str(_free_port())]


def _peer(setting: Setting) -> Served | FailedError:
    """Prism, installed once below the peers and started without npx, whose own time and memory
    would count otherwise.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return FailedError("node and npm are not installed")
    folder = HOME / "prism"
    program = folder / _PRISM_PROGRAM
    try:
        if not program.exists():
            folder.mkdir(parents=True, exist_ok=True)
            answer([npm, "install", "--silent", "--no-audit", "--prefix", folder, PRISM])
        spec = str(SAMPLE / "openapi.yaml")
        command = [node, str(program), "mock", spec, "--port", str(_free_port())]
        return _served(setting, command)
    except FailedError as error:
        return error


def _served(setting: Setting, command: Sequence[str]) -> Served:
    port = int(command[-1])
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        start, first = time.perf_counter() - started, _cpu(process.pid)
        seconds = 1.0 if setting.quick else 5.0
        count = _requests(port, seconds)
        return Served(
            start=start,
            started_cpu=first,
            rate=count / seconds,
            cpu=(_cpu(process.pid) - first) / max(count, 1) * 1000,
            peak=_peak(process.pid),
        )
    finally:
        process.terminate()
        process.wait()


def _cpu(pid: int) -> float:
    """The CPU seconds of a process so far, where the system tells them (proc(5), "stat")."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    fields = text.rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise FailedError("the stub does not answer")


def _requests(port: int, seconds: float) -> int:
    """How many requests are answered over one connection in some seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    count, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        # Prism serves paths without that of the server's URL, docbound both.
        connection.request("GET", "/ships", headers={"Authorization": "Bearer x"})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise FailedError(f"the stub answers {response.status}")
        count += 1
    connection.close()
    return count


def _peak(pid: int) -> float:
    """The peak memory of a process in MB, where the system tells it."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", text)
    return int(found[1]) / 1024 if found else 0.0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
