"""How documentation pages write down facts: which texts are on the line that is a fact's
source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Final

from docbound.diagnostics.suggestions import did_you_mean
from docbound.json_values import is_array
from docbound.records import record
from docbound.settings.yaml_node import Node


@record
class Layout:
    """One way of writing pages.

    Attributes:
        name: what documented.yaml calls it.
        texts: for a kind of fact, the texts that its line has. ``{value}``, ``{name}``, ``{wire}``,
            ``{type}``, ``{code}`` and the like mean what the fact states; an empty text claims
            nothing.
        rows: lines of the page that state something, so that a fact has to name each of them as its
            source; empty for none.
        lists_fields: whether fields are listed one below the other, each with type, ``required``,
            default and values on lines of their own.
    """

    name: str
    texts: Mapping[str, tuple[str, ...]]
    rows: str = ""
    lists_fields: bool = False


_TEXT: Final = {
    **dict.fromkeys(
        (
            "package",
            "api",
            "base_url",
            "summary",
            "signature",
            "prefix",
            "example",
            "model",
        ),
        ("{value}",),
    ),
    "scheme": ("{name}", "{format}"),
    "import": ("{last}",),
    "operation": ("{method}", "{path}"),
    "returns": ("{value}",),
    "content_types": ("{listed}",),
    "accept": ("{listed}",),
    "auth": ("{value}",),
    "parameter": ("{named}",),
    "status": ("{number}", "{text}"),
    "field": ("{wire}",),
}

LAYOUTS: Final[Mapping[str, Layout]] = {
    layout.name: layout
    for layout in (
        Layout(name="text", texts=_TEXT),
        Layout(
            name="openapi-generator",
            texts={
                **_TEXT,
                "returns": ("{void}",),
                "parameter": ("**{name}**", "**{type}**", "{optional}"),
                "status": ("{zero}", "{text}"),
            },
            rows=r" \*\*|\*\*|\[\*\*|# \*\*|> ",
        ),
        Layout(name="field-list", texts={**_TEXT, "operation": ("{method}",)}, lists_fields=True),
    )
}
"""``text`` fits any page; the others know more of what a line says."""

KINDS_OF_FACT: Final = tuple(_TEXT)
"""The kinds of facts that a layout has words for."""
WORDS: Final = frozenset(
    (
        "value",
        "name",
        "wire",
        "type",
        "format",
        "last",
        "method",
        "path",
        "void",
        "listed",
        "named",
        "optional",
        "number",
        "text",
        "zero",
        "code",
        "status",
        "in",
        "required",
    )
)
"""What a text of a layout may stand for, in braces."""


def own_layouts(node: Node | None) -> Iterator[Layout]:
    """The layouts that a documented.yaml declares; what is wrong with one goes to the node's
    diagnostics.

    Args:
        node: its key ``layouts``, if it has one.
    """
    for name, item in ({} if node is None else node.members()).items():
        if name in LAYOUTS:
            item.report(
                "wrong-value",
                f"there is a layout {name!r} already",
                "choose another name",
            )
            continue
        found = item.fields({"texts": _texts, "rows": _expression, "lists_fields": Node.flag})
        texts = found.get("texts")
        yield Layout(
            name=name,
            texts={**_TEXT, **(texts if isinstance(texts, dict) else {})},
            rows=str(found.get("rows") or ""),
            lists_fields=bool(found.get("lists_fields")),
        )


def _texts(node: Node) -> dict[str, tuple[str, ...]]:
    readers = dict.fromkeys(KINDS_OF_FACT, _templates)
    found = node.fields(readers)
    return {key: value for key, value in found.items() if isinstance(value, tuple)}


def _templates(node: Node) -> tuple[str, ...]:
    """One text or several; an empty list claims nothing."""
    items = node.items() if is_array(node.value) else (node,)
    return tuple(filter(None, map(_template, items)))


def _template(node: Node) -> str:
    text = node.text()
    try:
        words = {word for _, word, _, _ in Formatter().parse(text) if word is not None}
    except ValueError as error:
        node.report("wrong-value", f"{text!r} is no template: {error}", "double a brace: {{")
        return ""
    for word in sorted(words - WORDS):
        near = did_you_mean(word, WORDS)
        node.report(
            "wrong-value",
            f"a text of a layout has no {{{word}}}",
            f"did you mean {near!r}?" if near else f"there are {', '.join(sorted(WORDS))}",
        )
    return text if words <= WORDS else ""


def _expression(node: Node) -> str:
    text = node.text()
    try:
        re.compile(text)
    except re.error as error:
        node.report("wrong-value", f"`rows` is no regular expression: {error}", "correct it")
        return ""
    return text


def plain(line: str) -> str:
    """A line of Markdown or HTML as it reads: without tags, entities, backslashes and marks of
    emphasis.
    """
    without_tags = re.sub(r"</?[A-Za-z][^<>]*>", " ", line)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", html.unescape(without_tags))
    return re.sub(r"\s+", " ", text).strip()


def says(line: str, text: str) -> bool:
    """Whether a line of a page has a text, as it is written or as it reads."""
    wanted = re.sub(r"\s+", " ", text)
    return (
        text in line or wanted in plain(line) or wanted in line.replace("`", "").replace("**", "")
    )
