"""Errors for unknown arguments of a client or configuration, with the likely name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import ApiTypeError
from .credential_kinds import check_taken

_MEANT: Mapping[str, str] = {
    "base_url": "host",
    "base_path": "host",
    "url": "host",
    "server": "host",
    "server_url": "host",
    "endpoint": "host",
    "token": "access_token",
    "bearer_token": "access_token",
    "auth_token": "access_token",
    "key": "api_key",
    "apikey": "api_key",
    "max_retries": "retries",
    "session": "transport",
    "http_client": "transport",
    "verify": "verify_ssl",
    "ca_bundle": "ssl_ca_cert",
    "proxies": "proxy",
    "max_connections": "connection_pool_maxsize",
}
"""What other libraries call an argument of ours."""

_CREDENTIALS = frozenset(("username", "password", "client_id", "client_secret"))
"""Credentials that only a configuration takes."""


def explain_unknown(cls: type[Any], elsewhere: type[Any] | None = None) -> None:
    """Makes ``cls`` raise an error that helps where it is given an argument that it does not have.

    Python's own error names the argument only. The signature stays as it is, for people, editors
    and type checkers.

    Args:
        cls: the class; its ``__init__`` is replaced by one that looks at the names first.
        elsewhere: another class that takes what this one does not.
    """
    make = cls.__init__
    known = _arguments(make)
    others = () if elsewhere is None else _arguments(elsewhere.__init__)

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        for name in named:
            if name not in known:
                if name in others and name in _CREDENTIALS:
                    check_taken(self._configuration_class._spec, name)
                raise ApiTypeError(_sentence(type(self).__name__, name, known, others))
        make(self, *values, **named)

    for attribute in ("__doc__", "__module__", "__qualname__", "__annotations__"):
        setattr(__init__, attribute, getattr(make, attribute))
    __init__.__wrapped__ = make  # type: ignore[attr-defined]
    cls.__init__ = __init__


def _arguments(function: Any) -> tuple[str, ...]:
    code = getattr(function, "__wrapped__", function).__code__
    return tuple(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])


def _sentence(cls: str, name: str, known: Iterable[str], others: Iterable[str]) -> str:
    text = f"{cls} has no argument {name!r}"
    meant = _MEANT.get(name.lower(), name)
    if meant not in known and meant not in others:
        from difflib import get_close_matches

        near = get_close_matches(name, [*known, *others], n=1, cutoff=0.7)
        if not near:
            return f"{text}; it takes {', '.join(known)}"
        meant = near[0]
    if meant in known:
        return f"{text}; did you mean {meant!r}?"
    return f"{text}; give {meant!r} to the configuration"
