"""Signing in with a browser that comes back to a loopback address (RFC 6749, section 4.1; RFC 7636;
RFC 8252, section 7.3).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Generator, Mapping
from typing import Any, cast
from urllib.parse import urlencode

from ..errors import SignInError
from ..http.origins import Address
from ..service.sign_in import AuthorizationCode
from ..service.token_stores import TokenSet
from ..transport.effects import CallUser, Effect, RunBlocking
from .loopback import Listener
from .token_request import Conversation, printable


def obtain(talk: Conversation) -> Generator[Effect, Any, TokenSet]:
    """Opens the service's page, waits for the browser to come back, and fetches the tokens.

    Raises:
        SignInError: the user said no or took too long, or the response is not to our request.
    """
    flow = cast("AuthorizationCode", talk.flow)
    # Both addresses are known before a person has to act.
    page = yield from talk.endpoint("authorization_url")
    endpoint = yield from talk.endpoint("token_url")
    verifier, state = secrets.token_urlsafe(64), secrets.token_urlsafe(32)
    port, path = talk.redirect
    listener = Listener(flow.redirect_host, port, path, state)
    try:
        redirect_uri = listener.start()
        url = _address(talk, page, redirect_uri, verifier, state)
        opened: object = yield CallUser(lambda: _open(flow, url))
        if opened is False:
            raise SignInError(
                "no browser could be opened; give open_url=... to AuthorizationCode, such as print,"
                " or use DeviceFlow"
            )
        response: Mapping[str, str] | None = yield RunBlocking(lambda: listener.wait(flow.timeout))
    finally:
        listener.close()
    code = _code(response, listener.other_states)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    if talk.client.client_id:
        fields["client_id"] = talk.client.client_id
    return (yield from talk.tokens(endpoint, fields, (code, verifier)))


def challenge(verifier: str) -> str:
    """The challenge that belongs to a verifier (RFC 7636, section 4.2, S256)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _address(
    talk: Conversation, page: Address, redirect_uri: str, verifier: str, state: str
) -> str:
    """The address that the user opens."""
    own = {
        "response_type": "code",
        "client_id": talk.client.client_id,
        "redirect_uri": redirect_uri,
        "state": state,
        "code_challenge": challenge(verifier),
        "code_challenge_method": "S256",
        **talk.scope,
    }
    # What is special to this request cannot be replaced.
    query = urlencode({**talk.parameters, **talk.authorization_parameters, **own})
    before = f"{page.query}&" if page.query else ""
    return str(page._replace(query=f"{before}{query}"))


def _open(flow: AuthorizationCode, url: str) -> object:
    if flow.open_url is not None:
        return flow.open_url(url)
    import webbrowser

    return webbrowser.open(url)


def _code(response: Mapping[str, str] | None, other_states: int) -> str:
    """The code of the response (RFC 6749, section 4.1.2).

    Args:
        response: what the browser brought; None if it did not come in time.
        other_states: how many requests came with another state.

    Raises:
        SignInError: there is none.
    """
    if response is None:
        said = "the user did not sign in in time"
        if other_states:
            said += (
                f"; {other_states} requests came with another state than the browser was sent"
                " with: from another program, or from a service that changes it; they were not used"
            )
        raise SignInError(said, error="expired_token")
    error = response.get("error", "")
    if error:
        said = response.get("error_description", "")
        words = f"{printable(error)}: {printable(said)}" if said else printable(error)
        raise SignInError(f"the service did not allow it: {words}", error=printable(error))
    code = response.get("code", "")
    if not code:
        raise SignInError("the browser came back without a code")
    return code
