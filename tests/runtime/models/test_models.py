"""Models in a user's hands: constructing, assigning, reading, showing, copying."""

from __future__ import annotations

import copy
import datetime
import importlib
import inspect
import json
import pickle
from types import GenericAlias, ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError, field_validator

from docbound.runtime.models.decoder import decoder
from docbound.runtime.models.encoder import encode_json

Wire = dict[str, Any]

REQUIRED: Wire = {
    "accountId": "a",
    "effectiveFrom": "2024-05-01",
    "status": "ACTIVE",
    "transactions": [],
}


@pytest.fixture
def credit(sample: ModuleType) -> Any:
    return sample.Credit.from_dict(REQUIRED)


def test_constructing_takes_attribute_names_and_wire_names(sample: ModuleType) -> None:
    by_name = sample.Credit(
        account_id="a", effective_from="2024-05-01", status="ACTIVE", transactions=[]
    )
    by_wire = sample.Credit(**REQUIRED)

    assert by_name == by_wire
    assert by_name.effective_from == datetime.date(2024, 5, 1)
    assert json.loads(by_name.to_json()) == REQUIRED


def test_constructing_is_lax_and_checks(sample: ModuleType) -> None:
    node = sample.Node(value="5", children=[{"value": 6}])

    assert node.value == 5
    assert isinstance(node.children[0], sample.Node)
    with pytest.raises(ValidationError, match="Input should be a valid integer"):
        sample.Node(value="x")
    with pytest.raises(ValidationError, match="Field required"):
        sample.Node()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, ["account_id", "effective_from", "status", "transactions"]),
        ({"account_id": 5, "page_size": "x"}, ["account_id", "page_size"]),
        ({"accountId": 5, "pageSize": "x"}, ["account_id", "page_size"]),
    ],
)
def test_what_is_wrong_is_reported_by_attribute_names(
    sample: ModuleType, given: dict[str, Any], wrong: list[str]
) -> None:
    fields = given if not given else {**REQUIRED, **given}
    if "account_id" in fields:
        del fields["accountId"]
    for made in (
        lambda: sample.Credit(**fields),
        lambda: sample.Credit.model_validate(fields),
        lambda: sample.Credit.model_validate_json(json.dumps(fields)),
        lambda: TypeAdapter(sample.Credit).validate_python(fields),
    ):
        with pytest.raises(ValidationError) as caught:
            made()
        assert [error["loc"] for error in caught.value.errors()] == [(name,) for name in wrong]


def test_a_field_with_one_value_is_sent_although_it_was_not_set(
    sample: ModuleType,
) -> None:
    assert json.loads(sample.Cat(name="x").to_json()) == {"petType": "cat", "name": "x"}
    assert json.loads(sample.Settings().to_json()) == {"version": 1}
    nested = sample.Settings(pets=[{"petType": "cat", "name": "x"}, sample.Cat(name="y")])
    assert [pet["petType"] for pet in json.loads(nested.to_json())["pets"]] == [
        "cat",
        "cat",
    ]


def test_a_response_without_that_field_stays_without_it(sample: ModuleType) -> None:
    assert sample.Settings.from_json("{}").to_json() == "{}"


def test_absent_and_null_stay_apart(sample: ModuleType, credit: Any) -> None:
    assert "note" not in credit.model_fields_set
    credit.note = None
    assert "note" in credit.model_fields_set
    assert json.loads(credit.to_json()) == REQUIRED | {"note": None}
    assert json.loads(sample.Node(value=1, children=None).to_json()) == {
        "value": 1,
        "children": None,
    }


def test_assigning_is_checked(credit: Any) -> None:
    credit.effective_from = "2025-01-01"
    assert credit.effective_from == datetime.date(2025, 1, 1)
    with pytest.raises(ValidationError):
        credit.effective_from = "soon"


def test_a_misfit_beside_it_does_not_hinder_assigning(sample: ModuleType) -> None:
    credit = sample.Credit.from_dict(REQUIRED | {"holdAmount": "much"})

    credit.note = "x"

    assert json.loads(credit.to_json()) == REQUIRED | {
        "holdAmount": "much",
        "note": "x",
    }


def test_choices_take_members_mappings_and_unknown_variants(sample: ModuleType) -> None:
    settings = sample.Settings(
        pets=[
            sample.Dog(pet_type="dog", name="a"),
            {"pet_type": "cat", "name": "b"},
            {"petType": "emu", "x": 1},
        ]
    )

    kinds = [type(pet).__name__ for pet in settings.pets]
    assert kinds == ["Dog", "Cat", "UnknownVariant"]
    assert json.loads(settings.to_json())["pets"][2] == {"petType": "emu", "x": 1}
    with pytest.raises(ValidationError):
        sample.Settings(pets=[{"name": "no tag"}])
    with pytest.raises(ValidationError):
        sample.Settings(pets=[5])


def test_open_enums_take_members_raw_values_and_new_ones(sample: ModuleType, credit: Any) -> None:
    for given, held in [
        (sample.Color.RED, sample.Color.RED),
        ("red", sample.Color.RED),
        ("pink", "pink"),
    ]:
        credit.color = given
        assert credit.color == held
        assert json.loads(credit.to_json())["color"] == given
    assert credit.color != sample.Color.RED
    with pytest.raises(ValidationError):
        credit.color = 5


def test_octets_are_given_as_bytes_or_base64(credit: Any) -> None:
    credit.receipt = b"\xfb\xef\xff"
    assert json.loads(credit.to_json())["receipt"] == "++//"
    credit.receipt = "++//"
    assert credit.receipt == b"\xfb\xef\xff"
    with pytest.raises(ValidationError):
        credit.receipt = "no base64"


def test_undeclared_keys_are_kept_readable_and_written_back(sample: ModuleType) -> None:
    credit = sample.Credit.from_dict(REQUIRED | {"new": [1]})

    assert credit.additional_properties == {"new": [1]}
    credit.additional_properties["newer"] = None
    assert json.loads(credit.to_json()) == REQUIRED | {"new": [1], "newer": None}
    credit.additional_properties = {"only": True}
    assert json.loads(credit.to_json()) == REQUIRED | {"only": True}


def test_undeclared_keys_are_typed_where_the_description_types_them(
    sample: ModuleType,
) -> None:
    account = sample.Account.from_dict({"first": REQUIRED})

    assert account.additional_properties["first"].effective_from == datetime.date(2024, 5, 1)
    made = sample.Account(second=REQUIRED)
    assert made.additional_properties["second"].account_id == "a"
    with pytest.raises(ValidationError):
        sample.Account(third=5)


def test_every_instance_has_its_own_undeclared_keys_and_defaults(
    sample: ModuleType,
) -> None:
    first, second = sample.Settings(), sample.Settings()

    first.tags.append("x")
    first.additional_properties["y"] = True

    assert second.tags == ["new"]
    assert second.additional_properties == {}
    third, fourth = sample.Settings.from_json("{}"), sample.Settings.from_dict({"mode": "?"})
    third.tags.append("x")
    fourth.tags.append("z")
    assert sample.Settings.from_dict({"mode": "?"}).tags == ["new"]


def test_no_secret_is_shown(sample: ModuleType) -> None:
    for credit in (
        sample.Credit.from_dict(REQUIRED | {"promToken": "s3cret"}),
        sample.Credit.from_dict(REQUIRED | {"promToken": ["s3cret"]}),
    ):
        assert credit.token in ("s3cret", ["s3cret"])
        shown = [repr(credit), str(credit), credit.to_str(), f"{[credit]}"]
        assert "s3cret" not in "".join(shown)
        assert "s3cret" in credit.to_json()


def test_no_secret_is_in_what_pydantic_says(sample: ModuleType) -> None:
    incomplete = {"promToken": "s3cret"}
    wrong = REQUIRED | {"promToken": ["s3cret"]}
    for made in (
        lambda: sample.Credit(**incomplete),
        lambda: sample.Credit.model_validate(wrong),
        lambda: sample.Credit.model_validate_json(json.dumps(wrong)),
    ):
        with pytest.raises(ValidationError) as caught:
            made()
        assert "token" in str(caught.value) or "required" in str(caught.value)
        assert "s3cret" not in str(caught.value)


def test_repr_shows_fields_and_undeclared_keys(sample: ModuleType) -> None:
    assert (
        repr(sample.Node(value=1, more=2))
        == "Node(value=1, children=None, list=None, str=None, more=2)"
    )


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
)
def test_copies_are_equal_and_write_the_same(sample: ModuleType, again: Any) -> None:
    wire = REQUIRED | {
        "holdAmount": "misfit",
        "color": "red",
        "new": 1,
        "owner": {"root": {"value": 1.0}},
    }
    credit = sample.Credit.from_dict(wire)

    other = again(credit)

    assert other == credit
    assert other is not credit
    assert json.loads(other.to_json()) == wire
    assert other != sample.Credit.from_dict(wire | {"note": "x"})


def test_copying_with_changes(credit: Any) -> None:
    other = credit.model_copy(update={"note": None, "extra": 1})

    assert json.loads(other.to_json()) == REQUIRED | {"note": None, "extra": 1}


def test_to_dict_and_back(sample: ModuleType) -> None:
    wire = REQUIRED | {
        "receipt": "++//",
        "createdAt": "2024-05-01T10:00:00Z",
        "owner": None,
        "x": [1.0],
    }
    credit = sample.Credit.from_dict(wire)

    shown = credit.to_dict()

    assert shown["createdAt"] == datetime.datetime(2024, 5, 1, 10, tzinfo=datetime.UTC)
    assert shown.keys() == wire.keys()
    assert sample.Credit.from_dict(shown) == credit
    assert sample.Credit.from_dict(None) is None
    with pytest.raises(ValueError):
        sample.Credit.from_dict([1])
    with pytest.raises(ValueError):
        sample.Credit.from_json("[1]")


def test_plain_pydantic_works(sample: ModuleType) -> None:
    credits_ = TypeAdapter(list[sample.Credit]).validate_python([REQUIRED])
    assert credits_[0].account_id == "a"
    assert sample.Credit.model_validate(REQUIRED) == credits_[0]
    assert sample.Credit.model_validate_json(json.dumps(REQUIRED)) == credits_[0]
    assert TypeAdapter(sample.Pet).validate_python({"petType": "cat", "name": "x"}) == sample.Cat(
        name="x"
    )
    assert list(sample.Credit.model_fields)[:2] == ["account_id", "effective_from"]
    assert sample.Credit.model_fields["account_id"].alias == "accountId"
    assert "accountId" in json.dumps(sample.Credit.model_json_schema())
    assert json.loads(credits_[0].model_dump_json(by_alias=True, exclude_unset=True)) == REQUIRED


UNKNOWN: list[tuple[str, Wire]] = [
    ("Credit", REQUIRED | {"status": "NEW"}),
    ("Credit", REQUIRED | {"color": "pink", "level": 77, "more": {"a": [1]}}),
    ("Credit", REQUIRED | {"note": None, "createdAt": "2024-05-01T10:00:00+02:00"}),
    ("Cat", {"petType": "cat", "name": "x", "friend": {"petType": "eel", "n": 1}}),
    ("Settings", {"pets": [{"petType": "eel"}, {"petType": "cat", "name": "x"}]}),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("model", "wire"), UNKNOWN)
def test_pydantic_reads_back_what_it_writes(sample: ModuleType, model: str, wire: Wire) -> None:
    cls = getattr(sample, model)
    first = cls.from_dict(wire)
    for text in (
        first.model_dump_json(by_alias=True),
        first.model_dump_json(by_alias=True, exclude_unset=True),
    ):
        again = cls.model_validate_json(text)
        assert again == cls.model_validate(json.loads(text))
        assert again.model_dump() == first.model_dump()
        several: Any = GenericAlias(list, (cls,))
        assert TypeAdapter(several).validate_json(f"[{text}]") == [again]
    assert json.loads(again.to_json()) == wire


@pytest.mark.parametrize(
    ("model", "wire"), [item for item in UNKNOWN if "createdAt" not in item[1]]
)
def test_pydantics_own_reading_leaves_a_decoder_strict(
    sample: ModuleType, model: str, wire: Wire
) -> None:
    # pydantic-core would rather use the validators that the models have.
    for name in ("Credit", "Cat", "Dog", "Settings"):
        getattr(sample, name).model_rebuild(force=True)
    decoding = importlib.import_module("sample_pkg._runtime.models.decoder")
    cls = getattr(sample, model)
    fresh = decoding.Decoder(decoding.shape_of(cls))
    found: list[Any] = []
    value = fresh.decode_json(json.dumps(wire).encode(), report=found.append)
    assert found
    assert json.loads(value.to_json()) == wire
    assert cls.__pydantic_complete__


def test_subclasses_of_users_add_fields(sample: ModuleType) -> None:
    base: Any = sample.Node

    class Named(base):  # type: ignore[misc]
        label: str = "none"

    named = Named.from_json('{"value": 1, "label": "x", "children": [{"value": 2}]}')

    assert named.label == "x"
    assert type(named.children[0]) is sample.Node
    assert list(Named.model_fields) == ["value", "children", "list", "str", "label"]
    assert Named(value=1).label == "none"


def test_a_choice_is_good_for_isinstance(sample: ModuleType) -> None:
    pets = sample.Settings.from_json(
        '{"pets": [{"petType": "cat", "name": "x"}, {"petType": "emu"}]}'
    ).pets

    assert all(isinstance(pet, sample.Pet) for pet in pets)
    assert not isinstance(sample.Node(value=1), sample.Pet)
    with pytest.raises(TypeError):
        isinstance([], sample.Pets)


def test_the_signature_names_the_fields(sample: ModuleType) -> None:
    credit = f"{sample.Credit.__module__}.Credit"
    assert str(inspect.signature(sample.CreditTransaction)) == (
        f"(*, id: str, amount: int | float, refunded_by: {credit} | None = None, **extra: Any)"
    )


def test_validators_of_users_are_refused_instead_of_ignored(sample: ModuleType) -> None:
    base: Any = sample.Node

    with pytest.raises(TypeError, match="Checked: models of a description take no validators"):

        class Checked(base):  # type: ignore[misc]
            @field_validator("value")
            @classmethod
            def check(cls, value: int) -> int:
                return value


@pytest.mark.parametrize("text", ["2016-12-31T23:59:60Z", "2020-07-04T12:00:00.1234567Z"])
def test_constructing_keeps_the_digits_of_moments(text: str) -> None:
    at = decoder(datetime.datetime).validate_input(text)

    assert isinstance(at, datetime.datetime)
    assert encode_json({"at": at}) == f'{{"at":"{text}"}}'.encode()
