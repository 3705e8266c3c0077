"""Base URLs: templates with variables, and which one a call uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from ..errors import ApiTypeError, ApiValueError, kind_of
from ..http.origins import AddressError, Base, Origin, parse
from ..lazy_patterns import lazy_pattern
from ..service.spec import PackageSpec, Server

_VARIABLE = lazy_pattern(r"\{([^{}]*)\}")
_AUTHORITY = lazy_pattern(r"(?:(?:\{[^{}]*\}|[^{}/?#])*:)?//(?:\{[^{}]*\}|[^{}/?#])*")
_ENDS_HOST = lazy_pattern(r"[/?#@\\\x00-\x20\x7f]")
_LONGEST_URL = 65536
"""More than any program takes; a short template can expand to gigabytes."""

HostSetting = dict[str, object]
"""One server as ``get_host_settings`` of a configuration shows it."""


def fill_in(server: Server, values: Mapping[str, str] | None = None) -> str:
    """The server's URL with its variables filled in. A value is text: braces in it name no
    variable.

    Raises:
        ApiValueError: a value is not among those that the description allows, or the URL becomes
            longer than any.

    Source: OpenAPI 3.1.1, "Server Variable Object".
    """
    if not server.variables:
        return server.url
    texts: dict[str, str] = {}
    for name, variable in server.variables.items():
        value = (values or {}).get(name, variable.default)
        if variable.values and value not in variable.values:
            allowed = ", ".join(variable.values)
            raise ApiValueError(
                f"the server variable {name!r} cannot be {value!r}; it may be {allowed}"
            )
        texts[name] = value
    _check_authority(server.url, texts)
    pieces = _VARIABLE.split(server.url)  # text, name, text, name, ... text
    for place in range(1, len(pieces), 2):
        name = pieces[place]
        pieces[place] = texts.get(name, f"{{{name}}}")
    if sum(map(len, pieces)) > _LONGEST_URL:
        raise ApiValueError(
            f"the server's URL has more than {_LONGEST_URL} characters with its variables filled in"
        )
    return "".join(pieces)


def variables_of(
    given: Mapping[Any, Any], servers: Sequence[Server], argument: str
) -> dict[str, str]:
    """Values that a user gave for variables of servers, as texts.

    Args:
        given: what was given.
        servers: those that may have the variables.
        argument: what it was given as, for messages.

    Raises:
        ApiTypeError: a value is neither a text nor a whole number.
        ApiValueError: no server has such a variable.
    """
    known = sorted({name for server in servers for name in server.variables})
    texts: dict[str, str] = {}
    for name, value in given.items():
        if name not in known:
            what = f"it may be {', '.join(known)}" if known else "none has any"
            raise ApiValueError(
                f"{argument} names {str(name)!r}, which no server of the description has; {what}"
            )
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise ApiTypeError(f"{argument}[{name!r}] is a str, not a {kind_of(value)}")
        texts[name] = str(value)
    return texts


def _check_authority(template: str, texts: Mapping[str, str]) -> None:
    """Refuses a value that would end the host before its described end: with ``evil.example/`` for
    the region, ``https://{region}.api.example`` would lead to another server.
    """
    authority = _AUTHORITY.match(template)
    if authority is None:
        return
    for found in _VARIABLE.finditer(template, 0, authority.end()):
        value = texts.get(found[1], "")
        ends_host = _ENDS_HOST.search(value) if found.end() < authority.end() else None
        if ends_host is not None:
            raise ApiValueError(
                f"the server variable {found[1]!r} cannot hold {ends_host[0]!r}: it stands before"
                f" the end of the host in {template!r}, and calls would go to another one"
            )


def choose(servers: Sequence[Server], index: int) -> Server:
    """The server at ``index``; raises ApiValueError if there is none."""
    if not 0 <= index < len(servers):
        raise ApiValueError(f"there is no server {index}; the description has {len(servers)}")
    return servers[index]


def host_settings(servers: Sequence[Server]) -> list[HostSetting]:
    """The servers as plain data: ``url``, ``description`` and, if there are any, ``variables``."""
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


# --- base URLs


def complete(url: str) -> str:
    """The URL of a described server as far as the description says it.

    A reference to the description's own place (``./v1``) becomes a path; ``//host/path``, which
    has no scheme, is read as https.
    """
    url = url.strip()
    if url.startswith("//"):
        return f"https:{url}"
    if url == "." or url.startswith(("./", "../")):
        return f"/{url.lstrip('./')}"
    return url


@lru_cache(maxsize=64)
def read_base(url: str, named: bool) -> Base:
    """A complete base URL.

    Raises:
        AddressError: it is invalid.
    """
    address = parse(url)
    return Base(
        f"{address.origin}{address.path.rstrip('/')}",
        address.query or "",
        address.origin,
        named,
    )


def named_base(text: object, spec: PackageSpec, argument: str) -> Base:
    """The base URL that a user gave.

    Where the description's server is a path alone, a host without a path takes that path.

    Args:
        text: an address; a path alone is taken at the description's first server that has a host.
        spec: has the description's servers.
        argument: how the text was given, for messages.
    """
    if not isinstance(text, str):
        raise ApiTypeError(f"{argument} is a str, not a {type(text).__name__}")
    described = complete(spec.servers[0].url) if spec.servers else ""
    try:
        if "#" in text:
            raise AddressError("it has a fragment (text from a # on), which is never sent")
        if text.startswith("/") and not text.startswith("//"):
            origin = first_origin(spec)
            if origin is None:
                raise AddressError("no server of the description has a host")
            return read_base(f"{origin}/{text.lstrip('/')}", True)
        found = read_base(text, True)
        if described.startswith("/") and found.url == str(found.origin):
            path = complete(fill_in(spec.servers[0]))
            return read_base(f"{found.url}{path}", True)._replace(query=found.query)
        return found
    except AddressError as error:
        raise ApiValueError(_unusable(argument, text, error)) from None


def _unusable(argument: str, text: str, reason: AddressError) -> str:
    from ..http.masking import masked

    shown = masked(text)
    said = (
        f"{argument}={shown!r} is no base URL: {reason}; give one such as "
        f"{argument}='https://api.example.com'"
    )
    if "@" in shown:
        said += ", and user and password as Configuration(username=..., password=...)"
    return said


def first_origin(spec: PackageSpec) -> Origin | None:
    """The origin of the description's first server that has one."""
    return next(iter(described_origins(spec)), None)


def described_origins(spec: PackageSpec) -> tuple[Origin, ...]:
    """The origins of the description's servers, with their variables as they are by default."""
    found: list[Origin] = []
    for server in spec.servers:
        try:
            found.append(parse(complete(fill_in(server))).origin)
        except AddressError:
            continue  # A path alone has none.
    return tuple(found)
