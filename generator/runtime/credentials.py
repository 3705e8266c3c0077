"""Which credentials a call needs, and where they go.

The security of an operation is a list of alternatives, each a list of schemes needed together (Security Requirement Object of the
OpenAPI specification). The first alternative of which all credentials are there is used; the empty one is always there, but a
credential that was set is sent rather than left out.
"""

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import inspect
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from .configuration import BaseConfiguration, basic, environment_credential
from .effects import Ask, Effect
from .errors import ApiTypeError, ApiValueError, MissingCredentials
from .oauth2 import Grant, TokenCache
from .options import RequestAuth
from .parameters import escape, header_text
from .spec import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
    OpenIdConnect,
    SecurityScheme,
)


@dataclass(slots=True)
class Credentials:
    """What is added to a request, and what must never be shown.

    Attributes:
        headers: header fields.
        query: escaped ``name=value`` pairs.
        cookies: likewise.
        secrets: the texts that messages must hide.
        grant, token: the OAuth2 grant and its token, if the runtime fetched it.
    """

    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    query: list[str] = field(default_factory=list[str], repr=False)
    cookies: list[str] = field(default_factory=list[str], repr=False)
    secrets: list[str] = field(default_factory=list[str], repr=False)
    grant: Grant | None = None
    token: str = field(default="", repr=False)

    def add(self, location: str, name: str, value: str, secret: str) -> None:
        """Puts a credential where it belongs."""
        self.secrets.append(secret)
        match location:
            case "header":
                self.headers[name] = header_text(name, value)
            case "query":
                self.query.append(f"{escape(name)}={escape(value)}")
            case "cookie":
                self.cookies.append(f"{name}={escape(value)}")
            case _:
                raise ApiValueError(f"a credential cannot go into {location!r}")


NOTHING = Credentials()

Steps: TypeAlias = Generator[Effect, Any, Credentials]


def gather(
    security: tuple[tuple[str, ...], ...],
    scopes: Mapping[str, tuple[str, ...]],
    configuration: BaseConfiguration,
    tokens: TokenCache,
    *,
    operation: str,
    optional: Callable[[], bool],
) -> Steps:
    """Finds the credentials of one call.

    Args:
        security: the operation's alternatives.
        scopes: the scopes that it needs, by scheme.
        configuration: where credentials are set.
        tokens: the client's OAuth2 tokens.
        operation: its name, for messages.
        optional: whether the call goes out without any, because the caller brings a credential in another way.

    Raises:
        MissingCredentials: no alternative is complete.
    """
    if configuration.refresh_api_key_hook is not None:
        configuration.refresh_api_key_hook(configuration)
    schemes = configuration._spec.security_schemes
    for alternative in security:
        named = [(name, schemes[name]) for name in alternative if name in schemes]
        if alternative and all(
            is_set(name, each, configuration) for name, each in named
        ):
            found = Credentials()
            for name, scheme in named:
                yield from _apply(
                    name, scheme, scopes.get(name, ()), configuration, tokens, found
                )
            return found
    if () not in security and not optional():
        raise MissingCredentials(_what_is_missing(operation, security, schemes))
    return NOTHING


def of_call(auth: RequestAuth) -> Credentials:
    """The credential that the caller of one call gave (``_request_auth``).

    Raises:
        ApiTypeError: ``in``, ``key`` or ``value`` is missing.
    """
    try:
        location, name, value = auth["in"], auth["key"], auth["value"]
    except KeyError as error:
        raise ApiTypeError(
            f"_request_auth needs 'in', 'key' and 'value'; there is no {error}"
        ) from None
    found = Credentials()
    found.add(location, name, value, value)
    return found


def is_set(name: str, scheme: SecurityScheme, configuration: BaseConfiguration) -> bool:
    """Whether the credential of a scheme is there."""
    match scheme:
        case ApiKey() | HttpScheme():
            known = configuration.api_key.get(name) is not None
        case HttpBasic():
            known = (
                configuration.username is not None
                and configuration.password is not None
            )
        case HttpBearer() | OpenIdConnect():
            known = configuration.access_token is not None
        case OAuth2():
            known = configuration.access_token is not None or _can_fetch(
                scheme, configuration
            )
        case MutualTLS():
            return configuration.cert_file is not None
    return known or environment_credential(scheme) is not None


def _can_fetch(scheme: OAuth2, configuration: BaseConfiguration) -> bool:
    return bool(
        configuration.client_id
        and configuration.client_secret
        and (configuration.token_url or scheme.token_url)
    )


def _apply(
    name: str,
    scheme: SecurityScheme,
    scopes: tuple[str, ...],
    configuration: BaseConfiguration,
    tokens: TokenCache,
    found: Credentials,
) -> Generator[Effect, Any, None]:
    match scheme:
        case ApiKey() | HttpScheme():
            key = configuration.api_key.get(name)
            key = environment_credential(scheme) if key is None else key
            key = (key or "").strip()
            prefix = configuration.api_key_prefix.get(name, scheme.prefix)
            value = f"{prefix} {key}" if prefix else key
            if isinstance(scheme, HttpScheme):
                found.add("header", "Authorization", f"{scheme.scheme} {value}", key)
            else:
                found.add(scheme.location, scheme.parameter, value, key)
        case HttpBasic():
            value, secret = _basic(scheme, configuration)
            found.add("header", "Authorization", value, secret)
            found.secrets.append(value.partition(" ")[2])
        case HttpBearer() | OAuth2() | OpenIdConnect():
            token = yield from _token(scheme, scopes, configuration, tokens, found)
            prefix = configuration.api_key_prefix.get(name, scheme.prefix) or "Bearer"
            found.add("header", "Authorization", f"{prefix} {token}", token)
        case MutualTLS():
            pass  # The transport presents the certificate.


def _basic(scheme: HttpBasic, configuration: BaseConfiguration) -> tuple[str, str]:
    if configuration.username is not None and configuration.password is not None:
        username, password = configuration.username, configuration.password
    else:
        username, _, password = (environment_credential(scheme) or "").partition(":")
    return basic(username, password), password


def _token(
    scheme: HttpBearer | OAuth2 | OpenIdConnect,
    scopes: tuple[str, ...],
    configuration: BaseConfiguration,
    tokens: TokenCache,
    found: Credentials,
) -> Generator[Effect, Any, str]:
    given = configuration.access_token
    if callable(given):
        return (yield from _asked(given))
    if (
        given is None
        and isinstance(scheme, OAuth2)
        and _can_fetch(scheme, configuration)
    ):
        grant = Grant.of(scheme, scopes, configuration)
        found.grant = grant
        found.secrets.append(grant.client_secret)
        found.token = yield from tokens.get(grant)
        return found.token
    return (given or environment_credential(scheme) or "").strip()


def _asked(source: Callable[[], Any]) -> Generator[Effect, Any, str]:
    token = yield Ask(source)
    if inspect.iscoroutine(token):
        token.close()
        raise ApiTypeError(
            "a coroutine function as access_token needs the asynchronous client"
        )
    if not isinstance(token, str):
        raise ApiTypeError(f"access_token gave a {type(token).__name__}, not a str")
    return token.strip()


def _what_is_missing(
    operation: str,
    security: tuple[tuple[str, ...], ...],
    schemes: Mapping[str, SecurityScheme],
) -> str:
    choices = [
        " and ".join(
            _setting(name, schemes[name]) for name in alternative if name in schemes
        )
        for alternative in security
    ]
    return (
        f"{operation} needs a credential: set {', or '.join(choices)}; nothing was sent"
    )


def _setting(name: str, scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKey() | HttpScheme():
            text = f"api_key[{name!r}]"
        case HttpBasic():
            text = "username and password"
        case HttpBearer() | OpenIdConnect():
            text = "access_token"
        case OAuth2():
            flow = " (or client_id and client_secret)" if scheme.token_url else ""
            text = f"access_token{flow}"
        case MutualTLS():
            text = "cert_file"
    variable = f" (or the environment variable {scheme.environment})"
    return text + variable if scheme.environment else text
