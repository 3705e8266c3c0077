"""Where a call goes: the base URL that configuration and description give it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from .configuration import BaseConfiguration
from .errors import ApiTypeError
from .escaping import escape
from .operations import Operation
from .servers import checked, choose, fill_in

# The modules of the runtime are one another's friends; its underscores are for the users of a package.
# pyright: reportPrivateUsage=false


def base_url(
    operation: Operation[Any], index: int, configuration: BaseConfiguration
) -> str:
    """The base URL of a call for which nobody names another host.

    Args:
        operation: may have servers of its own.
        index: which of them, or which of the description's servers.
        configuration: the client's.

    Raises:
        ApiTypeError: ``index`` is no int.
        ApiValueError: there is no such server, or its URL is not complete.
    """
    if index == 0 and not operation.servers:
        return absolute(configuration.host, configuration)
    if type(index) is not int:
        raise ApiTypeError("_host_index is an int")
    if operation.servers and not configuration.ignore_operation_servers:
        index = index or configuration.server_operation_index.get(operation.name, 0)
        variables = configuration.server_operation_variables.get(operation.name)
        url = fill_in(choose(operation.servers, index), variables)
        return absolute(url, configuration)
    if index:
        server = choose(configuration._spec.servers, index)
        return absolute(fill_in(server), configuration)
    return absolute(configuration.host, configuration)


def absolute(url: str, configuration: BaseConfiguration) -> str:
    """A complete base URL; a path alone is taken at the description's first server that has a host."""
    if url.startswith("/"):
        for server in configuration._spec.servers:
            origin = urlsplit(fill_in(server))
            if origin.scheme and origin.netloc:
                return checked(f"{origin.scheme}://{origin.netloc}/{url.lstrip('/')}")
    return checked(url)


@lru_cache(maxsize=64)
def with_query(base: str) -> tuple[str, str]:
    """A base URL without a final slash, and the query that some write behind it."""
    url, _, query = base.partition("?")
    return url.rstrip("/"), query


def with_safe(path: str, safe: str) -> str:
    """An escaped path with the characters of ``safe`` bare again."""
    for character in safe:
        path = path.replace(escape(character), character)
    return path
