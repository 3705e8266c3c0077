"""Names that schemas use, against a walk from each schema through all that it refers to."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import Document, load
from docbound.document.reader import Node
from docbound.interpret.schema.anchor_usage import AnchorUsage

SCHEMAS = 6
HOME = "#/components/schemas"

Graph = list[tuple[list[int], list[str]]]

GRAPHS = st.lists(
    st.tuples(
        st.lists(st.integers(0, SCHEMAS - 1), max_size=3),
        st.lists(st.sampled_from(["item", "node", ""]), max_size=2),
    ),
    min_size=SCHEMAS,
    max_size=SCHEMAS,
)


def loaded(graph: Graph) -> Document:
    """A description with a schema for each entry: what it refers to, and the names that it uses
    itself.
    """
    schemas = {
        f"S{number}": {
            "allOf": [{"$ref": f"{HOME}/S{target}"} for target in targets],
            "items": [{"$dynamicRef": f"#{name}"} for name in names],
        }
        for number, (targets, names) in enumerate(graph)
    }
    description = {"openapi": "3.1.0", "components": {"schemas": schemas}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "openapi.json")
        path.write_text(json.dumps(description))
        document = load(path, Diagnostics())
    assert document is not None
    return document


def reached(graph: Graph, start: int) -> set[str]:
    """The names by a walk from ``start`` alone."""
    met, waiting = {start}, [start]
    while waiting:
        new = set(graph[waiting.pop()][0]) - met
        met |= new
        waiting.extend(new)
    return {name for number in met for name in graph[number][1]}


@settings(deadline=None, max_examples=60)
@given(graph=GRAPHS, order=st.permutations(range(SCHEMAS)))
def test_whatever_the_order_of_questions(graph: Graph, order: list[int]) -> None:
    document = loaded(graph)
    usage = AnchorUsage(document)
    for number in order:
        pointer = f"{HOME}/S{number}"
        assert usage.by(Node(document.get(pointer), pointer)) == reached(graph, number)
