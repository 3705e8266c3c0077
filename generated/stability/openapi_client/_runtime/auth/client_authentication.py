"""How a client proves itself to a token endpoint: by HTTP Basic, by fields of the form, by a signed
statement, or not at all (RFC 6749, section 2.3; RFC 7523, section 2.2).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final
from urllib.parse import quote_plus

from ..clock import Clock
from ..errors import ApiValueError, MissingDependencyError
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
        now = int(clock.time())
        claims = {
            "iss": self.client_id,
            "sub": self.client_id,
            "aud": key.audience or endpoint,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": now + key.lifetime,
        }
        encode = _encoder(self.distribution)
        headers = {"kid": key.key_id} if key.key_id else None
        try:
            return encode(claims, key.key, algorithm=key.algorithm, headers=headers)
        except Exception as error:  # The library's errors have no common class with cryptography's.
            kind = type(error).__name__
        # The reason is left out of the error: it may quote the key.
        raise ApiValueError(
            f"the key of PrivateKeyJWT cannot sign with {key.algorithm!r} ({kind}); give the"
            " private key as PEM text, and the algorithm that belongs to it"
        )


def _encoder(distribution: str) -> Callable[..., str]:
    try:
        jwt: Any = import_module("jwt")
    except ImportError:
        name = distribution or "PACKAGE"
        raise MissingDependencyError(
            f"PrivateKeyJWT needs PyJWT and cryptography: pip install '{name}[jwt]'"
        ) from None
    encode: Callable[..., str] = jwt.encode
    return encode
