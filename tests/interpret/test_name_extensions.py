"""Names that extensions give to inline schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from docbound import pipeline
from docbound.build_request import BuildRequest
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.interpret.schema.name_extensions import type_name, variant_name


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"x-speakeasy-name-override": "Address"}, "Address"),
        ({"x-fern-type-name": "Address"}, "Address"),
        ({"x-stainless-model": "wallets.wallet"}, "wallet"),
        ({"x-stainless-modelName": "wallet"}, "wallet"),
        ({"x-ogen-name": "Wallet"}, "Wallet"),
        ({"x-go-type-name": "Wallet"}, "Wallet"),
        # What names a property, or is no name
        ({"x-ms-client-name": "Address", "x-go-name": "Address"}, ""),
        ({"x-fern-type-name": "", "x-ogen-name": 3}, ""),
        ({"x-fern-type-name": 'a"""\n'}, ""),
        ({"x-fern-type-name": "A" * 65}, ""),
        (True, ""),
    ],
)
def test_the_name_of_a_type(schema: Any, name: str) -> None:
    assert type_name(schema) == name


def test_the_words_of_an_alternative() -> None:
    assert variant_name({"x-stainless-variantName": "by_iban"}) == "by_iban"
    assert variant_name({"x-fern-type-name": "ByIban"}) == ""


def _names(tmp_path: Path, schemas: dict[str, Any]) -> dict[str, str]:
    path = tmp_path / "openapi.json"
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    path.write_text(json.dumps(document))
    request = BuildRequest(description=path, output=tmp_path / "o")
    made = pipeline.interpret(request, Diagnostics(), {})
    assert made is not None
    return {
        pointer.partition("#/components/schemas/")[2]: name.name
        for pointer, name in made.names.models.items()
        if "/properties/" in pointer or "/oneOf/" in pointer
    }


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def test_a_schema_and_what_is_in_it_are_called_by_it(tmp_path: Path) -> None:
    inner = {**obj(geo=obj(lat={"type": "number"})), "x-fern-type-name": "PostalAddress"}
    names = _names(tmp_path, {"User": obj(home=inner)})
    assert names["User/properties/home"] == "PostalAddress"
    assert names["User/properties/home/properties/geo"] == "PostalAddressGeo"


def test_one_name_for_several_schemas_is_that_of_none(tmp_path: Path) -> None:
    one = {**obj(a={"type": "string"}), "x-fern-type-name": "Tier"}
    other = {**obj(b=obj(c={"type": "string"})), "x-fern-type-name": "Tier"}
    names = _names(tmp_path, {"Disk": obj(tier=one), "Shelf": obj(tier=other)})
    assert names == {
        "Disk/properties/tier": "DiskTier",
        "Shelf/properties/tier": "ShelfTier",
        "Shelf/properties/tier/properties/b": "ShelfTierB",
    }


def test_a_component_goes_before_it(tmp_path: Path) -> None:
    inner = {**obj(a={"type": "string"}), "x-ogen-name": "Address"}
    names = _names(tmp_path, {"User": obj(home=inner), "Address": obj(b={"type": "string"})})
    assert names["User/properties/home"] == "UserHome"


def test_alternatives_have_words_of_their_own(tmp_path: Path) -> None:
    variants = [
        {**obj(a={"type": "string"}), "x-stainless-variantName": "by_iban"},
        {**obj(a={"type": "integer"}), "x-speakeasy-name-override": "CardPayment"},
    ]
    names = _names(tmp_path, {"Payment": {"oneOf": variants}})
    assert names == {"Payment/oneOf/0": "PaymentByIban", "Payment/oneOf/1": "CardPayment"}
