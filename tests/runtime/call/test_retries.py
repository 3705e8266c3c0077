"""What the guide's table says of repeated calls, tried: every method, status and kind of
failure.
"""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import pytest

from docbound.runtime.errors import ApiConnectionError
from docbound.runtime.service.operations import IDEMPOTENT, Operation
from docbound.runtime.service.options import Retries
from tests.runtime.twins import CannedResponse, Twin
from tests.support.blocks import ROOT

KEY: Final = "Idempotency-Key"
SETTINGS: Final = Retries(count=1)
OK: Final = CannedResponse(204, b"", {})


def rows() -> list[list[str]]:
    """The rows of the guide's table: the methods, and the words for each kind of failure."""
    guide = (ROOT / "docs" / "guide" / "retries-and-timeouts.md").read_text(encoding="utf-8")
    lines = guide[guide.index("| | connection fails") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def row(method: str, has_key: bool) -> list[str]:
    safe, keyed, others = rows()
    return safe if method in IDEMPOTENT else keyed if has_key else others


def is_repeated(words: str, *, sent: bool = True, says_when: bool = False) -> bool:
    """What the words of a cell say."""
    return {
        "repeated": True,
        "not repeated": False,
        "only if the request had not left the machine": not sent,
        "only if `Retry-After` says when to come back": says_when,
    }[words]


def attempts(twin: Twin, method: str, has_key: bool, step: Any) -> int:
    operation = Operation[Any](
        "op", method, "/x", responses={"204": {}}, idempotency_key=KEY if has_key else ""
    )
    return len(twin.call(operation, responses=[step, OK], retries=SETTINGS).requests)


METHODS: Final = [*sorted(IDEMPOTENT), "POST", "PATCH", "COPY"]


def test_the_methods_of_the_first_row_are_the_idempotent_ones() -> None:
    assert set(rows()[0][0].split(", ")) == set(IDEMPOTENT)


@pytest.mark.parametrize(("method", "has_key"), list(product(METHODS, (False, True))))
def test_failing_connections(twin: Twin, method: str, has_key: bool) -> None:
    words = row(method, has_key)[1]
    for sent in (False, True):
        step = ApiConnectionError("reset", sent=sent)
        assert attempts(twin, method, has_key, step) == 1 + is_repeated(words, sent=sent)


@pytest.mark.parametrize(("method", "has_key"), list(product(METHODS, (False, True))))
def test_statuses(twin: Twin, method: str, has_key: bool) -> None:
    _, _, undecided, undone = row(method, has_key)
    for status, says_when in product((408, 502, 504, 429, 503), (False, True)):
        words = undone if status in (429, 503) else undecided
        step = CannedResponse(status, b"{}", {"Retry-After": "1"} if says_when else {})
        wanted = 1 + is_repeated(words, says_when=says_when)
        assert attempts(twin, method, has_key, step) == wanted, (status, says_when)
    for status in (400, 401, 403, 404, 409, 425, 500, 501):
        assert attempts(twin, method, has_key, CannedResponse(status, b"{}", {})) == 1
