"""Servers as a package lists them: those of the description, and those of an operation."""

from __future__ import annotations

from collections.abc import Iterable

from docbound.package import ServerRow
from docbound.service import Server


def server_rows(servers: Iterable[Server]) -> tuple[ServerRow, ...]:
    """A row a server, with its texts free of surrounding blanks."""
    return tuple(
        ServerRow(
            url=server.url,
            description=server.description.strip(),
            variables=tuple(
                (
                    variable.name,
                    variable.default,
                    variable.values,
                    variable.description.strip(),
                )
                for variable in server.variables
            ),
        )
        for server in servers
    )
