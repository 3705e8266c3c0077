"""How long a package takes to make: cold, with nothing changed, and with little changed; docbound beside its peers."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from generator import document
from generator.diagnostics import Diagnostics

from .measuring import Cost, FailedError, in_turns, median_cost, spend
from .peers import OURS, PEERS, Generator, shortcomings
from .places import DOCBOUND, ROOT, corpus_document
from .report import Plot, Section, Table, figure
from .services import orders, written

CLIENTS = ("togai", "iblai", "pulze", "stability")
CORPUS = {
    "largefile": "swagger-parser-largefile-6eeed0",
    "GitHub": "ogen-api.github.com-174d80",
    "Jira": "nswag-jira-open-api-1fd6be",
    "OpenAI": "openai-openapi-openapi-64afa6",
    "full-swagger": "swagger-typescript-api-full-swagger-scheme-1c56da",
    "Rebilly": "redocly-cli-rebilly-description-ab6ff0",
    "Box": "box-openapi-openapi-c67946",
    "Lob": "lob-openapi-lob-api-bundled-72bc4e",
}
_METHODS = frozenset(
    {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A description to generate from; ``operations`` are those of its paths."""

    name: str
    path: Path
    operations: int
    megabytes: float


def subjects(folder: Path, *, quick: bool) -> list[Subject]:
    """The descriptions: the four clients, one of ours, and, where there is a corpus, some of its largest."""
    found = {client: ROOT / "specs" / client / "openapi.yaml" for client in CLIENTS}
    found["orders"] = written(orders(), folder / "orders")
    for name, identifier in tuple(CORPUS.items())[: 2 if quick else None]:
        path = corpus_document(identifier, folder / identifier)
        if path is not None:
            found[name] = path
    return [_subject(name, path) for name, path in found.items()]


def _subject(name: str, path: Path) -> Subject:
    loaded = document.load(path, Diagnostics())
    root: dict[str, Any] = dict(loaded.root) if loaded else {}
    operations = sum(
        method in _METHODS
        for item in (root.get("paths") or {}).values()
        if isinstance(item, dict)
        for method in item
    )
    return Subject(
        name=name, path=path, operations=operations, megabytes=path.stat().st_size / 1e6
    )


def cold_section(
    folder: Path, rounds: int, *, with_peers: bool, quick: bool
) -> Section:
    """Generation with nothing cached and no output there."""
    generators = (OURS, *PEERS) if with_peers else (OURS,)
    rows: list[list[str]] = []
    summary: list[list[str]] = []
    lines: dict[str, list[tuple[float, float]]] = {}
    for subject in subjects(folder, quick=quick):
        results = in_turns(
            {each.name: partial(_cold, each, subject, folder) for each in generators},
            rounds,
        )
        ours = results[OURS.name]
        base = median_cost(ours) if isinstance(ours, list) else None
        fastest: tuple[float, str] | None = None
        for each in generators:
            found = results[each.name]
            output = _output(folder, each, subject)
            if isinstance(found, FailedError):
                rows.append(
                    [subject.name, each.name, f"fails: {_short(found)}", "", "", "", ""]
                )
                continue
            cost = median_cost(found)
            lacking = (
                "" if each is OURS else shortcomings(each, output, subject.operations)
            )
            if (
                each is not OURS
                and not lacking
                and (fastest is None or cost.cpu < fastest[0])
            ):
                fastest = (cost.cpu, each.name)
            ratio = f"{cost.cpu / base.cpu:.2f}×" if base else ""
            counted = f"{_lines(output):,}"
            rows.append(
                [
                    subject.name,
                    each.name,
                    f"{cost.cpu:.2f}",
                    f"{cost.wall:.2f}",
                    f"{cost.peak:.0f}",
                    counted,
                    lacking or ratio,
                ]
            )
            lines.setdefault(each.name, []).append((subject.megabytes, cost.cpu))
        if base:
            beside = (
                f"{fastest[1]}: {fastest[0]:.2f} s"
                if fastest
                else "no complete package"
            )
            bar = (
                f"{base.cpu / fastest[0]:.2f} of it (≤ 0.33)"
                if fastest
                else f"{base.cpu:.1f} s (≤ 8 s)"
            )
            summary.append(
                [
                    f"generate {subject.name} ({subject.operations} operations), cold",
                    f"{base.cpu:.2f} s",
                    beside,
                    bar,
                ]
            )
    bars = {
        row[1]: [(0.0, float(row[2]))]
        for row in rows
        if row[0] == "GitHub" and not row[2].startswith("fails")
    }
    return Section(
        title="Generation, cold",
        text="Nothing is cached and the output folder is empty. CPU and wall time in seconds, peak memory in MB, lines written. "
        "The last column is a peer's time over docbound's, or what keeps its package from being a complete client.",
        tables=[
            Table(
                head=(
                    "description",
                    "generator",
                    "CPU s",
                    "wall s",
                    "peak MB",
                    "lines",
                    "note",
                ),
                rows=rows,
            )
        ],
        plots=(
            [
                Plot(
                    name="generation",
                    title="Generating from GitHub's description, cold",
                    unit="CPU s",
                    lines=bars,
                )
            ]
            if bars
            else []
        ),
        summary=summary,
    )


def _output(folder: Path, each: Generator, subject: Subject) -> Path:
    return folder / "made" / subject.name / each.name.replace(" ", "-")


def _cold(each: Generator, subject: Subject, folder: Path) -> Cost:
    output = _output(folder, each, subject)
    _set_aside(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    return each.generate(subject.path, output, DOCBOUND_CACHE="")


def _set_aside(output: Path) -> None:
    """Makes way for a package without deleting the last one: ext4 takes ten times as long to create a file where others were
    deleted in the last five seconds, and that is no cost of a generator."""
    if output.exists():
        trash = Path(tempfile.mkdtemp(prefix="aside-", dir=output.parent))
        output.rename(trash / output.name)


def _lines(output: Path) -> int:
    kinds = {".py", ".md", ".toml"}
    return sum(
        path.read_bytes().count(b"\n")
        for path in output.rglob("*")
        if path.suffix in kinds
    )


def _short(error: FailedError) -> str:
    return " ".join(str(error).split())[:60].replace("|", "/")


# --- warm ---


def warm_section(folder: Path, rounds: int, *, quick: bool) -> Section:
    """Docbound again over its own output: nothing changed, one description changed, one schema changed."""
    rows: list[list[str]] = []
    summary: list[list[str]] = []
    for subject in subjects(folder, quick=quick):
        if subject.path.suffix != ".json":
            continue
        figures = _warm(subject, folder / "warm" / subject.name, rounds)
        cold, unchanged, *_ = (cost.cpu for cost in figures)
        rows.append(
            [
                subject.name,
                *(f"{cost.cpu:.2f}" for cost in figures),
                f"{100 * unchanged / cold:.1f} %",
            ]
        )
        summary.append(
            [
                f"generate {subject.name} again, nothing changed",
                f"{unchanged:.2f} s",
                f"cold: {cold:.2f} s",
                f"{100 * unchanged / cold:.1f} % (< 10 %)",
            ]
        )
    check = _check(folder / "check", rounds)
    summary.append(
        ["`docbound check` on the four clients", f"{check.cpu:.2f} s", "", "< 2 s"]
    )
    return Section(
        title="Generation, warm",
        text="CPU seconds of docbound over its own output, with its cache. "
        f"`docbound check` on the four clients, nothing changed: {check.cpu:.2f} s of CPU, {check.wall:.2f} s by the clock.",
        tables=[
            Table(
                head=(
                    "description",
                    "cold",
                    "nothing changed",
                    "one description changed",
                    "one schema changed",
                    "nothing / cold",
                ),
                rows=rows,
            )
        ],
        summary=summary[:1] + summary[-3:] if len(summary) > 4 else summary,
    )


def _warm(subject: Subject, folder: Path, rounds: int) -> list[Cost]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    content = json.loads(subject.path.read_text(encoding="utf-8"))
    cached = {"DOCBOUND_CACHE": str(folder / "cache")}

    def made(edit: Callable[[Any, int], None], turn: int) -> Cost:
        edited = json.loads(json.dumps(content))
        edit(edited, turn)
        path.write_text(json.dumps(edited), encoding="utf-8")
        return OURS.generate(path, folder / "out", **cached)

    path.write_text(json.dumps(content), encoding="utf-8")
    cold: list[Cost] = []
    for _ in range(rounds):
        _set_aside(folder / "out")
        cold.append(OURS.generate(path, folder / "out", DOCBOUND_CACHE=""))
    OURS.generate(path, folder / "out", **cached)
    OURS.generate(path, folder / "out", **cached)
    unchanged = [OURS.generate(path, folder / "out", **cached) for _ in range(rounds)]
    described = [made(_edit_description, turn) for turn in range(rounds)]
    reshaped = [made(_edit_schema, turn) for turn in range(rounds)]
    return [median_cost(costs) for costs in (cold, unchanged, described, reshaped)]


def _schema(content: Any) -> Any:
    home = content.get("definitions") or content["components"]["schemas"]
    return next(schema for schema in home.values() if "properties" in schema)


def _edit_description(content: Any, turn: int) -> None:
    _schema(content)["description"] = f"Described anew, {turn}."


def _edit_schema(content: Any, turn: int) -> None:
    _schema(content)["properties"][f"added_{turn}"] = {"type": "string"}


def _check(folder: Path, rounds: int) -> Cost:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "specs", folder / "specs")
    cached = {"DOCBOUND_CACHE": str(folder / "cache")}

    def run(command: str) -> Cost:
        return spend(
            [*DOCBOUND, command, "--root", folder], cwd=ROOT, environment=cached
        )

    run("regenerate")
    run("regenerate")
    return median_cost([run("check") for _ in range(rounds)])


def growth_section(folder: Path, rounds: int, sizes: Sequence[int]) -> Section:
    """How generation grows with the number of operations."""
    from .services import repeated

    paths = {
        size: written(repeated(size), folder / "repeated" / str(size)) for size in sizes
    }

    def cold(size: int) -> Cost:
        output = folder / "repeated" / f"{size}-out"
        _set_aside(output)
        return OURS.generate(paths[size], output, "things_client", DOCBOUND_CACHE="")

    results = in_turns({str(size): partial(cold, size) for size in sizes}, rounds)
    costs = {
        size: median_cost(found)
        for size in sizes
        if isinstance(found := results[str(size)], list)
    }
    rows = [
        [
            f"{size:,}",
            f"{cost.cpu:.2f}",
            f"{1000 * cost.cpu / size:.2f}",
            f"{cost.peak:.0f}",
        ]
        for size, cost in costs.items()
    ]
    summary: list[list[str]] = []
    if 300 in costs and 3000 in costs:
        ratio = (costs[3000].cpu / 3000) / (costs[300].cpu / 300)
        summary.append(
            [
                "time per operation, 3,000 operations over 300",
                f"{ratio:.2f}",
                "",
                "≤ 1.2",
            ]
        )
        summary.append(
            [
                "peak memory, 3,000 operations",
                f"{costs[3000].peak:.0f} MB",
                "",
                "< 1,000 MB",
            ]
        )
    return Section(
        title="Growth of generation",
        text="A description made by repetition: five operations and three models for each resource. Cold.",
        tables=[
            Table(
                head=("operations", "CPU s", "CPU ms an operation", "peak MB"),
                rows=rows,
            )
        ],
        plots=[
            Plot(
                name="growth",
                title="Generation by number of operations",
                unit="CPU s",
                lines={
                    "docbound": [
                        (float(size), cost.cpu) for size, cost in costs.items()
                    ]
                },
            )
        ],
        summary=summary,
    )


__all__ = ["cold_section", "figure", "growth_section", "warm_section"]
