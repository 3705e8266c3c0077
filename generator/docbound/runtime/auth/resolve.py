"""Which credentials a call needs, and where they go.

The security of an operation is a list of alternatives, each a list of schemes needed together
(Security Requirement Object of the OpenAPI specification). The first alternative of which all
credentials are there is used; the empty one is always there, but a credential that was set is sent
rather than left out.
"""

# The modules of the runtime are one another's friends; its underscores are for the users of a
# package.
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
    Secret,
    SecurityScheme,
    TokenFlow,
    environment_credential,
)
from ..transport.effects import CallUser, Effect
from ..user_input import sendable, stripped
from .configured_credentials import CredentialCache
from .request_credentials import NOTHING, Credentials

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .oauth2 import TokenCache

Steps: TypeAlias = Generator[Effect, Any, Credentials]


def resolve(
    security: tuple[tuple[str, ...], ...],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    tokens: TokenCache | None,
    keyring: CredentialCache,
    base: Base,
    *,
    operation: str,
    optional: Callable[[], bool],
) -> Credentials | Steps:
    """Finds the credentials of one call.

    Mostly they are there; steps are returned only where a token must be fetched, or requested.

    Args:
        security: the operation's alternatives.
        scopes: the scopes that it needs, by scheme.
        configuration: where credentials are set.
        tokens: the client's OAuth2 tokens; None where the service has no OAuth2.
        keyring: remembers what comes from the configuration alone.
        base: where the call goes.
        operation: its name, for messages.
        optional: whether the call goes out without any, because the caller brings a credential in
            another way.

    Raises:
        MissingCredentialsError: no alternative is complete.
    """
    if configuration.refresh_api_key_hook is not None:
        configuration.refresh_api_key_hook(configuration)
    schemes = configuration._spec.security_schemes
    # Keys may have been put into the dictionary one by one.
    check_names(configuration._spec, "api_key", configuration.api_key)
    # The environment and the hook may say something else next time.
    lasting = configuration.refresh_api_key_hook is None
    for alternative in security:
        named: list[tuple[str, SecurityScheme, Secret]] = []
        for name in alternative:
            scheme = schemes.get(name)
            if scheme is None:
                continue  # The description does not say what it is.
            secret = scheme.find(name, configuration)
            if secret is None:
                lasting = lasting and not scheme.environment
                secret = environment_credential(scheme)
            if secret is None:
                break
            named.append((name, scheme, secret))
        else:
            if named:
                found = _combine(named, scopes, configuration, tokens, base)
                if lasting and isinstance(found, Credentials):
                    keyring.keep(configuration, security, found)
                return found
            if alternative:
                return NOTHING
    if () not in security and not optional():
        raise MissingCredentialsError(_what_is_missing(operation, security, schemes))
    return NOTHING


def _combine(
    named: list[tuple[str, SecurityScheme, Secret]],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    tokens: TokenCache | None,
    base: Base,
) -> Credentials | Steps:
    """The credentials of schemes that are needed together."""
    found = Credentials()
    for name, scheme, secret in named:
        if not isinstance(secret, str):
            return _ask(named, scopes, configuration, tokens, base)
        _apply(name, scheme, secret, configuration, found)
    return found


def _ask(
    named: list[tuple[str, SecurityScheme, Secret]],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    tokens: TokenCache | None,
    base: Base,
) -> Steps:
    found = Credentials()
    for name, scheme, secret in named:
        text = secret
        if isinstance(text, TokenFlow):
            from .oauth2 import Grant

            assert tokens is not None, "a service with OAuth2 has a cache"
            grant = Grant.of(text.token_url, scopes.get(name, ()), configuration, base)
            found.secrets.append(grant.client_secret)
            found.grant = grant
            text = found.token = yield from tokens.get(grant)
        elif not isinstance(text, str):
            text = yield from _asked(text)
        _apply(name, scheme, text, configuration, found)
    return found


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


def _asked(source: Callable[[], Any]) -> Generator[Effect, Any, str]:
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
    return sendable(stripped(token), "what access_token gave")


def _what_is_missing(
    operation: str,
    security: tuple[tuple[str, ...], ...],
    schemes: Mapping[str, SecurityScheme],
) -> str:
    choices = [
        " and ".join(_setting(name, schemes[name]) for name in alternative if name in schemes)
        for alternative in security
    ]
    return f"{operation} needs a credential: set {', or '.join(choices)}; nothing was sent"


def _setting(name: str, scheme: SecurityScheme) -> str:
    text = scheme.setting(name)
    variable = f" (or the environment variable {scheme.environment})"
    return text + variable if scheme.environment else text
