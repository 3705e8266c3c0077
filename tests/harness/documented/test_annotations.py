"""The type inside of an annotation of a generated package, in the words of documentation pages."""

from __future__ import annotations

import pytest

from docbound.harness.documented.against_package import core


@pytest.mark.parametrize(
    "annotation, expected",
    [
        ("str", ("str", False)),
        ("str | None", ("str", False)),
        ("None", ("None", False)),
        ("list[Credit] | None", ("list[Credit]", False)),
        ("CreditRequest | Mapping[str, object] | None", ("CreditRequest", False)),
        ("CreditRequest | CreditRequestParams | None", ("CreditRequest", False)),
        ("int | float | None", ("int | float", False)),
        (
            "Annotated[Nullable[Open[Literal['a', 'b']]], Field(alias='c')] | None",
            ("Literal['a', 'b']", True),
        ),
        ("Annotated[int | float | None, Field(alias='n')]", ("int | float", False)),
    ],
)
def test_the_type_inside_an_annotation(annotation: str, expected: tuple[str, bool]) -> None:
    assert core(annotation) == expected
