"""Tokens of OAuth 2: fetched once, kept, refreshed in time, whatever the grant (RFC 6749)."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Generator, Mapping
from copy import copy
from importlib import import_module
from typing import Any, Final, Protocol, TypeAlias, cast

from ..clock import Clock
from ..config.configuration import BaseConfiguration
from ..errors import (
    ApiException,
    ApiTypeError,
    ApiValueError,
    MissingCredentialsError,
    OpenApiException,
    SignInError,
)
from ..http.origins import Address, Base
from ..named_tuples import NamedTuple
from ..records import record
from ..service.security_schemes import TokenFlow
from ..service.sign_in import (
    AuthorizationCode,
    ClientCredentials,
    DeviceFlow,
    JWTBearer,
    Password,
    RefreshToken,
    TokenStore,
)
from ..service.token_stores import FileTokenStore, TokenSet
from ..transport.effects import CallUser, Effect, RunBlocking, Sleep, WithLock
from .client_authentication import Client
from .endpoints import Endpoints
from .refresh_turns import has_turns, turn_of
from .token_request import Conversation, Exchange, StatementDefaults, error_code, is_sendable

EARLY = 60.0
"""Seconds before its end at which a token is renewed; a tenth of its life if that is less."""

_SAVED_AFTER: Final = (0.0, 0.25, 0.5, 1.0)
"""Seconds between looks into a store for what another program is about to save in it."""

Steps: TypeAlias = Generator[Effect, Any, TokenSet]

_MODULES: Final[Mapping[type[Any], str]] = {
    ClientCredentials: "simple_grants",
    Password: "simple_grants",
    JWTBearer: "simple_grants",
    RefreshToken: "simple_grants",
    AuthorizationCode: "authorization_code",
    DeviceFlow: "device_flow",
}
"""The module of each grant, which has the function ``obtain``."""


@record
class Grant:
    """Tokens of one kind: who asks for them, where, how, and for what.

    Attributes:
        key: tells the grant from others; it holds secrets.
        name: the same without secrets, for a store.
        talk: what is needed to fetch tokens.
        store: where they are kept between runs, or None.
    """

    key: tuple[object, ...]
    name: str
    talk: Conversation
    store: TokenStore | None


def grant_of(
    flow: TokenFlow,
    scopes: tuple[str, ...],
    configuration: BaseConfiguration,
    base: Base,
    cache: TokenCache,
) -> Grant:
    """The grant that a call needs.

    Args:
        flow: how tokens are fetched.
        scopes: those of the operation.
        configuration: of the client.
        base: where the call goes.
        cache: of the client.

    Raises:
        MissingCredentialsError: an endpoint of the description is not where these credentials
            belong.
        ApiValueError: an address is none, or the client has no name.
    """
    chosen, defaults = flow.sign_in, flow.defaults
    client = _client(flow, configuration)
    wanted_scopes = chosen.scopes if chosen.scopes is not None else defaults.scopes or scopes
    endpoints = Endpoints(flow, configuration, base, cache.documents, cache.exchange)
    # Refused before anything is sent, and before anything is known about the rest.
    where = endpoints.stated("token_url") or endpoints.stated("discovery_url")
    if where is None:
        raise MissingCredentialsError(
            f"nothing says where the token endpoint is; give token_url=... to"
            f" {type(chosen).__name__}; nothing was sent"
        )
    parameters = {**defaults.token_parameters, **chosen.token_parameters}
    more = getattr(chosen, "authorization_parameters", {})
    talk = Conversation(
        flow=chosen,
        client=client,
        scopes=tuple(wanted_scopes),
        parameters=parameters,
        authorization_parameters={**defaults.authorization_parameters, **more},
        redirect=(
            getattr(chosen, "redirect_port", 0) or defaults.redirect_port,
            getattr(chosen, "redirect_path", "") or defaults.redirect_path,
        ),
        endpoint=endpoints.find,
        exchange=cache.exchange,
        clock=cache.clock(),
        statement=StatementDefaults(
            defaults.statement_audience, defaults.statement_scope, defaults.statement_lifetime
        ),
        host_field=defaults.host_field,
    )
    # One token for all calls where a user has to do something for it; else one a set of scopes.
    widens = chosen.scopes is None and not defaults.scopes
    alone = isinstance(chosen, (ClientCredentials, JWTBearer))
    part = () if widens and not alone else talk.scopes
    user: tuple[str, ...] = (getattr(chosen, "username", ""),)
    if isinstance(chosen, JWTBearer):
        user = (*user, chosen.issuer, chosen.subject)
    public = (type(chosen).__name__, str(where), client.client_id, *user)
    fields = tuple(sorted(parameters.items()))
    password = getattr(chosen, "password", "") or str(getattr(chosen, "key", ""))
    secret = (client.client_secret, password, _first_refresh(chosen))
    return Grant(
        key=(*public, part, fields, secret, id(client.way) if client.way else ""),
        name=_name(where, client.client_id, [*public, *part, fields]),
        talk=talk,
        store=configuration.token_store,
    )


def _client(flow: TokenFlow, configuration: BaseConfiguration) -> Client:
    chosen, defaults = flow.sign_in, flow.defaults
    name = chosen.client_id or configuration.client_id or defaults.client_id
    secret = chosen.client_secret or configuration.client_secret or ""
    try:
        f"{name}{secret}".encode()
    except UnicodeEncodeError:
        raise ApiValueError("client_id or client_secret hold a lone surrogate") from None
    nameless = isinstance(chosen, (Password, RefreshToken))
    nameless = nameless or (isinstance(chosen, JWTBearer) and bool(chosen.issuer))
    if not name and not nameless:
        raise MissingCredentialsError(
            f"{type(chosen).__name__} needs a client_id; nothing was sent"
        )
    if isinstance(chosen, ClientCredentials) and not secret and not chosen.client_authentication:
        raise MissingCredentialsError(
            "ClientCredentials needs a client_secret, or client_authentication=PrivateKeyJWT(...);"
            " nothing was sent"
        )
    return Client(
        client_id=name,
        client_secret=secret,
        way=chosen.client_authentication or defaults.client_authentication,
        distribution=configuration._spec.distribution,  # pyright: ignore[reportPrivateUsage]
    )


def _name(where: Address, client_id: str, parts: list[object]) -> str:
    """A name for a store: readable, the same in each run, without a secret."""
    text = json.dumps(parts, default=list, sort_keys=True)
    return f"{where.shown} {client_id} {hashlib.sha256(text.encode()).hexdigest()[:16]}"


def _first_refresh(flow: object) -> str:
    return flow.refresh_token if isinstance(flow, RefreshToken) else ""


class Kept(NamedTuple):
    """Tokens, and the moment, on the monotonic clock, from which they are renewed."""

    tokens: TokenSet
    renew_at: float
    grant: Grant


class Fetch:
    """A fetch of tokens that callers wait for; when it fails, it fails for all of them.

    Attributes:
        failure: why it failed, once it has.
    """

    __slots__ = ("failure",)

    def __init__(self) -> None:
        self.failure: OpenApiException | None = None


class _Obtain(Protocol):
    def __call__(self, talk: Conversation) -> Steps: ...


class TokenCache:
    """The tokens of a client and its copies.

    Args:
        clock: tells when to renew.
        exchange: how a token request is sent.
        state: what is known, shared by a client and its copies.
    """

    def __init__(
        self, clock: Callable[[], Clock], exchange: Exchange, state: dict[str, Any]
    ) -> None:
        self.clock = clock
        self.exchange = exchange
        self.documents: dict[str, Mapping[str, Any]] = state.setdefault("documents", {})
        self._kept: dict[tuple[object, ...], Kept] = state.setdefault("kept", {})
        self._refused: dict[tuple[object, ...], str] = state.setdefault("refused", {})
        self._in_body: set[tuple[object, ...]] = state.setdefault("in_body", set())
        # Not shared with copies: one with a shorter timeout does not fail the calls of the others.
        self._fetches: dict[tuple[object, ...], Fetch] = {}

    def get(self, grant: Grant) -> Generator[Effect, Any, str]:
        """A valid token; only one caller at a time fetches it, the others wait for that one and get
        its token or its error.
        """
        known = self._known(grant)
        if known is not None:
            return known
        fetch = self._fetches.setdefault(grant.key, Fetch())
        text: str = yield WithLock(grant.key, lambda: self._fetched(grant, fetch))
        return text

    def _fetched(self, grant: Grant, fetch: Fetch) -> Generator[Effect, Any, str]:
        """The token of a fetch that this caller makes, or has waited for."""
        # Another caller may have fetched it while this one waited for its turn.
        known = self._known(grant)
        if known is not None:
            return known
        if fetch.failure is not None:
            # An endpoint that fails is not asked once more by each that waited for it. An error
            # belongs to one call, which adds to its traceback.
            raise copy(fetch.failure) from fetch.failure.__cause__
        try:
            text = yield from self._fetch(grant)
        except OpenApiException as error:
            fetch.failure = error
            self._fetches.pop(grant.key, None)
            raise
        # Where it was cancelled, the next of those that wait fetches for the others.
        self._fetches.pop(grant.key, None)
        return text

    def forget(self, grant: Grant, text: str) -> None:
        """Drops a token that the service refused, unless it was renewed already; what it is
        refreshed with stays.
        """
        known = self._kept.get(grant.key)
        if known is not None and known.tokens.access_token == text:
            self._kept[grant.key] = known._replace(renew_at=float("-inf"))
            self._refused[grant.key] = text

    def host_of(self, grant: Grant) -> str:
        """The host that the token endpoint named with the token that is kept, or empty."""
        kept = self._kept.get(grant.key)
        return "" if kept is None else kept.tokens.host

    def grants_of(self, flow: object) -> dict[tuple[object, ...], Grant]:
        """The grants of a flow that gave tokens, by their keys."""
        return {key: kept.grant for key, kept in self._kept.items() if kept.grant.talk.flow is flow}

    def sign_out(self, grant: Grant) -> Generator[Effect, Any, list[bool]]:
        """Forgets the tokens of a grant, also in its store, and then withdraws them.

        Returns:
            For each token whether the service was told (RFC 7009); nothing where there was none.
        """
        withdrawn: list[bool] = yield WithLock(grant.key, lambda: self._signed_out(grant))
        return withdrawn

    def _signed_out(self, grant: Grant) -> Generator[Effect, Any, list[bool]]:
        stored = yield from self._stored(grant)
        kept = self._kept.pop(grant.key, None)
        self._refused.pop(grant.key, None)
        if grant.store is not None and stored is not None:
            removed: object = yield _asking(grant.store, _removal(grant.store, grant.name))
            _refuse_coroutine(removed, "delete")
        held = [each for each in (stored, kept.tokens if kept else None) if each is not None]
        refresh = {each.refresh_token for each in held} - {""}
        access = {each.access_token for each in held} - {""}
        # With a refresh token its access tokens end, too (RFC 7009, section 2.1).
        tokens = [(text, "refresh_token") for text in sorted(refresh)] or [
            (text, "access_token") for text in sorted(access)
        ]
        withdrawn: list[bool] = []
        for text, kind in tokens:
            withdrawn.append((yield from grant.talk.revoke(text, kind)))
        return withdrawn

    def _known(self, grant: Grant) -> str | None:
        kept = self._kept.get(grant.key)
        if kept is None or self.clock().monotonic() >= kept.renew_at:
            return None
        return kept.tokens.access_token if self._covers(kept.tokens, grant) else None

    def _covers(self, tokens: TokenSet, grant: Grant) -> bool:
        """Whether what a call needs was asked for; a refresh token of the user's is all there
        is.
        """
        if tokens.scopes is None or isinstance(grant.talk.flow, RefreshToken):
            return True
        return set(grant.talk.scopes) <= set(tokens.scopes)

    def _fetch(self, grant: Grant) -> Generator[Effect, Any, str]:
        stored = yield from self._stored(grant)
        if stored is not None and self._usable(stored, grant):
            self._keep(grant, stored)
            return stored.access_token
        if not has_turns(grant.store) or not self._refresh_token(grant, stored):
            return (yield from self._fetched_anew(grant, stored))
        turn = yield from turn_of(grant.store, grant.name, self.clock())
        try:
            # Who had the turn before may have refreshed them.
            stored = yield from self._stored(grant)
            if stored is not None and self._usable(stored, grant):
                self._keep(grant, stored)
                return stored.access_token
            return (yield from self._fetched_anew(grant, stored))
        finally:
            if turn is not None:
                turn.release()

    def _fetched_anew(self, grant: Grant, stored: TokenSet | None) -> Generator[Effect, Any, str]:
        tokens = yield from self._renewed(grant, stored)
        self._keep(grant, tokens)
        if grant.store is not None:
            store = grant.store
            done: object = yield _asking(store, lambda: store.save(grant.name, tokens))
            _refuse_coroutine(done, "save")
        return tokens.access_token

    def _stored(self, grant: Grant) -> Generator[Effect, Any, TokenSet | None]:
        store = grant.store
        if store is None:
            return None
        found: object = yield _asking(store, lambda: store.load(grant.name))
        _refuse_coroutine(found, "load")
        if found is not None and not isinstance(found, TokenSet):
            raise ApiTypeError(
                f"load() of token_store gave a {type(found).__name__}, not a TokenSet or None"
            )
        return found

    def _usable(self, tokens: TokenSet, grant: Grant) -> bool:
        """Whether tokens of a store are good for this call, as far as their end is known."""
        text = tokens.access_token
        if text == self._refused.get(grant.key) or not is_sendable(text):
            return False
        if not self._covers(tokens, grant):
            return False
        return tokens.expires_at is None or tokens.expires_at > self.clock().time() + 1

    def _held(self, grant: Grant, stored: TokenSet | None) -> TokenSet | None:
        kept = self._kept.get(grant.key)
        return stored or (kept.tokens if kept is not None else None)

    def _refresh_token(self, grant: Grant, stored: TokenSet | None) -> str:
        held = self._held(grant, stored)
        text = held.refresh_token if held is not None else ""
        return text or _first_refresh(grant.talk.flow)

    def _renewed(self, grant: Grant, stored: TokenSet | None) -> Steps:
        """Tokens by the refresh token that there is, or else by the grant."""
        talk = grant.talk
        talk.in_body = grant.key in self._in_body
        held, text = self._held(grant, stored), self._refresh_token(grant, stored)
        try:
            if text and (held is None or self._covers(held, grant)):
                found = yield from self._refreshed(grant, text)
                if found is not None:
                    return found
            return (yield from self._obtained(grant, held))
        finally:
            if talk.in_body:
                self._in_body.add(grant.key)

    def _refreshed(self, grant: Grant, text: str) -> Generator[Effect, Any, TokenSet | None]:
        """Tokens by a refresh token; None where that is no longer good.

        Another program that shares the store may have used it first; then the store has the next
        one.
        """
        talk = grant.talk
        for _ in range(2):
            endpoint: Address = yield from talk.endpoint("refresh_url")
            fields = {"grant_type": "refresh_token", "refresh_token": text}
            try:
                found = yield from talk.tokens(endpoint, fields, (text,))
                return _with_refresh_token(found, text)
            except ApiException as error:
                if error_code(error) != "invalid_grant" and _error(error) != "invalid_grant":
                    raise
            stored = yield from self._from_another(grant, text)
            if stored is None:
                break
            if self._usable(stored, grant):
                return stored
            text = stored.refresh_token
        if isinstance(talk.flow, RefreshToken):
            raise SignInError(
                "the service no longer takes the refresh token (invalid_grant); sign in again, and"
                " give the new one",
                error="invalid_grant",
            )
        return None

    def _from_another(self, grant: Grant, text: str) -> Generator[Effect, Any, TokenSet | None]:
        """The tokens of a program that has used the refresh token ``text`` first, and may be about
        to save them; None where there is none.
        """
        for wait in _SAVED_AFTER if grant.store is not None else ():
            if wait:
                yield Sleep(wait)
            stored = yield from self._stored(grant)
            if stored is not None and stored.refresh_token not in ("", text):
                return stored
        return None

    def _obtained(self, grant: Grant, held: TokenSet | None) -> Steps:
        talk = grant.talk
        if held is not None and not self._covers(held, grant):
            # What was granted before is asked for once more, so that nothing is lost by it.
            before = held.scopes or ()
            talk.scopes = (*before, *(each for each in talk.scopes if each not in before))
        module = import_module(f".{_MODULES[type(talk.flow)]}", __package__)
        obtain = cast("_Obtain", module.obtain)
        return (yield from obtain(talk))

    def _keep(self, grant: Grant, tokens: TokenSet) -> None:
        now = self.clock()
        if tokens.expires_at is None:
            renew_at = float("inf")
        else:
            left = tokens.expires_at - now.time()
            renew_at = now.monotonic() + left - min(EARLY, max(left, 0.0) / 10)
        self._kept[grant.key] = Kept(tokens, renew_at, grant)


def _asking(store: TokenStore, function: Callable[[], Any]) -> CallUser | RunBlocking:
    """How a store is asked: a file may be locked, or on a slow disk, and holds up no other call."""
    # Not a class below it, which may have coroutine functions.
    return (RunBlocking if type(store) is FileTokenStore else CallUser)(function)


def _removal(store: TokenStore, name: str) -> Callable[[], Any]:
    """Removes what a store has under a name; one without ``delete`` gets tokens that are none."""
    delete: Callable[[str], Any] | None = getattr(store, "delete", None)
    if delete is not None:
        remove = delete
        return lambda: remove(name)
    return lambda: store.save(name, TokenSet(access_token="", expires_at=0.0))


def _refuse_coroutine(found: object, name: str) -> None:
    if inspect.iscoroutine(found):
        found.close()
        raise ApiTypeError(
            f"{name}() of token_store is a coroutine function, which needs the asynchronous client"
        )


def _error(error: ApiException) -> str:
    return error.error if isinstance(error, SignInError) else ""


def _with_refresh_token(tokens: TokenSet, text: str) -> TokenSet:
    """A service that gives no new refresh token means that the old one stays (RFC 6749, section
    6).
    """
    if tokens.refresh_token:
        return tokens
    return TokenSet(
        access_token=tokens.access_token,
        refresh_token=text,
        expires_at=tokens.expires_at,
        scopes=tokens.scopes,
        host=tokens.host,
    )
