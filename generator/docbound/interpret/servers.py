"""Base URLs: ``servers`` of 3.x, and ``schemes``, ``host`` and ``basePath`` of Swagger 2.0.

Specification: "Server Object", "Server Variable Object"; "Swagger Object" of 2.0.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Server, ServerVariable

from ..document.reader import Node, Reader

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")


def servers(reader: Reader, member: Node | None) -> tuple[Server, ...]:
    """The servers that stand in one list, be it the description's, a path's or an operation's."""
    if member is None or member.value is None:
        return ()
    found = (_server(reader, node) for node in reader.items(member))
    return tuple(server for server in found if server is not None)


def _server(reader: Reader, node: Node) -> Server | None:
    if not isinstance(node.value, dict):
        reader.members(node)
        return None
    url = reader.text(node, "url")
    variables = (
        reader.members(node.member("variables")) if node.has("variables") else {}
    )
    found = [_variable(reader, name, item) for name, item in variables.items()]
    for name in _VARIABLE.findall(url):
        if name not in variables:
            reader.warn(
                "undeclared-server-variable",
                f"`{name}` of the server's URL is not declared",
                node.pointer,
                effect=Effect.GUESS,
                action="it stands for an empty text unless a caller gives it",
            )
            found.append(ServerVariable(name=name, default=""))
    # 3.2 gives servers a name, too.
    texts = (reader.text(node, key) for key in ("name", "description"))
    return Server(
        url=url,
        description=": ".join(filter(None, texts)),
        variables=tuple(found),
    )


def _variable(reader: Reader, name: str, node: Node) -> ServerVariable:
    values = reader.texts(node.member("enum")) if node.has("enum") else ()
    default = reader.text(node, "default")
    if not default and not node.has("default"):
        default = values[0] if values else ""
        reader.warn(
            "server-variable-without-default",
            f"the server variable `{name}` needs a default",
            node.pointer,
            effect=Effect.GUESS,
            action=f"`{default}` is taken for it",
        )
    return ServerVariable(
        name=name,
        default=default,
        values=values,
        description=reader.text(node, "description"),
    )
