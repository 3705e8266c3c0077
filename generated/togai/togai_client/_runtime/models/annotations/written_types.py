"""Types as callers write them: ``"List[Pet]"``, ``"dict(str, Pet)"``, ``"date"``, as packages of
openapi-generator know them, and as Python has them.

A text is read, never evaluated: only names of types, their arguments and alternatives are in the
expression that comes of it.
"""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import Final

from ...errors import ApiValueError
from ...lazy_patterns import lazy_pattern

_TYPES: Final = {
    "object": "Any",
    "Any": "Any",
    "None": "None",
    "str": "str",
    "int": "int",
    "float": "int | float",
    "bool": "bool",
    "bytes": "bytes",
    "bytearray": "bytes",
    "date": "datetime.date",
    "datetime": "datetime.datetime",
    "decimal": "DecimalNumber | Decimal",
    "Decimal": "DecimalNumber | Decimal",
    "UUID": "uuid.UUID",
    "list": "list[Any]",
    "List": "list[Any]",
    "dict": "dict[str, Any]",
    "Dict": "dict[str, Any]",
}
_DOTTED: Final = frozenset({"datetime.date", "datetime.datetime", "datetime.time", "uuid.UUID"})
_LISTS: Final = frozenset({"list", "List", "set", "Set", "tuple", "Tuple"})
_MAPS: Final = frozenset({"dict", "Dict"})
_CALL: Final = lazy_pattern(r"\b(dict|list)\(([^()]*)\)")


def expression_of(text: str, models: frozenset[str]) -> str:
    """The type expression that a text stands for.

    Args:
        text: what the caller wrote.
        models: the names of the package's models.

    Raises:
        ApiValueError: it is no type, or names a model that there is none of.
    """
    given = text
    while (found := _CALL.sub(r"\1[\2]", text)) != text:
        text = found
    try:
        node = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ApiValueError(f"{given!r:.100} is no type") from None
    return _Reader(given, models).read(node)


class _Reader:
    def __init__(self, text: str, models: frozenset[str]) -> None:
        self._text = text
        self._models = models

    def read(self, node: ast.expr) -> str:
        match node:
            case ast.Constant(value=None):
                return "None"
            case ast.Constant(value=str(quoted)):
                return expression_of(quoted, self._models)
            case ast.Name(id=name):
                return self._named(name)
            case ast.Attribute() if ast.unparse(node) in _DOTTED:
                return ast.unparse(node)
            case ast.Attribute(value=ast.Name(id="typing" | "t"), attr=name):
                return self._named(name)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return f"{self.read(left)} | {self.read(right)}"
            case ast.Subscript(value=head, slice=inner):
                arguments = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                return self._generic(ast.unparse(head).rpartition(".")[2], arguments)
            case _:
                raise self._refusal()

    def _named(self, name: str) -> str:
        if name in self._models:
            return name
        if name in _TYPES:
            return _TYPES[name]
        nearest = get_close_matches(name, [*self._models, *_TYPES], 1)
        hint = f"; did you mean {nearest[0]!r}?" if nearest else ""
        raise ApiValueError(f"{name!r} is no model of this package{hint}")

    def _generic(self, head: str, arguments: list[ast.expr]) -> str:
        match head, arguments:
            case "Optional", [item]:
                return f"{self.read(item)} | None"
            case "Union", [_, *_]:
                return " | ".join(self.read(each) for each in arguments)
            case _, [item, *rest] if head in _LISTS and all(map(_is_ellipsis, rest)):
                return f"list[{self.read(item)}]"
            case _, [key, item] if head in _MAPS and ast.unparse(key) == "str":
                return f"dict[str, {self.read(item)}]"
            case _:
                raise self._refusal()

    def _refusal(self) -> ApiValueError:
        return ApiValueError(f"{self._text!r:.100} is no type that a response can have")


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...
