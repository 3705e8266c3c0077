"""Signing in and out by a user's word, instead of with the first call that needs a token."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import Any, cast

from ..auth.token_cache import Grant, grant_of
from ..errors import ApiTypeError, ApiValueError, MissingCredentialsError, kind_of
from ..service.operations import Operation
from ..service.options import NO_OPTIONS
from ..service.security_schemes import TokenFlow
from ..transport.effects import Effect
from .base import ClientCore

_NOTHING = Operation[Any]("sign_in", "GET", "/")
"""What tokens are for here: no call, but the service as a whole."""


def signing_in(
    client: ClientCore, scopes: Iterable[str] | None, scheme: str | None
) -> Generator[Effect, Any, None]:
    """Gets a token, unless there is a good one.

    Args:
        client: whose token it is.
        scopes: what is requested; None: what the configuration or the package says.
        scheme: the security scheme that it is for; None where only one takes a token.

    Raises:
        MissingCredentialsError: nothing says how to sign in.
        ApiValueError: nobody says for which scheme, or for what.
    """
    wanted = None if scopes is None else _scopes(scopes)
    flow = _the_flow(_flows(client), scheme)
    grant = _grant(client, flow, wanted or ())
    described = flow.described.scopes
    if wanted is None and not grant.talk.scopes and described:
        raise ApiValueError(
            "sign_in() is not told for what: give scopes=(...), some of"
            f" {', '.join(sorted(described))[:300]}; scopes=() requests none"
        )
    yield from client._sessions.tokens.get(grant)
    if flow.defaults.host_field:
        from ..auth.token_host import home_of_calls

        host = client._sessions.tokens.host_of(grant)
        base = client._base(_NOTHING, NO_OPTIONS)
        home = home_of_calls(host, flow.defaults, client.configuration, base)
        client._sessions.homes.update(set() if home is None else {home})


def signing_out(client: ClientCore) -> Generator[Effect, Any, bool]:
    """Forgets all tokens, also in the store, and withdraws them where the service says how.

    Returns:
        Whether the service knows: there were tokens, and each was withdrawn.
    """
    tokens = client._sessions.tokens
    withdrawn: list[bool] = []
    for flow in _flows(client).values():
        own = _grant(client, flow, ())  # Its tokens may be in a store only.
        for grant in {own.key: own, **tokens.grants_of(flow.sign_in)}.values():
            withdrawn += yield from tokens.sign_out(grant)
    return bool(withdrawn) and all(withdrawn)


def _flows(client: ClientCore) -> dict[str, TokenFlow]:
    """How tokens are fetched, by scheme, where something says from where."""
    configuration = client.configuration
    schemes = configuration._spec.security_schemes
    secrets = {name: scheme.find(name, configuration) for name, scheme in schemes.items()}
    found = {name: secret for name, secret in secrets.items() if isinstance(secret, TokenFlow)}
    if not found:
        raise MissingCredentialsError(
            "nothing says how to sign in: give sign_in=... to Configuration; nothing was sent"
        )
    return {name: flow for name, flow in found.items() if _is_addressed(client, flow)} or found


def _is_addressed(client: ClientCore, flow: TokenFlow) -> bool:
    # One grant for all schemes: those that the description gives no address take no part.
    places = (flow.sign_in, flow.defaults, flow.described)
    named = any(getattr(each, "token_url", "") for each in places)
    discovered = any(getattr(each, "discovery_url", "") for each in (*places, flow))
    return named or discovered or bool(client.configuration.token_url)


def _the_flow(flows: dict[str, TokenFlow], scheme: str | None) -> TokenFlow:
    if scheme is not None and scheme in flows:
        return flows[scheme]
    if scheme is None and len(flows) == 1:
        return next(iter(flows.values()))
    said = "several schemes take a token" if scheme is None else f"{scheme!r:.80} takes no token"
    raise ApiValueError(f"{said}; give scheme={' or '.join(map(repr, flows))}; nothing was sent")


def _grant(client: ClientCore, flow: TokenFlow, scopes: tuple[str, ...]) -> Grant:
    base = client._base(_NOTHING, NO_OPTIONS)
    return grant_of(flow, scopes, client.configuration, base, client._sessions.tokens)


def _scopes(scopes: object) -> tuple[str, ...]:
    if isinstance(scopes, str) or not isinstance(scopes, Iterable):
        raise ApiTypeError(
            f"scopes is a tuple of texts, such as ('read',), not a {kind_of(scopes)}"
        )
    found = tuple(cast("Iterable[object]", scopes))
    for scope in found:
        if not isinstance(scope, str) or not scope or any(each.isspace() for each in scope):
            raise ApiValueError(f"scopes holds {scope!r:.80}, which is no scope")
    return tuple(map(str, found))
