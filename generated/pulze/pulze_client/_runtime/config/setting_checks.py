"""Checks of each setting of a configuration.

Every assignment is checked, so that nothing is ignored in silence, or found wrong only later.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias, cast

from ..errors import ApiTypeError, ApiValueError
from ..http.masking import masked
from ..http.origins import AddressError, parse_origin
from ..service.spec import PackageSpec
from ..transport.header_validation import merge_headers
from ..transport.proxies import Proxy
from ..user_input import cleaned, secret
from .credential_kinds import check_names, check_taken, keys_by_name
from .servers import variables_of
from .timeouts_and_retries import retries_of, timeouts_of


class Settings(Protocol):
    """What the checks must know of the configuration that a setting belongs to."""

    _spec: ClassVar[PackageSpec]
    _package_logger: logging.Logger


Check: TypeAlias = Callable[[Settings, str, Any], Any]
"""Gets the configuration, the setting's name and its value, which is not None; gives the value to
keep.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false


def _bool(_: Settings, name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ApiTypeError(f"{name} is True or False, not {value!r}")
    return value


def _text(configuration: Settings, name: str, value: object) -> str | None:
    return cleaned(value, name, configuration._package_logger) or None


def _credential(configuration: Settings, name: str, value: object) -> str | None:
    text = secret(value, name, configuration._package_logger)
    if text:
        check_taken(configuration._spec, name)
    return text or None


def _user(configuration: Settings, name: str, value: object) -> str | None:
    text = _credential(configuration, name, value)
    if text and ":" in text:
        raise ApiValueError(
            f"{name} holds a colon, where the password would begin (RFC 7617, section 2)"
        )
    return text


def _password(configuration: Settings, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ApiTypeError(f"{name} is a str, not a {type(value).__name__}")
    check_taken(configuration._spec, name)
    # A blank may be part of a password; a line end or a byte order mark around it comes from a
    # file.
    text = value.strip("\r\n\ufeff")
    if text != value:
        configuration._package_logger.info("%s: line ends around it were left out", name)
    return text


def _token(configuration: Settings, name: str, value: object) -> object:
    if isinstance(value, str):
        return _without_scheme(configuration, name, _credential(configuration, name, value))
    if not callable(value):
        raise ApiTypeError(
            f"{name} is a str or a function that gives one, not a value of type"
            f" {type(value).__name__}"
        )
    check_taken(configuration._spec, name)
    return value


def _without_scheme(configuration: Settings, name: str, text: str | None) -> str | None:
    """A token as copied from a header field, without the word before it: a token has no blanks (RFC
    6750, section 2.1), and the word is written by itself.
    """
    scheme, blank, token = (text or "").partition(" ")
    if not blank or scheme.lower() != "bearer":
        return text
    configuration._package_logger.info("%s: the word %r before it was left out", name, scheme)
    return token.strip() or None


def _keys(configuration: Settings, name: str, value: object) -> dict[str, str]:
    logger = configuration._package_logger
    given = keys_by_name(configuration._spec, value)
    # None is what an unset variable gives, as for every other credential.
    keys = {each: key for each, key in given.items() if cast("object", key) is not None}
    check_names(configuration._spec, name, keys)
    return {each: secret(key, f"{name}[{each!r}]", logger) for each, key in keys.items()}


def _prefixes(configuration: Settings, name: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ApiTypeError(f"{name} is a mapping from scheme name to prefix")
    given = cast("Mapping[str, object]", value)
    check_names(configuration._spec, name, given)
    return {
        each: cleaned(prefix, f"{name}[{each!r}]", configuration._package_logger)
        for each, prefix in given.items()
    }


def _file(configuration: Settings, name: str, value: object) -> str | None:
    if isinstance(value, os.PathLike):
        value = os.fspath(cast("os.PathLike[str]", value))
    return _text(configuration, name, value)


def _certificates(_: Settings, name: str, value: object) -> str | bytes | None:
    if not isinstance(value, (str, bytes)):
        raise ApiTypeError(f"{name} is PEM text or DER bytes, not a {type(value).__name__}")
    return value or None


def _hostname(configuration: Settings, name: str, value: object) -> str | bool | None:
    if isinstance(value, bool):
        # True is what is done anyway: the name is that of the host.
        return None if value else False
    if not isinstance(value, str) or not value.strip():
        raise ApiTypeError(
            f"{name} is the name that the certificate must have, or False for any; not {value!r}"
        )
    return _text(configuration, name, value)


def _count(_: Settings, name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ApiTypeError(f"{name} is an int, not a {type(value).__name__}")
    if value < 1:
        raise ApiValueError(f"{name} is at least 1, not {value}")
    return value


def _proxy(configuration: Settings, name: str, value: object) -> str | None:
    text = _text(configuration, name, value)
    if text is not None:
        Proxy.of(text, name)
    return text


def _proxy_headers(_: Settings, name: str, value: object) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise ApiTypeError(f"{name} is a mapping from header name to value")
    found: dict[str, str] = {}
    merge_headers(found, cast("Mapping[str, str]", value))
    return found


def _context(_: Settings, name: str, value: object) -> object:
    from ssl import SSLContext

    if not isinstance(value, SSLContext):
        raise ApiTypeError(f"{name} is an ssl.SSLContext, not a {type(value).__name__}")
    return value


def _socket_options(_: Settings, name: str, value: object) -> tuple[tuple[Any, ...], ...]:
    wrong = ApiTypeError(
        f"{name} is a list of triples for socket.setsockopt: (level, option, value)"
    )
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise wrong
    found: list[tuple[Any, ...]] = []
    for triple in cast("Sequence[object]", value):
        if not isinstance(triple, Sequence):
            raise wrong
        parts = cast("Sequence[object]", triple)
        if len(parts) != 3:
            raise wrong
        level, option, setting = parts
        if not (
            isinstance(level, int) and isinstance(option, int) and isinstance(setting, (int, bytes))
        ):
            raise wrong
        found.append((level, option, setting))
    return tuple(found)


def _safe_characters(_: Settings, name: str, value: object) -> str:
    if not isinstance(value, str):
        raise ApiTypeError(f"{name} is a str, not a {type(value).__name__}")
    for character in value:
        if not (character.isascii() and character.isprintable()) or character in ' "#%<>?[\\]^`{|}':
            raise ApiValueError(f"{name} holds {character!r}, which no path can have unescaped")
    return value


def _trusted(_: Settings, name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, (Sequence, set, frozenset)):
        raise ApiTypeError(f"{name} is a list of origins, such as ['https://files.example.com']")
    given = tuple(cast("Sequence[object]", value))
    for text in given:
        if not isinstance(text, str):
            raise ApiTypeError(f"{name} holds a {type(text).__name__}, not an origin as a text")
        try:
            parse_origin(text)
        except AddressError as error:
            raise ApiValueError(
                f"{name} holds {masked(text)!r}, which is no origin such as 'https://files.example.com':"
                f" {error}"
            ) from None
    return cast("tuple[str, ...]", given)


def _sign_in(configuration: Settings, name: str, value: object) -> dict[str, object]:
    """The grant of each scheme that takes one; a single one is for all."""
    from ..service.sign_in import KINDS, check

    spec = configuration._spec
    check_taken(spec, name)
    takers = [key for key, scheme in spec.security_schemes.items() if name in scheme.arguments]
    given: Mapping[str, object]
    if isinstance(value, Mapping):
        given = cast("Mapping[str, object]", value)
        check_names(spec, name, given)
    else:
        given = dict.fromkeys(takers, value)
    kinds = ", ".join(kind.__name__ for kind in KINDS)
    for flow in given.values():
        if not isinstance(flow, KINDS):
            raise ApiTypeError(f"{name} is one of {kinds}, not a {type(flow).__name__}")
        check(flow, name)
    return dict(given)


def _store(configuration: Settings, name: str, value: object) -> object:
    check_taken(configuration._spec, name)
    for method in ("load", "save"):
        if not callable(getattr(value, method, None)):
            raise ApiTypeError(
                f"{name} has the methods load(key) and save(key, tokens); a"
                f" {type(value).__name__} has no {method}"
            )
    return value


def _function(_: Settings, name: str, value: object) -> object:
    if not callable(value):
        raise ApiTypeError(f"{name} is a function, not a {type(value).__name__}")
    return value


def _index(_: Settings, name: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ApiTypeError(f"{name} is an int, not a {type(value).__name__}")
    return value


def _mapping(_: Settings, name: str, value: object) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise ApiTypeError(f"{name} is a mapping, not a {type(value).__name__}")
    return dict(cast("Mapping[str, Any]", value))


def _variables(configuration: Settings, name: str, value: object) -> dict[str, str]:
    return variables_of(_mapping(configuration, name, value), configuration._spec.servers, name)


def _timeout(_: Settings, name: str, value: Any) -> object:
    timeouts_of(value)
    return value


def _retries(_: Settings, name: str, value: Any) -> object:
    retries_of(value)
    return value


CHECKS: dict[str, Check] = {
    "access_token": _token,
    "api_key": _keys,
    "api_key_prefix": _prefixes,
    "assert_hostname": _hostname,
    "ca_cert_data": _certificates,
    "cert_file": _file,
    "client_id": _credential,
    "client_secret": _credential,
    "client_side_validation": _bool,
    "connection_pool_maxsize": _count,
    "debug": _bool,
    "date_format": _text,
    "datetime_format": _text,
    "ignore_operation_servers": _bool,
    "key_file": _file,
    "max_item_size": _count,
    "no_proxy": _text,
    "password": _password,
    "pause_gc": _bool,
    "proxy": _proxy,
    "proxy_headers": _proxy_headers,
    "proxy_ssl_context": _context,
    "retries": _retries,
    "safe_chars_for_path_param": _safe_characters,
    "server_index": _index,
    "server_operation_index": _mapping,
    "server_operation_variables": _mapping,
    "server_variables": _variables,
    "sign_in": _sign_in,
    "sign_request": _function,
    "socket_options": _socket_options,
    "ssl_ca_cert": _file,
    "strict": _bool,
    "timeout": _timeout,
    "tls_server_name": _text,
    "token_store": _store,
    "token_url": _credential,
    "trusted_origins": _trusted,
    "username": _user,
    "verify_ssl": _bool,
}
MAPPINGS = frozenset(
    (
        "api_key",
        "api_key_prefix",
        "server_operation_index",
        "server_operation_variables",
        "server_variables",
        "sign_in",
    )
)
"""Settings that are empty mappings where nothing is given."""
NEVER_NONE = frozenset(
    (
        "client_side_validation",
        "ignore_operation_servers",
        "pause_gc",
        "safe_chars_for_path_param",
        "strict",
        "verify_ssl",
    )
)
"""Settings whose default is another value than None; None is refused as any other wrong value
is.
"""
DEFAULTS: dict[str, object] = {
    **dict.fromkeys(CHECKS.keys() - MAPPINGS - NEVER_NONE - {"trusted_origins"}),
    "client_side_validation": True,
    "ignore_operation_servers": False,
    "pause_gc": False,
    "safe_chars_for_path_param": "",
    "strict": False,
    "verify_ssl": True,
}
"""What settings are where nothing is given, and needs no check."""
