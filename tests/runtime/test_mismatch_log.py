"""Mismatches: every one to the hook, each place and kind once to the log."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Annotated, Any

import pytest
from pydantic import Field

from docbound.runtime.errors import InvalidArgumentError
from docbound.runtime.mismatch_log import MismatchLog
from docbound.runtime.mismatch_record import Mismatch
from docbound.runtime.models.base import Model
from docbound.runtime.service.operations import Body, Form, Operation, Stream
from tests.runtime.twins import CannedResponse, Twin
from tests.support.runs import run_python

ROWS = [{"status": "new"} for _ in range(5000)]
LIST = Operation[Any](
    "list_rows",
    "GET",
    "/rows",
    responses={"200": {"application/json": 'list[dict[str, Open[Literal["old"]]]]'}},
)
EVENTS = Operation[Any](
    "watch",
    "GET",
    "/rows",
    responses={"200": {"application/jsonl": Stream("dict[str, int]")}},
)


@pytest.fixture(autouse=True)
def everything_is_captured(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "sample_client")


def response(*rows: Any) -> CannedResponse:
    return CannedResponse(body=json.dumps(rows).encode())


def test_a_new_value_in_many_rows_is_logged_once_with_a_count(
    twin: Twin, caplog: pytest.LogCaptureFixture
) -> None:
    hooked: list[Mismatch] = []
    shared = MismatchLog(logging.getLogger("sample_client"))

    def prepare(client: Any) -> None:
        client.hooks.on_mismatch.append(lambda found, name: hooked.append(found))
        client._mismatches = shared

    for _ in range(3):
        outcome = twin.call(LIST, responses=[response(*ROWS)], prepare=prepare)
        assert outcome.result == ROWS
    assert len(hooked) == 15_000
    line = (
        "list_rows: the response does not fit its description: $[*][*] (5000 times): expected one"
        " of 'old', got a string"
    )
    mismatches = [each for each in caplog.records if "does not fit" in each.getMessage()]
    assert mismatches[0].getMessage() == line
    assert [each.levelname for each in mismatches] == ["INFO", "DEBUG", "DEBUG"]
    assert "15000 times until now" in mismatches[-1].getMessage()


def test_items_of_a_stream_are_logged_once(twin: Twin, caplog: pytest.LogCaptureFixture) -> None:
    lines = CannedResponse(
        body=b'{"a": "x"}\n' * 100, headers={"Content-Type": "application/jsonl"}
    )
    stream = twin.call(EVENTS, responses=[lines]).result

    async def items() -> list[Any]:
        return [item async for item in stream]

    found = asyncio.run(items()) if twin.name == "async" else list(stream)
    assert found == [{"a": "x"}] * 100
    warnings = [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert [each.getMessage() for each in warnings] == [
        "watch: the response does not fit its description: $.a: expected an integer, got a string"
    ]


def test_places_and_kinds_are_distinguished() -> None:
    records: list[str] = []
    logger = logging.Logger("apart")
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    log = MismatchLog(logger)
    first = Mismatch(path="$[0].a", place="$[*].a", expected="x", got="y")
    log.tell([first, first], "s")
    log.tell([Mismatch(path="$[0].b", place="$[*].b", expected="x", got="y")], "s")
    log.tell([Mismatch(path="$[0].a", place="$[*].a", expected="x", got="z")], "s")
    log.tell([first], "t")
    assert [each for each in records if "until now" not in each] == [
        "s: $[*].a (2 times): expected x, got y",
        "s: $[0].b: expected x, got y",
        "s: $[0].a: expected x, got z",
        "t: $[0].a: expected x, got y",
    ]


def test_ever_new_places_do_not_fill_the_memory() -> None:
    log = MismatchLog(logging.Logger("many", logging.CRITICAL))
    for number in range(3000):
        log.tell([Mismatch(path=f"$.k{number}", expected="x", got="y")], "s")
    assert len(log._counts) == 1000


def test_nothing_is_printed_by_a_program_without_logging() -> None:
    code = """
import logging
from docbound.runtime.models.decoder import log_mismatch
from docbound.runtime.mismatch_record import Mismatch
log_mismatch(Mismatch(path="$", expected="x", got="y"))
"""
    done = run_python(code)
    assert done.stderr == ""


def test_data_of_a_model_are_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    class Quay(Model):
        number: int

    caplog.set_level(logging.DEBUG)
    for _ in range(3):
        Quay.from_dict({"number": "x"})
    found = [each for each in caplog.records if "Quay" in each.getMessage()]
    assert [each.levelname for each in found] == ["WARNING", "DEBUG", "DEBUG"]


class Berth(Model):
    ship_name: Annotated[str | None, Field(alias="shipName")] = None
    length: int | None = None
    tags: dict[str, str] | None = None


class Plan(Model):
    berths: list[Berth] | None = None
    notes: str | None = None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"berths": [{"shipname": "Ada"}]}, [("$.berths[0].shipname", "shipName")]),
        ({"berths": [{"shpName": "Ada"}]}, [("$.berths[0].shpName", "shipName")]),
        ({"berths": [{"ship_nam": "Ada"}]}, [("$.berths[0].ship_nam", "shipName")]),
        ({"note": "x"}, [("$.note", "notes")]),
        ({"note": "x", "notes": "y"}, [("$.note", "")]),
        ({"colour": "red"}, [("$.colour", "")]),
        (Plan(colour="red"), [("$.colour", "")]),  # type: ignore[call-arg]
        ({"berths": [{"tags": {"lenght": "x"}}]}, []),
        (
            {"berths": [{"lenght": 3}], "Notes": ""},
            [("$.Notes", "notes"), ("$.berths[0].lenght", "length")],
        ),
        (Plan(note="x"), [("$.note", "notes")]),  # type: ignore[call-arg]
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data"])
def test_a_misspelt_key_of_a_body_is_reported(
    twin: Twin, body: Any, expected: list[tuple[str, str]], kind: str
) -> None:
    form: Any = Form(Plan)  # type: ignore[arg-type]
    operation = Operation[Any](
        "put_plan", "POST", "/plan", body=Body({kind: form if "form" in kind else Plan})
    )
    found: list[Mismatch] = []
    outcome = twin.call(
        operation,
        body,
        prepare=lambda client: client.hooks.on_mismatch.append(
            lambda each, name: found.append(each)
        ),
    )
    assert [(each.path, each.expected) for each in found] == [
        (path, f"the key {name!r}" if name else "no such key") for path, name in expected
    ]
    assert len(outcome.requests) == 1, "an open schema takes any key"
    strict = twin.call(operation, body, strict=True)
    if expected:
        assert type(strict.result) is InvalidArgumentError
        text = str(strict.result)
        assert all((f"the key {name!r}" if name else "no such key") in text for _, name in expected)
        assert not strict.requests
    else:
        assert len(strict.requests) == 1
