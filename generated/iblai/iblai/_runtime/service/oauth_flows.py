"""What a description, and the package made of it, say of signing in: addresses and defaults."""

from __future__ import annotations

from collections.abc import Mapping

from ..records import field, record


@record
class OAuthFlow:
    """The addresses of one flow, as a description has them (OAuth Flow Object); each may be empty.

    Attributes:
        token_url: where tokens are fetched.
        authorization_url: where users sign in.
        refresh_url: where tokens are refreshed, if that is another address.
        device_authorization_url: where device codes are fetched.
        scopes: its scopes with their descriptions.
    """

    token_url: str = ""
    authorization_url: str = ""
    refresh_url: str = ""
    device_authorization_url: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict[str, str])


NO_FLOW = OAuthFlow()


@record
class SignInDefaults:
    """What a package says of signing in (``sign_in`` in client.yaml), for all that a user leaves
    out; see :class:`~.sign_in.SignIn`.

    Attributes:
        statement_audience, statement_scope, statement_lifetime: of :class:`~.sign_in.JWTBearer`:
            ``audience``, ``scope_as`` and ``lifetime``.
        host_field: the field of a token response that has the host of calls, or empty.
        host_origins: the origins that it may name; ``https://*.example.com`` means every host
            below that one.
    """

    client_id: str = ""
    client_authentication: str = ""
    token_url: str = ""
    authorization_url: str = ""
    refresh_url: str = ""
    device_authorization_url: str = ""
    revocation_url: str = ""
    discovery_url: str = ""
    scopes: tuple[str, ...] = ()
    token_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    authorization_parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    redirect_port: int = 0
    redirect_path: str = "/callback"
    statement_audience: str = ""
    statement_scope: str = ""
    statement_lifetime: int = 0
    host_field: str = ""
    host_origins: tuple[str, ...] = ()


NO_DEFAULTS = SignInDefaults()
