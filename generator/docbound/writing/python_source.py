"""Prints Python expressions as black leaves them.

Formatting a generated package with black would cost more than all the rest of generating it. So
expressions are printed here in a form that black keeps: on one line where they fit into 100
columns, otherwise one item a line with a trailing comma (which black respects however short the
items are). ``tests/writing`` holds this module against black itself.

Source: the black code style, "The magic trailing comma" and "Parentheses"
(https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, assert_never

from docbound.records import record
from docbound.service import JSONValue
from docbound.writing.source_types import PythonSource, RawTextError, is_name
from docbound.writing.text import string_literal

WIDTH: Final = 100
STEP: Final = 4


@record(kw_only=False)
class Bracket:
    """Items between brackets after a head: ``Field(alias="x")``, ``list[int]``, ``("a",)``, ``{"k":
    1}``.
    """

    head: str
    open: str
    items: tuple[Node, ...]

    @property
    def flat(self) -> str:
        """The whole on one line."""
        return self.enclosing(", ".join(flat(item) for item in self.items))

    def enclosing(self, inner: str) -> str:
        """The brackets around the text of their items."""
        comma = "," if self.open == "(" and not self.head and len(self.items) == 1 else ""
        return f"{self.head}{self.open}{inner}{comma}{_CLOSING[self.open]}"


@record(kw_only=False)
class Keyword:
    """A value with something before it: ``alias=``, ``"key": ``, ``*``."""

    key: str
    value: Node


@record(kw_only=False)
class Chain:
    """Members joined by ``|``."""

    members: tuple[Node, ...]


Node: TypeAlias = str | Bracket | Keyword | Chain

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}


def flat(node: Node) -> str:
    """``node`` on one line."""
    match node:
        case str():
            return node
        case Bracket():
            return node.flat
        case Keyword():
            return node.key + flat(node.value)
        case Chain():
            return " | ".join(flat(member) for member in node.members)
        case _:
            assert_never(node)


def show(node: Node, *, indent: int, before: int | None = None, after: int = 0) -> PythonSource:
    """``node`` as it is in a file.

    Args:
        node: what to print.
        indent: columns by which the line that it starts on is indented.
        before: columns already taken on that line (``indent`` when nothing is before it).
        after: columns that follow on its last line, such as a comma.

    Raises:
        RawTextError: if a part of it is no name, literal or printed source.
    """
    _check(node)
    return PythonSource(_show(node, indent=indent, before=before, after=after))


def _show(node: Node, *, indent: int, before: int | None = None, after: int = 0) -> str:
    start = indent if before is None else before
    line = _flat_within(node, WIDTH - start - after)
    if line is not None:
        return line
    match node:
        case str():
            return node
        case Keyword():
            return node.key + _show(
                node.value, indent=indent, before=start + len(node.key), after=after
            )
        case Bracket():
            return _one_per_line(node, indent)
        case Chain():
            return _stack(node, indent)
        case _:
            assert_never(node)


def _flat_within(node: Node, room: int) -> str | None:
    """``node`` on one line, or None as soon as that is known to be longer than ``room``: what is
    spread over lines is not put together again at each of its levels.
    """
    if isinstance(node, str):
        line = node
    elif isinstance(node, Bracket):
        used = len(node.head) + 2
        parts: list[str] = []
        for item in node.items:
            part = _flat_within(item, room - used)
            if part is None:
                return None
            parts.append(part)
            used += len(part) + 2
        line = node.enclosing(", ".join(parts))
    elif isinstance(node, Keyword):
        value = _flat_within(node.value, room - len(node.key))
        return None if value is None else node.key + value
    else:
        line = flat(node)
    return line if len(line) <= room else None


def _check(node: Node) -> None:
    """Raises:
    RawTextError: if a part of ``node`` is no name, literal or printed source.
    """
    match node:
        case str():
            if type(node) is not PythonSource and not node.isidentifier() and not _is_plain(node):
                raise RawTextError(f"no Python source: {node[:80]!r}")
        case Bracket():
            if node.head and not node.head.isidentifier() and not _is_head(node.head):
                raise RawTextError(f"nothing is called this in Python: {node.head[:80]!r}")
            for item in node.items:
                _check(item)
        case Keyword():
            if type(node.key) is not PythonSource and not _is_keyword(node.key):
                raise RawTextError(f"no key in Python: {node.key[:80]!r}")
            _check(node.value)
        case Chain():
            for item in node.members:
                _check(item)
        case _:
            assert_never(node)


def _is_plain(leaf: str) -> bool:
    """Whether ``leaf`` is a dotted name, a number, a star, an ellipsis or nothing."""
    if leaf in ("", "*", "...") or is_name(leaf):
        return True
    try:
        float(leaf)
    except ValueError:
        return False
    return True


def _is_head(head: str) -> bool:
    """Whether ``head`` is a name after one of the few things that go before one, or these alone."""
    bare = head.removeprefix("*").removeprefix("await ").removeprefix("class ")
    target, _, called = bare.rpartition(" = ")
    return not called or (is_name(called) and (not target or target.isidentifier()))


def _is_keyword(key: str) -> bool:
    return key in ("*", "**") or (key[-1:] == "=" and key[:-1].isidentifier())


def show_annotation(code: str, *, indent: int, before: int, after: int = 0) -> PythonSource:
    """An annotation as it is in a file; a union that needs several lines is put into parentheses.

    Args:
        code: the annotation on one line.
        indent: columns by which its line is indented.
        before: columns taken before it, as by ``name: ``.
        after: columns after it, as by `` = None,``.
    """
    if before + len(code) + after <= WIDTH:
        return PythonSource(code)
    node = parse(code)
    if isinstance(node, Chain) or (isinstance(node, str) and _fits_alone(node, indent)):
        pad = " " * (indent + STEP)
        return PythonSource(f"(\n{pad}{show(node, indent=indent + STEP)}\n{' ' * indent})")
    return show(node, indent=indent, before=before, after=after)


def show_assignment(
    name: str, annotation: str, default: str | None, *, indent: int, after: int = 0
) -> PythonSource:
    """``name: annotation = default`` as it is in a class body or, with ``after`` for the comma,
    in a signature.

    A default that is a display or a call is spread over lines before the annotation is.

    Args:
        name: the target.
        annotation: its annotation.
        default: the value; None where there is none.
        indent: the columns before the line.
        after: how many columns follow on its last line.
    """
    before = indent + len(name) + 2
    if default is None:
        return PythonSource(
            f"{name}: {show_annotation(annotation, indent=indent, before=before, after=after)}"
        )
    filled = before + len(annotation) + 3
    if filled + len(default) + after <= WIDTH:
        return PythonSource(f"{name}: {annotation} = {default}")
    node = parse(default)
    if isinstance(node, Bracket) and node.items and filled + len(node.head) + 1 <= WIDTH:
        return PythonSource(
            f"{name}: {annotation} = {show(node, indent=indent, before=filled, after=after)}"
        )
    tail = len(default) + 3 + after
    shown = show_annotation(annotation, indent=indent, before=before, after=tail)
    if not after and filled < WIDTH and ",\n" not in shown:
        # Black would rather move the default than break an annotation that has no trailing comma.
        pad = " " * indent
        return PythonSource(f"{name}: {annotation} = (\n{pad}    {default}\n{pad})")
    last = indent + len("] = ")
    return PythonSource(f"{name}: {shown} = {show(node, indent=indent, before=last, after=after)}")


def _fits_alone(code: str, indent: int) -> bool:
    """Whether ``code`` fits on a line of its own inside parentheses that open on a line with
    ``indent``.
    """
    return indent + STEP + len(code) <= WIDTH


def show_constant(name: str, code: str, *, indent: int) -> PythonSource:
    """``name = code`` for a literal."""
    before = indent + len(name) + 3
    if before + len(code) <= WIDTH or not _fits_alone(code, indent):
        return PythonSource(f"{name} = {code}")
    pad = " " * indent
    return PythonSource(f"{name} = (\n{pad}    {code}\n{pad})")


def class_head(name: str, bases: str) -> PythonSource:
    """``class Name(Bases):`` at the margin."""
    line = f"class {name}({bases}):"
    if len(line) <= WIDTH:
        return PythonSource(line)
    if STEP + len(bases) > WIDTH and ", " in bases:
        bases = bases.replace(", ", f",\n{' ' * STEP}") + ","
    return PythonSource(f"class {name}(\n    {bases}\n):")


def show_statement(target: str, made: Bracket, *, indent: int) -> PythonSource:
    """``target = made(...)`` as a statement; parentheses take the call to a line of its own where
    its head needs one.
    """
    before = indent + len(target) + 3
    plain = f"{target} = {show(made, indent=indent, before=before)}"
    if before + len(made.head) < WIDTH or before >= WIDTH:
        return PythonSource(plain)
    pad = " " * indent
    on_own_line = f"{pad}    {show(made, indent=indent + STEP)}"
    if ":" not in target and _overflows(on_own_line):
        # Black takes the parentheses only if they make every line fit, unless there is an
        # annotation.
        return PythonSource(plain)
    return PythonSource(f"{target} = (\n{on_own_line}\n{pad})")


def show_typed_call(name: str, annotation: str, made: Bracket, *, indent: int) -> PythonSource:
    """``name: annotation = made(...)`` as a statement, the call spread over lines.

    Args:
        name: the target.
        annotation: its annotation.
        made: the call.
        indent: the columns before the line.
    """
    target = f"{name}: {annotation}"
    node = parse(annotation)
    if isinstance(node, Chain) and indent + len(target) + len(" = (") > WIDTH:
        after = len(f" = {made.head}{made.open}")
        before = indent + len(name) + 2
        shown = show_annotation(annotation, indent=indent, before=before, after=after)
        return PythonSource(f"{name}: {shown} = {show(made, indent=indent)}")
    return show_statement(target, made, indent=indent)


def _overflows(text: str) -> bool:
    return max(map(len, text.split("\n"))) > WIDTH


def _one_per_line(node: Bracket, indent: int) -> str:
    if not node.items:
        return node.flat
    pad = " " * (indent + STEP)
    # A trailing comma would turn the subscript `list[int]` into `list[(int,)]`.
    comma = "" if node.open == "[" and node.head and len(node.items) == 1 else ","
    lines = [
        f"{pad}{_show(item, indent=indent + STEP, after=len(comma))}{comma}" for item in node.items
    ]
    return "\n".join([f"{node.head}{node.open}", *lines, " " * indent + _CLOSING[node.open]])


def _stack(node: Chain, indent: int) -> str:
    pad = " " * indent
    first, *rest = node.members
    lines = [_show(first, indent=indent)]
    lines += [f"{pad}| {_show(member, indent=indent, before=indent + 2)}" for member in rest]
    return "\n".join(lines)


# --- reading an expression ------------------------------------------------------------

_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<mark>[\[\](){},|:=])|(?P<word>[^\s\[\](){},|:="']+)"""
)


@lru_cache(maxsize=4096)
def parse(code: str) -> Node:
    """Reads an expression made of names, literals, calls, subscripts, displays and ``|``.

    Raises:
        ValueError: if brackets do not match.
    """
    tokens = [
        PythonSource(match.group()) if match.lastgroup == "string" else match.group()
        for match in _TOKEN.finditer(code)
    ]
    reader = _Reader(tokens)
    node = reader.chain()
    if reader.peek() or not tokens:
        raise ValueError(f"cannot read the expression {code!r}")
    return node


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> str:
        """The next token, or an empty string at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """The next token; it is consumed."""
        token = self.peek()
        self._at += 1
        return token

    def chain(self) -> Node:
        """Terms with ``|`` between them."""
        members = [self.term()]
        while self.peek() == "|":
            self.take()
            members.append(self.term())
        return members[0] if len(members) == 1 else Chain(tuple(members))

    def term(self) -> Node:
        """A name or literal, or a bracketed list with or without a head."""
        head = "" if self.peek() in _CLOSING else self.take()
        if self.peek() not in _CLOSING:
            return head
        opening = self.take()
        items: list[Node] = []
        while self.peek() != _CLOSING[opening]:
            items.append(self.item())
            if self.peek() == ",":
                self.take()
            elif self.peek() != _CLOSING[opening]:
                raise ValueError(f"unexpected {self.peek()!r} in an expression")
        self.take()
        return Bracket(head, opening, tuple(items))

    def item(self) -> Node:
        """An item of a bracketed list, with its key if it has one."""
        node = self.chain()
        match self.peek():
            case "=":
                self.take()
                return Keyword(f"{flat(node)}=", self.chain())
            case ":":
                self.take()
                return Keyword(PythonSource(f"{flat(node)}: "), self.chain())
            case _:
                return node


# --- making expressions ---------------------------------------------------------------


def call(head: str, *arguments: Node, **keywords: Node | None) -> Bracket:
    """A call; keywords that are None are left out."""
    named = (Keyword(f"{name}=", value) for name, value in keywords.items() if value is not None)
    return Bracket(head, "(", (*arguments, *named))


def sequence(items: Iterable[Node]) -> Bracket:
    """A tuple display."""
    return Bracket("", "(", tuple(items))


def mapping(items: Mapping[str, Node]) -> Bracket:
    """A dict display with string keys."""
    return Bracket(
        "",
        "{",
        tuple(
            Keyword(PythonSource(f"{string_literal(key)}: "), value) for key, value in items.items()
        ),
    )


def strings(values: Iterable[str]) -> Bracket:
    """A tuple display of string literals."""
    return sequence(string_literal(value) for value in values)


def value(data: JSONValue) -> Node:
    """A JSON value as Python source."""
    match data:
        case str():
            return string_literal(data)
        case None | bool() | int():
            return repr(data)
        case float():
            return _number(data)
        case list():
            return Bracket("", "[", tuple(value(item) for item in data))
        case dict():
            return mapping({key: value(item) for key, item in data.items()})
        case _:
            assert_never(data)


def _number(data: float) -> str:
    text = repr(data)
    return f'float("{text}")' if text in {"inf", "-inf", "nan"} else text


def joined(lines: Iterable[str], *, indent: int) -> Iterator[str]:
    """Each of ``lines`` indented."""
    pad = " " * indent
    return (f"{pad}{line}" if line else "" for line in lines)
