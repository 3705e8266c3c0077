"""The addresses of signing in: whose word counts, and where a secret may go.

The user's word counts, then the package's and the description's, then the service's own
(OpenID Connect Discovery 1.0, section 4; RFC 8414). What the description says counts for calls to
the description's own servers, not for those to another host that the user gave: the secrets were
given for that one. What the service says of itself counts for its own origin.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any, Final

from ..config.configuration import BaseConfiguration
from ..config.servers import described_origins
from ..errors import ApiValueError, MissingCredentialsError, SignInError
from ..http.credential_scope import Scope
from ..http.masking import masked
from ..http.origins import Address, AddressError, Base, parse, resolve
from ..request.base_url import base_of
from ..service.security_schemes import TokenFlow
from ..transport.effects import Effect
from ..transport.protocol import Request
from .token_request import Exchange, json_object

_WELL_KNOWN: Final = "/.well-known/"
_DISCOVERY: Final = "/.well-known/openid-configuration"

_MEMBERS: Final[Mapping[str, str]] = {
    "token_url": "token_endpoint",
    "authorization_url": "authorization_endpoint",
    "device_authorization_url": "device_authorization_endpoint",
    "revocation_url": "revocation_endpoint",
}
"""What a discovery document calls an address."""

_WORDS: Final[Mapping[str, str]] = {
    "token_url": "the token endpoint",
    "refresh_url": "the refresh endpoint",
    "authorization_url": "the authorization endpoint",
    "device_authorization_url": "the device endpoint",
    "revocation_url": "the revocation endpoint",
    "discovery_url": "the discovery document",
}


class Endpoints:
    """Finds the addresses of one flow.

    Args:
        flow: how tokens are fetched.
        configuration: of the client.
        base: where the call goes.
        documents: the discovery documents that were read, by address; shared by all calls of a
            client.
        exchange: sends requests.
    """

    def __init__(
        self,
        flow: TokenFlow,
        configuration: BaseConfiguration,
        base: Base,
        documents: dict[str, Mapping[str, Any]],
        exchange: Exchange,
    ) -> None:
        self._flow = flow
        self._configuration = configuration
        self._home = base if base.named else base_of(configuration)
        self._documents = documents
        self._exchange = exchange

    def find(self, name: str, *, required: bool = True) -> Generator[Effect, Any, Address | None]:
        """The address that ``name`` (``token_url``) stands for; None for one that is not required
        and that nothing says.

        Raises:
            MissingCredentialsError: it is not set, or credentials may not go there.
            ApiValueError: it is no address.
        """
        known = self.stated(name)
        if known is not None:
            return known
        if name == "refresh_url":
            return (yield from self.find("token_url"))
        discovery = self.stated("discovery_url")
        if discovery is not None:
            return (yield from self._discovered(name, discovery, required=required))
        if not required:
            return None
        raise MissingCredentialsError(
            f"nothing says where {_WORDS[name]} is; give {name}=... to"
            f" {type(self._flow.sign_in).__name__}; nothing was sent"
        )

    def stated(self, name: str) -> Address | None:
        """The address that the user, the package or the description says."""
        given: str = getattr(self._flow.sign_in, name, "")
        if not given and name == "token_url":
            given = self._configuration.token_url or ""
        described: str = getattr(self._flow.defaults, name, "")
        if not described and name == "discovery_url":
            described = self._flow.discovery_url
        described = described or getattr(self._flow.described, name, "")
        url = given or described
        if not url:
            return None
        found = self._resolved(name, url)
        if not given and not self._may_be_described(found):
            raise MissingCredentialsError(
                f"{_WORDS[name]} of the description is {found.shown}, which is another origin than"
                f" the host, {self._home.origin}; give {name}={found.shown!r}, or"
                f" trusted_origins=[{str(found.origin)!r}]; nothing was sent"
            )
        return found

    def _resolved(self, name: str, url: str) -> Address:
        try:
            return resolve(self._home.address, url)
        except AddressError as error:
            raise ApiValueError(f"{name}={masked(url)!r} cannot be used: {error}") from None

    def _may_be_described(self, found: Address) -> bool:
        home, configuration = self._home, self._configuration
        if Scope(home.origin, configuration._trusted).admits(found.origin):
            return True
        known = not home.named or home.origin in described_origins(configuration._spec)
        return known and (found.origin.scheme, home.origin.scheme) != ("http", "https")

    def _discovered(
        self, name: str, discovery: Address, *, required: bool
    ) -> Generator[Effect, Any, Address | None]:
        document = yield from self._document(discovery)
        url = document.get(_MEMBERS[name])
        if not isinstance(url, str) or not url:
            if not required:
                return None
            raise SignInError(
                f"the discovery document {discovery.shown} does not say where {_WORDS[name]} is;"
                f" give {name}=..."
            )
        try:
            found = parse(url)
        except AddressError as error:
            raise SignInError(
                f"the discovery document {discovery.shown} names {masked(url)!r} as {_WORDS[name]},"
                f" which is not used: {error}"
            ) from None
        # A page that a person opens gets no secret; it may be anywhere.
        if name != "authorization_url" and not Scope(
            discovery.origin, self._configuration._trusted
        ).admits(found.origin):
            raise MissingCredentialsError(
                f"the discovery document {discovery.shown} names {found.shown} as {_WORDS[name]},"
                f" which is another origin; give {name}={found.shown!r}, or"
                f" trusted_origins=[{str(found.origin)!r}]"
            )
        return found

    def _document(self, discovery: Address) -> Generator[Effect, Any, Mapping[str, Any]]:
        if _WELL_KNOWN not in discovery.path:
            # The issuer itself: its document has a place that is known.
            path = discovery.path.rstrip("/") + _DISCOVERY
            discovery = discovery._replace(path=path)
        key = str(discovery)
        if key not in self._documents:
            request = Request("GET", key, {"Accept": "application/json"})
            document = json_object((yield from self._exchange(request)), discovery)
            _check_issuer(document, discovery)
            self._documents[key] = document
        return self._documents[key]


def _check_issuer(document: Mapping[str, Any], discovery: Address) -> None:
    """A document speaks for its own origin only (RFC 8414, section 3.3)."""
    issuer = document.get("issuer")
    try:
        origin = parse(issuer).origin if isinstance(issuer, str) else None
    except AddressError:
        origin = None
    if origin != discovery.origin:
        said = f"{masked(issuer)!r}" if isinstance(issuer, str) else "none"
        raise SignInError(
            f"the discovery document {discovery.shown} is of another issuer: {said[:200]}"
        )
