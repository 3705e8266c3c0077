"""The Notes column: what a schema says besides its type, in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lower.lowering import field, lowered

THING = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths: {}
components:
  schemas:
    Thing:
      type: object
      required: [x]
      properties:
        x: %s
"""


@pytest.mark.parametrize(
    ("schema", "notes"),
    [
        ("{type: string}", ()),
        ("{type: string, default: USD}", ('default to "USD"',)),
        ("{type: array, default: [a]}", ('default to ["a"]',)),
        ("{type: [string, 'null']}", ("nullable",)),
        ("{type: string, readOnly: true}", ("read-only",)),
        ("{enum: [A, B]}", ('one of "A", "B"',)),
        ("{enum: [A, null]}", ("nullable", 'one of "A"')),
        ("{type: array, items: {enum: [1, 2]}}", ("each one of 1, 2",)),
        ("{const: car}", ('always "car"',)),
        ("{type: string, minLength: 1}", ("at least 1 character",)),
        ("{type: string, maxLength: 500}", ("at most 500 characters",)),
        ("{type: string, pattern: '^a\\d$'}", ("matches `^a\\d$`",)),
        ("{type: array, items: {}, uniqueItems: true}", ("no item twice",)),
        ("{type: array, items: {}, uniqueItems: false}", ()),
        ("{type: array, items: {}, maxItems: 2}", ("at most 2 items",)),
        ("{type: array, items: {}, minItems: 0}", ()),
        ("{type: object, minProperties: 1}", ("at least 1 entry",)),
        ("{type: number, multipleOf: 0.5}", ("a multiple of 0.5",)),
        ("{type: integer, minimum: 0, maximum: 9}", ("at most 9", "at least 0")),
        ("{type: integer, exclusiveMinimum: 0}", ("more than 0",)),
    ],
)
def test_a_field_has_notes(tmp_path: Path, schema: str, notes: tuple[str, ...]) -> None:
    assert field(lowered(tmp_path, THING % schema), "Thing", "x").notes == notes


def test_exclusive_limits_were_flags_once(tmp_path: Path) -> None:
    schema = (
        "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: false}"
    )
    text = (THING % schema).replace("3.1.0", "3.0.3")
    assert field(lowered(tmp_path, text), "Thing", "x").notes == (
        "at most 5",
        "more than 0",
    )


def test_a_long_enum_is_cut(tmp_path: Path) -> None:
    values = ", ".join(f"v{number}" for number in range(40))
    (note,) = field(lowered(tmp_path, THING % f"{{enum: [{values}]}}"), "Thing", "x").notes
    assert note.endswith('"v29" and 10 more')
