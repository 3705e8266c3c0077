"""The credentials in a configuration."""

from __future__ import annotations

import base64
import os
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, TypeAlias

from ..errors import ApiValueError
from ..service.spec import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
    OpenIdConnect,
    PackageSpec,
    SecurityScheme,
)
from ..user_input import sendable, stripped

AccessToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function that gives one (for the asynchronous client also a coroutine function); it
is asked for each call.
"""


class CredentialSettings:
    """What proves who sends a request; see ``BaseConfiguration`` for what each of them means."""

    _spec: ClassVar[PackageSpec]

    api_key: dict[str, str]
    api_key_prefix: dict[str, str]
    username: str | None
    password: str | None
    access_token: AccessToken | None
    refresh_api_key_hook: Callable[[Any], None] | None

    def get_api_key_with_prefix(self, identifier: str, alias: str | None = None) -> str | None:
        """The key of a scheme with the word before it, or None.

        Args:
            identifier: the name of the security scheme.
            alias: another name to try.
        """
        if self.refresh_api_key_hook is not None:
            self.refresh_api_key_hook(self)
        scheme = self._spec.security_schemes.get(identifier)
        key = self.api_key.get(identifier)
        if key is None and alias is not None:
            key = self.api_key.get(alias)
        if key is None and scheme is not None:
            key = environment_credential(scheme)
        if key is None:
            return None
        default = getattr(scheme, "prefix", "")
        prefix = self.api_key_prefix.get(identifier, default)
        return f"{prefix} {key}" if prefix else key

    def get_basic_auth_token(self) -> str | None:
        """The value of ``Authorization`` for basic authentication, or None without user name and
        password.
        """
        if self.username is None or self.password is None:
            return None
        return basic(self.username, self.password)

    def auth_settings(self) -> dict[str, dict[str, Any]]:
        """The credentials that are set, by security scheme: ``type``, ``in``, ``key`` and
        ``value``.
        """
        found: dict[str, dict[str, Any]] = {}
        for name, scheme in self._spec.security_schemes.items():
            setting = self._auth_setting(name, scheme)
            if setting is not None:
                found[name] = setting
        return found

    def _auth_setting(self, name: str, scheme: SecurityScheme) -> dict[str, Any] | None:
        match scheme:
            case ApiKey():
                kind, value = "api_key", self.get_api_key_with_prefix(name)
            case HttpScheme():
                key = self.get_api_key_with_prefix(name)
                kind, value = "http", None if key is None else f"{scheme.scheme} {key}"
            case HttpBasic():
                kind, value = "basic", self.get_basic_auth_token()
            case HttpBearer():
                kind, value = "bearer", self._bearer(scheme)
            case OAuth2() | OpenIdConnect():
                kind, value = "oauth2", self._bearer(scheme)
            case MutualTLS():
                return None
        if value is None:
            return None
        place = scheme.location if isinstance(scheme, ApiKey) else "header"
        field = scheme.parameter if isinstance(scheme, ApiKey) else "Authorization"
        setting: dict[str, Any] = {"type": kind, "in": place, "key": field}
        if isinstance(scheme, HttpBearer) and scheme.bearer_format:
            setting["format"] = scheme.bearer_format
        return setting | {"value": value}

    def _bearer(self, scheme: HttpBearer | OAuth2 | OpenIdConnect) -> str | None:
        token = self.access_token or environment_credential(scheme)
        if callable(token):
            given = token()
            token = given if isinstance(given, str) else None
        return None if token is None else f"{scheme.prefix or 'Bearer'} {token}"


def environment_credential(scheme: SecurityScheme) -> str | None:
    """The credential that the scheme's environment variable holds, or None."""
    if not scheme.environment:
        return None
    variable = scheme.environment
    text = sendable(stripped(os.environ.get(variable, "")), f"the environment variable {variable}")
    return text or None


def basic(username: str, password: str) -> str:
    """The value of ``Authorization`` for basic authentication (RFC 7617, in UTF-8)."""
    try:
        pair = f"{username}:{password}".encode()
    except UnicodeEncodeError:
        raise ApiValueError("user name or password hold a lone surrogate") from None
    token = base64.b64encode(pair).decode()
    return f"Basic {token}"
