"""How documentation pages write down facts: which texts are on the line that is a fact's
source.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Final

from docbound.records import record


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
