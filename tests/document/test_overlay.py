"""Overlays (1.0 and 1.1), applied before anything else looks at a description."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from docbound import document
from docbound.diagnostics.diagnostic import Diagnostics

API = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
shared: &shared {x: 1}
left: *shared
right: *shared
tags: [{name: a}, {name: b}, {name: c}]
paths:
  /items: {get: {tags: [a], summary: Items}}
  /some-items: {delete: {tags: [b]}}
"""

CASES: list[tuple[str, str, dict[str, Any]]] = [
    # actions, pointer of the place to look at, what is there afterwards
    (
        "[{target: $.info, update: {title: Cats, contact: {name: me}}}]",
        "#/info",
        {"title": "Cats", "version": "1", "contact": {"name": "me"}},
    ),
    (
        "[{target: $, update: {info: {x: 1}, tags: [{name: d}], paths: }}]",
        "#",
        {"tags": 4, "paths": 2},
    ),
    ("[{target: $.tags, update: {name: d}}]", "#", {"tags": 4}),
    ("[{target: $.tags, update: [{name: d}, {name: e}]}]", "#", {"tags": 5}),
    (
        "[{target: $.info.title, update: Cats}]",
        "#/info",
        {"title": "Cats", "version": "1"},
    ),
    ("[{target: '$.tags[?@.name != ''b'']', remove: true}]", "#", {"tags": 1}),
    ("[{target: '$.tags[0,1]', remove: true}]", "#", {"tags": 1}),
    ("[{target: $.tags, remove: true}]", "#", {"tags": None}),
    (
        "[{target: $.paths.*.*, update: {x-safe: true}}]",
        "#/paths/~1items/get",
        {"tags": ["a"], "summary": "Items", "x-safe": True},
    ),
    (
        "[{target: '$.paths[''/some-items'']', copy: '$.paths[''/items'']'}]",
        "#/paths/~1some-items",
        {"delete": 1, "get": 2},
    ),
    (
        (
            "[{target: $.paths, update: {n: {}}}, {target: $.paths.n, copy: '$.paths[''/items'']'},"
            " {target: '$.paths[''/items'']', remove: true}]"
        ),
        "#/paths",
        {"/some-items": 1, "n": 1},
    ),
    (
        "[{target: '$.paths.*.get.tags[?@ == ''a'']', remove: true}]",
        "#/paths/~1items/get",
        {"tags": 0, "summary": 5},
    ),
    ("[{target: $.left, update: {y: 2}}]", "#", {"left": 2, "right": 1, "shared": 1}),
]


def applied(
    tmp_path: Path, *actions: str, version: str = "1.1.0"
) -> tuple[document.Document | None, Diagnostics]:
    (tmp_path / "api.yaml").write_text(API)
    overlays: list[Path] = []
    for index, text in enumerate(actions):
        path = tmp_path / f"overlay{index}.yaml"
        path.write_text(
            f"overlay: {version}\ninfo: {{title: Ours, version: '1'}}\nactions: {text}\n"
        )
        overlays.append(path)
    found = Diagnostics()
    return document.load(tmp_path / "api.yaml", found, overlays=overlays), found


@pytest.mark.parametrize(("actions", "pointer", "expected"), CASES)
def test_an_action_changes_its_target(
    tmp_path: Path, actions: str, pointer: str, expected: dict[str, Any]
) -> None:
    loaded, found = applied(tmp_path, actions)
    assert not list(found)
    assert loaded is not None
    value = loaded.get(pointer)
    assert isinstance(value, dict)
    for key, wanted in expected.items():
        match wanted:
            case None:
                assert key not in value
            case bool() | str() | list() | dict():
                assert value[key] == wanted
            case size:
                inner = value[key]
                assert isinstance(inner, dict | list | str)
                assert len(inner) == size


BROKEN = [
    # actions, code, part of the message
    ("[]", "invalid-overlay", "at least one"),
    ("[1]", "invalid-overlay", "an object with a target"),
    ("[{update: {}}]", "invalid-overlay", "JSONPath query is needed"),
    ("[{target: 'info', remove: true}]", "invalid-overlay", "not JSONPath"),
    ("[{target: '$.paths[', remove: true}]", "invalid-overlay", "character 9"),
    ("[{target: $, remove: true}]", "invalid-overlay", "itself cannot be removed"),
    ("[{target: $, update: 3}]", "invalid-overlay", "only be updated with an object"),
    ("[{target: $, update: {info: 3}}]", "invalid-overlay", "of another kind"),
    ("[{target: $.info, copy: '$.tags[*]'}]", "invalid-overlay", "exactly one"),
    ("[{target: $.info, copy: $.info, update: {}}]", "invalid-overlay", "not both"),
]


@pytest.mark.parametrize(("actions", "code", "words"), BROKEN)
def test_a_broken_action_is_an_error_with_its_place(
    tmp_path: Path, actions: str, code: str, words: str
) -> None:
    loaded, found = applied(tmp_path, actions)
    assert loaded is None
    (item,) = found
    assert item.code == code
    assert words in item.message
    assert item.position is not None
    assert item.position.file.endswith("overlay0.yaml")
    assert item.position.line == 3


def test_a_target_that_matches_nothing_is_a_warning(tmp_path: Path) -> None:
    loaded, found = applied(tmp_path, "[{target: $.nope, remove: true}]")
    assert loaded is not None
    (item,) = found
    assert item.code == "unmatched-target"
    assert not found.has_errors


@pytest.mark.parametrize(
    "action", ["{target: $.info, updat: {x: 1}}", "{target: $.info, remove: 'yes'}"]
)
def test_an_action_that_does_nothing_is_a_warning(action: str, tmp_path: Path) -> None:
    loaded, found = applied(tmp_path, f"[{action}]")
    assert loaded is not None
    (item,) = found
    assert item.code == "idle-action"
    assert item.position is not None
    assert not found.has_errors


def test_a_file_that_is_no_overlay_is_refused(tmp_path: Path) -> None:
    loaded, found = applied(tmp_path, "[{target: $, update: {}}]", version="2.0.0")
    assert loaded is None
    assert found.has_errors


def test_overlays_are_applied_in_order_and_count_in_the_digest(tmp_path: Path) -> None:
    plain, _ = applied(tmp_path)
    one, _ = applied(tmp_path, "[{target: $.info, update: {title: A}}]")
    both, _ = applied(
        tmp_path,
        "[{target: $.info, update: {title: A}}]",
        "[{target: $.info, update: {title: B}}]",
    )
    assert plain is not None
    assert one is not None
    assert both is not None
    assert both.get("#/info/title") == "B"
    assert len({plain.digest, one.digest, both.digest}) == 3


def test_the_description_itself_stays_as_it_was(tmp_path: Path) -> None:
    before = yaml.safe_load(API)
    loaded, _ = applied(tmp_path, "[{target: $.info, update: {title: A}}]")
    assert loaded is not None
    assert loaded.root != before
    assert (tmp_path / "api.yaml").read_text() == API


FAULTY = """\
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      parameters:
      - {name: gone, in: query, schema: {type: string}}
      - {name: first, in: query, schema: {type: string}}
      responses: {'200': {description: ok}}
"""


@pytest.mark.parametrize(
    ("actions", "place"),
    [
        # The value of an update, an entry that it appends, a scalar that it replaces, what copy
        # puts there.
        (
            "- target: $.paths['/a'].get\n  update: {operationId: 5}\n",
            ("overlay.yaml", 4, 25),
        ),
        (
            "- target: $.paths['/a'].get.parameters\n  update: {name: x, in: nowhere}\n",
            ("overlay.yaml", 4, 25),
        ),
        (
            (
                "- target: $.paths['/a'].get.parameters[0]\n  remove: true\n"
                "- target: $.paths['/a'].get\n  update: {parameters: [{name: x, in: nowhere}]}\n"
                "- target: $.paths['/a'].get.parameters[0]\n  remove: true\n"
            ),
            ("overlay.yaml", 6, 39),
        ),
        (
            "- target: $.info.version\n  update: 5\n",
            ("overlay.yaml", 4, 11),
        ),
        (
            "- target: $.info\n  copy: $.paths['/a'].get\n",
            ("overlay.yaml", 4, 3),
        ),
        # An update that another one replaces is not to blame; nor is the overlay for what it leaves
        # alone.
        (
            "- target: $.info\n  update: {version: 5}\n- target: $.info\n  update: {version: 6}\n",
            ("overlay.yaml", 6, 21),
        ),
    ],
)
def test_a_fault_that_an_overlay_brings_is_reported_at_its_action(
    tmp_path: Path, actions: str, place: tuple[str, int, int]
) -> None:
    from docbound.validation import validate

    (tmp_path / "api.yaml").write_text(FAULTY)
    (tmp_path / "overlay.yaml").write_text(f"overlay: 1.1.0\nactions:\n{actions}")
    found = Diagnostics()
    loaded = document.load(tmp_path / "api.yaml", found, overlays=[tmp_path / "overlay.yaml"])
    assert loaded is not None
    validate(loaded, found)
    positions = {
        (Path(item.position.file).name, item.position.line, item.position.column)
        for item in found
        if item.position
    }
    assert place in positions
