"""Servers as expressions of ``_spec.py`` and of the operation table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docbound.package import ServerRow
from docbound.writing.python_source import Bracket, Node, call, mapping, sequence, strings
from docbound.writing.text import string_literal


def server_classes(servers: Iterable[ServerRow]) -> set[str]:
    """The classes of the runtime that :func:`server_nodes` names."""
    names: set[str] = set()
    for server in servers:
        names.add("Server")
        if server.variables:
            names.add("ServerVariable")
    return names


def server_nodes(servers: Sequence[ServerRow]) -> Bracket:
    """A tuple of ``Server(...)``."""
    return sequence(_server(server) for server in servers)


def _server(server: ServerRow) -> Node:
    variables = {
        name: call(
            "ServerVariable",
            string_literal(default),
            values=strings(values) if values else None,
            description=string_literal(about) if about else None,
        )
        for name, default, values, about in server.variables
    }
    return call(
        "Server",
        string_literal(server.url),
        description=string_literal(server.description) if server.description else None,
        variables=mapping(variables) if variables else None,
    )
