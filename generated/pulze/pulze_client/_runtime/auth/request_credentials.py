"""The credentials of one request: header fields, query and cookies."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .. import TYPE_CHECKING
from ..errors import ApiTypeError, ApiValueError
from ..http.percent_encoding import escape, escape_in_cookie
from ..records import field, record
from ..service.options import RequestAuth
from ..transport.header_validation import header_text, token
from ..user_input import sendable, stripped

if TYPE_CHECKING:
    from ..http.headers import Headers
    from ..http.origins import Origin
    from ..transport.protocol import Request


@record(
    frozen=False,
    kw_only=False,
    hidden=("headers", "query", "cookies", "secrets"),
)
class Credentials:
    """What is added to a request, and what must never be shown.

    Attributes:
        headers: header fields.
        query: escaped ``name=value`` pairs.
        cookies: likewise.
        secrets: the texts that messages must hide.
        signers: what adds header fields to a request that is otherwise complete, in order; each
            gives the request that is sent.
        home: where the call goes, if the token endpoint said so.
        refused: gets the header fields of a response with status 401; gives whether another
            attempt, with credentials that are worked out anew, makes sense.
    """

    headers: dict[str, str] = field(default_factory=dict[str, str])
    query: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()
    secrets: list[str] = field(default_factory=list[str])
    signers: tuple[Callable[[Request], Request], ...] = ()
    home: Origin | None = None
    refused: Callable[[Headers], bool] | None = None

    def add(self, location: str, name: str, value: str, secrets: Iterable[str]) -> None:
        """Puts a credential where it belongs.

        Args:
            location: ``header``, ``query`` or ``cookie``.
            name: of the header field, parameter or cookie.
            value: what is sent, such as ``Bearer abc``.
            secrets: the parts of ``value`` that logs and messages hide.

        Raises:
            ApiValueError: it cannot be sent there.
        """
        self.secrets.extend(secrets)
        try:
            match location:
                case "header":
                    field_name = token(name, "header field")
                    self.headers[field_name] = header_text(name, value)
                case "query":
                    self.query += (f"{escape(name)}={escape(value)}",)
                case "cookie":
                    self.cookies += (f"{token(name, 'cookie')}={escape_in_cookie(value)}",)
                case _:
                    raise ApiValueError(f"a credential cannot go into {location!r}")
        except UnicodeEncodeError:
            raise ApiValueError(
                f"the credential {name!r} holds a lone surrogate, which cannot be sent"
            ) from None


NOTHING = Credentials()


def from_option(auth: RequestAuth) -> Credentials:
    """The credential that the caller of one call gave (``_request_auth``).

    Raises:
        ApiTypeError: ``in``, ``key`` or ``value`` is missing.
    """
    if not hasattr(auth, "keys"):
        raise ApiTypeError(
            f"_request_auth is a mapping with 'in', 'key' and 'value', not a {type(auth).__name__}"
        )
    try:
        location, name, value = auth["in"], auth["key"], auth["value"]
    except KeyError as error:
        raise ApiTypeError(
            f"_request_auth needs 'in', 'key' and 'value'; there is no {error}"
        ) from None
    if not all(map(_is_text, (location, name, value))):
        raise ApiTypeError("'in', 'key' and 'value' of _request_auth are texts")
    value = sendable(stripped(value), "'value' of _request_auth")
    found = Credentials()
    found.add(location, name, value, (value,))
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)
