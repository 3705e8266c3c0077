"""What the calls of a client share about signing in; made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..clock import Clock
    from ..http.origins import Origin
    from ..service.security_schemes import DigestUser
    from .digest import DigestSession
    from .token_cache import TokenCache
    from .token_request import Exchange


class Sessions:
    """Tokens and challenges of a client and its copies.

    Args:
        clock: tells when to renew tokens.
        exchange: how a token request is sent.
    """

    __slots__ = ("_clock", "_digests", "_exchange", "_state", "_tokens")

    def __init__(self, clock: Callable[[], Clock], exchange: Exchange) -> None:
        self._clock = clock
        self._exchange = exchange
        # Dictionaries, because `setdefault` cannot be interrupted: threads see one cache.
        self._tokens: dict[str, TokenCache] = {}
        self._digests: dict[DigestUser, DigestSession] = {}
        self._state: dict[str, Any] = {}

    def shared_with(self, clock: Callable[[], Clock], exchange: Exchange) -> Sessions:
        """The same tokens and challenges for a copy of the client, which fetches tokens by its own
        settings.
        """
        twin = Sessions(clock, exchange)
        twin._digests, twin._state = self._digests, self._state
        return twin

    @property
    def homes(self) -> set[Origin]:
        """The origins of calls that token endpoints named, each as its package allows."""
        found: set[Origin] = self._state.setdefault("homes", set())
        return found

    @property
    def tokens(self) -> TokenCache:
        """The tokens of OAuth 2."""
        found = self._tokens.get("")
        if found is None:
            from .token_cache import TokenCache

            found = self._tokens.setdefault(
                "", TokenCache(self._clock, self._exchange, self._state)
            )
        return found

    def digest(self, user: DigestUser) -> DigestSession:
        """What is known of the challenge that a user answers."""
        found = self._digests.get(user)
        if found is None:
            from .digest import DigestSession

            found = self._digests.setdefault(user, DigestSession(user))
        return found
