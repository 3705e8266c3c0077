"""Whatever form an address has in which a user hides a password, no message repeats it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from docbound.runtime.errors import OpenApiException
from docbound.runtime.http.masking import masked
from docbound.runtime.service.operations import Operation
from docbound.runtime.service.options import CallOptions
from tests.runtime.twins import Configuration, SyncTwin

SECRET = "S3CRET"

FORMS = (
    f"https://user:{SECRET}@host.example",
    f"user:{SECRET}@host.example",
    f"{SECRET}:x-oauth-basic@host.example",
    f"https:/user:{SECRET}@host.example",
    f"https:user:{SECRET}@host.example",
    f"https:\\\\user:{SECRET}@host.example",
    f"//user:{SECRET}@host.example",
    f"ftp://user:{SECRET}@host.example/x@y",
    f"https://user:{SECRET}?x@host.example",
    f"https://user:{SECRET}#x@host.example",
    f"https://user:{SECRET}/x@host.example",
    f"https://host.example?key={SECRET}",
    f"https://host.example/#access_token={SECRET}",
    f"ftp://host.example/?key={SECRET}",
    f"ftp://host.example/#key={SECRET}",
    f"https://host.example/x?y#?{SECRET}",
)


def _call(**configuration: Any) -> object:
    operation = Operation[Any]("op", "GET", "/x", security=(("oauth",),))
    twin = SyncTwin()
    return twin.call(operation, configuration={**_CLIENT, **configuration}).result


_CLIENT = {"client_id": "me", "client_secret": "it"}

PLACES: dict[str, Callable[[str], object]] = {
    "host": lambda text: Configuration(host=text),
    "host of a client": lambda text: SyncTwin().call(Operation("op", "GET", "/x"), host=text),
    "_host": lambda text: (
        SyncTwin().call(Operation("op", "GET", "/x"), options=CallOptions(host=text)).result
    ),
    "token_url": lambda text: _call(token_url=text),
    "trusted_origins": lambda text: Configuration(trusted_origins=[text]),
    "proxy": lambda text: Configuration(proxy=text),
    "path": lambda text: SyncTwin().client(_script()).request("GET", text),
}


def _script() -> Any:
    from tests.runtime.twins import Script

    return Script()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", FORMS)
def test_no_message_repeats_a_password_in_an_address(place: str, text: str) -> None:
    try:
        found = PLACES[place](text)
    except OpenApiException as error:
        found = error
    assert SECRET not in str(found) and SECRET not in repr(found)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host.example/x", "https://host.example/x"),
        ("https://host.example/x?a=b@c#d", "https://host.example/x?***#***"),
        ("https://host.example/@me", "https://host.example/@me"),
        ("/x?a=b", "/x?***"),
        ("/x#a", "/x#***"),
        ("mailto:a@b", "***@b"),
        ("https://a:b@c/d?e", "https://***@c/d?***"),
        ("", ""),
    ],
)
def test_what_is_shown_still_says_where(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize(
    "text", ["http:/me:pw@proxy:3128", "//me:pw@proxy:3128", "http:\\me@proxy"]
)
def test_a_proxy_with_a_broken_scheme_has_no_user_of_that_name(text: str) -> None:
    with pytest.raises(OpenApiException, match="proxy is no URL of a proxy"):
        Configuration(proxy=text)
