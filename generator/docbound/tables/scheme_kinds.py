"""The kinds of security schemes: what a package and its documentation make of each.

A scheme carries its kind from the description to the printed page, so that no stage compares names
of kinds. Another kind is another row here and a class in ``runtime/service/security_schemes.py``; a
reader in ``interpret/security.py`` only where a description may leave something out that can be
guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.records import record


@record
class SchemeKind:
    """One kind.

    Attributes:
        name: as messages and reports write it.
        runtime_class: what ``_spec.py`` makes of it.
        parts: the arguments of that class that are texts, in order; ``environment``, which all
            have, aside.
        keys: where a Security Scheme Object has such a part under another key than the part's own.
        words: what it needs, with an article.
        variable: the environment variable that examples read where client.yaml names none.
        arguments: of ``Configuration``, which carry the credential; ``api_key`` is a mapping by the
            scheme's name, and two arguments are two halves with a colon between them.
        signs_in: whether the client can fetch the credential for itself.
    """

    name: str
    runtime_class: str
    parts: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    words: str
    variable: str
    arguments: tuple[str, ...]
    signs_in: bool = False

    @property
    def is_token(self) -> bool:
        """Whether its credential goes where bearer tokens go."""
        return self.arguments == ("access_token",)

    @property
    def placeholder(self) -> str:
        """What fixtures and tests say in place of a credential."""
        halves = {"username": "test-user", "password": "test-password-not-a-secret"}
        if set(self.arguments) <= halves.keys():
            return ":".join(halves[argument] for argument in self.arguments)
        return "test-key-not-a-secret" if self.is_key else "test-token-not-a-secret"

    @property
    def is_key(self) -> bool:
        """Whether its credential is an entry of ``api_key``."""
        return self.arguments == ("api_key",)


API_KEY: Final = SchemeKind(
    name="apiKey",
    runtime_class="ApiKey",
    parts=("parameter", "location", "prefix"),
    keys=(("parameter", "name"), ("location", "in")),
    words="an API key",
    variable="API_KEY",
    arguments=("api_key",),
)
BASIC: Final = SchemeKind(
    name="basic",
    runtime_class="HttpBasic",
    words="a user name and a password",
    variable="BASIC_AUTH",
    arguments=("username", "password"),
)
DIGEST: Final = SchemeKind(
    name="digest",
    runtime_class="HttpDigest",
    words="a user name and a password",
    variable="DIGEST_AUTH",
    arguments=("username", "password"),
)
BEARER: Final = SchemeKind(
    name="bearer",
    runtime_class="HttpBearer",
    parts=("bearer_format", "prefix"),
    keys=(("bearer_format", "bearerFormat"),),
    words="a bearer token",
    variable="BEARER_TOKEN",
    arguments=("access_token",),
    signs_in=True,
)
OTHER_HTTP: Final = SchemeKind(
    name="http",
    runtime_class="HttpScheme",
    parts=("scheme", "prefix"),
    words="a key",
    variable="API_KEY",
    arguments=("api_key",),
)
OAUTH2: Final = SchemeKind(
    name="oauth2",
    runtime_class="OAuth2",
    parts=("token_url", "discovery_url", "prefix"),
    keys=(("token_url", "tokenUrl"), ("discovery_url", "oauth2MetadataUrl")),
    words="an OAuth 2 access token",
    variable="ACCESS_TOKEN",
    arguments=("access_token",),
    signs_in=True,
)
OPEN_ID_CONNECT: Final = SchemeKind(
    name="openIdConnect",
    runtime_class="OpenIdConnect",
    parts=("discovery_url", "prefix"),
    keys=(("discovery_url", "openIdConnectUrl"),),
    words="an OpenID Connect token",
    variable="ACCESS_TOKEN",
    arguments=("access_token",),
    signs_in=True,
)
MUTUAL_TLS: Final = SchemeKind(
    name="mutualTLS",
    runtime_class="MutualTLS",
    words="a client certificate",
    variable="CLIENT_CERTIFICATE",
    arguments=("cert_file",),
)

SCHEME_KINDS: Final[Mapping[str, SchemeKind]] = {
    kind.name: kind
    for kind in (API_KEY, BASIC, DIGEST, BEARER, OTHER_HTTP, OAUTH2, OPEN_ID_CONNECT, MUTUAL_TLS)
}
"""The kinds by name."""

HTTP_KINDS: Final[Mapping[str, SchemeKind]] = {kind.name: kind for kind in (BASIC, BEARER, DIGEST)}
"""The kinds that are schemes of HTTP, by the ``scheme`` of a Security Scheme Object."""

_BY_TYPE: Final = {name.lower(): kind for name, kind in SCHEME_KINDS.items()}


def kind_of(type_: str, scheme: str = "") -> SchemeKind | None:
    """The kind of a Security Scheme Object by its ``type`` and ``scheme``; None for an unknown
    type. ``basic`` is a type in Swagger 2.0.
    """
    kind = _BY_TYPE.get(type_.lower())
    return HTTP_KINDS.get(scheme.lower(), OTHER_HTTP) if kind is OTHER_HTTP else kind
