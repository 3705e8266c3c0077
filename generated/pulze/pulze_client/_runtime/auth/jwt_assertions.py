"""Statements that a client signs with its private key (RFC 7519, RFC 7523)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from ..clock import Clock
from ..errors import ApiValueError, MissingDependencyError
from ..service.sign_in import JWTBearer, PrivateKeyJWT


def signed(
    key: PrivateKeyJWT | JWTBearer,
    claims: Mapping[str, Any],
    lifetime: int,
    clock: Clock,
    distribution: str,
) -> str:
    """A statement as a JSON Web Token.

    Args:
        key: what it is signed with.
        claims: what it says, but for its times and its name.
        lifetime: seconds that it holds.
        clock: says when it was made.
        distribution: what is installed, for a message.

    Raises:
        ApiValueError: the key cannot sign.
        MissingDependencyError: the library is not installed.
    """
    now = int(clock.time())
    whole = {"jti": secrets.token_urlsafe(16), "iat": now, "exp": now + lifetime, **claims}
    kind = type(key).__name__
    encode = _encoder(kind, distribution)
    headers = {"kid": key.key_id} if key.key_id else None
    try:
        return encode(whole, key.key, algorithm=key.algorithm, headers=headers)
    except Exception as error:  # The library's errors have no common class with cryptography's.
        reason = type(error).__name__
    # The reason is left out of the error: it may quote the key.
    raise ApiValueError(
        f"the key of {kind} cannot sign with {key.algorithm!r} ({reason}); give the private key as"
        " PEM text, and the algorithm that belongs to it"
    )


def _encoder(kind: str, distribution: str) -> Callable[..., str]:
    try:
        jwt: Any = import_module("jwt")
    except ImportError:
        name = distribution or "PACKAGE"
        raise MissingDependencyError(
            f"{kind} needs PyJWT and cryptography: pip install '{name}[jwt]'"
        ) from None
    encode: Callable[..., str] = jwt.encode
    return encode
