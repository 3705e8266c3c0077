"""OAuth2 client credentials (RFC 6749, section 4.4): fetched once, kept, renewed in time."""

# The modules of the runtime are one another's friends; its underscores are for the users of a
# package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator
from typing import Any, NamedTuple, Self, TypeAlias, cast
from urllib.parse import quote_plus, urlencode

from ..clock import Clock
from ..config.configuration import BaseConfiguration
from ..config.servers import described_origins
from ..error_text import error_detail
from ..errors import ApiException, ApiValueError, MissingCredentialsError
from ..http.masking import masked, without
from ..http.origins import Address, AddressError, Base, Scope, resolve
from ..records import record
from ..request.base_url import base_of
from ..service.security_schemes import basic
from ..transport.effects import Effect, WithLock
from ..transport.protocol import Request

EARLY = 60.0
"""Seconds before its end at which a token is renewed; a tenth of its life if that is less."""


@record(hidden=("client_secret",))
class Grant:
    """Which client gets a token, where, and for which scopes: the key of the cache."""

    token_url: str
    client_id: str
    client_secret: str
    scopes: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        described_url: str,
        scopes: tuple[str, ...],
        configuration: BaseConfiguration,
        base: Base,
    ) -> Self:
        """The grant that a call needs.

        Args:
            described_url: the token URL of the description, or empty.
            scopes: what is requested.
            configuration: has the client's credentials, and perhaps another token URL.
            base: where the call goes.

        Raises:
            MissingCredentialsError: the token endpoint of the description is not where these
                credentials belong.
            ApiValueError: the token URL is none.
        """
        try:
            f"{configuration.client_id}{configuration.client_secret}".encode()
        except UnicodeEncodeError:
            raise ApiValueError("client_id or client_secret hold a lone surrogate") from None
        return cls(
            token_url=str(_endpoint(described_url, configuration, base)),
            client_id=configuration.client_id or "",
            client_secret=configuration.client_secret or "",
            scopes=scopes,
        )

    def request(self, *, in_body: bool = False) -> Request:
        """The token request.

        Args:
            in_body: whether the client authenticates by fields of the form instead of HTTP Basic
                (RFC 6749, section 2.3.1).
        """
        form = {"grant_type": "client_credentials"}
        if self.scopes:
            form["scope"] = " ".join(self.scopes)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        if in_body:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        else:
            headers["Authorization"] = self._basic()
        return Request("POST", self.token_url, headers, urlencode(form).encode())

    def _basic(self) -> str:
        return basic(quote_plus(self.client_id), quote_plus(self.client_secret))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every form in which the secret is sent, for messages to hide."""
        escaped = quote_plus(self.client_secret)
        return self.client_secret, escaped, self._basic().partition(" ")[2]


def _endpoint(described_url: str, configuration: BaseConfiguration, base: Base) -> Address:
    """Where tokens are fetched; a relative URL is taken from the host.

    The user's word counts. The description's counts for calls to the description's own servers,
    not for those to another host that the
    user gave: the secret was given for that one.
    """
    given = configuration.token_url
    url = given or described_url
    home = base if base.named else base_of(configuration)
    try:
        found = resolve(home.address, url)
    except AddressError as error:
        raise ApiValueError(f"token_url={masked(url)!r} cannot be used: {error}") from None
    if given or Scope(home.origin, configuration._trusted).admits(found.origin):
        return found
    known = not home.named or home.origin in described_origins(configuration._spec)
    if known and (found.origin.scheme, home.origin.scheme) != ("http", "https"):
        return found
    raise MissingCredentialsError(
        f"the token endpoint of the description is {found.shown}, which is another origin than the"
        f" host, {home.origin}; give token_url={found.shown!r}, or"
        f" trusted_origins=[{str(found.origin)!r}]; nothing was sent"
    )


class Token(NamedTuple):
    """A token and the moment, on the monotonic clock, from which it is renewed."""

    text: str
    renew_at: float


Exchange: TypeAlias = Callable[[Request], Generator[Effect, Any, bytes]]
"""Sends a token request by the client's own policy; gives the body of a successful response."""


class TokenCache:
    """The tokens of a client and its copies.

    Args:
        clock: tells when to renew.
        exchange: how a token request is sent.
    """

    def __init__(self, clock: Callable[[], Clock], exchange: Exchange) -> None:
        self._clock = clock
        self._exchange = exchange
        self._tokens: dict[Grant, Token] = {}
        self._in_body: set[Grant] = set()

    def shared_with(self, clock: Callable[[], Clock], exchange: Exchange) -> TokenCache:
        """The same tokens for a copy of the client, which fetches them by its own settings."""
        twin = TokenCache(clock, exchange)
        twin._tokens, twin._in_body = self._tokens, self._in_body
        return twin

    def get(self, grant: Grant) -> Generator[Effect, Any, str]:
        """A valid token; only one caller at a time fetches it, the others wait for that one."""
        known = self._known(grant)
        if known is not None:
            return known
        text: str = yield WithLock(grant, lambda: self._fetch(grant))
        return text

    def forget(self, grant: Grant, text: str) -> None:
        """Drops a token that the service refused, unless it was renewed already."""
        known = self._tokens.get(grant)
        if known is not None and known.text == text:
            self._tokens.pop(grant, None)

    def _known(self, grant: Grant) -> str | None:
        token = self._tokens.get(grant)
        if token is None or self._clock().monotonic() >= token.renew_at:
            return None
        return token.text

    def _fetch(self, grant: Grant) -> Generator[Effect, Any, str]:
        # Another caller may have fetched it while this one waited for its turn.
        known = self._known(grant)
        if known is not None:
            return known
        asked_at = self._clock().monotonic()
        body = yield from self._asked(grant)
        text, lifetime = _read_token(body, (*grant.secrets, *tokens_in(body)))
        early = min(EARLY, lifetime / 10)
        self._tokens[grant] = Token(text, asked_at + lifetime - early)
        return text

    def _asked(self, grant: Grant) -> Generator[Effect, Any, bytes]:
        """The body of the token response; a service that does not take HTTP Basic, as it should, is
        asked in the other way.
        """
        in_body = grant in self._in_body
        try:
            return (yield from self._exchange(grant.request(in_body=in_body)))
        except ApiException as error:
            error._hidden += grant.secrets
            if in_body or not _is_unknown_client(error):
                raise
            refused = error
        try:
            body = yield from self._exchange(grant.request(in_body=True))
        except ApiException:
            # Neither way: the standard one tells why.
            raise refused from None
        self._in_body.add(grant)
        return body


def _is_unknown_client(error: ApiException) -> bool:
    """Whether the endpoint did not recognise the client (RFC 6749, section 5.2)."""
    return error.status == 401 or (error.status == 400 and "invalid_client" in (error.body or ""))


_LONGEST = 65536
"""Characters of a token; services accept fewer in a header field, so it could never be used."""
_TOKEN = re.compile(rb'"(?:access|refresh|id)_token"\s*:\s*"((?:[^"\\]|\\.)*)')


def _read_token(body: bytes, hidden: tuple[str, ...]) -> tuple[str, float]:
    """The token and its life in seconds (RFC 6749, section 5.1); without ``expires_in`` it holds
    until it is refused.

    Args:
        body: of the response.
        hidden: the texts that no message may show.
    """
    fields = _fields(body)
    given = fields.get("access_token")
    text = given.strip() if isinstance(given, str) else ""
    if not text:
        said = error_detail(body.decode("utf-8", "replace"), lambda said: without(said, hidden))
        raise ApiException(
            200, "the token endpoint's response has no access_token" + (f": {said}" if said else "")
        )
    if not (text.isascii() and text.isprintable()) or len(text) > _LONGEST:
        # A token like this would be kept, and no call could be made with it.
        raise ApiException(200, "the access_token of the token endpoint cannot be sent in a header")
    return text, _lifetime(fields.get("expires_in"))


def tokens_in(body: bytes) -> tuple[str, ...]:
    """The tokens in a response of a token endpoint, whatever its status: no message shows them."""
    # Not as JSON: the response may be broken, or name a token twice.
    return tuple(found[1].decode("utf-8", "replace") for found in _TOKEN.finditer(body))


def _fields(body: bytes) -> dict[str, object]:
    try:
        # A life of 5,000 digits is one without end.
        response: object = json.loads(body, parse_int=float)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, object]", response) if isinstance(response, dict) else {}


def _lifetime(given: object) -> float:
    """Seconds; what is no number of them says nothing."""
    if isinstance(given, bool):
        return float("inf")
    try:
        seconds = float(cast("Any", given))
    except (TypeError, ValueError, OverflowError):
        return float("inf")
    return float("inf") if seconds != seconds else max(0.0, seconds)
