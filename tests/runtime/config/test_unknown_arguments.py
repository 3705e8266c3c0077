"""An argument that does not exist is answered with the one that was meant."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from docbound.runtime.errors import ApiTypeError
from tests.runtime.twins import AsyncClient, Client, Configuration


@pytest.mark.parametrize("cls", [Client, AsyncClient, Configuration])
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("base_url", "did you mean 'host'?"),
        ("BASE_URL", "did you mean 'host'?"),
        ("token", "did you mean 'access_token'?"),
        ("max_retries", "did you mean 'retries'?"),
        ("acces_token", "did you mean 'access_token'?"),
        ("qqqq", "it takes "),
    ],
)
def test_the_argument_that_was_meant_is_named(cls: Any, name: str, hint: str) -> None:
    with pytest.raises(ApiTypeError, match=f"has no argument '{name}'") as caught:
        cls(**{name: "x"})
    assert hint in str(caught.value)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize("cls", [Client, AsyncClient])
def test_what_only_a_configuration_takes_is_sent_there(cls: Any) -> None:
    with pytest.raises(ApiTypeError, match="give 'verify_ssl' to the configuration"):
        cls(verify=False)


@pytest.mark.parametrize("cls", [Client, AsyncClient, Configuration])
def test_the_signature_is_the_one_that_is_written(cls: Any) -> None:
    names = list(inspect.signature(cls).parameters)
    assert "host" in names and "named" not in names
    assert cls.__init__.__doc__
