"""The elements of HTML that prose is written with, by what becomes of them."""

from __future__ import annotations

from typing import Final

Names = frozenset[str]

BOLD: Final = frozenset({"b", "strong"})
ITALIC: Final = frozenset({"i", "em", "cite", "dfn"})
CODE: Final = frozenset({"code", "tt", "kbd", "samp", "var"})
INLINE: Final = BOLD | ITALIC | CODE | {"a"}
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LISTS: Final = frozenset({"ul", "ol"})
CELLS: Final = frozenset({"td", "th"})
FRAMES: Final = INLINE | HEADINGS | LISTS | CELLS | {"pre", "li", "table", "tr"}
"""Those whose text is gathered before it is shown."""
BLOCKS: Final = frozenset(
    {"p", "div", "hr", "blockquote", "section", "article", "aside", "header", "footer"}
    | {"main", "center", "dl", "dt", "dd", "details", "summary", "figure"}
    | {"figcaption", "caption"}
)
"""Those that only end a paragraph."""
SILENT: Final = frozenset(
    {"span", "font", "u", "s", "del", "ins", "mark", "small", "big", "sub", "sup"}
    | {"abbr", "q", "label", "nobr", "wbr", "thead", "tbody", "tfoot", "colgroup"}
    | {"col"}
)
"""Those of which nothing but their text is shown."""
HIDDEN: Final = frozenset({"script", "style"})
KNOWN: Final = FRAMES | BLOCKS | SILENT | HIDDEN | {"br", "img"}

# HTML, "Optional tags".
NEED_NO_END: Final = CELLS | {"br", "hr", "p", "li", "wbr", "tr", "dt", "dd"}
ENDED_BY: Final[dict[str, Names]] = {
    "li": frozenset({"li"}),
    "tr": frozenset({"tr"}),
    "td": CELLS,
    "th": CELLS,
}
"""Which open elements a new one ends."""

_HOLDERS: Final = LISTS | CELLS | {"li", "table", "tr"}
_WALLS: Final[dict[str, Names]] = {
    "li": LISTS | {"table"},
    "ul": CELLS,
    "ol": CELLS,
    "tr": frozenset({"table"}),
    "td": frozenset({"table"}),
    "th": frozenset({"table"}),
    "table": frozenset(),
}


def block_elements(name: str) -> Names:
    """The open elements beyond which a tag of this name ends nothing."""
    return _WALLS.get(name, _HOLDERS)
