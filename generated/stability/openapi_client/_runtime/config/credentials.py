"""The credentials in a configuration."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from ..service.spec import PackageSpec

if TYPE_CHECKING:
    from ..service.security_schemes import SecurityScheme
    from ..service.sign_in import AnySignIn, TokenStore
    from ..transport.protocol import Request

AccessToken: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]
"""A token, or a function that gives one (for the asynchronous client also a coroutine function); it
is called for each request.
"""


class CredentialSettings:
    """What proves who sends a request; see ``BaseConfiguration`` for what each of them means."""

    _spec: ClassVar[PackageSpec]

    client_id: str | None
    client_secret: str | None
    token_url: str | None
    cert_file: str | None
    api_key: dict[str, str]
    api_key_prefix: dict[str, str]
    username: str | None
    password: str | None
    access_token: AccessToken | None
    refresh_api_key_hook: Callable[[Any], None] | None
    if TYPE_CHECKING:  # Reading annotations at run time would need modules that few clients use.
        sign_in: dict[str, AnySignIn]
        token_store: TokenStore | None
        sign_request: Callable[[Request], Mapping[str, str] | Request] | None

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
            from ..service.security_schemes import environment_credential

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
        from ..service.security_schemes import basic

        return basic(self.username, self.password)

    def auth_settings(self) -> dict[str, dict[str, Any]]:
        """The credentials that are set, by security scheme: ``type``, ``in``, ``key`` and
        ``value``.
        """
        if self.refresh_api_key_hook is not None:
            self.refresh_api_key_hook(self)
        found: dict[str, dict[str, Any]] = {}
        for name, scheme in self._spec.security_schemes.items():
            setting = self._auth_setting(name, scheme)
            if setting is not None:
                found[name] = setting
        return found

    def _auth_setting(self, name: str, scheme: SecurityScheme) -> dict[str, Any] | None:
        place = scheme.place
        if place is None:
            return None
        from ..service.security_schemes import environment_credential

        secret = scheme.find(name, self) or environment_credential(scheme)
        if callable(secret):
            secret = secret()
        if not isinstance(secret, str):
            return None
        location, key = place
        value = scheme.value(name, secret, self)
        setting = {"type": scheme.kind, "in": location, "key": key}
        return {**setting, **scheme.details(), "value": value}
