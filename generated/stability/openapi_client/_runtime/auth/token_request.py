"""Token requests, and what comes back (RFC 6749, sections 3.2 and 5)."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
import math
from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeAlias, cast
from urllib.parse import urlencode

from ..clock import Clock
from ..error_text import error_detail
from ..errors import ApiException, ApiValueError, SignInError
from ..http.masking import without
from ..http.origins import Address
from ..lazy_patterns import lazy_pattern
from ..named_tuples import NamedTuple
from ..records import record
from ..service.sign_in import AnySignIn
from ..service.token_stores import TokenSet
from ..transport.effects import Effect
from ..transport.protocol import Request
from .client_authentication import Client

JSON: TypeAlias = dict[str, Any]


class Exchange(Protocol):
    """Sends a request by the client's own policy; gives the body of a successful response. What it
    raises shows none of ``secrets``.
    """

    def __call__(
        self, request: Request, secrets: tuple[str, ...] = ()
    ) -> Generator[Effect, Any, bytes]:
        """Sends ``request``."""
        ...


class Endpoint(Protocol):
    """Gives the address that a name stands for: ``token_url``, ``authorization_url`` and so on;
    None for one that is not required and that nothing says.
    """

    def __call__(self, name: str, *, required: bool = True) -> Generator[Effect, Any, Any]:
        """The address."""
        ...


class StatementDefaults(NamedTuple):
    """What a package says of signed statements; see
    :class:`~.service.oauth_flows.SignInDefaults`.
    """

    audience: str
    scope: str
    lifetime: int


@record(frozen=False)
class Conversation:
    """What a grant needs to know and to do.

    Attributes:
        flow: how the user has set it up.
        client: who asks.
        scopes: what is asked for.
        parameters: further fields of each token request.
        authorization_parameters: further parameters of the authorization address.
        redirect: the port and the path of the loopback address.
        endpoint: gives addresses.
        exchange: sends requests.
        clock: tells the time.
        statement: what the package says of signed statements.
        host_field: the field of a response that has the host of calls, or empty.
        in_body: whether the endpoint turned out not to take HTTP Basic.
    """

    flow: AnySignIn
    client: Client
    scopes: tuple[str, ...]
    parameters: Mapping[str, str]
    authorization_parameters: Mapping[str, str]
    redirect: tuple[int, str]
    endpoint: Endpoint
    exchange: Exchange
    clock: Clock
    statement: StatementDefaults
    host_field: str = ""
    in_body: bool = False

    @property
    def scope(self) -> dict[str, str]:
        """The field ``scope``, where something is asked for."""
        return {"scope": " ".join(self.scopes)} if self.scopes else {}

    def post(
        self, endpoint: Address, fields: Mapping[str, str], secrets: tuple[str, ...] = ()
    ) -> Generator[Effect, Any, JSON]:
        """Sends a form, with the client's proof; gives the response as JSON.

        A service that does not take HTTP Basic, as it should, is asked in the other way.

        Args:
            endpoint: where to.
            fields: of the form.
            secrets: those of ``fields`` that no message may show.

        Raises:
            ApiException: the service said no.
            SignInError: what it answered is no JSON object.
        """
        hidden = (*secrets, *self.client.secrets)
        return json_object((yield from self._posted(endpoint, fields, hidden)), endpoint, hidden)

    def _posted(
        self, endpoint: Address, fields: Mapping[str, str], hidden: tuple[str, ...]
    ) -> Generator[Effect, Any, bytes]:
        try:
            return (yield from self.exchange(self._request(endpoint, fields), hidden))
        except ApiException as error:
            if self.in_body or not self.client.may_change or not _is_unknown_client(error):
                raise
            refused = error
        self.in_body = True
        try:
            return (yield from self.exchange(self._request(endpoint, fields), hidden))
        except ApiException:
            # Neither way: the standard one tells why.
            self.in_body = False
            raise refused from None

    def revoke(self, token: str, kind: str) -> Generator[Effect, Any, bool]:
        """Withdraws a token (RFC 7009); gives False where nothing says where to.

        Args:
            token: an access token or a refresh token.
            kind: which of both.

        Raises:
            ApiException: the service said no.
        """
        endpoint: Address | None = yield from self.endpoint("revocation_url", required=False)
        if endpoint is None:
            return False
        fields = {"token": token, "token_type_hint": kind}
        yield from self._posted(endpoint, fields, (token, *self.client.secrets))
        return True

    def _request(self, endpoint: Address, fields: Mapping[str, str]) -> Request:
        proof, more = self.client.proof(str(endpoint), self.clock, in_body=self.in_body)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
            **proof,
        }
        return Request("POST", str(endpoint), headers, _form({**fields, **more}))

    def tokens(
        self, endpoint: Address, fields: Mapping[str, str], secrets: tuple[str, ...] = ()
    ) -> Generator[Effect, Any, TokenSet]:
        """Asks for tokens; see :meth:`post`."""
        requested_at = self.clock.time()
        response = yield from self.post(endpoint, {**fields, **self.parameters}, secrets)
        hidden = (*secrets, *self.client.secrets)
        found = token_set(response, endpoint, self.scopes, requested_at, hidden)
        host = response.get(self.host_field) if self.host_field else None
        return replace(found, host=host) if isinstance(host, str) else found


def _form(fields: Mapping[str, str]) -> bytes:
    try:
        return urlencode(fields).encode()
    except UnicodeEncodeError:
        wrong = [name for name, value in fields.items() if not is_text(f"{name}{value}")]
        raise ApiValueError(
            f"{', '.join(wrong)!a} of a token request holds a lone surrogate"
        ) from None


def _is_unknown_client(error: ApiException) -> bool:
    """Whether the endpoint did not recognise the client (RFC 6749, section 5.2)."""
    return error.status == 401 or error_code(error) == "invalid_client"


def error_code(error: ApiException) -> str:
    """The word by which the service says what is wrong (RFC 6749, section 5.2); or empty."""
    try:
        found: object = json.loads(error.body or "")
    except (ValueError, RecursionError):
        return ""
    code = cast("JSON", found).get("error") if isinstance(found, dict) else None
    return code if isinstance(code, str) else ""


def json_object(body: bytes, endpoint: Address, hidden: tuple[str, ...] = ()) -> JSON:
    """A response as a JSON object; no message shows what is ``hidden``.

    Raises:
        SignInError: it is something else, such as the HTML of a page for people.
    """
    try:
        # A life of 5,000 digits is one without end.
        found: object = json.loads(body, parse_int=float)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        said = _said(body, hidden)
        raise SignInError(
            f"the token endpoint {endpoint.shown} answered with something that is no JSON object;"
            f" is it the right address? It said: {said or 'nothing'}",
            status=200,
        )
    return cast("JSON", found)


_LONGEST = 65536
"""Characters of a token; services accept fewer in a header field, so it could never be used."""


def is_sendable(token: str) -> bool:
    """Whether a header field can carry a token; one that it cannot is as good as none."""
    return bool(token) and len(token) <= _LONGEST and token.isascii() and token.isprintable()


_SURROGATE = lazy_pattern("[\ud800-\udfff]")


def is_text(text: str) -> bool:
    """Whether a form can carry it: JSON may have half a character (a lone surrogate)."""
    return not _SURROGATE.search(text)


_TOKEN = lazy_pattern(rb'"(?:access|refresh|id)_token"\s*:\s*"((?:[^"\\]|\\.)*)')


def tokens_in(body: bytes) -> tuple[str, ...]:
    """The tokens in a response of a token endpoint, whatever its status: no message shows them."""
    # Not as JSON: the response may be broken, or name a token twice.
    return tuple(found[1].decode("utf-8", "replace") for found in _TOKEN.finditer(body))


def _said(body: bytes, hidden: tuple[str, ...]) -> str:
    """What a person wants to read of a body."""
    secrets = (*hidden, *tokens_in(body))
    return error_detail(body.decode("utf-8", "replace"), lambda text: without(text, secrets))


def _written(response: JSON) -> bytes:
    try:
        return json.dumps(response).encode()
    except RecursionError:  # Reading takes fewer frames than writing.
        return b"JSON that nests deeply"


def token_set(
    response: JSON,
    endpoint: Address,
    scopes: tuple[str, ...],
    requested_at: float,
    hidden: tuple[str, ...] = (),
) -> TokenSet:
    """The tokens of a response (RFC 6749, section 5.1); without ``expires_in`` they hold until they
    are refused.

    Args:
        response: the JSON of the response.
        endpoint: the token endpoint, for messages.
        scopes: those that were asked for; the tokens are kept under them.
        requested_at: when the request was sent, in seconds since 1970: ``expires_in`` counts from
            then.
        hidden: secrets of the request, which no message shows.

    Raises:
        SignInError: there is no token that a call could carry.
    """
    said = response.get("error")
    if isinstance(said, str) and "access_token" not in response:
        # Some services say no with status 200.
        raise SignInError(
            f"the token endpoint {endpoint.shown} gave no token: {printable(without(said, hidden))}"
            f" ({_said(_written(response), hidden)})",
            error=said,
            status=200,
        )
    access, refresh = response.get("access_token"), response.get("refresh_token")
    access = access.strip() if isinstance(access, str) else ""
    if not access:
        raise SignInError(
            f"the response of the token endpoint {endpoint.shown} has no access_token:"
            f" {_said(_written(response), hidden)}",
            status=200,
        )
    if not is_sendable(access):
        # A token like this would be kept, and no call could be made with it.
        raise SignInError(
            f"the access_token of the token endpoint {endpoint.shown} cannot be sent in a header",
            status=200,
        )
    kind = response.get("token_type", "bearer")
    if isinstance(kind, str) and kind.lower() in ("dpop", "mac", "pop"):
        raise SignInError(
            f"the token of the token endpoint {endpoint.shown} is of the type {kind!r}, which is no"
            " bearer token",
            status=200,
        )
    lifetime = _seconds(response.get("expires_in"))
    return TokenSet(
        access_token=access,
        refresh_token=refresh if isinstance(refresh, str) and _may_be_kept(refresh) else "",
        expires_at=None if lifetime is None else requested_at + lifetime,
        scopes=scopes,
    )


def _may_be_kept(refresh: str) -> bool:
    """Whether a refresh token can be sent; one that cannot would fail each renewal."""
    return len(refresh) <= _LONGEST and is_text(refresh)


def _seconds(value: object) -> float | None:
    """A length of time, also where it is written as text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return max(found, 0.0) if math.isfinite(found) else None


def seconds(value: object, otherwise: float) -> float:
    """A length of time that a service says, or another one where it says none."""
    found = _seconds(value)
    return otherwise if found is None else found


def printable(text: str) -> str:
    """A word of the service's, for a message: short, and on one line."""
    return "".join(each if each.isprintable() else " " for each in text)[:200]
