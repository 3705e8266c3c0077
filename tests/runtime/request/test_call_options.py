"""The options of a call: the same names for editors and at run time, and none ignored in
silence.
"""

from __future__ import annotations

from typing import Any

import pytest

from docbound.runtime.client.api import Api
from docbound.runtime.errors import ApiTypeError
from docbound.runtime.request.call_options import call_arguments
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import NO_OPTIONS, CallOptions
from docbound.runtime.service.request_options import RequestOptions


class Pets(Api):
    def list_pets(self, page_size: int | None = None, **options: Any) -> None:
        """Lists."""


def options(**given: Any) -> CallOptions:
    _, found = call_arguments(Operation("list_pets", "GET", "/pets"), (), given, Pets)
    return found


def test_what_editors_see_is_what_a_call_takes() -> None:
    fields = {f"_{field}" for field in CallOptions._fields if field != "link"}
    assert set(RequestOptions.__annotations__) == fields


def test_each_option_sets_its_field() -> None:
    for name in RequestOptions.__annotations__:
        marker = object()
        found = options(**{name: marker})
        assert getattr(found, name[1:]) is marker
        assert found._replace(**{name[1:]: getattr(NO_OPTIONS, name[1:])}) == NO_OPTIONS
    assert options() is NO_OPTIONS


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("_timeout", "did you mean '_request_timeout'?"),
        ("_header", "did you mean '_headers'?"),
        ("retries", "did you mean '_retries'?"),
        ("pagesize", "did you mean 'page_size'?"),
        ("_link", "the options are _request_timeout, "),
        ("zzzzzz", "the options are _request_timeout, "),
    ],
)
def test_a_misspelt_name_is_a_type_error_with_the_nearest_one(given: str, hint: str) -> None:
    with pytest.raises(TypeError) as caught:
        options(_strict=True, **{given: 1})
    assert isinstance(caught.value, ApiTypeError)
    assert f"Pets.list_pets() has no argument {given!r}; " in str(caught.value)
    assert hint in str(caught.value)
