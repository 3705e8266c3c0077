"""Grants of one request: client credentials and password (RFC 6749, sections 4.3 and 4.4), and a
signed statement (RFC 7523, section 2.1).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from ..errors import SignInError
from ..http.origins import Address
from ..service.sign_in import JWTBearer, Password, RefreshToken
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
    if isinstance(flow, JWTBearer):
        statement, scope = _statement(flow, talk, endpoint)
        fields = {"grant_type": _JWT_BEARER, "assertion": statement}
        return (yield from talk.tokens(endpoint, {**fields, **scope}, (statement,)))
    return (yield from talk.tokens(endpoint, {**fields, **talk.scope}, secrets))


_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME = 300
"""Seconds; services take at most five minutes (Salesforce) or an hour (Google)."""


def _statement(
    flow: JWTBearer, talk: Conversation, endpoint: Address
) -> tuple[str, Mapping[str, str]]:
    """The statement, and the scopes as a field of the request where they are none of its claims."""
    from .jwt_assertions import signed

    usual = talk.statement
    issuer = flow.issuer or talk.client.client_id
    claims: dict[str, object] = {
        "iss": issuer,
        "sub": flow.subject or issuer,
        "aud": flow.audience or usual.audience or str(endpoint),
    }
    scope = talk.scope
    if (flow.scope_as or usual.scope) == "claim":
        claims |= scope
        scope = {}
    lifetime = flow.lifetime or usual.lifetime or _LIFETIME
    whole = {**claims, **flow.claims}
    return signed(flow, whole, lifetime, talk.clock, talk.client.distribution), scope
