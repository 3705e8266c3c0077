"""``make corpus``: judges every document, resumably, and prints one table.

Results stand in ``.docbound/corpus.jsonl``, one line a document, with the digest of the generator that made them; a run
judges what has no line from this generator yet. ``--types`` then runs both type checkers over a fixed sample.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.corpus import documents, types

RESULTS = documents.REPOSITORY / ".docbound" / "corpus.jsonl"
STAGES = ("imported", "compiled", "generated", "refused", "crashed", "timeout")
TIMEOUT = 900


def main() -> int:
    """Judges, prints the table, and returns 1 if a document that the validator accepts did not come through whole."""
    options = _options()
    if not documents.is_present():
        print(
            f"SKIPPED: there is no corpus at {documents.folder()}; set DOCBOUND_CORPUS"
        )
        return 0
    wanted = documents.sample(options.sample) if options.sample else documents.entries()
    wanted = tuple(entry for entry in wanted if options.only in entry.id)
    digest = _digest_of_generator()
    known = {} if options.fresh else _known(digest)
    missing = [entry for entry in wanted if entry.id not in known]
    with ThreadPoolExecutor(options.workers) as pool:
        for number, result in enumerate(pool.map(_judge, missing), 1):
            known[str(result["id"])] = result
            _remember(result | {"generator": digest})
            if result["stage"] != "imported":
                print(
                    f"[{number}/{len(missing)}] {result['id']}: {result['stage']}: {str(result['error'])[-300:]}",
                    flush=True,
                )
    results = [known[entry.id] for entry in wanted]
    print(table(results))
    bad = sum(
        1 for item in results if item["verdict"] == "pass" and not _is_whole(item)
    )
    if options.types:
        bad += types.check(documents.sample(200, largest=10))
    return 1 if bad else 0


def table(results: Iterable[dict[str, object]]) -> str:
    """One line a version and verdict: documents, how far they came, operations kept; then every reason, counted."""
    groups: dict[tuple[str, str], list[dict[str, object]]] = {}
    codes: Counter[str] = Counter()
    for item in results:
        groups.setdefault((str(item["family"]), str(item["verdict"])), []).append(item)
        found = item.get("codes")
        codes.update(found if isinstance(found, dict) else {})
    lines = [
        f"| version | validator | documents | {' | '.join(STAGES)} | whole | operations kept |",
        f"|---|---|---:|{'---:|' * (len(STAGES) + 2)}",
    ]
    for (family, verdict), items in sorted(groups.items()):
        stages = Counter(str(item["stage"]) for item in items)
        kept, total = _sum(items, "kept"), _sum(items, "operations")
        whole = sum(map(_is_whole, items))
        counts = " | ".join(str(stages[stage]) for stage in STAGES)
        lines.append(
            f"| {family} | {verdict} | {len(items)} | {counts} | {whole} | {kept} / {total} |"
        )
    lines += ["", *(f"{count:7d}  {code}" for code, count in codes.most_common())]
    return "\n".join(lines)


def _is_whole(item: dict[str, object]) -> bool:
    return item["stage"] == "imported" and _sum([item], "kept") >= _sum(
        [item], "operations"
    )


def _sum(items: Iterable[dict[str, object]], key: str) -> int:
    return sum(value for item in items if isinstance(value := item.get(key), int))


def _judge(entry: documents.Entry) -> dict[str, object]:
    folder = Path(tempfile.mkdtemp(prefix="docbound-corpus-"))
    failed: dict[str, object] = {
        "id": entry.id, "family": entry.family, "verdict": entry.verdict, "operations": entry.operations,
        "kept": 0, "codes": {},
    }  # fmt: skip
    try:
        command = [sys.executable, "-m", "tests.corpus.judge", entry.id, str(folder)]
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
            cwd=documents.REPOSITORY,
        )
        result: dict[str, object] = json.loads(done.stdout)
        return result
    except subprocess.TimeoutExpired:
        return failed | {"stage": "timeout", "error": f"more than {TIMEOUT} s"}
    except ValueError:
        return failed | {"stage": "crashed", "error": done.stderr[-2000:]}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _known(digest: str) -> dict[str, dict[str, object]]:
    if not RESULTS.exists():
        return {}
    found = [json.loads(line) for line in RESULTS.read_text().splitlines()]
    return {item["id"]: item for item in found if item["generator"] == digest}


def _remember(result: dict[str, object]) -> None:
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a") as file:
        file.write(json.dumps(result) + "\n")


def _digest_of_generator() -> str:
    digest = hashlib.sha256()
    for folder in ("generator", "templates", "tests/corpus"):
        for path in sorted((documents.REPOSITORY / folder).rglob("*")):
            if path.is_file() and path.suffix in {
                ".py",
                ".j2",
                ".jinja",
                ".md",
                ".toml",
            }:
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
    parser.add_argument(
        "--only", default="", help="judge only documents whose id contains this"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    parser.add_argument(
        "--types",
        action="store_true",
        help="run both type checkers over a fixed sample",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
