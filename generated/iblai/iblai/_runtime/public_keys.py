"""Signatures that a public key checks, by the library ``cryptography`` (the extra ``webhooks``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from .errors import ApiValueError, MissingDependencyError

Check = Callable[[bytes, bytes], bool]

_LIBRARY: Final = "cryptography.hazmat.primitives"
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "ed25519": ("ed25519", "Ed25519PublicKey"),
    "ecdsa-sha256": ("ec", "EllipticCurvePublicKey"),
    "rsa-sha256": ("rsa", "RSAPublicKey"),
}
"""For each algorithm the module and the class of its keys."""


def checker(algorithm: str, key: bytes) -> Check:
    """What checks signatures by a public key.

    Args:
        algorithm: ``ed25519`` (RFC 8032), ``ecdsa-sha256`` (FIPS 186-5, the signature as DER), or
            ``rsa-sha256`` (RFC 8017, PKCS #1 v1.5).
        key: as PEM, as DER (SubjectPublicKeyInfo), or the 32 octets of an Ed25519 key.

    Returns:
        A function of the message and the signature.

    Raises:
        MissingDependencyError: the library is not installed.
        ApiValueError: the key is none, or is one of another algorithm.
    """
    public_key = _public_key(algorithm, key)
    invalid: Any = import_module("cryptography.exceptions").InvalidSignature
    rest = _scheme(algorithm)

    def fits(message: bytes, signature: bytes) -> bool:
        try:
            public_key.verify(signature, message, *rest)
        except invalid:
            return False
        return True

    return fits


def _scheme(algorithm: str) -> tuple[Any, ...]:
    """What the library wants to know of an algorithm beside key, signature and message."""
    if algorithm == "ed25519":
        return ()
    sha256 = import_module(f"{_LIBRARY}.hashes").SHA256()
    if algorithm == "ecdsa-sha256":
        return (import_module(f"{_LIBRARY}.asymmetric.ec").ECDSA(sha256),)
    return (import_module(f"{_LIBRARY}.asymmetric.padding").PKCS1v15(), sha256)


def _public_key(algorithm: str, key: bytes) -> Any:
    try:
        serialization: Any = import_module(f"{_LIBRARY}.serialization")
    except ImportError:
        raise MissingDependencyError(
            "a public key needs the library cryptography: pip install cryptography, or this package"
            " with its extra `webhooks`"
        ) from None
    module, name = _KINDS[algorithm]
    kind: Any = getattr(import_module(f"{_LIBRARY}.asymmetric.{module}"), name)
    try:
        if algorithm == "ed25519" and len(key) == 32:
            return kind.from_public_bytes(key)
        is_pem = key.lstrip().startswith(b"-----BEGIN")
        load = serialization.load_pem_public_key if is_pem else serialization.load_der_public_key
        found = load(key)
    except Exception:  # The library's errors for keys have no common class.
        found = None
    if not isinstance(found, kind):
        raise ApiValueError(
            f"secret is no public key of {algorithm}; give the key that the service shows, as it"
            " stands there"
        )
    return found
