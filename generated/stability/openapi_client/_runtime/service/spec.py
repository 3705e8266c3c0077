"""The service as a whole: servers, security schemes, version."""

from __future__ import annotations

from collections.abc import Mapping

from .. import TYPE_CHECKING
from ..records import field, record

if TYPE_CHECKING:
    from .options import Retries
    from .response_rules import ErrorRule, ThrottlingRule
    from .security_schemes import SecurityScheme


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
        throttling: how responses say that a call came too early, where the status does not.
        errors: how responses say that a call failed, by ``GET /path``, or ``*`` for all others.
    """

    package: str
    version: str = ""
    title: str = ""
    api_version: str = ""
    servers: tuple[Server, ...] = ()
    security_schemes: Mapping[str, SecurityScheme] = field(
        default_factory=dict[str, "SecurityScheme"]
    )
    digest: str = ""
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    distribution: str = ""
    retries: Retries | None = None
    throttling: tuple[ThrottlingRule, ...] = ()
    errors: Mapping[str, tuple[ErrorRule, ...]] = field(
        default_factory=dict[str, "tuple[ErrorRule, ...]"]
    )

    def errors_of(self, method: str, path: str) -> tuple[ErrorRule, ...]:
        """The rules for the errors of an operation."""
        found = self.errors.get(f"{method} {path}")
        return self.errors.get("*", ()) if found is None else found
