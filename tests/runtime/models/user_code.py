"""What a user writes with models; type checkers must find nothing in it, and know every type."""

from __future__ import annotations

import datetime
from typing import assert_type

from sample_pkg._runtime.models.base import UnknownVariant
from sample_pkg.models import (
    Account,
    Animal,
    Bird,
    Cat,
    Color,
    Credit,
    CreditTransaction,
    Dog,
    Node,
    Pet,
    Settings,
)


def fields(credit: Credit) -> None:
    assert_type(credit.account_id, str)
    assert_type(credit.effective_from, datetime.date)
    assert_type(credit.transactions, list[CreditTransaction])
    assert_type(credit.hold_amount, int | float | None)
    assert_type(credit.note, str | None)
    assert_type(credit.color, Color | str | None)
    assert_type(credit.receipt, bytes | None)
    assert_type(credit.owner, Account | None)
    credit.note = None


def constructing() -> Credit:
    return Credit(
        account_id="a",
        effective_from=datetime.date(2024, 5, 1),
        status="ACTIVE",
        transactions=[CreditTransaction(id="t", amount=1.5)],
        color=Color.RED,
    )


def choices(pet: Pet, animal: Animal) -> str:
    match pet:
        case Cat():
            return pet.name
        case Dog():
            return pet.pet_type
        case UnknownVariant():
            return str(pet.tag)
    assert_type(animal, Cat | Dog | Bird)
    return animal.name or ""


def extras(account: Account, settings: Settings) -> None:
    assert_type(account.additional_properties, dict[str, Credit])
    assert_type(settings.additional_properties, dict[str, bool])


def reading() -> None:
    assert_type(Credit.from_json("{}"), Credit)
    assert_type(Credit.from_dict({}), Credit)
    assert_type(Node(value=1).to_json(), str)
