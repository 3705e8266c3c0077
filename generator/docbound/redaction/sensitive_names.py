"""Names of header fields, parameters, cookies and fields that hold secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docbound.records import record

from .secret_patterns import PATTERNS, FoundSecret, SecretPattern, find_secrets

HEADERS: Final = frozenset(
    [
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-api-key",
        "api-key",
        "apikey",
        "x-auth-token",
        "x-access-token",
        "x-csrf-token",
        "x-xsrf-token",
        "x-amz-security-token",
        "x-goog-api-key",
        "x-vault-token",
        "private-token",
        "job-token",
        "x-shopify-access-token",
        "ocp-apim-subscription-key",
        "x-functions-key",
        "authentication-info",
        "proxy-authentication-info",
        "x-session-id",
        "x-session-token",
        "x-auth",
        "x-otp",
        "x-github-otp",
        "dpop",
    ]
)
"""Header fields that hold a secret whatever a description says."""

_WHOLE: Final = frozenset(
    [
        "password",
        "passwd",
        "pwd",
        "passphrase",
        "secret",
        "token",
        "auth",
        "authorization",
        "apikey",
        "accesskey",
        "credential",
        "credentials",
        "jwt",
        "otp",
        "pin",
        "cvv",
        "cvc",
        "cardnumber",
        "ssn",
        "sessionid",
        "sid",
        "assertion",
        "clientassertion",
        "codeverifier",
        "samlresponse",
        "connectionstring",
        "privatekey",
        "signature",
        "sig",
        "key",
        "codechallenge",
        "devicecode",
        "usercode",
        "setcookie",
        "cookie",
    ]
)
_ENDS: Final = (
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "privatekey",
    "secretkey",
    "accesskey",
    "signingkey",
    "encryptionkey",
    "credential",
    "credentials",
    "passphrase",
    "authorization",
    "sessionid",
    "signature",
    "cookie",
    "securitytoken",
    "connectionstring",
    "passcode",
    "authkey",
    "licensekey",
    "masterkey",
    "sharedkey",
    "sessionkey",
    "recoverycode",
    "backupcode",
    "onetimecode",
    "verificationcode",
)
_NUMBERS: Final = (
    *("password", "passwd", "pwd", "passcode", "passphrase", "secret", "otp", "cvv", "cvc"),
    *("cardnumber", "ssn", "pin", "pincode", "onetimecode", "verificationcode"),
)
"""Ends of the names of fields in which a number is a secret."""
_NOT: Final = re.compile(
    r"(?:next|prev|previous|page|pagination|continuation|sync|cursor|resume|idempotency|start"
    r"|first|last|prompt|completion)"
    r"(?:page|list|set|delta)?(?:token|key)$|^has|^is|^(?:max|min|num|total|count)|^token(?:type|count|s)$"
)
"""Names that end like a secret's and say where to go on, or how many there are."""
_KEY_IN_FIELDS: Final = frozenset({"key", "sig", "auth", "sid", "pin", "signature"})
"""Secrets in a query, but mere words in a body: ``{"key": "color", "value": "red"}``."""


def plain_name(name: str) -> str:
    """``X-Api_Key`` and ``xApiKey`` in one spelling."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def is_secret_name(name: str, *, in_body: bool = False) -> bool:
    """Whether a parameter or field of this name usually holds a secret."""
    plain = plain_name(name)
    if _NOT.search(plain):
        return False
    if in_body and plain in _KEY_IN_FIELDS:
        return False
    return plain in _WHOLE or plain.removesuffix("s").endswith(_ENDS)


@record
class Rules:
    """What counts as a secret in the messages of one service.

    Attributes:
        headers, query, cookies, fields: names in addition to the usual ones, in any spelling;
            ``cookies`` is there for cookies that a description names, since every cookie counts as
            a secret anyway.
        exempt: names of headers, parameters, fields and cookies that are no secrets, in any
            spelling.
        patterns: shapes of secrets.
        exempt_patterns: names of shapes that do not count.
        allow: texts that are no secrets, whatever they look like.
    """

    headers: frozenset[str] = frozenset()
    query: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    exempt: frozenset[str] = frozenset()
    patterns: tuple[SecretPattern, ...] = PATTERNS
    exempt_patterns: frozenset[str] = frozenset()
    allow: tuple[str, ...] = ()

    def found_in(self, text: str) -> Iterator[FoundSecret]:
        """The places of a text that have the shape of a secret."""
        for found in find_secrets(text, self.patterns, self.exempt_patterns):
            if not any(allowed in found.text for allowed in self.allow):
                yield found

    def is_secret_header(self, name: str) -> bool:
        """Whether the value of a header field is a secret."""
        if name.lower() in self._exempt:
            return False
        return (
            name.lower() in HEADERS
            or plain_name(name) in _plain(self.headers)
            or (plain_name(name).endswith(_ENDS) and not _NOT.search(plain_name(name)))
        )

    def is_secret_query(self, name: str) -> bool:
        """Whether the value of a query parameter or a field of a form is a secret."""
        if plain_name(name) in _plain(self.exempt):
            return False
        return is_secret_name(name) or plain_name(name) in _plain(self.query | self.fields)

    def is_secret_field(self, name: str) -> bool:
        """Whether the value of a field of a body is a secret."""
        if plain_name(name) in _plain(self.exempt):
            return False
        return plain_name(name) in _plain(self.fields) or is_secret_name(name, in_body=True)

    def is_secret_number(self, name: str) -> bool:
        """Whether a number in a field is a secret: a password is, a count of tokens is not."""
        plain = plain_name(name)
        return plain not in _plain(self.exempt) and (
            plain in _plain(self.fields) or plain.endswith(_NUMBERS)
        )

    @property
    def _exempt(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.exempt)


def _plain(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(plain_name, names))
