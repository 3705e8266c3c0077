"""Base URLs: templates with variables, and which one a call uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from .errors import ApiValueError
from .spec import Server

HostSetting = dict[str, object]
"""One server as ``get_host_settings`` of a configuration shows it."""


def fill_in(server: Server, values: Mapping[str, str] | None = None) -> str:
    """The server's URL with its variables filled in.

    Raises:
        ApiValueError: a value is not among those that the description allows.
    """
    url = server.url
    for name, variable in server.variables.items():
        value = (values or {}).get(name, variable.default)
        if variable.values and value not in variable.values:
            allowed = ", ".join(variable.values)
            raise ApiValueError(
                f"the server variable {name!r} cannot be {value!r}; it may be {allowed}"
            )
        url = url.replace(f"{{{name}}}", value)
    return url


def choose(servers: Sequence[Server], index: int) -> Server:
    """The server at ``index``; raises ApiValueError if there is none."""
    if not 0 <= index < len(servers):
        raise ApiValueError(
            f"there is no server {index}; the description has {len(servers)}"
        )
    return servers[index]


def host_settings(servers: Sequence[Server]) -> list[HostSetting]:
    """The servers as plain data: ``url``, ``description`` and, where there are any, ``variables``."""
    return [_setting(server) for server in servers]


def _setting(server: Server) -> HostSetting:
    found: HostSetting = {
        "url": server.url,
        "description": server.description or "No description provided",
    }
    if server.variables:
        found["variables"] = {
            name: {
                "description": variable.description or "No description provided",
                "default_value": variable.default,
                "enum_values": list(variable.values),
            }
            for name, variable in server.variables.items()
        }
    return found


@lru_cache(maxsize=64)
def checked(url: str) -> str:
    """A base URL without its final slash.

    Raises:
        ApiValueError: it is not absolute, so that nothing could be called, or holds what no URL can.
    """
    base = _written(url.rstrip("/"))
    if not base.startswith(("https://", "http://")):
        scheme, _, rest = base.partition("://")
        if scheme.lower() in ("https", "http"):
            return f"{scheme.lower()}://{rest}"
        raise ApiValueError(
            f"{url!r} is no base URL; give an absolute one, such as host='https://api.example.com'"
        )
    return base


def _written(url: str) -> str:
    """``url`` with the octets of its path escaped."""
    if url.isascii() and url.isprintable() and " " not in url:
        return url
    end = url.find("/", url.find("://") + 3)
    origin, path = (url, "") if end < 0 else (url[:end], url[end:])
    try:
        path = quote(path, safe="/%:@!$&'()*+,;=~?")
    except UnicodeEncodeError:
        path = " "
    if not f"{origin}{path}".isprintable() or " " in f"{origin}{path}":
        raise ApiValueError(f"{url!r} is no URL")
    return origin + path
