"""Example values: JSON beside the Python that documentation shows for it."""

from __future__ import annotations

import datetime

import pytest

from docbound.package import Annotation
from docbound.render.example_values import Examples
from docbound.writing.python_source import show

SHOWN = [
    ("datetime.date", "2023-02-04", "datetime.date(2023, 2, 4)"),
    ("datetime.date", "tomorrow", '"tomorrow"'),
    (
        "datetime.datetime",
        "2023-02-04T10:00:00Z",
        "datetime.datetime(2023, 2, 4, 10, 0, tzinfo=datetime.UTC)",
    ),
    (
        "datetime.datetime",
        "2023-02-04T10:05:07",
        "datetime.datetime(2023, 2, 4, 10, 5, 7)",
    ),
    (
        "datetime.datetime",
        "2023-02-04T10:00:00+02:00",
        'datetime.datetime.fromisoformat("2023-02-04T10:00:00+02:00")',
    ),
    (
        "datetime.datetime",
        "2023-02-04T10:00:00.25Z",
        'datetime.datetime.fromisoformat("2023-02-04T10:00:00.25Z")',
    ),
    ("str", "2023-02-04", '"2023-02-04"'),
]


@pytest.mark.parametrize(("code", "data", "shown"), SHOWN)
def test_texts(code: str, data: str, shown: str) -> None:
    examples = Examples("things", {})
    node = examples.typed(data, Annotation(code=code, prose=code))
    assert show(node, indent=0, before=0) == shown
    assert bool(examples.modules) == ("datetime" in shown)
    if examples.modules:
        kind = datetime.date if code == "datetime.date" else datetime.datetime
        assert eval(shown) == kind.fromisoformat(data)
