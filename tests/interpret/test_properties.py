"""Whatever a description holds: no exception, no operation lost, the same answer twice, and nothing
that cannot be resolved.
"""

from __future__ import annotations

import copy
import gzip
import os
import random
import tarfile
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.document import load
from docbound.interpret import build
from docbound.interpret.schema.types import members_of, references, types_in
from docbound.service import Alias, Api, Named, UnionDefinition

from .cases_support import built, described

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

ODD = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        2.5,
        10**30,
        "",
        "x",
        "#",
        "#/components/schemas/Pet",
        "object",
        "array",
        "null",
        [],
        [None],
        [[]],
        {},
        {"": None},
        {"$ref": "#"},
        {"$ref": ""},
        {"$ref": 3},
        {"$ref": "#/components/schemas/Pet"},
        {"$ref": "#/definitions/Pet"},
        {"$ref": "#/components"},
        {"$ref": "#/paths"},
        {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
        {"oneOf": [{"type": "null"}]},
        {"type": ["null", 3]},
        {"enum": [None, 1.5, {}]},
        {"type": "string", "nullable": True},
    ]
)


@cache
def seeds() -> tuple[dict[str, Any], ...]:
    """The descriptions of all cases."""
    folder = Path(__file__).with_name("cases")
    return tuple(
        described(case)
        for path in sorted(folder.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def places(value: object) -> Iterator[tuple[Any, Any]]:
    """Every container and key below ``value``."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield from ((item, key) for key in item)
            stack.extend(item.values())
        elif isinstance(item, list):
            yield from ((item, index) for index in range(len(item)))
            stack.extend(item)


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A description of the cases in which a few values were replaced, removed, renamed or moved."""
    root = copy.deepcopy(draw(st.sampled_from(seeds())))
    chance = draw(st.randoms(use_true_random=False))
    for _ in range(draw(st.integers(1, 4))):
        spots = [spot for spot in places(root) if spot[0] is not root or spot[1] not in VITAL]
        if not spots:
            break
        change(draw, chance, spots)
    return root


VITAL = ("openapi", "swagger")


def change(draw: st.DrawFn, chance: random.Random, spots: list[tuple[Any, Any]]) -> None:
    holder, key = chance.choice(spots)
    match draw(st.integers(0, 3)):
        case 0:
            del holder[key]
        case 1:
            other, name = chance.choice(spots)
            holder[key] = copy.deepcopy(other[name])
        case 2 if isinstance(holder, dict):
            holder[draw(st.sampled_from(["", "$ref", "x-a", "allOf", "a/b~c", "type"]))] = (
                holder.pop(key)
            )
        case _:
            holder[key] = copy.deepcopy(draw(ODD))


def operations_in(root: dict[str, Any]) -> int:
    """How many operations the paths of ``root`` hold themselves."""
    paths = root.get("paths")
    return sum(
        1
        for path, item in (paths.items() if isinstance(paths, dict) else ())
        if isinstance(item, dict) and not path.startswith("x-") and "$ref" not in item
        for key in item
        if key in METHODS
    )


def check(api: Api) -> None:
    """What holds for every Api."""
    pointers = [operation.pointer for operation in api.operations]
    assert len(pointers) == len(set(pointers))
    for pointer, definition in api.definitions.items():
        assert definition.about.pointer == pointer
        assert definition.about.name
        for type_ in types_in(definition):
            for reference in references(type_):
                assert reference in api.definitions
    check_no_circle(api)


def check_no_circle(api: Api) -> None:
    """Following mere names ends."""
    steps = {
        pointer: [item.pointer for item in named if isinstance(item, Named)]
        for pointer, definition in api.definitions.items()
        for named in (
            (
                members_of(definition.type)
                if isinstance(definition, Alias)
                else definition.members if isinstance(definition, UnionDefinition) else ()
            ),
        )
    }
    while True:
        ends = [pointer for pointer, following in steps.items() if not following]
        if not ends:
            break
        for pointer in ends:
            del steps[pointer]
        removed = set(ends)
        steps = {
            pointer: [item for item in following if item not in removed]
            for pointer, following in steps.items()
        }
    assert not steps


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_damage_is_survived(root: dict[str, Any]) -> None:
    api, found = built(root)
    check(api)
    assert len(api.operations) >= operations_in(root)
    again, found_again = built(root)
    assert again == api
    assert list(again.definitions) == list(api.definitions)
    assert [(item.code, item.pointer) for item in found_again] == [
        (item.code, item.pointer) for item in found
    ]


# --- real descriptions

CORPUS = Path(os.environ.get("DOCBOUND_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


def sample(count: int) -> list[dict[str, Any]]:
    """The smaller documents of the corpus with the lowest sums."""
    index = CORPUS / "index.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    rows = yaml.load(index.read_text(encoding="utf-8"), loader)["specs"]
    fitting = [row for row in rows if "file" in row and row["total_bytes"] < 100_000]
    return sorted(fitting, key=lambda row: row["sha256"])[:count]


def unpacked(row: dict[str, Any], folder: Path) -> Path:
    source = CORPUS / row["file"]
    if source.name.endswith(".tar.gz"):
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        return folder / row["root"]
    path = folder / Path(row["root"]).name
    path.write_bytes(gzip.decompress(source.read_bytes()))
    return path


def test_real_descriptions_lose_no_operation(tmp_path: Path) -> None:
    if not (CORPUS / "index.yaml").exists():
        warnings.warn(f"no corpus at {CORPUS}: set DOCBOUND_CORPUS", stacklevel=1)
        pytest.skip(f"no corpus at {CORPUS}")
    dropped: list[tuple[str, int, int]] = []
    for row in sample(80):
        folder = tmp_path / row["id"]
        folder.mkdir()
        document = load(unpacked(row, folder), Diagnostics())
        if document is None:
            continue
        api = build(document, Diagnostics())
        check(api)
        if len(api.operations) != row["ops"]:
            dropped.append((row["id"], row["ops"], len(api.operations)))
    assert not dropped
