"""What the files of a package are for those who read them: parsed, and counted.

A hostile document and its harmless twin have to give the same syntax: as many nodes of each kind,
the same keys, headings, examples and rows. One statement, key or heading more, and a string has
become one.
"""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.hostile.payloads import MARK

NAMING = frozenset(
    {
        "2.enum",
        "2.enum.second",
        "2.header.name",
        "2.operationId",
        "2.property.name",
        "2.query.name",
        "const",
        "content.name",
        "cookie.name",
        "discriminator.second",
        "discriminator.value",
        "enum.second",
        "enum.value",
        "header.name",
        "inner.name",
        "inner.title",
        "ms.name",
        "ms.values.name",
        "named.enum",
        "named.enum.second",
        "operationId",
        "part.name",
        "property.name",
        "property.title",
        "query.name",
        "response.mediaType",
        "schema.key",
        "tag.name",
        "varname",
        "webhook.key",
        "webhook.property",
    }
)
"""The places that names are made of; a mark there is part of an identifier of ``naming``."""
_PATH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
_ANCHOR = re.compile(r'<a id="[A-Za-z0-9_.~%-]+">')
"""An anchor of our own, whose name is escaped as in an address."""
_TABLES = ("Class", "Name", "Method", "Status code", "Value")
"""How the heads of our own tables begin."""


def marks(text: str) -> Iterator[str]:
    """The marks in ``text``."""
    return (f"hx{found[1]}x" for found in MARK.finditer(text))


def python_syntax(source: str) -> Counter[str]:
    """How many nodes of each kind a module has."""
    return Counter(type(node).__name__ for node in ast.walk(ast.parse(source)))


def identifiers(source: str) -> Iterator[str]:
    """All names in a module: variables, attributes, arguments, keywords, imports."""
    for node in ast.walk(ast.parse(source)):
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and not isinstance(node, ast.Constant):
                yield value
            elif field in ("names", "kwd_attrs") and isinstance(value, list):
                yield from (item for item in value if isinstance(item, str))


def keys(data: Any, prefix: str = "") -> Iterator[str]:
    """The paths of all keys of plain data."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield f"{prefix}/{key}"
            yield from keys(value, f"{prefix}/{key}")
    elif isinstance(data, list):
        for item in data:
            yield from keys(item, f"{prefix}/[]")


def key_counts(data: Any) -> Counter[str]:
    """How often each path of keys is there, marks apart."""
    return Counter(re.sub(r"(?s).*hx[0-9]+x.*", "marked", path) for path in keys(data))


def _tokens(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or ())


class Page:
    """A Markdown page as a reader's program takes it."""

    def __init__(self, text: str) -> None:
        tokens = MarkdownIt("commonmark").enable("table").parse(text)
        self.tokens = list(_tokens(tokens))
        self.counts: Counter[str] = Counter()
        self.programs: list[str] = []
        ours = False
        for index, token in enumerate(tokens):
            if token.type == "heading_open":
                self.counts["heading"] += 1
            elif token.type == "fence" and token.info.split(" ")[0] == "python":
                self.counts["program"] += 1
                self.programs.append(token.content)
            elif token.type == "table_open":
                ours = tokens[index + 3].type == "th_open" and tokens[index + 4].content.startswith(
                    _TABLES
                )
            elif token.type == "tr_open" and ours:
                self.counts["row"] += 1

    def tags(self) -> Iterator[str]:
        """The HTML in the page."""
        return (item.content for item in self.tokens if item.type in ("html_block", "html_inline"))

    def targets(self) -> Iterator[str]:
        """Where its links and images lead."""
        for token in self.tokens:
            for name in ("href", "src"):
                if token.attrGet(name) is not None:
                    yield str(token.attrGet(name))


def faults_of_tree(tree: Mapping[str, str], planted: Mapping[str, tuple[str, str]]) -> list[str]:
    """What a string of a document has become that it must not be."""
    found: list[str] = []
    for path, text in tree.items():
        if not _PATH.fullmatch(path):
            found.append(f"a path: {path!r}")
        if "/_runtime/" not in path:
            found += [f"{path}: {fault}" for fault in _faults(path, text, planted)]
    return found


def _faults(path: str, text: str, planted: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    if path.endswith(".py"):
        yield from _named(text, planted)
    elif path.endswith(".md"):
        page = Page(text)
        for tag in page.tags():
            if any(marks(tag)) and not _ANCHOR.fullmatch(tag):
                yield f"HTML: {tag!r}"
        for target in page.targets():
            if not re.match(r"(?:https?://|mailto:|#|[A-Za-z0-9_./-]+(?:#|$))", target):
                yield f"a link to {target!r}"
        for program in page.programs:
            yield from _named(program, planted)


def _named(source: str, planted: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    for name in identifiers(source):
        for mark in marks(name):
            if planted[mark][0] not in NAMING:
                yield f"the name {name!r} comes from {planted[mark]}"


def syntax_of_tree(tree: Mapping[str, str]) -> dict[str, Counter[str]]:
    """What all files of a package have, by language."""
    made: dict[str, Counter[str]] = {
        "python": Counter(),
        "markdown": Counter(),
        "examples": Counter(),
        "toml": Counter(),
        "json": Counter(),
        "lines": Counter(),
        "types": Counter(),
    }
    for path, text in tree.items():
        if "/_runtime/" in path:
            continue
        if path.endswith("/types.py"):
            # A class becomes a call where one of its names is a word of a value.
            made["types"]["statements"] = len(ast.parse(text).body)
        elif path.endswith(".py"):
            made["python"].update(python_syntax(text))
        elif path.endswith(".md"):
            page = Page(text)
            made["markdown"].update(page.counts)
            for program in page.programs:
                made["examples"].update(python_syntax(program))
        elif path.endswith(".toml"):
            made["toml"].update(key_counts(tomllib.loads(text)))
        elif path.endswith(".json"):
            made["json"].update(key_counts(json.loads(text)))
        else:
            made["lines"][path] = text.count("\n")
    return made


def more_syntax(tree: Mapping[str, str], twin: Mapping[str, str]) -> dict[str, Counter[str]]:
    """What ``tree`` has more of than its twin; a text that is left out may make it less."""
    harmless = syntax_of_tree(twin)
    more = {name: counts - harmless[name] for name, counts in syntax_of_tree(tree).items()}
    return {name: counts for name, counts in more.items() if counts}
