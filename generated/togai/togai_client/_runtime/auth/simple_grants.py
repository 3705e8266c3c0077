"""Grants of one request: client credentials and password (RFC 6749, sections 4.3 and 4.4)."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from ..errors import SignInError
from ..service.sign_in import Password, RefreshToken
from ..service.token_stores import TokenSet
from ..transport.effects import Effect
from .token_request import Conversation


def obtain(talk: Conversation) -> Generator[Effect, Any, TokenSet]:
    """Asks for tokens.

    Raises:
        ApiException: the service said no.
        SignInError: what it answered is no token.
    """
    flow = talk.flow
    if isinstance(flow, RefreshToken):
        # Reached only where a store has lost its own: the user's is tried in `token_cache`.
        raise SignInError("the refresh token is empty; sign in again, and give the new one")
    fields: dict[str, str] = {"grant_type": "client_credentials"}
    secrets: tuple[str, ...] = ()
    if isinstance(flow, Password):
        fields = {
            "grant_type": "password",
            "username": flow.username,
            "password": flow.password,
        }
        secrets = (flow.password,)
    endpoint = yield from talk.endpoint("token_url")
    return (yield from talk.tokens(endpoint, {**fields, **talk.scope}, secrets))
