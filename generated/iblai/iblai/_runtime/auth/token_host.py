"""The host of calls that a token response names (``instance_url``): whether it is used.

The token was given for it, so calls with the token go there. It must be one of the origins that the
package names for that, or that the user trusts: whoever answers for the token endpoint shall not
choose any address for what the client sends with every call.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from ..config.configuration import BaseConfiguration
from ..errors import SignInError
from ..http.masking import masked
from ..http.origins import AddressError, Base, Origin, parse_origin
from ..request.base_url import base_of
from ..service.oauth_flows import SignInDefaults

_BELOW = "*."


def home_of_calls(
    host: str, defaults: SignInDefaults, configuration: BaseConfiguration, base: Base
) -> Origin | None:
    """Where a call goes with a token.

    Args:
        host: what the token response names, or empty.
        defaults: what the package says: the field, and the origins that it may name.
        configuration: the client's; a host that the user gave counts more than the token's.
        base: where the call would go without it. An operation's own server, and a link of the
            service, stay as they are.

    Returns:
        The origin, or None where the call stays.

    Raises:
        SignInError: the host is none, or is not allowed.
    """
    if not host or base.named or configuration._given_host is not None:
        return None
    if base.origin != base_of(configuration).origin:
        return None
    field, shown = defaults.host_field, masked(host)[:200]
    try:
        found = parse_origin(host)
    except AddressError as error:
        raise SignInError(
            f"the token response names {shown!r} as the host ({field}), which is not used: {error}"
        ) from None
    allowed = found == base.origin or found in configuration._trusted
    if allowed or any(_covers(pattern, found) for pattern in defaults.host_origins):
        return found
    names = ", ".join(defaults.host_origins) or "none"
    raise SignInError(
        f"the token response names {found} as the host ({field}); the package knows {names}. If it"
        f" is right, give trusted_origins=[{str(found)!r}], or host=...; the call was not made"
    )


def _covers(pattern: str, found: Origin) -> bool:
    """Whether an origin is the one of a pattern, or below ``https://*.example.com``."""
    scheme, _, host = pattern.partition("://")
    if not host.startswith(_BELOW):
        return parse_origin(pattern) == found
    domain = parse_origin(f"{scheme}://{host.removeprefix(_BELOW)}")
    is_below = found.host.endswith(f".{domain.host}")
    return is_below and (found.scheme, found.port) == (domain.scheme, domain.port)
