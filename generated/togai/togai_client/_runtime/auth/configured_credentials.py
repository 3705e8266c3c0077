"""Credentials of a configuration, resolved once and again after a setting has changed."""

from __future__ import annotations

from operator import attrgetter
from typing import Any, TypeAlias, cast

from ..config.configuration import BaseConfiguration
from .request_credentials import Credentials

Security: TypeAlias = tuple[tuple[str, ...], ...]

_settings = attrgetter(
    "access_token",
    "api_key",
    "api_key_prefix",
    "username",
    "password",
    "cert_file",
    "client_id",
    "client_secret",
    "token_url",
    "refresh_api_key_hook",
    "sign_in",
    "token_store",
)
"""Everything in a configuration that decides about credentials."""


class CredentialCache:
    """What one client remembers. Settings are compared by value, so that no change of them goes
    unnoticed.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        # One attribute, so that threads see settings and credentials that belong together.
        self._kept: tuple[tuple[Any, ...], dict[Security, Credentials]] = ((), {})

    def find(self, configuration: BaseConfiguration, security: Security) -> Credentials | None:
        """The credentials for operations with this security; None if they must be worked out."""
        settings, known = self._kept
        found = known.get(security)
        return found if found and settings == _settings(configuration) else None

    def keep(
        self,
        configuration: BaseConfiguration,
        security: Security,
        credentials: Credentials,
    ) -> None:
        """Remembers credentials that come from ``configuration`` alone."""
        settings, known = self._kept
        now = _settings(configuration)
        if settings != now:
            now = tuple(map(_copied, now))
            self._kept = now, {security: credentials}
        else:
            known[security] = credentials


def _copied(value: object) -> object:
    """A dictionary apart from the configuration's own: a change inside that one counts, too."""
    return {**cast("dict[str, str]", value)} if isinstance(value, dict) else value
