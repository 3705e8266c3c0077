"""Example values: JSON beside the Python that documentation shows for it."""

from __future__ import annotations

import datetime

import pytest

from docbound.package import Annotation
from docbound.render.example_values import Examples
from docbound.writing.python_source import show

SHOWN = [
    ("date", "2023-02-04", "datetime.date(2023, 2, 4)"),
    ("date", "tomorrow", '"tomorrow"'),
    (
        "datetime",
        "2023-02-04T10:00:00Z",
        "datetime.datetime(2023, 2, 4, 10, 0, tzinfo=datetime.UTC)",
    ),
    ("datetime", "2023-02-04T10:05:07", "datetime.datetime(2023, 2, 4, 10, 5, 7)"),
    (
        "datetime",
        "2023-02-04T10:00:00+02:00",
        'datetime.datetime.fromisoformat("2023-02-04T10:00:00+02:00")',
    ),
    (
        "datetime",
        "2023-02-04T10:00:00.25Z",
        'datetime.datetime.fromisoformat("2023-02-04T10:00:00.25Z")',
    ),
    ("str", "2023-02-04", '"2023-02-04"'),
]


@pytest.mark.parametrize(("prose", "data", "shown"), SHOWN)
def test_texts(prose: str, data: str, shown: str) -> None:
    examples = Examples("things", {})
    node = examples.typed(data, Annotation(code=prose, prose=prose))
    assert show(node, indent=0, before=0) == shown
    assert bool(examples.modules) == ("datetime" in shown)
    if examples.modules:
        kind = datetime.date if prose == "date" else datetime.datetime
        assert eval(shown) == kind.fromisoformat(data)
