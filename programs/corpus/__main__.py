"""``make corpus``: judges every document, resumably, and prints one table.

Results are in ``.docbound/corpus.jsonl``, one line a document, with the digest of the generator
that made them; a run judges what has no line from this generator yet. ``--types`` then runs both
type checkers over a fixed sample of 200 and the ten largest, and remembers in the same way.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from programs.corpus import batches, documents, exceptions, types
from programs.corpus.table import is_whole, table

RESULTS = documents.REPOSITORY / ".docbound" / "corpus.jsonl"
QUICK = documents.REPOSITORY / ".docbound" / "corpus-quick.jsonl"
TYPED = documents.REPOSITORY / ".docbound" / "corpus-types.jsonl"
TYPES_AT_ONCE = 20


def main() -> int:
    """Judges and prints the table.

    Returns:
        1 if a document that the validator accepts did not come through whole, a law is broken where
        no exception is, or an exception is no longer needed.
    """
    options = _options()
    if not documents.is_present():
        print(f"SKIPPED: there is no corpus at {documents.folder()}; set DOCBOUND_CORPUS")
        return 0
    wanted = documents.sample(options.sample) if options.sample else documents.entries()
    wanted = tuple(entry for entry in wanted if options.only in entry.id)
    digest = _digest_of_generator()
    memory = QUICK if options.quick else RESULTS
    known = {} if options.fresh else _known(memory, digest)
    missing = [entry.id for entry in wanted if entry.id not in known]
    how = ("--quick",) if options.quick else ()
    for number, result in enumerate(_judged(missing, options.workers, *how), 1):
        known[str(result["id"])] = result
        _remember(memory, result | {"generator": digest})
        for line in _complaints(result):
            print(f"[{number}/{len(missing)}] {line}", flush=True)
    results = [known[entry.id] for entry in wanted]
    print(table(results))
    bad = sum(
        any(_complaints(item)) or (item["verdict"] == "pass" and not is_whole(item))
        for item in results
    )
    if options.types:
        bad += _check_types(options.types, {} if options.fresh else _known(TYPED, digest), digest)
    return 1 if bad else 0


def _check_types(count: int, known: dict[str, dict[str, Any]], digest: str) -> int:
    """Prints what the type checkers find, and how many packages they went through; the number of
    those with findings.
    """
    entries = documents.sample(count, largest=count // 20)
    missing = [entry for entry in entries if entry.id not in known]
    for start in range(0, len(missing), TYPES_AT_ONCE):
        found = types.check(missing[start : start + TYPES_AT_ONCE])
        for one, findings in found.items():
            known[one] = {"id": one, "findings": findings}
            _remember(TYPED, known[one] | {"generator": digest})
    bad = 0
    for entry in entries:
        findings = known[entry.id]["findings"]
        bad += bool(findings)
        for line in findings[:5]:
            print(f"{entry.id}: {line}", flush=True)
    print(f"mypy --strict and pyright strict: {len(entries)} packages, {bad} with findings")
    return bad


def _complaints(result: dict[str, Any]) -> Iterator[str]:
    """What is wrong with a document; what the validator rejects may be refused, unless all its
    faults are harmless.
    """
    if result["stage"] != "imported":
        yield f"{result['id']}: {result['stage']}: {str(result['error'])[-300:]}"
    yield from (f"{result['id']}: lost: {line}" for line in result["lost"][:5])
    effects = result["effects"]
    harmless = effects.get("harmless") and not effects["guess"] + effects["drop"]
    if result["way"] != "plain" and (harmless or result["verdict"] == "pass"):
        yield f"{result['id']}: needs a flag, and has no fault that would"
    yield from (line[:500] for line in exceptions.unexpected(result))
    yield from exceptions.unneeded(result)


def _judged(ids: list[str], workers: int, *how: str) -> Iterator[dict[str, Any]]:
    """Results in the order in which they come; each worker takes the next document when it is done
    with one.
    """
    waiting: Queue[str] = Queue()
    done: Queue[dict[str, Any] | BaseException] = Queue()
    for one in ids:
        waiting.put(one)

    def taken() -> Iterator[str]:
        while True:
            try:
                yield waiting.get_nowait()
            except Empty:
                return

    def work() -> None:
        try:
            for result in batches.run(taken(), *how):
                done.put(result)
        except BaseException as error:
            done.put(error)

    for _ in range(workers):
        Thread(target=work, daemon=True).start()
    for _ in ids:
        result = done.get()
        if isinstance(result, BaseException):
            raise result
        yield result


def _known(results: Path, digest: str) -> dict[str, dict[str, Any]]:
    if not results.exists():
        return {}
    found = [json.loads(line) for line in results.read_text().splitlines()]
    return {item["id"]: item for item in found if item["generator"] == digest}


def _remember(results: Path, result: dict[str, Any]) -> None:
    results.parent.mkdir(exist_ok=True)
    with results.open("a") as file:
        file.write(json.dumps(result) + "\n")


def _digest_of_generator() -> str:
    digest = hashlib.sha256()
    for folder in ("generator", "templates", "programs/corpus"):
        for path in sorted((documents.REPOSITORY / folder).rglob("*")):
            if path.is_file() and path.suffix in {".py", ".j2", ".jinja", ".md", ".toml"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make corpus", description=__doc__)
    parser.add_argument(
        "--sample",
        type=int,
        default=0,
        help="judge a fixed stratified sample of this many documents",
    )
    parser.add_argument("--only", default="", help="judge only documents whose id contains this")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="generate and import only, without the laws; remembered apart",
    )
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    parser.add_argument(
        "--types",
        type=int,
        nargs="?",
        default=0,
        const=200,
        help="run both type checkers over a fixed sample of this many (200), and some large ones",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
