"""The security schemes of a description: one class a kind, which knows all that is special to it.

A scheme tells which arguments of a configuration it takes, finds its credential there, writes that
as it is sent, and says what messages must hide. Nothing else in the runtime asks which kind a
scheme is: another kind is another class here (Security Scheme Object of the OpenAPI specification).
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeAlias

from ..errors import ApiTypeError, ApiValueError
from ..records import field, record
from ..user_input import sendable, stripped
from .oauth_flows import NO_DEFAULTS, NO_FLOW, OAuthFlow, SignInDefaults

if TYPE_CHECKING:
    from .sign_in import AnySignIn


@record
class TokenFlow:
    """A token that the client fetches for itself.

    Attributes:
        sign_in: how, as the user has set it up.
        described: the addresses that the description has for that.
        discovery_url: where the service describes its endpoints, as the description has it.
        defaults: what the package says for what the user leaves out.
    """

    sign_in: AnySignIn
    described: OAuthFlow = NO_FLOW
    discovery_url: str = ""
    defaults: SignInDefaults = NO_DEFAULTS


@record(hidden=("password",))
class DigestUser:
    """Who answers a service's challenge (RFC 7616)."""

    username: str
    password: str


Secret: TypeAlias = str | Callable[[], Any] | TokenFlow | DigestUser
"""A credential as it is set: its text, a function that gives it, a flow that fetches it, or what a
challenge is answered with.
"""


class Settings(Protocol):
    """What schemes read in a configuration."""

    api_key: dict[str, str]
    api_key_prefix: dict[str, str]
    username: str | None
    password: str | None
    access_token: Any
    client_id: str | None
    client_secret: str | None
    token_url: str | None
    cert_file: str | None
    sign_in: dict[str, AnySignIn]


class SecurityScheme(Protocol):
    """What every kind of security scheme can tell.

    Attributes:
        kind: the word for it in ``Configuration.auth_settings()``.
        arguments: those of a configuration that it takes, as messages name them.
        environment: the variable that holds the credential when none is given, or empty.
    """

    kind: ClassVar[str]
    arguments: ClassVar[tuple[str, ...]]

    @property
    def environment(self) -> str:
        """The variable that holds the credential when none is given, or empty."""
        ...

    @property
    def place(self) -> tuple[str, str] | None:
        """Where a request carries the credential: ``header``, ``query`` or ``cookie``, and the
        name there; None: not in the request.
        """
        ...

    @property
    def words(self) -> str:
        """What it is, in a message: "an API key in the query as 'key'"."""
        ...

    def argument(self, name: str) -> str:
        """How a configuration is made with its credential; ``name`` is the scheme's."""
        ...

    def setting(self, name: str) -> str:
        """What must be set, for the message that it is missing."""
        ...

    def find(self, name: str, settings: Settings) -> Secret | None:
        """The credential that is set, or None; an empty one, such as an unset variable gives, is
        none.
        """
        ...

    def value(self, name: str, secret: str, settings: Settings) -> str:
        """The credential as it is sent."""
        ...

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        """The texts that no message may show.

        Args:
            secret: the credential as it is set.
            value: as it is sent.
        """
        ...

    def details(self) -> Mapping[str, str]:
        """What ``Configuration.auth_settings()`` tells besides."""
        ...


class _InAuthorization:
    """What schemes have in common that use the field ``Authorization`` (RFC 9110, section 11)."""

    __slots__ = ()

    @property
    def place(self) -> tuple[str, str] | None:
        return "header", "Authorization"

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        return (secret,)

    def details(self) -> Mapping[str, str]:
        return {}


class _Key:
    """What schemes have in common that take an entry of ``api_key``."""

    __slots__ = ()

    arguments: ClassVar[tuple[str, ...]] = ("api_key",)
    prefix: str

    def argument(self, name: str) -> str:
        return f"api_key={{{name!r}: ...}}"

    def setting(self, name: str) -> str:
        return f"api_key[{name!r}]"

    def find(self, name: str, settings: Settings) -> Secret | None:
        key = settings.api_key.get(name, "")
        if not isinstance(key, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError(f"api_key[{name!r}] is a str, not a {type(key).__name__}")
        return sendable(stripped(key), f"api_key[{name!r}]") or None

    def value(self, name: str, secret: str, settings: Settings) -> str:
        prefix = settings.api_key_prefix.get(name, self.prefix)
        return f"{prefix} {secret}" if prefix else secret


class _UserAndPassword(_InAuthorization):
    """What schemes have in common that take ``username`` and ``password``."""

    __slots__ = ()

    arguments: ClassVar[tuple[str, ...]] = ("username", "password")

    def argument(self, name: str) -> str:
        return "username=... and password=..."

    def setting(self, name: str) -> str:
        return "username and password"


class _Token(_InAuthorization):
    """What schemes have in common that take ``access_token`` (RFC 6750)."""

    __slots__ = ()

    arguments: ClassVar[tuple[str, ...]] = ("access_token", "sign_in", "token_store")
    prefix: str
    sign_in: SignInDefaults

    def argument(self, name: str) -> str:
        return "access_token=..."

    def setting(self, name: str) -> str:
        return "access_token"

    def find(self, name: str, settings: Settings) -> Secret | None:
        given = _token(settings)
        chosen = settings.sign_in.get(name)
        if given is not None or chosen is None:
            return given
        return self._fetched(chosen)

    def _fetched(self, chosen: AnySignIn) -> TokenFlow | None:
        return TokenFlow(sign_in=chosen, defaults=self.sign_in)

    def value(self, name: str, secret: str, settings: Settings) -> str:
        prefix = settings.api_key_prefix.get(name, self.prefix) or "Bearer"
        return f"{prefix} {secret}"


def _token(settings: Settings) -> str | Callable[[], Any] | None:
    given = settings.access_token
    if isinstance(given, str):
        return stripped(given) or None
    found: Callable[[], Any] | None = given
    return found


@record
class ApiKey(_Key):
    """A key in a header, the query or a cookie.

    Attributes:
        parameter: its name on the wire.
        location: ``header``, ``query`` or ``cookie``.
        prefix: a word before the key, unless the caller sets another one.
        environment: the variable that holds the key when none is given.
    """

    kind: ClassVar[str] = "api_key"

    parameter: str
    location: str = "header"
    prefix: str = ""
    environment: str = ""

    @property
    def place(self) -> tuple[str, str] | None:
        """See :class:`SecurityScheme`, here and below."""
        return self.location, self.parameter

    @property
    def words(self) -> str:
        """What it is."""
        return f"an API key in the {self.location} as {self.parameter!r}"

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        """The key."""
        return (secret,)

    def details(self) -> Mapping[str, str]:
        """None."""
        return {}


@record
class HttpBasic(_UserAndPassword):
    """User name and password (RFC 7617); the environment variable holds ``user:password``."""

    kind: ClassVar[str] = "basic"

    environment: str = ""

    @property
    def words(self) -> str:
        """What it is."""
        return "HTTP Basic"

    def find(self, name: str, settings: Settings) -> Secret | None:
        """User name and password with a colon between them."""
        user, password = settings.username, settings.password
        return None if user is None or password is None else f"{user}:{password}"

    def value(self, name: str, secret: str, settings: Settings) -> str:
        """The pair in base64."""
        user, _, password = secret.partition(":")
        return basic(user, password)

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        """The password, and the pair in base64."""
        return secret.partition(":")[2], value.partition(" ")[2]


@record
class HttpBearer(_Token):
    """A bearer token; ``prefix`` replaces the word ``Bearer``."""

    kind: ClassVar[str] = "bearer"

    bearer_format: str = ""
    prefix: str = ""
    environment: str = ""
    sign_in: SignInDefaults = NO_DEFAULTS

    @property
    def words(self) -> str:
        """What it is."""
        return "a bearer token"

    def _fetched(self, chosen: AnySignIn) -> TokenFlow | None:
        """None, as the place of tokens is unknown: the description of such a scheme does not."""
        for each in (chosen, self.sign_in):
            if each.token_url or each.discovery_url:
                return TokenFlow(sign_in=chosen, defaults=self.sign_in)
        return None

    def details(self) -> Mapping[str, str]:
        """What the token looks like, where the description says it."""
        return {"format": self.bearer_format} if self.bearer_format else {}


@record
class HttpScheme(_Key, _InAuthorization):
    """Another HTTP authentication scheme: ``Authorization: <scheme> <key>``, the key from
    ``api_key``.
    """

    kind: ClassVar[str] = "http"

    scheme: str
    prefix: str = ""
    environment: str = ""

    @property
    def words(self) -> str:
        """What it is."""
        return f"HTTP {self.scheme}"

    def value(self, name: str, secret: str, settings: Settings) -> str:
        """The key after the scheme's word."""
        return f"{self.scheme} {_Key.value(self, name, secret, settings)}"


@record
class HttpDigest(_UserAndPassword):
    """User name and password that answer a challenge, and are never sent themselves (RFC 7616); the
    environment variable holds ``user:password``.
    """

    kind: ClassVar[str] = "digest"

    environment: str = ""

    @property
    def words(self) -> str:
        """What it is."""
        return "HTTP Digest"

    def find(self, name: str, settings: Settings) -> Secret | None:
        """User name and password, those of the environment where none are set."""
        user, password = settings.username, settings.password
        if user is None or password is None:
            given = environment_credential(self)
            if given is None:
                return None
            user, _, password = given.partition(":")
        return DigestUser(username=user, password=password)

    def value(self, name: str, secret: str, settings: Settings) -> str:
        """Nothing is sent before the service asks."""
        return ""


@record
class OAuth2(_Token):
    """OAuth2: a token that the caller has, or one that the client fetches by a grant.

    Attributes:
        token_url: of the client-credentials flow, or empty.
        scopes: its scopes with their descriptions.
        flows: the other flows of the description, by name.
        discovery_url: where the service describes its endpoints (``oauth2MetadataUrl`` of 3.2).
        sign_in: what the package says of signing in.
    """

    kind: ClassVar[str] = "oauth2"
    arguments: ClassVar[tuple[str, ...]] = (
        "access_token",
        "client_id",
        "client_secret",
        "token_url",
        "sign_in",
        "token_store",
    )

    token_url: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])
    flows: Mapping[str, OAuthFlow] = field(default_factory=dict[str, OAuthFlow])
    discovery_url: str = ""
    prefix: str = ""
    environment: str = ""
    sign_in: SignInDefaults = NO_DEFAULTS

    @property
    def words(self) -> str:
        """What it is."""
        return "OAuth 2"

    def argument(self, name: str) -> str:
        """A token, or what one is fetched with."""
        return "access_token=..., client_id=... and client_secret=..., or sign_in=..."

    def setting(self, name: str) -> str:
        """The same; without a token URL none can be fetched."""
        ways = ["client_id and client_secret"] if self._token_url else []
        if self.flows or self.discovery_url or self.sign_in.discovery_url:
            ways.append("sign_in")
        return f"access_token (or {', or '.join(ways)})" if ways else "access_token"

    @property
    def _token_url(self) -> str:
        return self.sign_in.token_url or self.token_url

    def find(self, name: str, settings: Settings) -> Secret | None:
        """A token that is set, or else the flow that fetches one."""
        found = _Token.find(self, name, settings)
        if found is not None:
            return found
        secret, url = settings.client_secret, settings.token_url or ""
        if settings.client_id and secret and (url or self._token_url):
            from .sign_in import ClientCredentials

            client = ClientCredentials(
                client_id=settings.client_id, client_secret=secret, token_url=url
            )
            return self._fetched(client)
        return None

    def _fetched(self, chosen: AnySignIn) -> TokenFlow:
        own = OAuthFlow(token_url=self.token_url, scopes=self.scopes)
        flows = {"clientCredentials": own, **self.flows} if self.token_url else self.flows
        described = next((flows[each] for each in chosen.flow_names if each in flows), NO_FLOW)
        return TokenFlow(
            sign_in=chosen,
            described=described,
            discovery_url=self.discovery_url,
            defaults=self.sign_in,
        )


@record
class OpenIdConnect(_Token):
    """OpenID Connect: a token that the caller has, or one that the client fetches by a grant.

    Attributes:
        discovery_url: where the service describes its endpoints.
        sign_in: what the package says of signing in.
    """

    kind: ClassVar[str] = "oauth2"

    discovery_url: str = ""
    prefix: str = ""
    environment: str = ""
    sign_in: SignInDefaults = NO_DEFAULTS

    @property
    def words(self) -> str:
        """What it is."""
        return "OpenID Connect"

    def argument(self, name: str) -> str:
        """A token, or how one is fetched."""
        return "access_token=..., or sign_in=..."

    def setting(self, name: str) -> str:
        """The same."""
        return "access_token (or sign_in)" if self.discovery_url else "access_token"

    def _fetched(self, chosen: AnySignIn) -> TokenFlow:
        return TokenFlow(sign_in=chosen, discovery_url=self.discovery_url, defaults=self.sign_in)


@record
class MutualTLS:
    """A client certificate: ``cert_file`` of the configuration. The transport presents it."""

    kind: ClassVar[str] = "mutual_tls"
    arguments: ClassVar[tuple[str, ...]] = ()

    environment: str = ""

    @property
    def place(self) -> tuple[str, str] | None:
        """Outside of the request."""
        return None

    @property
    def words(self) -> str:
        """What it is."""
        return "a client certificate"

    def argument(self, name: str) -> str:
        """The certificate's file."""
        return "cert_file=..."

    def setting(self, name: str) -> str:
        """The same."""
        return "cert_file"

    def find(self, name: str, settings: Settings) -> Secret | None:
        """The certificate's file."""
        return settings.cert_file

    def value(self, name: str, secret: str, settings: Settings) -> str:
        """Nothing is sent."""
        return ""

    def secrets(self, secret: str, value: str) -> tuple[str, ...]:
        """A file's name is none."""
        return ()

    def details(self) -> Mapping[str, str]:
        """None."""
        return {}


def environment_credential(scheme: SecurityScheme) -> str | None:
    """The credential that the scheme's environment variable holds, or None."""
    if not scheme.environment:
        return None
    variable = scheme.environment
    text = sendable(stripped(os.environ.get(variable, "")), f"the environment variable {variable}")
    return text or None


def basic(username: str, password: str) -> str:
    """The value of ``Authorization`` for basic authentication (RFC 7617, in UTF-8)."""
    try:
        pair = f"{username}:{password}".encode()
    except UnicodeEncodeError:
        raise ApiValueError("user name or password hold a lone surrogate") from None
    token = base64.b64encode(pair).decode()
    return f"Basic {token}"
