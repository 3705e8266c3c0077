"""Chooses the credentials of a call, and puts them where they belong.

The security of an operation is a list of alternatives, each a list of schemes needed together
(Security Requirement Object of the OpenAPI specification). The first alternative of which all
credentials are there is used; the empty one is always there, but a credential that was set is sent
rather than left out.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from typing import Any, TypeAlias

from ..config.configuration import BaseConfiguration
from ..config.credential_kinds import check_names
from ..errors import ApiTypeError, MissingCredentialsError
from ..http.origins import Base
from ..service.security_schemes import (
    DigestUser,
    Secret,
    SecurityScheme,
    TokenFlow,
    environment_credential,
)
from ..transport.effects import CallUser, Effect
from ..user_input import sendable, stripped
from .configured_credentials import CredentialCache
from .request_credentials import NOTHING, Credentials
from .sessions import Sessions

Steps: TypeAlias = Generator[Effect, Any, Credentials]


def choose_credentials(
    security: tuple[tuple[str, ...], ...],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    sessions: Sessions,
    cache: CredentialCache,
    base: Base,
    *,
    operation: str,
    optional: Callable[[], bool],
) -> Credentials | Steps:
    """Chooses the credentials of one call.

    Mostly they are there; steps are returned only where a token must be fetched, or requested.

    Args:
        security: the operation's alternatives.
        scopes: the scopes that it needs, by scheme.
        configuration: where credentials are set.
        sessions: the client's tokens and challenges.
        cache: remembers what comes from the configuration alone.
        base: where the call goes.
        operation: its name, for messages.
        optional: whether the call goes out without any, because the caller brings a credential in
            another way.

    Raises:
        MissingCredentialsError: no alternative is complete.
    """
    if configuration.refresh_api_key_hook is not None:
        configuration.refresh_api_key_hook(configuration)
    # Keys may have been put into the dictionary one by one.
    check_names(configuration._spec, "api_key", configuration.api_key)
    # The environment and the hook may say something else next time.
    lasting = configuration.refresh_api_key_hook is None
    for alternative in security:
        named, is_configured = _secrets_of(alternative, configuration)
        lasting = lasting and is_configured
        if named:
            found = _combine(named, scopes, configuration, sessions, base)
            if lasting and isinstance(found, Credentials):
                cache.keep(configuration, security, found)
            return found
        if named is not None and alternative:
            return NOTHING
    if () not in security and not optional():
        schemes = configuration._spec.security_schemes
        missing = _missing_credentials(operation, security, schemes)
        if configuration.sign_in:
            missing = f"{missing}; sign_in needs a token_url=... where the description has none"
        raise MissingCredentialsError(f"{missing}; nothing was sent")
    return NOTHING


def _secrets_of(
    alternative: tuple[str, ...], configuration: BaseConfiguration
) -> tuple[list[tuple[str, SecurityScheme, Secret]] | None, bool]:
    """The secrets of one alternative, or None where one is missing; and whether the configuration
    alone decides that.
    """
    named: list[tuple[str, SecurityScheme, Secret]] = []
    is_configured = True
    for name in alternative:
        scheme = configuration._spec.security_schemes.get(name)
        if scheme is None:
            continue  # The description does not say what it is.
        secret = scheme.find(name, configuration)
        if secret is None:
            is_configured = is_configured and not scheme.environment
            secret = environment_credential(scheme)
        if secret is None:
            return None, is_configured
        named.append((name, scheme, secret))
    return named, is_configured


def _combine(
    named: list[tuple[str, SecurityScheme, Secret]],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    sessions: Sessions,
    base: Base,
) -> Credentials | Steps:
    """The credentials of schemes that are needed together."""
    found = Credentials()
    for name, scheme, secret in named:
        if isinstance(secret, str):
            _apply(name, scheme, secret, configuration, found)
        elif isinstance(secret, DigestUser):
            _answer(secret, sessions, found)
        else:
            return _find(named, scopes, configuration, sessions, base)
    return found


def _answer(user: DigestUser, sessions: Sessions, found: Credentials) -> None:
    """Lets requests answer the challenge of the service."""
    session = sessions.digest(user)
    found.secrets.append(user.password)
    found.signers += (session.sign,)
    found.refused = session.refused


def _find(
    named: list[tuple[str, SecurityScheme, Secret]],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    sessions: Sessions,
    base: Base,
) -> Steps:
    found = Credentials()
    for name, scheme, secret in named:
        if isinstance(secret, DigestUser):
            _answer(secret, sessions, found)
            continue
        text = secret
        if isinstance(text, TokenFlow):
            text = yield from _token(
                text, scopes.get(name, ()), configuration, sessions, base, found
            )
        elif not isinstance(text, str):
            text = yield from _called(text)
        _apply(name, scheme, text, configuration, found)
    return found


def _token(
    flow: TokenFlow,
    scopes: tuple[str, ...],
    configuration: BaseConfiguration,
    sessions: Sessions,
    base: Base,
    found: Credentials,
) -> Generator[Effect, Any, str]:
    """A token that the client fetches; one that is refused is fetched anew."""
    from .token_cache import grant_of

    tokens = sessions.tokens
    grant = grant_of(flow, scopes, configuration, base, tokens)
    found.secrets += grant.talk.client.secrets
    text = yield from tokens.get(grant)
    if flow.defaults.host_field:
        from .token_host import home_of_calls

        found.home = home_of_calls(tokens.host_of(grant), flow.defaults, configuration, base)
        if found.home is not None:
            sessions.homes.add(found.home)

    def refused(_: object) -> bool:
        tokens.forget(grant, text)
        return True

    found.refused = refused
    return text


def _apply(
    name: str,
    scheme: SecurityScheme,
    secret: str,
    configuration: BaseConfiguration,
    found: Credentials,
) -> None:
    """Puts the credential of a scheme where it belongs."""
    place = scheme.place
    if place is not None:
        value = scheme.value(name, secret, configuration)
        found.add(*place, value, scheme.secrets(secret, value))


def _called(source: Callable[[], Any]) -> Generator[Effect, Any, str]:
    if not callable(source):  # pyright: ignore[reportUnnecessaryComparison]
        raise ApiTypeError(
            "access_token is a str or a function that gives one; it is a value of type"
            f" {type(source).__name__}"
        )
    token = yield CallUser(source)
    if inspect.iscoroutine(token):
        token.close()
        raise ApiTypeError("a coroutine function as access_token needs the asynchronous client")
    if not isinstance(token, str):
        raise ApiTypeError(f"access_token gave a {type(token).__name__}, not a str")
    text = sendable(stripped(token), "what access_token gave")
    if not text:
        raise MissingCredentialsError("access_token gave an empty text; nothing was sent")
    return text


def _missing_credentials(
    operation: str,
    security: tuple[tuple[str, ...], ...],
    schemes: Mapping[str, SecurityScheme],
) -> str:
    choices = [
        " and ".join(_setting(name, schemes[name]) for name in alternative if name in schemes)
        for alternative in security
    ]
    return f"{operation} needs a credential: set {', or '.join(choices)}"


def _setting(name: str, scheme: SecurityScheme) -> str:
    text = scheme.setting(name)
    variable = f" (or the environment variable {scheme.environment})"
    return text + variable if scheme.environment else text
