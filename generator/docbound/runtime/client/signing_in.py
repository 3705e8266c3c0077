"""Signing in and out by a user's word, instead of with the first call that needs a token."""

# The modules of the runtime are one another's friends; its underscores are for the users of a
# package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any

from ..auth.token_cache import Grant, grant_of
from ..errors import ApiTypeError, ApiValueError, MissingCredentialsError, kind_of
from ..service.operations import Operation
from ..service.options import NO_OPTIONS
from ..service.security_schemes import TokenFlow
from ..transport.effects import Effect
from .base import ClientCore

_NOTHING = Operation[Any]("sign_in", "GET", "/")
"""What tokens are for here: no call, but the service as a whole."""


def signing_in(client: ClientCore, scopes: Iterable[str] | None) -> Generator[Effect, Any, None]:
    """Gets a token for each scheme that ``sign_in`` of the configuration is for.

    Args:
        client: whose tokens they are.
        scopes: what is requested; None: what the configuration or the package says.

    Raises:
        MissingCredentialsError: nothing says how to sign in.
        ApiValueError: nobody says for what.
    """
    wanted = None if scopes is None else _scopes(scopes)
    for flow in _flows(client):
        grant = _grant(client, flow, wanted or ())
        described = flow.described.scopes
        if wanted is None and not grant.talk.scopes and described:
            raise ApiValueError(
                "sign_in() is not told for what: give scopes=(...), some of"
                f" {', '.join(sorted(described))[:300]}; scopes=() requests none"
            )
        yield from client._sessions.tokens.get(grant)


def signing_out(client: ClientCore) -> Generator[Effect, Any, bool]:
    """Forgets all tokens, also in the store, and withdraws them where the service says how.

    Returns:
        Whether the service knows: there were tokens, and each was withdrawn.
    """
    tokens = client._sessions.tokens
    withdrawn: list[bool] = []
    for flow in _flows(client):
        grants = {_grant(client, flow, ()).key: _grant(client, flow, ())}
        grants |= tokens.grants_of(flow.sign_in)
        for grant in grants.values():
            found = yield from tokens.sign_out(grant)
            withdrawn += found
    return bool(withdrawn) and all(withdrawn)


def _flows(client: ClientCore) -> list[TokenFlow]:
    configuration = client.configuration
    schemes = configuration._spec.security_schemes
    secrets = (scheme.find(name, configuration) for name, scheme in schemes.items())
    found = [secret for secret in secrets if isinstance(secret, TokenFlow)]
    if not found:
        raise MissingCredentialsError(
            "nothing says how to sign in: give sign_in=... to Configuration; nothing was sent"
        )
    return found


def _grant(client: ClientCore, flow: TokenFlow, scopes: tuple[str, ...]) -> Grant:
    base = client._base(_NOTHING, NO_OPTIONS)
    return grant_of(flow, scopes, client.configuration, base, client._sessions.tokens)


def _scopes(scopes: object) -> tuple[str, ...]:
    if isinstance(scopes, str) or not isinstance(scopes, Iterable):
        raise ApiTypeError(
            f"scopes is a tuple of texts, such as ('read',), not a {kind_of(scopes)}"
        )
    found: tuple[object, ...] = tuple(scopes)
    for scope in found:
        if not isinstance(scope, str) or not scope or any(each.isspace() for each in scope):
            raise ApiValueError(f"scopes holds {scope!r:.80}, which is no scope")
    return tuple(str(each) for each in found)
