"""What a program writes into a body and the description does not have: reported before it is sent,
refused by a strict client.
"""

from __future__ import annotations

import copy
import pickle
from typing import Annotated, Any, ClassVar

import pytest
from pydantic import Field

from docbound.runtime.models.base import AdditionalProperties, Model, Nullable
from docbound.runtime.request.body_mismatches import body_mismatches


class Anchor(Model):
    weight: int | None = None


class Boat(Model):
    id: str
    boat_name: Annotated[str | None, Field(alias="boatName")] = None
    left_at: Annotated[Nullable[str], Field(alias="leftAt")] = None
    anchors: list[Anchor] | None = None
    anything: Any = None


class Loose(Model):
    id: str | None = None
    additional_properties: ClassVar[AdditionalProperties[Any]] = AdditionalProperties("Any")


def reported(value: object) -> list[tuple[str, str, str]]:
    return [(each.path, each.expected, each.got) for each in body_mismatches(value)]


def boat(**fields: Any) -> Boat:
    return Boat(**({"id": "1"} | fields))


def test_a_field_that_is_gone() -> None:
    unknown_key = [("$.horns", "no such key", "the unknown key 'horns'")]
    assert reported(boat(horns=2)) == unknown_key
    assert reported(Boat.model_validate({"id": "1", "horns": 2})) == unknown_key
    made = boat()
    made.horns = 2
    assert reported(made) == unknown_key
    assert reported(boat(anchors=[{"rope": 1}])) == [
        ("$.anchors[0].rope", "no such key", "the unknown key 'rope'")
    ]


def test_copies_know_it_too() -> None:
    made = boat(horns=2)
    for other in (
        made.model_copy(),
        made.model_copy(deep=True),
        copy.deepcopy(made),
        pickle.loads(pickle.dumps(made)),
    ):
        assert other == made
        assert len(reported(other)) == 1


def test_what_a_service_sent_may_go_back() -> None:
    received = Boat.from_dict({"id": "1", "horns": 2})
    assert reported(received) == []
    received.horns = 3
    assert reported(received) == []
    assert received.to_json() == '{"id":"1","horns":3}'


def test_undeclared_keys_that_are_meant() -> None:
    assert reported(Loose(extra=1)) == []  # type: ignore[call-arg]
    allowed = boat()
    allowed.additional_properties["horns"] = 2
    assert reported(allowed) == []


def test_null_where_the_description_has_none() -> None:
    assert reported(boat(boat_name=None)) == [("$.boatName", "a string", "null")]
    assert reported(boat(anchors=[{"weight": None}])) == [
        ("$.anchors[0].weight", "an integer", "null")
    ]
    assert reported(boat(left_at=None, anything=None)) == []
    assert reported(boat()) == []


def test_a_marked_key_is_a_plain_text_to_everybody() -> None:
    made = boat(horns=2)
    assert made.to_dict() == {"id": "1", "horns": 2}
    assert made.to_json() == '{"id":"1","horns":2}'
    assert made.model_dump_json(exclude_unset=True) == '{"id":"1","horns":2}'
    assert repr(made).endswith("horns=2)")
    assert made == Boat.from_dict({"id": "1", "horns": 2})


@pytest.mark.parametrize("body", [{"id": "1", "horns": 2}, {"id": "1", "boatName": None}])
def test_mappings_are_judged_as_models(body: dict[str, Any]) -> None:
    from docbound.runtime.models.decoder import decoder

    assert len(reported(decoder(Boat).validate_input(body))) == 1
