"""How a client gets tokens for itself: the grants of OAuth 2, as a user sets them up.

Each class is one grant (RFC 6749, RFC 7523, RFC 7636, RFC 8628). Whatever is left out, the
description or the package says: addresses, scopes, how the client authenticates. The grants
themselves are carried out by :mod:`..auth`, which is loaded when a token is first needed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self, TypeAlias, cast

from ..errors import ApiTypeError, ApiValueError, LocalFileError
from ..introspection import evaluable
from ..records import field, record

if TYPE_CHECKING:
    from .token_stores import TokenSet

AUTHENTICATIONS = ("basic", "body", "none")
"""How a client proves itself to the token endpoint by name (RFC 6749, section 2.3.1)."""


@record
class PrivateKeyJWT:
    """A client that proves itself by a signed statement instead of a secret (RFC 7523, section
    2.2). It needs the extra ``jwt``.

    Attributes:
        key: the private key, as PEM text, or as what the library PyJWT takes.
        algorithm: such as ``RS256`` or ``ES256``.
        key_id: which of its keys the service shall use, where there are several.
        audience: whom the statement is for; the token endpoint, unless given.
        lifetime: seconds that a statement holds.
    """

    key: Any
    algorithm: str = "RS256"
    key_id: str = ""
    audience: str = ""
    lifetime: int = 60

    def __repr__(self) -> str:
        return f"PrivateKeyJWT(algorithm={self.algorithm!r}, key_id={self.key_id!r})"


@record
class DeviceCode:
    """What a user is shown to sign in on another device (RFC 8628, section 3.2).

    Attributes:
        user_code: what is typed in there.
        verification_uri: the page to open.
        verification_uri_complete: the same with the code in it, for a link; or empty.
        expires_in: seconds until the code ends.
    """

    user_code: str
    verification_uri: str
    verification_uri_complete: str = ""
    expires_in: float = 0.0


@record(hidden=("client_secret", "token_parameters"))
class SignIn:
    """What all grants have in common.

    Attributes:
        client_id: the client's name; the package may have one.
        client_secret: its secret; a public client has none.
        client_authentication: ``basic``, ``body`` or ``none`` (the client only says its name), or a
            :class:`PrivateKeyJWT`. Without it, the way that the package names, or else ``basic``,
            and ``body`` where the service does not take that.
        scopes: what is asked for. Without them, those of the package, or else those of the calls
            that are made.
        token_parameters: further fields of each token request, such as ``audience`` or
            ``resource``.
        token_url, refresh_url: other addresses than those of the description.
        revocation_url: where tokens are withdrawn when the user signs out (RFC 7009).
        discovery_url: where the service describes its endpoints (OpenID Connect Discovery 1.0, RFC
            8414).
        flow_names: the flows of a description that have its addresses.
    """

    flow_names: ClassVar[tuple[str, ...]] = ()

    client_id: str = ""
    client_secret: str = ""
    client_authentication: str | PrivateKeyJWT = ""
    scopes: tuple[str, ...] | None = None
    token_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    token_url: str = ""
    refresh_url: str = ""
    revocation_url: str = ""
    discovery_url: str = ""


@record(hidden=("client_secret", "token_parameters"))
class ClientCredentials(SignIn):
    """A token for the client itself (RFC 6749, section 4.4); see :class:`SignIn` for the
    attributes.
    """

    flow_names: ClassVar[tuple[str, ...]] = ("clientCredentials",)


@record(hidden=("client_secret", "refresh_token", "token_parameters"))
class RefreshToken(SignIn):
    """A refresh token that the user has from elsewhere (RFC 6749, section 6). A service that gives
    a new one each time is followed; with a ``token_store`` the last one is kept.
    """

    flow_names: ClassVar[tuple[str, ...]] = ("authorizationCode", "password", "deviceAuthorization")

    refresh_token: str


@record(hidden=("client_secret", "password", "token_parameters"))
class Password(SignIn):
    """User name and password of the user (RFC 6749, section 4.3), for services that have nothing
    better.
    """

    flow_names: ClassVar[tuple[str, ...]] = ("password",)

    username: str
    password: str


@record(hidden=("client_secret", "key", "token_parameters"))
class JWTBearer(SignIn):
    """A service account, or a user for whom a client may act without them: a token for a statement
    that is signed with a private key (RFC 7523, section 2.1). It needs the extra ``jwt``.

    Attributes:
        key: the private key, as PEM text, or as what the library PyJWT takes.
        issuer: who signs; the ``client_id``, unless given.
        subject: for whom the token is; the issuer, unless given.
        audience: whom the statement is for; what the package says, or the token endpoint.
        algorithm: such as ``RS256`` or ``ES256``.
        key_id: which of its keys the service shall use, where there are several.
        lifetime: seconds that a statement holds; what the package says, or 300.
        scope_as: whether scopes are a ``claim`` of the statement or a ``field`` of the request;
            what the package says, or a field.
        claims: further claims of the statement.
    """

    flow_names: ClassVar[tuple[str, ...]] = (
        "clientCredentials",
        "authorizationCode",
        "password",
        "deviceAuthorization",
    )

    key: Any
    issuer: str = ""
    subject: str = ""
    audience: str = ""
    algorithm: str = "RS256"
    key_id: str = ""
    lifetime: int = 0
    scope_as: str = ""
    claims: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @classmethod
    def from_file(cls, path: str | PathLike[str], **more: Any) -> Self:
        """A service account from the file that Google's console gives: JSON with ``client_email``,
        ``private_key``, ``private_key_id`` and ``token_uri``.

        Args:
            path: of the file.
            more: further arguments, such as ``subject`` or ``scopes``; they count before the file.

        Raises:
            LocalFileError: the file cannot be read.
            ApiValueError: it is no such file.
        """
        return cls(**{**_service_account(path), **more})


def _service_account(path: str | PathLike[str]) -> dict[str, Any]:
    import json

    try:
        found: object = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise LocalFileError(error.errno, error.strerror, str(path)) from None
    except ValueError:
        found = None
    fields = cast("dict[str, object]", found) if isinstance(found, dict) else {}
    names = {
        "key": "private_key",
        "issuer": "client_email",
        "key_id": "private_key_id",
        "token_url": "token_uri",
    }
    account = {name: fields.get(key, "") for name, key in names.items()}
    if not all(isinstance(each, str) for each in account.values()) or not account["key"]:
        # What is there is not shown: it may be the key.
        raise ApiValueError(
            f"{str(path)!r} is no file of a service account: JSON with client_email, private_key,"
            " private_key_id and token_uri"
        )
    return account


@record(hidden=("client_secret", "token_parameters", "authorization_parameters"))
class AuthorizationCode(SignIn):
    """The user signs in with a browser, which comes back to a loopback address (RFC 6749, section
    4.1; RFC 8252, section 7.3); always with PKCE (RFC 7636).

    Attributes:
        authorization_url: where the user signs in.
        authorization_parameters: further parameters of that address, such as ``prompt``.
        open_url: opens an address for the user: ``webbrowser.open`` unless given.
        redirect_host: ``127.0.0.1``, ``[::1]`` or ``localhost``, as the service has it.
        redirect_port: 0 is any that is free.
        redirect_path: of the address that the browser comes back to.
        timeout: seconds that the user has.
    """

    flow_names: ClassVar[tuple[str, ...]] = ("authorizationCode",)

    authorization_url: str = ""
    authorization_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    open_url: Callable[[str], Any] | None = None
    redirect_host: str = "127.0.0.1"
    redirect_port: int = 0
    redirect_path: str = ""
    timeout: float = 300.0


@record(hidden=("client_secret", "token_parameters"))
class DeviceFlow(SignIn):
    """The user signs in on another device (RFC 8628).

    Attributes:
        show: tells the user what to open and what to type in; without it, the text goes to the
            standard error stream. For the asynchronous client it may be a coroutine function.
        device_authorization_url: where device codes are fetched.
        timeout: seconds that the user has, at most; the service may give less.
    """

    flow_names: ClassVar[tuple[str, ...]] = ("deviceAuthorization",)

    device_authorization_url: str = ""
    show: Callable[[DeviceCode], Any] | None = None
    timeout: float = 900.0


AnySignIn: TypeAlias = (
    ClientCredentials | RefreshToken | Password | JWTBearer | AuthorizationCode | DeviceFlow
)
"""What ``Configuration(sign_in=...)`` takes."""

KINDS: tuple[type[AnySignIn], ...] = (
    ClientCredentials,
    RefreshToken,
    Password,
    JWTBearer,
    AuthorizationCode,
    DeviceFlow,
)


@evaluable
class TokenStore(Protocol):
    """Where tokens are kept between runs of a program. Its functions may be coroutine functions
    where only the asynchronous client uses it.

    It may have two more: ``delete(key)`` forgets what was saved; ``hold(key)`` gives an object with
    ``release()`` to the one program that may refresh the tokens now, and None to all others, which
    ask again.
    """

    def load(self, key: str) -> TokenSet | Awaitable[TokenSet | None] | None:
        """What was saved under ``key``, or None. A key names the service, the client and the user's
        settings, and holds no secret.
        """
        ...

    def save(self, key: str, tokens: TokenSet) -> Any:
        """Keeps ``tokens`` in the place of what was saved under ``key``. When a user signs out and
        the store has no function ``delete``, they are tokens that are empty and have ended.
        """
        ...


def check(flow: AnySignIn, name: str) -> None:
    """Refuses settings that could never work.

    Args:
        flow: what the user gave.
        name: of the argument, for messages.

    Raises:
        ApiTypeError, ApiValueError: one is of the wrong kind; the message names it.
    """
    for each in ("client_id", "client_secret", "token_url", "refresh_url", "discovery_url"):
        _text(getattr(flow, each), f"{name}.{each}")
    for each in ("username", "password", "refresh_token", "authorization_url", "revocation_url"):
        _text(getattr(flow, each, ""), f"{name}.{each}")
    for each in ("username", "refresh_token"):
        if not getattr(flow, each, "unset"):
            raise ApiValueError(f"{name}.{each} is empty")
    _authentication(flow, name)
    _scopes(flow.scopes, f"{name}.scopes")
    _parameters(flow.token_parameters, f"{name}.token_parameters")
    _parameters(getattr(flow, "authorization_parameters", {}), f"{name}.authorization_parameters")
    for each in ("open_url", "show"):
        function = getattr(flow, each, None)
        if function is not None and not callable(function):
            raise ApiTypeError(f"{name}.{each} is a function, not a {type(function).__name__}")
    if isinstance(flow, (AuthorizationCode, DeviceFlow)) and not flow.timeout > 0:
        raise ApiValueError(f"{name}.timeout is greater than 0, not {flow.timeout!r}")
    if isinstance(flow, AuthorizationCode):
        _loopback(flow, name)
    if isinstance(flow, JWTBearer):
        _statement(flow, name)


SCOPES_AS = ("field", "claim")
"""Where the scopes of a signed statement may be."""


def _statement(flow: JWTBearer, name: str) -> None:
    for each in ("issuer", "subject", "audience", "algorithm", "key_id", "scope_as"):
        _text(getattr(flow, each), f"{name}.{each}")
    if not flow.key:
        raise ApiValueError(f"{name}.key is empty; give the private key as PEM text")
    if flow.scope_as and flow.scope_as not in SCOPES_AS:
        raise ApiValueError(f"{name}.scope_as is 'field' or 'claim', not {flow.scope_as!r:.80}")
    lifetime = cast("object", flow.lifetime)
    if isinstance(lifetime, bool) or not isinstance(lifetime, int) or lifetime < 0:
        raise ApiTypeError(f"{name}.lifetime is a number of seconds, not {lifetime!r:.80}")
    if not isinstance(cast("object", flow.claims), Mapping):
        raise ApiTypeError(f"{name}.claims is a mapping from name to value")


_LOOPBACK = ("127.0.0.1", "[::1]", "localhost")


def _loopback(flow: AuthorizationCode, name: str) -> None:
    if flow.redirect_host not in _LOOPBACK:
        raise ApiValueError(
            f"{name}.redirect_host is {' or '.join(_LOOPBACK)}, not {flow.redirect_host!r}: the"
            " browser comes back to this computer"
        )
    if not 0 <= flow.redirect_port <= 65535:
        raise ApiValueError(f"{name}.redirect_port is from 0 to 65535, not {flow.redirect_port!r}")
    if flow.redirect_path and not flow.redirect_path.startswith("/"):
        raise ApiValueError(f"{name}.redirect_path begins with '/', not {flow.redirect_path!r}")


def _authentication(flow: AnySignIn, name: str) -> None:
    way: object = flow.client_authentication
    if isinstance(way, PrivateKeyJWT) or way == "":
        return
    if way not in AUTHENTICATIONS:
        raise ApiValueError(
            f"{name}.client_authentication is {', '.join(map(repr, AUTHENTICATIONS))} or a"
            f" PrivateKeyJWT, not {way!r:.80}"
        )
    if way != "none" and not flow.client_secret:
        raise ApiValueError(f"{name}.client_authentication={way!r} needs a client_secret")


def _scopes(scopes: object, name: str) -> None:
    if scopes is None:
        return
    if isinstance(scopes, str) or not isinstance(scopes, (tuple, list)):
        raise ApiTypeError(f"{name} is a tuple of texts, such as ('read',)")
    for scope in cast("tuple[object, ...]", scopes):
        if not isinstance(scope, str) or not scope or any(each.isspace() for each in scope):
            raise ApiValueError(f"{name} holds {scope!r:.80}, which is no scope")


def _parameters(parameters: object, name: str) -> None:
    if not isinstance(parameters, Mapping):
        raise ApiTypeError(f"{name} is a mapping from name to value")
    for key, value in cast("Mapping[object, object]", parameters).items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise ApiTypeError(f"{name} maps texts to texts")


def _text(value: object, name: str) -> None:
    if not isinstance(value, str):
        raise ApiTypeError(f"{name} is a str, not a {type(value).__name__}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ApiValueError(f"{name} holds a lone surrogate") from None
