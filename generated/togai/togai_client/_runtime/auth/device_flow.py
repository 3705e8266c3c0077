"""Signing in on another device (RFC 8628)."""

from __future__ import annotations

import sys
from collections.abc import Generator, Mapping
from typing import Any, Final, cast

from ..errors import ApiConnectionError, ApiException, SignInError
from ..http.origins import Address, AddressError, parse
from ..service.sign_in import DeviceCode, DeviceFlow
from ..service.token_stores import TokenSet
from ..transport.effects import CallUser, Effect, Sleep
from .token_request import JSON, Conversation, error_code, is_text, printable, seconds

_GRANT: Final = "urn:ietf:params:oauth:grant-type:device_code"
_INTERVAL: Final = 5.0
_LONGEST_INTERVAL: Final = 120.0

_SENTENCES: Final[Mapping[str, str]] = {
    "access_denied": "the user did not allow it",
    "expired_token": "the user did not sign in in time",
}


def obtain(talk: Conversation) -> Generator[Effect, Any, TokenSet]:
    """Shows the user a code, and asks until the user has typed it in.

    Raises:
        SignInError: the user said no, or took too long.
    """
    flow = cast("DeviceFlow", talk.flow)
    # Both addresses are known before a person has to act.
    device = yield from talk.endpoint("device_authorization_url")
    endpoint = yield from talk.endpoint("token_url")
    started = talk.clock.monotonic()
    fields = {"client_id": talk.client.client_id, **talk.scope, **talk.parameters}
    response = yield from talk.post(device, fields)
    code, secret, interval = _read(response, device)
    lifetime = min(code.expires_in or flow.timeout, flow.timeout)
    show = flow.show or _print
    yield CallUser(lambda: show(code))
    form = {"grant_type": _GRANT, "device_code": secret, "client_id": talk.client.client_id}
    while True:
        if talk.clock.monotonic() + interval > started + lifetime:
            raise SignInError(_SENTENCES["expired_token"], error="expired_token")
        yield Sleep(interval)
        try:
            return (yield from talk.tokens(endpoint, form, (secret,)))
        except ApiConnectionError:
            # RFC 8628, section 3.5: on a timeout, ask less often.
            interval = min(interval * 2, _LONGEST_INTERVAL)
        except ApiException as error:
            interval = _after(error, interval)


def _after(error: ApiException, interval: float) -> float:
    """The next interval after the service said that there is no token yet.

    Raises:
        SignInError: there never will be one.
        ApiException: something else is wrong.
    """
    said = error.error if isinstance(error, SignInError) else error_code(error)
    match said:
        case "authorization_pending":
            return interval
        case "slow_down":
            return min(interval + _INTERVAL, _LONGEST_INTERVAL)
        case "access_denied" | "expired_token":
            raise SignInError(_SENTENCES[said], error=said, status=error.status) from None
        case _:
            raise error


def _read(response: JSON, endpoint: Address) -> tuple[DeviceCode, str, float]:
    """What the user is shown, the code that is asked with, and how often (RFC 8628, section
    3.2).
    """
    secret, user_code = response.get("device_code"), response.get("user_code")
    # Early services call it by another name.
    page = response.get("verification_uri", response.get("verification_url"))
    if not (
        isinstance(secret, str)
        and isinstance(user_code, str)
        and isinstance(page, str)
        and is_text(secret)
    ):
        said = response.get("error")
        raise SignInError(
            f"the response of {endpoint.shown} has no device_code, user_code and verification_uri",
            error=said if isinstance(said, str) else "",
            status=200,
        )
    complete = response.get("verification_uri_complete")
    code = DeviceCode(
        user_code=printable(user_code),
        verification_uri=_page(page, endpoint),
        verification_uri_complete=_page(complete, endpoint) if isinstance(complete, str) else "",
        expires_in=seconds(response.get("expires_in"), 0.0),
    )
    interval = seconds(response.get("interval"), _INTERVAL)
    return code, secret, min(max(interval, 1.0), _LONGEST_INTERVAL)


def _page(url: str, endpoint: Address) -> str:
    """The page that the user opens: a plain address of the web, whatever program opens it."""
    try:
        return str(parse(url))
    except AddressError as error:
        raise SignInError(
            f"the page that {endpoint.shown} names for signing in is not shown: {error}"
        ) from None


def _print(code: DeviceCode) -> None:
    text = f"To sign in, open {code.verification_uri} and enter {code.user_code}"
    sys.stderr.write(f"{text}\n")
