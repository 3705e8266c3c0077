"""The service as a whole: servers, security schemes, version."""

from __future__ import annotations

from collections.abc import Mapping

from ..records import field, record
from .security_schemes import SecurityScheme

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .options import Retries


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
        retries: which calls are repeated where the user says nothing; None: as usual.
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
    retries: Retries | None = None
