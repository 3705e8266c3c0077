"""Our verdict is that of openapi-spec-validator, as the corpus's index has it, on a fixed sample of
real descriptions.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import document, validation
from docbound.diagnostics.diagnostic import Diagnostics, Severity

CORPUS = Path(os.environ.get("DOCBOUND_CORPUS", Path(__file__).parents[2] / "../shared/corpus"))
SAMPLE = 60
LARGEST = 150_000

# The index was made with a YAML reader in front of the validator, which refuses texts that are
# valid JSON.
READ_HERE_ONLY = "load:ReaderError"


def rows() -> list[dict[str, Any]]:
    """The documents of the sample: half of them accepted, half rejected, by the order of their ids'
    digests.
    """
    index = CORPUS / "index.yaml"
    if not index.exists():
        return []
    known = yaml.load(index.read_text(encoding="utf-8"), yaml.CSafeLoader)["specs"]
    usable = [
        row
        for row in known
        if row.get("file")
        and row.get("total_bytes", row["bytes"]) < LARGEST
        and row["validator"]["verdict"] in {"pass", "fail"}
        and row["validator"].get("cause") != READ_HERE_ONLY
    ]
    usable.sort(key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())
    accepted = [row for row in usable if row["validator"]["verdict"] == "pass"]
    rejected = [row for row in usable if row["validator"]["verdict"] == "fail"]
    return accepted[: SAMPLE // 2] + rejected[: SAMPLE // 2]


def unpacked(row: dict[str, Any], folder: Path) -> Path:
    packed = CORPUS / row["file"]
    if packed.name.endswith(".tar.gz"):
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        return folder / str(row["root"])
    path = folder / Path(str(row["root"])).name
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


ROWS = rows()


@pytest.mark.skipif(not ROWS, reason=f"NO CORPUS at {CORPUS}: set DOCBOUND_CORPUS to its folder")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_verdict_is_the_validators(row: dict[str, Any], tmp_path: Path) -> None:
    found = Diagnostics()
    loaded = document.load(unpacked(row, tmp_path), found)
    accepted = loaded is not None and validation.validate(loaded, found)
    assert accepted is (row["validator"]["verdict"] == "pass"), row["validator"]
    assert accepted is not found.has_errors
    errors = [item for item in found if item.severity is Severity.ERROR]
    assert all(item.position is not None for item in errors)
