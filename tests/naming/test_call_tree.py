"""`resources` of client.yaml: where operations go, and what is said about mistakes in it."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from docbound.diagnostics.diagnostic import Diagnostics
from docbound.naming import Names, resolve_names
from docbound.service import Api
from docbound.settings import settings
from tests.naming.services import operation, service

OPERATIONS = [
    operation("listA", tag="things", path="/a"),
    operation("addA", tag="things", path="/a/add"),
    operation("ping", tag="health", path="/ping"),
]


def names_of(
    folder: Path, tree: str, kept: dict[str, str] | None = None, api: Api | None = None
) -> tuple[Names | None, list[str]]:
    """The names, and the findings with their places."""
    file = folder / "client.yaml"
    file.write_text("package: things\nresources:\n" + indent(dedent(tree).strip(), "  ") + "\n")
    found = Diagnostics()
    given = settings.load(file, found)
    names = None
    if given is not None:
        names = resolve_names(api or service(operations=OPERATIONS), given, kept or {}, found)
    return names, [
        f"{each.position.line}:{each.position.column} {each.code}: {each.message}"
        for each in found
        if each.position is not None
    ]


def calls(names: Names) -> list[str]:
    return [
        f"{'.'.join(names.apis[place.api].path)}.{place.method}"
        for each in names.operations.values()
        for place in (each, *each.also)
    ]


def test_a_tree(tmp_path: Path) -> None:
    names, found = names_of(
        tmp_path,
        """
        things: {all: {list: listA}}
        x: {y: {z: {add: get /a/add, append: addA}}}
        """,
    )
    assert names is not None and found == []
    assert calls(names) == ["things.all.list", "x.y.z.add", "x.y.z.append", "health.ping"]
    assert [(each.name, each.tag, each.path) for each in names.apis.values()] == [
        ("HealthApi", "health", ("health",)),
        ("ThingsApi", "things", ("things",)),
        ("ThingsAllApi", None, ("things", "all")),
        ("XApi", None, ("x",)),
        ("XYApi", None, ("x", "y")),
        ("XYZApi", None, ("x", "y", "z")),
    ]
    assert [each.label for each in names.operations.values()] == [
        "things.all.list",
        "x.y.z.add",
        "ping",
    ]


def test_a_class_can_be_called_otherwise_and_keeps_its_name(tmp_path: Path) -> None:
    names, _ = names_of(tmp_path, "x: {y: {list: listA}}")
    assert names is not None
    assert names.kept()["#/resources/x/y"] == "XYApi"
    kept = {**names.kept(), "#/resources/x/y": "OlderApi"}
    again, _ = names_of(tmp_path, "x: {y: {list: listA}}", kept)
    assert again is not None
    assert again.apis["#/resources/x/y"].name == "OlderApi"


def test_what_leads_on_goes_before_methods_that_client_yaml_does_not_name(tmp_path: Path) -> None:
    names, _ = names_of(tmp_path, "things: {add_a: {list: listA}}")
    assert names is not None
    assert calls(names) == ["things.add_a.list", "things.add_a_2", "health.ping"]


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        ("x: {list: listB}", "3:13 unknown-name: `resources` names the operation 'listB'"),
        ("x: {list: GET /b}", "3:13 unknown-name: `resources` names the operation 'GET /b'"),
        ("list: listA", "3:9 wrong-type: 'listA' needs a resource that it is a method of"),
        ("x: {}", "3:6 wrong-value: the resource 'x' has no method"),
        ("x: {y: {}}", "3:10 wrong-value: the resource 'x.y' has no method"),
        ("x: [listA]", "3:6 wrong-type: a mapping is expected here, not a list"),
        ("x: {list: [listA]}", "3:13 wrong-type: a text is expected here, not a list"),
        ("x: {class: listA}", "3:7 wrong-value: 'class' is a keyword of Python"),
        ("x-y: {list: listA}", "3:3 wrong-value: 'x-y' is not a Python name"),
        ("x: {_list: listA}", "3:7 wrong-value: '_list' is a private name"),
        ("close: {list: listA}", "3:17 unusable-name: 'close.list' needs the name 'close'"),
        ("x: {api_client: listA}", "3:19 unusable-name: 'x.api_client' needs the name"),
    ],
)
def test_mistakes_have_their_place(tree: str, expected: str, tmp_path: Path) -> None:
    _, found = names_of(tmp_path, tree)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_an_operation_that_is_left_out_is_no_mistake(tmp_path: Path) -> None:
    from dataclasses import replace

    api = replace(service(operations=OPERATIONS), left_out=frozenset({"listB", "#/paths/~1b/post"}))
    names, found = names_of(tmp_path, "x: {list: listB, add: POST /b, get: listA}", api=api)
    assert names is not None and found == []
    assert calls(names)[0] == "x.get"


def test_a_former_call_is_kept_where_nothing_else_has_its_name(tmp_path: Path) -> None:
    pointer = OPERATIONS[0].pointer
    kept = {f"{pointer}~was": "things.fetch@1.0.0, health.ping@1.1.0, gone.away.list@1.2.0"}
    names, _ = names_of(tmp_path, "x: {list: listA}", kept)
    assert names is not None
    found = [
        (".".join(names.apis[each.api].path), each.method, each.now)
        for each in names.operations[pointer].also
    ]
    assert found == [("things", "fetch", "x.list"), ("gone.away", "list", "x.list")]
    assert names.kept()[f"{pointer}~was"] == kept[f"{pointer}~was"]
