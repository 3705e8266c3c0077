"""Which arguments of a configuration each security scheme takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from ..errors import ApiTypeError, ApiValueError
from ..service.spec import PackageSpec


def takes(spec: PackageSpec, argument: str) -> bool:
    """Whether a scheme of the service takes ``argument``."""
    return any(argument in scheme.arguments for scheme in spec.security_schemes.values())


def check_taken(spec: PackageSpec, argument: str) -> None:
    """Refuses a credential that no scheme of the service takes: it would never be sent.

    Raises:
        ApiValueError: none does; the message names the schemes, and the argument of each.
    """
    if not takes(spec, argument):
        raise ApiValueError(
            f"{argument} is taken by no security scheme of the service, "
            f"so it would never be sent; {_available_credentials(spec)}"
        )


def check_names(spec: PackageSpec, argument: str, given: Mapping[str, object]) -> None:
    """Refuses keys (or prefixes of keys) by names that no scheme has.

    Raises:
        ApiValueError: there is such a name.
    """
    schemes = spec.security_schemes
    for name in given:
        scheme = schemes.get(name)
        needed = argument in ("api_key", "sign_in")
        if scheme is None or (needed and argument not in scheme.arguments):
            raise ApiValueError(
                f"{argument}[{name!r}] is taken by no security scheme of the service, "
                f"so it would never be sent; {_available_credentials(spec)}"
            )


def keys_of(spec: PackageSpec, key: str) -> dict[str, str]:
    """An API key that was given as a text, by the name of its scheme.

    Raises:
        ApiValueError: the service takes none, or several.
    """
    check_taken(spec, "api_key")
    # Schemes that put it into the same place mean the same key.
    places: dict[str, list[str]] = {}
    for name, scheme in spec.security_schemes.items():
        if "api_key" in scheme.arguments:
            places.setdefault(scheme.words.lower(), []).append(name)
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
    return dict(cast("Mapping[str, str]", given))


def _available_credentials(spec: PackageSpec) -> str:
    schemes = spec.security_schemes
    if not schemes:
        return (
            "its description declares none; a header of your own goes by ApiClient(header_name=...,"
            " header_value=...)"
        )
    return "it has " + "; ".join(
        f"{name!r}, {scheme.words}, which takes {scheme.argument(name)}"
        for name, scheme in schemes.items()
    )
