"""What client.yaml says of the tree of methods: where each operation is called, and by which name.

A mapping is a resource, ``client.chat.completions``; a text in it is a method, named by its key,
and says which operation it calls: an operationId, or ``POST /chat/completions``.
"""

from __future__ import annotations

import keyword
import unicodedata

from docbound.diagnostics.diagnostic import Diagnostic, Position, Severity
from docbound.records import field, record
from docbound.settings.yaml_node import Node


@record
class Placement:
    """One method of the tree.

    Attributes:
        path: the attributes that lead to it, from the client on: ``("chat", "completions")``.
        method: its name.
        operation: the operation as client.yaml names it.
        position: where client.yaml says it.
    """

    path: tuple[str, ...]
    method: str
    operation: str
    position: Position | None = field(default_factory=lambda: None, compare=False)

    @property
    def call(self) -> str:
        """What a program writes behind the client: ``chat.completions.create``."""
        return ".".join((*self.path, self.method))


def read(node: Node) -> tuple[Placement, ...]:
    """Reads the tree; every name in it is one of Python."""
    return tuple(
        placement
        for name, child in node.members().items()
        for placement in _resource(child, (_name(child, name),))
    )


def _resource(node: Node, path: tuple[str, ...]) -> list[Placement]:
    """A resource and those below it, in the order of the file."""
    if isinstance(node.value, str):
        node.report(
            "wrong-type",
            f"{node.value!r} needs a resource that it is a method of",
            f"write `{path[0]}:` and the method below it, as in `list: {node.value}`",
        )
        return []
    members = node.members()
    if isinstance(node.value, dict) and not members:
        node.report(
            "wrong-value",
            f"the resource {'.'.join(path)!r} has no method",
            "write `NAME: OPERATION` below it, or remove it",
        )
    found: list[Placement] = []
    for key, child in members.items():
        name = _name(child, key)
        if isinstance(child.value, dict):
            found += _resource(child, (*path, name))
        else:
            found.append(
                Placement(path=path, method=name, operation=child.text(), position=child.position())
            )
    return found


def _name(node: Node, key: str) -> str:
    """A key as a name of Python, in the normal form that Python itself reads names in."""
    name = unicodedata.normalize("NFKC", key)
    wrong, hint = "", "use letters, digits and underscores, and no digit first"
    if keyword.iskeyword(name):
        wrong, hint = "is a keyword of Python", f"use another name, such as `{name.lower()}_`"
    elif not name.isidentifier():
        wrong = "is not a Python name"
    elif name.startswith("_"):
        wrong, hint = "is a private name", f"write `{name.strip('_') or 'name'}`"
    if wrong:
        node.diagnostics.add(
            Diagnostic(
                severity=Severity.ERROR,
                code="wrong-value",
                message=f"{key!r} {wrong}",
                hint=hint,
                pointer=node.pointer,
                position=node.document.position(node.pointer, key=True),
            )
        )
    return name
