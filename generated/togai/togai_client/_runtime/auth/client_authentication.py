"""How a client proves itself to a token endpoint: by HTTP Basic, by fields of the form, by a signed
statement, or not at all (RFC 6749, section 2.3; RFC 7523, section 2.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote_plus

from ..clock import Clock
from ..records import record
from ..service.security_schemes import basic
from ..service.sign_in import PrivateKeyJWT

_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@record(hidden=("client_secret",))
class Client:
    """Who asks for a token.

    Attributes:
        way: ``basic``, ``body`` or ``none``, or a key; empty: ``basic``, and ``body`` where that is
            not taken.
        distribution: what is installed, for a message.
    """

    client_id: str
    client_secret: str
    way: str | PrivateKeyJWT
    distribution: str = ""

    @property
    def may_change(self) -> bool:
        """Whether another way may be tried where the first one is not taken."""
        return self.way == "" and bool(self.client_secret)

    def proof(
        self, endpoint: str, clock: Clock, *, in_body: bool
    ) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Header fields and form fields that say who asks.

        Args:
            endpoint: whom a statement is for.
            clock: says when it was made.
            in_body: whether the secret goes into the form, where nothing is said about the way.
        """
        name = {"client_id": self.client_id} if self.client_id else {}
        if isinstance(self.way, PrivateKeyJWT):
            statement = self._statement(self.way, endpoint, clock)
            return {}, {
                **name,
                "client_assertion_type": _ASSERTION,
                "client_assertion": statement,
            }
        if not self.client_secret or self.way == "none":
            return {}, name
        if in_body or self.way == "body":
            return {}, {**name, "client_secret": self.client_secret}
        return {"Authorization": self._basic()}, {}

    def _basic(self) -> str:
        return basic(quote_plus(self.client_id), quote_plus(self.client_secret))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every form in which the secret is sent, for messages to hide."""
        if not self.client_secret:
            return ()
        escaped = quote_plus(self.client_secret)
        return self.client_secret, escaped, self._basic().partition(" ")[2]

    def _statement(self, key: PrivateKeyJWT, endpoint: str, clock: Clock) -> str:
        from .jwt_assertions import signed

        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": key.audience or endpoint,
        }
        return signed(key, claims, key.lifetime, clock, self.distribution)
