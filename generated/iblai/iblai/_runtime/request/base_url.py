"""The base URL of a call: of the call, the client, the configuration or the description.

The nearest word counts: what is said for one call, then for one operation, then for the client,
then by the description. A host that a user gave is never replaced by a server of the description.
"""

from __future__ import annotations

from typing import Any

from ..config.configuration import BaseConfiguration
from ..config.servers import (
    choose,
    complete,
    fill_in,
    first_origin,
    named_base,
    read_base,
    variables_of,
)
from ..errors import ApiTypeError, ApiValueError
from ..http.origins import AddressError, Base
from ..http.percent_encoding import escape
from ..service.operations import Operation
from ..service.options import CallOptions

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false


def base_of_call(
    operation: Operation[Any],
    options: CallOptions,
    host: str | None,
    configuration: BaseConfiguration,
) -> Base:
    """The base URL of a call.

    Args:
        operation: may have servers of its own.
        options: those of the call.
        host: the client's, where a copy was given another one than the configuration's.
        configuration: the client's.

    Raises:
        ApiTypeError: ``_host_index`` is no int, or a host is no str.
        ApiValueError: there is no such server, or its URL is not complete.
    """
    index = options.host_index
    if options.host is not None:
        if index:
            raise ApiValueError("give _host or _host_index, not both")
        return named_base(options.host, configuration._spec, "_host")
    if type(index) is not int:
        raise ApiTypeError("_host_index is an int")
    own = operation.servers and not configuration.ignore_operation_servers
    if host is not None and not index:
        return named_base(host, configuration._spec, "host")
    if own and (index or _uses_own_server(operation, configuration)):
        index = index or configuration.server_operation_index.get(operation.name, 0)
        variables = configuration.server_operation_variables.get(operation.name)
        if variables:
            what = f"server_operation_variables[{operation.name!r}]"
            variables = variables_of(variables, operation.servers, what)
        return _described(fill_in(choose(operation.servers, index), variables), configuration)
    if index:
        server = choose(configuration._spec.servers, index)
        return _described(fill_in(server, configuration.server_variables), configuration)
    return base_of(configuration)


def _uses_own_server(operation: Operation[Any], configuration: BaseConfiguration) -> bool:
    """Whether an operation's own server counts: the user chose it, or gave no host."""
    return (
        configuration._given_host is None
        or operation.name in configuration.server_operation_index
        or operation.name in configuration.server_operation_variables
    )


def base_of(configuration: BaseConfiguration) -> Base:
    """The base URL of calls without a host of their own."""
    given = configuration._given_host
    if given is not None:
        return named_base(given, configuration._spec, "host")
    return _described(configuration.host, configuration)


def _described(url: str, configuration: BaseConfiguration) -> Base:
    """The base URL that the description gives; a path alone is taken at the host that there is."""
    spec = configuration._spec
    url = complete(url)
    if url.startswith("/"):
        given = configuration._given_host
        origin = first_origin(spec) if given is None else named_base(given, spec, "host").origin
        if origin is None:
            raise ApiValueError(
                f"the description's server is only a path, {url!r}; give its host, such as "
                f"host='https://api.example.com' (calls then go to https://api.example.com{url})"
            )
        url = f"{origin}/{url.lstrip('/')}"
    try:
        return read_base(url, False)
    except AddressError as error:
        if not url:
            raise ApiValueError(
                "the description names no server; give one, such as host='https://api.example.com'"
            ) from None
        raise ApiValueError(
            f"the description's server {url!r} is no base URL: {error}; give one, such as "
            "host='https://api.example.com'"
        ) from None


def with_safe(path: str, safe: str) -> str:
    """An escaped path with the characters of ``safe`` bare again."""
    for character in safe:
        path = path.replace(escape(character), character)
    return path
