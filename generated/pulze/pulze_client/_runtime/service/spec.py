"""Facts about the service as a whole: servers, security schemes, version. One :class:`PackageSpec`
a package.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from ..records import field, record


@record(kw_only=False)
class ServerVariable:
    """A variable of a server's URL.

    Attributes:
        default: the value when none is given.
        values: the values that are allowed; empty: any.
        description: the description's own words.
    """

    default: str
    values: tuple[str, ...] = ()
    description: str = ""


@record(kw_only=False)
class Server:
    """A base URL, with ``{variables}`` (Server Object of the OpenAPI specification)."""

    url: str
    description: str = ""
    variables: Mapping[str, ServerVariable] = field(default_factory=dict[str, ServerVariable])


@record
class ApiKey:
    """A key in a header, the query or a cookie.

    Attributes:
        parameter: its name on the wire.
        location: ``header``, ``query`` or ``cookie``.
        prefix: a word before the key, unless the caller sets another one.
        environment: the variable that holds the key when none is given.
    """

    parameter: str
    location: str = "header"
    prefix: str = ""
    environment: str = ""


@record
class HttpBasic:
    """User name and password; the environment variable holds ``user:password``."""

    environment: str = ""


@record
class HttpBearer:
    """A bearer token; ``prefix`` replaces the word ``Bearer``."""

    bearer_format: str = ""
    prefix: str = ""
    environment: str = ""


@record
class HttpScheme:
    """Another HTTP authentication scheme: ``Authorization: <scheme> <key>``, the key from
    ``api_key``.
    """

    scheme: str
    prefix: str = ""
    environment: str = ""


@record
class OAuth2:
    """OAuth2: a token that the caller has, or the client-credentials flow where there is a token
    URL.

    Attributes:
        token_url: of the client-credentials flow, or empty.
        scopes: its scopes with their descriptions.
        flows: the names of all flows of the description.
    """

    token_url: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])
    flows: tuple[str, ...] = ()
    prefix: str = ""
    environment: str = ""


@record
class OpenIdConnect:
    """OpenID Connect: a token that the caller has."""

    prefix: str = ""
    environment: str = ""


@record
class MutualTLS:
    """A client certificate: ``cert_file`` of the configuration."""

    environment: str = ""


SecurityScheme: TypeAlias = (
    ApiKey | HttpBasic | HttpBearer | HttpScheme | OAuth2 | OpenIdConnect | MutualTLS
)


@record
class PackageSpec:
    """What the package knows about its service.

    Attributes:
        package: the import name.
        version: of the package.
        title: of the description.
        api_version: of the description.
        servers: base URLs, the first is the default.
        security_schemes: by the name that the description gives them.
        digest: ``sha256:...`` of the description.
        environment: environment variables by purpose: ``host``, ``log``, ``client_id``,
            ``client_secret``.
        distribution: what is installed, for messages that say how to.
    """

    package: str
    version: str = ""
    title: str = ""
    api_version: str = ""
    servers: tuple[Server, ...] = ()
    security_schemes: Mapping[str, SecurityScheme] = field(
        default_factory=dict[str, SecurityScheme]
    )
    digest: str = ""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    distribution: str = ""
