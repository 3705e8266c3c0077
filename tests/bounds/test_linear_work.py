"""Twice the description is about twice the work: counted in calls, so that no verdict depends on
the machine.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from click.testing import CliRunner

from docbound import build_request, pipeline
from docbound.cli import main
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.diff import command, compare_surfaces
from docbound.diff.change import Comparison
from docbound.document import load
from docbound.interpret.schema import all_of, schemas, unions
from docbound.surface.entry import Surface
from docbound.validation import other_files, validate

JSON = dict[str, Any]


def described(schemas: JSON, **more: Any) -> JSON:
    first = next(iter(schemas))
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/a": {
                "get": {
                    "operationId": "g",
                    "responses": {
                        "200": {
                            "description": "x",
                            "content": {"application/json": {"schema": ref(first)}},
                        }
                    },
                }
            }
        },
        "components": {"schemas": schemas},
        **more,
    }


def ref(name: str) -> JSON:
    return {"$ref": f"#/components/schemas/{name}"}


def in_path(number: int) -> JSON:
    """A parameter of a path."""
    schema = {"type": "string"}
    return {"name": f"p{number}", "in": "path", "required": True, "schema": schema}


def clashing(number: int) -> str:
    """Names that differ, and of which the words do not."""
    return "a" + "".join("-._ /"[number // 5**place % 5] for place in range(5)) + "b"


def in_case(number: int) -> str:
    """Names that differ in case alone."""
    letters = "abcdefghij"
    return "".join(
        letter.upper() if number >> place & 1 else letter for place, letter in enumerate(letters)
    )


def listing(field: str, items: Sequence[str]) -> JSON:
    """An object with a list, whose items are one of several schemas."""
    nodes = {"type": "array", "items": {"oneOf": list(map(ref, items))}}
    return {"type": "object", "properties": {field: {"type": "string"}, "nodes": nodes}}


def narrowed(name: str, items: Sequence[str]) -> JSON:
    """A schema whose list has other items, too."""
    return {"allOf": [ref(name), listing("narrow", items)]}


CASES: dict[str, Callable[[int], JSON]] = {
    "server variables that name one another": lambda n: described(
        {"A": {"type": "string"}},
        servers=[
            {
                "url": "https://x/{v0}",
                "variables": {f"v{i}": {"default": f"{{v{i + 1}}}{{v{i + 1}}}"} for i in range(n)},
            }
        ],
    ),
    "required names without properties": lambda n: described(
        {"A": {"type": "object", "required": [f"r{i}" for i in range(n)]}}
    ),
    "models whose names clash": lambda n: described(
        {in_case(i): {"type": "object"} for i in range(n)}
    ),
    "fields whose names clash": lambda n: described(
        {
            "A": {
                "type": "object",
                "properties": {clashing(i): {"type": "string"} for i in range(n)},
            }
        }
    ),
    "members of an enum whose names clash": lambda n: described(
        {"A": {"type": "string", "enum": [clashing(i) for i in range(n)]}}
    ),
    "a chain of references": lambda n: described(
        {f"S{i}": ref(f"S{i + 1}") if i < n - 1 else {"type": "string"} for i in range(n)}
    ),
    "a chain of allOf": lambda n: described(
        {
            f"S{i}": (
                {
                    "allOf": [
                        ref(f"S{i + 1}"),
                        {"type": "object", "properties": {f"p{i}": {"type": "string"}}},
                    ]
                }
                if i < n - 1
                else {"type": "object"}
            )
            for i in range(n)
        }
    ),
    "a chain of allOf with nothing of their own": lambda n: described(
        {
            f"S{i}": (
                {"allOf": [ref(f"S{i + 1}")]}
                if i < n - 1
                else {"type": "object", "properties": {"p": {"type": "string"}}}
            )
            for i in range(n)
        }
    ),
    "an allOf of many": lambda n: described(
        {
            "A": {"allOf": [ref(f"M{i}") for i in range(n)]},
            **{f"M{i}": {"properties": {f"p{i}": {"type": "string"}}} for i in range(n)},
        }
    ),
    "a choice of many": lambda n: described(
        {
            "A": {
                "oneOf": [ref(f"M{i}") for i in range(n)],
                "discriminator": {"propertyName": "k"},
            },
            **{f"M{i}": {"required": ["k"], "properties": {"k": {}}} for i in range(n)},
        }
    ),
    "a choice of many that have no name": lambda n: described(
        {
            "A": {
                "oneOf": [
                    {"type": "object", "required": ["k"], "properties": {"k": {"enum": [f"v{i}"]}}}
                    for i in range(n)
                ]
            }
        }
    ),
    "operations of one API class": lambda n: described(
        {"A": {"type": "string"}},
        paths={f"/x{i}": {"get": {"operationId": f"x{i}", "responses": {}}} for i in range(n)},
    ),
    "operations that have one operationId, and a tag each": lambda n: described(
        {"A": {"type": "string"}},
        paths={
            f"/x{i}": {"get": {"operationId": "x", "tags": [f"t {i}"], "responses": {}}}
            for i in range(n)
        },
    ),
    "parameters": lambda n: described(
        {"A": {"type": "string"}},
        paths={
            "/x": {
                "get": {
                    "parameters": [
                        {"name": clashing(i), "in": "query", "schema": {"type": "string"}}
                        for i in range(n)
                    ],
                    "responses": {},
                }
            }
        },
    ),
    "statuses and media types": lambda n: described(
        {"A": {"type": "object"}},
        paths={
            "/x": {
                "get": {
                    "responses": {
                        str(200 + i): {
                            "description": "x",
                            "content": {f"text/x{i}": {"schema": ref("A")}},
                        }
                        for i in range(n)
                    }
                }
            }
        },
    ),
    "alternatives of security": lambda n: described(
        {"A": {"type": "string"}},
        security=[{f"s{i}": []} for i in range(n)],
        components={
            "schemas": {"A": {"type": "string"}},
            "securitySchemes": {
                f"s{i}": {"type": "apiKey", "in": "header", "name": f"X{i}"} for i in range(n)
            },
        },
    ),
    "schemas to be dropped": lambda n: described(
        {f"B{i}": {"type": 5, "properties": [1]} for i in range(n)}
    ),
    "references that cannot be resolved": lambda n: described(
        {f"B{i}": {"properties": {"x": ref(f"Nope{i}")}} for i in range(n)}
    ),
    "choices that list one another": lambda n: described(
        {
            f"C{i}": {
                "anyOf": [
                    ref(f"C{(i + 1) % n}"),
                    {"type": "object", "properties": {f"k{i}": {"type": "string"}}},
                ]
            }
            for i in range(n)
        }
    ),
    "lists that narrow one choice": lambda n: described(
        {
            **{f"N{i}": narrowed("List", (f"B{i % 8}", f"B{i % 8 + 1}")) for i in range(n)},
            "List": listing("list", [f"B{i}" for i in range(9)]),
            **{f"B{i}": listing(f"b{i}", [f"B{(i + k) % 9}" for k in range(3)]) for i in range(9)},
        }
    ),
    "lists whose alternatives narrow one another": lambda n: described(
        {
            **{
                f"N{i}": narrowed(f"B{i}", (f"B{(i + n // 2) % n}", f"B{(i + n // 2 + 1) % n}"))
                for i in range(n)
            },
            **{f"B{i}": listing(f"b{i}", [f"B{(i + k) % n}" for k in range(3)]) for i in range(n)},
        }
    ),
    "schemas that meet in ever more ways": lambda n: described(
        {
            "Q0": {"properties": {"a": {"allOf": [ref("Q0"), ref("Q1")]}, "b": ref("Q0")}},
            **{
                f"Q{i}": {"properties": {"a": ref(f"Q{i + 1}"), "b": ref(f"Q{i + 1}")}}
                for i in range(1, n)
            },
            f"Q{n}": {"type": "object"},
        }
    ),
    "path parameters that the path has not": lambda n: described(
        {"A": {"type": "string"}},
        paths={"/x": {"get": {"parameters": list(map(in_path, range(n))), "responses": {}}}},
    ),
    "parameters that are declared twice": lambda n: described(
        {"A": {"type": "string"}},
        paths={
            "/x": {
                "get": {
                    "parameters": [
                        {"name": f"p{i % (n // 2)}", "in": "query", "schema": {"type": "string"}}
                        for i in range(n)
                    ],
                    "responses": {},
                }
            }
        },
    ),
    "tags that are declared twice": lambda n: described(
        {"A": {"type": "string"}}, tags=[{"name": f"t{i % (n // 2)}"} for i in range(n)]
    ),
    "operationIds that two operations have": lambda n: described(
        {"A": {"type": "string"}},
        paths={
            f"/x{i}": {"get": {"operationId": f"x{i % (n // 2)}", "responses": {}}}
            for i in range(n)
        },
    ),
    "dynamic references": lambda n: described(
        {
            "A": {
                "properties": {f"p{i}": {"$dynamicRef": f"#d{i}"} for i in range(n)},
                "$defs": {f"d{i}": {"$dynamicAnchor": f"d{i}", "type": "string"} for i in range(n)},
            }
        }
    ),
}
SIZE = {
    "a chain of references": 150,
    "a chain of allOf": 40,
    "operations of one API class": 200,
}
"""From here on work grows as it does forever; shorter chains are not shortened yet, and a look at
each operation for each of them is lost in the rest."""
DEEP = 30
"""Steps to deep schemas that a description may take here, and alternatives and schemas within
others that it may combine: so few that each of these tests takes them all, as one of 500 does with
the limits that docbound has.
"""


@pytest.mark.parametrize("case", CASES)
def test_work_grows_with_the_description(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vars(all_of)["_MOST_DEEP"] > DEEP
    monkeypatch.setattr(all_of, "_MOST_DEEP", DEEP)
    assert vars(unions)["_MOST_WITHIN"] > DEEP
    monkeypatch.setattr(unions, "_MOST_WITHIN", DEEP)
    assert vars(schemas)["_MOST_MEETINGS"] > DEEP
    monkeypatch.setattr(schemas, "_MOST_MEETINGS", DEEP)
    size = SIZE.get(case, 60)
    make = CASES[case]
    generate(make(2), tmp_path)  # loads what has to be loaded
    small, medium, large = (
        counted(lambda n=n: generate(make(n), tmp_path))  # type: ignore[misc]
        for n in (size, 2 * size, 4 * size)
    )
    assert large - medium <= 2.7 * (medium - small) + 2_000, (small, medium, large)


def test_comparing_grows_with_the_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each model is held against its own fields, not against those of all."""
    calls: list[int] = []

    def compared(before: Surface, now: Surface) -> Comparison:
        found: list[Comparison] = []
        calls.append(counted(lambda: found.append(compare_surfaces.compare(before, now))))
        return found[0]

    monkeypatch.setattr(command, "compare", compared)
    for number in (20, 40, 80):
        models = {
            f"B{i}": {"type": "object", "properties": {"next": ref(f"B{i + 1}")}}
            for i in range(number)
        }
        old = described({**models, f"B{number}": {"type": "string"}})
        (tmp_path / "old.json").write_text(json.dumps(old))
        models["B0"]["properties"]["more"] = {"type": "string"}
        new = described({**models, f"B{number}": {"type": "string"}})
        (tmp_path / "new.json").write_text(json.dumps(new))
        sides = [str(tmp_path / "old.json"), str(tmp_path / "new.json")]
        done = CliRunner().invoke(main, ["diff", *sides])
        assert "the field B0.more is new" in done.output, done.output
    small, medium, large = calls
    assert large - medium <= 2.2 * (medium - small) + 100, calls


def test_maps_of_other_files_are_put_in_so_often_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two fields for each map of the one before it would double the whole at each step."""
    monkeypatch.setattr(other_files, "_MOST_AGAIN", 200)

    def maps(number: int) -> Path:
        other: JSON = {"M0": {"z": {"type": "string"}}}
        for i in range(number):
            more = {"type": "object", "properties": {"$ref": f"#/M{i}"}}
            other[f"M{i + 1}"] = {"a": more, "b": more}
        other["A"] = {"type": "object", "properties": {"$ref": f"#/M{number}"}}
        (tmp_path / "other.json").write_text(json.dumps(other))
        path = tmp_path / "api.json"
        path.write_text(json.dumps(described({"A": {"$ref": "other.json#/A"}})))
        return path

    def judged(number: int) -> Callable[[], None]:
        document = load(maps(number), Diagnostics())
        assert document is not None
        return lambda: validate(document, Diagnostics())

    judged(2)()  # loads what has to be loaded
    small, medium, large = (counted(judged(n)) for n in (10, 20, 40))
    assert large - medium <= 2.7 * (medium - small) + 2_000, (small, medium, large)


def things(number: int) -> JSON:
    """Resources of one tag, each with two models and a body that has the name of an argument."""
    paths: JSON = {}
    schemas: JSON = {}
    for i in range(number):
        thing = {"content": {"application/json": {"schema": ref(f"Thing{i}")}}}
        paths[f"/things{i}/{{id}}"] = {
            "put": {
                "operationId": f"replace{i}",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
                ],
                "requestBody": {"required": True, **thing},
                "responses": {"200": {"description": "x", **thing}},
            }
        }
        fields = {"id": {"type": "string"}, "part": ref(f"Part{i}")}
        schemas[f"Thing{i}"] = {"type": "object", "properties": fields}
        schemas[f"Part{i}"] = {"type": "object", "properties": {"label": {"type": "string"}}}
    return described(schemas, paths=paths)


def test_no_operation_is_held_against_all_others(tmp_path: Path) -> None:
    """Counted in lines of each function, since a comprehension over all operations is one call,
    and one of many functions that are linear.
    """
    generate(things(2), tmp_path)
    few, many = (
        counted_lines(lambda n=n: generate(things(n), tmp_path))  # type: ignore[misc]
        for n in (40, 80)
    )
    steep = {
        place: (few[place], count)
        for place, count in many.items()
        if count > 2.5 * few[place] + 200
    }
    assert not steep


def test_the_keys_of_an_object_are_worked_out_once(tmp_path: Path) -> None:
    """However many operations send it."""

    def sent(number: int) -> JSON:
        body = {"content": {"application/json": {"schema": {"oneOf": [ref("A"), ref("B")]}}}}
        paths = {
            f"/x{i}": {"post": {"operationId": f"x{i}", "requestBody": body, "responses": {}}}
            for i in range(number)
        }
        schemas = {
            name: {"type": "object", "properties": {f"{name}{i}": {} for i in range(5)}}
            for name in ("A", "B")
        }
        return described(schemas, paths=paths)

    def work(number: int) -> dict[str, int]:
        lines = counted_lines(lambda: generate(sent(number), tmp_path))
        return {place: count for place, count in lines.items() if "_request_keys" in place}

    few = work(2)
    assert few
    assert work(6) == few


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf", "allOf"])
def test_schemas_that_list_all_others_are_looked_at_once_each(keyword: str, tmp_path: Path) -> None:
    """Each leads to all others on very many ways; what is counted is what the text has: a reference
    of each to each.
    """

    def work(number: int) -> int:
        names = [f"C{i}" for i in range(number)]
        document = described(
            {
                name: {
                    keyword: [
                        *(ref(other) for other in names if other != name),
                        {"type": "object", "properties": {f"of {name}": {"type": "string"}}},
                    ]
                }
                for name in names
            }
        )
        return counted(lambda: generate(document, tmp_path))

    work(2)  # loads what has to be loaded
    small, medium, large = (work(number) for number in (4, 8, 16))
    assert large - medium <= 6 * (medium - small), (small, medium, large)


def generate(document: JSON, folder: Path) -> None:
    path = folder / "api.json"
    path.write_text(json.dumps(document))
    source = build_request.BuildRequest(description=path, output=folder / "out", lenient=True)
    pipeline.generate(source, Diagnostics(), {})


def counted(work: Callable[[], None]) -> int:
    """How many functions, Python's and C's, are called."""
    calls = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def counted_lines(work: Callable[[], None]) -> Counter[str]:
    """How many lines each function runs, every step of a comprehension among them."""
    lines: Counter[CodeType] = Counter()

    def note(frame: FrameType, event: str, argument: object) -> Any:
        if event == "line":
            lines[frame.f_code] += 1
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    found: Counter[str] = Counter()
    for code, count in lines.items():
        found[f"{code.co_filename}:{code.co_firstlineno} {code.co_qualname}"] += count
    return found


def test_a_choice_of_thousands_compiles(tmp_path: Path) -> None:
    """Python nests an expression one level deeper for each ``|``, and compiles a few thousand."""
    path = tmp_path / "api.json"
    path.write_text(json.dumps(CASES["a choice of many"](4_000)))
    source = build_request.BuildRequest(description=path, output=tmp_path / "out", lenient=True)
    tree = pipeline.generate(source, Diagnostics(), {})
    assert tree is not None
    (module,) = (text for name, text in tree.files.items() if name.endswith("/models/a.py"))
    compile(module, "a.py", "exec")


def test_a_server_that_becomes_too_long_is_left_out(tmp_path: Path) -> None:
    document = CASES["server variables that name one another"](3)
    variables = document["servers"][0]["variables"]
    variables["v0"]["default"] = "x" * 1000
    document["servers"][0]["url"] = "https://x/" + "{v0}" * 100
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document))
    found = Diagnostics()
    source = build_request.BuildRequest(description=path, output=tmp_path / "out", lenient=True)
    assert pipeline.generate(source, found, {}) is not None
    assert "oversized-server" in {item.code for item in found}
