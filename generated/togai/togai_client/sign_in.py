"""How a client gets tokens for itself (``Configuration(sign_in=...)``), and where they are kept."""

from ._runtime.service.sign_in import (
    AnySignIn,
    AuthorizationCode,
    ClientCredentials,
    DeviceCode,
    DeviceFlow,
    JWTBearer,
    Password,
    PrivateKeyJWT,
    RefreshToken,
    TokenStore,
)
from ._runtime.service.token_stores import FileTokenStore, MemoryTokenStore, TokenSet

__all__ = [
    "AnySignIn",
    "AuthorizationCode",
    "ClientCredentials",
    "DeviceCode",
    "DeviceFlow",
    "FileTokenStore",
    "JWTBearer",
    "MemoryTokenStore",
    "Password",
    "PrivateKeyJWT",
    "RefreshToken",
    "TokenSet",
    "TokenStore",
]
