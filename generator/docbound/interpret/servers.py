"""Base URLs: ``servers`` of 3.x, and ``schemes``, ``host`` and ``basePath`` of Swagger 2.0.

Specification: "Server Object", "Server Variable Object"; "Swagger Object" of 2.0.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.diagnostics.diagnostic import Effect
from docbound.service import Server, ServerVariable

from ..document import child
from ..document.reader import Node, Reader

_VARIABLE: Final = re.compile(r"\{([^{}]+)\}")

_LONGEST_URL: Final = 65536
"""More than any program takes; a short template can expand to gigabytes."""


def servers(reader: Reader, member: Node | None) -> tuple[Server, ...]:
    """The servers that are in one list, be it the description's, a path's or an operation's."""
    if member is None or member.value is None:
        return ()
    nodes = (member,) if _is_single(reader, member) else reader.items(member)
    found = (_server(reader, node) for node in nodes)
    return tuple(server for server in found if server is not None)


def _is_single(reader: Reader, member: Node) -> bool:
    """Whether one server is where a list of them belongs."""
    if not member.has("url"):
        return False
    reader.warn(
        "wrong-type",
        "servers are a list",
        member.pointer,
        effect=Effect.HARMLESS,
        action="it is the only server",
    )
    return True


def _server(reader: Reader, place: Node) -> Server | None:
    node = reader.follow_in_place(place)
    if node is None:
        return None
    if not isinstance(node.value, dict):
        reader.members(node)
        return None
    url = reader.text(node, "url")
    variables = reader.members(node.member("variables")) if node.has("variables") else {}
    found = [_variable(reader, name, item) for name, item in variables.items()]
    for name in _VARIABLE.findall(url):
        if name not in variables:
            reader.warn(
                "undeclared-server-variable",
                f"`{name}` of the server's URL is not declared",
                child(node.pointer, "url"),
                effect=Effect.GUESS,
                action="it is an empty text unless a caller gives it",
            )
            found.append(ServerVariable(name=name, default=""))
    if _length(url, found) > _LONGEST_URL:
        reader.warn(
            "oversized-server",
            f"the server's URL has more than {_LONGEST_URL} characters with its variables"
            " filled in",
            child(node.pointer, "url"),
            effect=Effect.DROP,
            action="the server is left out",
        )
        return None
    # 3.2 gives servers a name, too.
    texts = (reader.text(node, key) for key in ("name", "description"))
    return Server(
        url=url,
        description=": ".join(filter(None, texts)),
        variables=tuple(found),
    )


def _length(url: str, variables: list[ServerVariable]) -> int:
    """How long the URL becomes, without making it."""
    values = {each.name: max(map(len, (each.default, *each.values))) for each in variables}
    return len(url) + sum(values.get(name, 0) for name in _VARIABLE.findall(url))


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
            action=f"`{default}` is taken for it" if default else "an empty text is taken for it",
        )
    return ServerVariable(
        name=name,
        default=default,
        values=values,
        description=reader.text(node, "description"),
    )
