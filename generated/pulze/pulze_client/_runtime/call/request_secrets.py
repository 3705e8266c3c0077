"""Which texts of a request no message about the call may show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote, unquote_plus

from ..auth.secret_names import SECRET_NAME
from ..errors import OpenApiException
from ..http.masking import without
from ..http.origins import parse
from ..transport.proxies import Proxy, from_environment
from .call import Call

_SIGNATURE = 10
"""Characters from which on a value may be a signature, and is no number or name of a region."""


def secret_texts(call: Call) -> tuple[str, ...]:
    """The credentials of a call, as they were set and as they were sent."""
    return (
        *call.secrets,
        *_of_headers(call),
        *_of_query(call),
        *_of_redirect(call),
        *_of_proxy(call),
    )


def conceal(error: OpenApiException, secrets: Iterable[str]) -> None:
    """Takes credentials out of the message of an error, which repeats a text of the service's: that
    may repeat what it was sent.
    """
    error.args = tuple(
        without(each, secrets) if isinstance(each, str) else each for each in error.args
    )


def _of_headers(call: Call) -> Iterator[str]:
    own = {name.lower() for name in call.secret_fields}
    for name, value in call.headers.items():
        if name.lower() == "cookie":
            yield from _of_cookies(value)
        elif name.lower() in own or SECRET_NAME.search(name):
            yield value
            # "Bearer abc": the part behind the word is what counts.
            yield value.rpartition(" ")[2]
    yield from _of_cookies(call.cookies)


def _of_redirect(call: Call) -> Iterator[str]:
    """An address that a redirect gives out may be signed, by a parameter of any name: what is not
    short may be the signature, and a storage repeats it where it does not accept it.
    """
    address = None if call.trail is None else call.trail.address
    for pair in ("" if address is None else address.query or "").split("&"):
        value = unquote_plus(pair.partition("=")[2])
        if len(value) >= _SIGNATURE:
            yield value


def _of_proxy(call: Call) -> Iterator[str]:
    """A proxy answers in the service's name, and is sent a password of its own."""
    named = ("proxy", call.proxy) if call.proxy else from_environment(parse(call.url).origin)
    if named is not None:
        name, text = named
        proxy = Proxy.of(text, name)
        yield proxy.password or ""
        yield from (value.rpartition(" ")[2] for value in proxy.headers.values())


def _of_cookies(text: str) -> Iterator[str]:
    for pair in text.split(";"):
        value = pair.partition("=")[2].strip()
        yield from {value, unquote(value)}


def _of_query(call: Call) -> Iterator[str]:
    for pair in call.url.partition("?")[2].split("&"):
        name, _, value = pair.partition("=")
        if SECRET_NAME.search(unquote_plus(name)):
            yield unquote_plus(value)
