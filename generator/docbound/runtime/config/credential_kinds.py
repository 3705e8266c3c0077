"""Which argument of a configuration each security scheme takes."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import ApiTypeError, ApiValueError
from ..service.spec import (
    ApiKey,
    HttpBasic,
    HttpBearer,
    HttpScheme,
    MutualTLS,
    OAuth2,
    OpenIdConnect,
    PackageSpec,
    SecurityScheme,
)

_KINDS: dict[str, tuple[type, ...]] = {
    "access_token": (HttpBearer, OAuth2, OpenIdConnect),
    "username": (HttpBasic,),
    "password": (HttpBasic,),
    "client_id": (OAuth2,),
    "client_secret": (OAuth2,),
    "token_url": (OAuth2,),
    "api_key": (ApiKey, HttpScheme),
}
"""The schemes that take an argument."""


def takes(spec: PackageSpec, argument: str) -> bool:
    """Whether a scheme of the service takes ``argument``."""
    return any(isinstance(scheme, _KINDS[argument]) for scheme in spec.security_schemes.values())


def check_taken(spec: PackageSpec, argument: str) -> None:
    """Refuses a credential that no scheme of the service takes: it would never be sent.

    Raises:
        ApiValueError: none does; the message names the schemes, and the argument of each.
    """
    if not takes(spec, argument):
        raise ApiValueError(
            f"{argument} is taken by no security scheme of the service, "
            f"so it would never be sent; {_what_there_is(spec)}"
        )


def check_names(spec: PackageSpec, argument: str, given: Mapping[str, object]) -> None:
    """Refuses keys (or prefixes of keys) by names that no scheme has.

    Raises:
        ApiValueError: there is such a name.
    """
    schemes = spec.security_schemes
    kinds = _KINDS["api_key"] if argument == "api_key" else (object,)
    for name in given:
        scheme = schemes.get(name)
        if scheme is None or not isinstance(scheme, kinds):
            raise ApiValueError(
                f"{argument}[{name!r}] is taken by no security scheme of the service, "
                f"so it would never be sent; {_what_there_is(spec)}"
            )


def keys_of(spec: PackageSpec, key: str) -> dict[str, str]:
    """An API key that was given as a text, by the name of its scheme.

    Raises:
        ApiValueError: the service takes none, or several.
    """
    check_taken(spec, "api_key")
    places: dict[object, list[str]] = {}
    for name, scheme in spec.security_schemes.items():
        match scheme:
            case ApiKey():
                places.setdefault((scheme.location, scheme.parameter.lower()), []).append(name)
            case HttpScheme():
                places.setdefault(("header", "authorization", scheme.scheme), []).append(name)
            case _:
                pass
    if len(places) > 1:
        names = ", ".join(f"{name!r}: ..." for group in places.values() for name in group)
        raise ApiValueError(
            "the service takes several API keys, so a text does not say which; "
            f"pass a mapping with those that you have: api_key={{{names}}}"
        )
    (group,) = places.values()
    return dict.fromkeys(group, key)


def keys_by_name(spec: PackageSpec, given: object) -> dict[str, str]:
    """The argument ``api_key`` as a dictionary by the names of schemes; see :func:`keys_of` for a
    text.
    """
    if isinstance(given, str):
        return keys_of(spec, given)
    if not isinstance(given, Mapping):
        raise ApiTypeError(
            f"api_key is a text, or a mapping from scheme name to key, not a {type(given).__name__}"
        )
    return dict(given)


def _what_there_is(spec: PackageSpec) -> str:
    schemes = spec.security_schemes
    if not schemes:
        return (
            "its description declares none; a header of your own goes by ApiClient(header_name=...,"
            " header_value=...)"
        )
    return "it has " + "; ".join(
        f"{name!r}, {_kind(scheme)}, which takes {_argument(name, scheme)}"
        for name, scheme in schemes.items()
    )


def _kind(scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKey():
            return f"an API key in the {scheme.location} as {scheme.parameter!r}"
        case HttpBasic():
            return "HTTP Basic"
        case HttpBearer():
            return "a bearer token"
        case HttpScheme():
            return f"HTTP {scheme.scheme}"
        case OAuth2():
            return "OAuth 2"
        case OpenIdConnect():
            return "OpenID Connect"
        case MutualTLS():
            return "a client certificate"


def _argument(name: str, scheme: SecurityScheme) -> str:
    match scheme:
        case ApiKey() | HttpScheme():
            return f"api_key={{{name!r}: ...}}"
        case HttpBasic():
            return "username=... and password=..."
        case HttpBearer() | OpenIdConnect():
            return "access_token=..."
        case OAuth2():
            return "access_token=..., or client_id=... and client_secret=..."
        case MutualTLS():
            return "cert_file=..."
