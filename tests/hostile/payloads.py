"""Strings that try to become code, a key, a tag, a link or a path, each with a mark of its own.

``MARK`` in a payload is replaced by a word that appears once in all documents (``hx17x``), so that
whatever is found in a file can be traced to the place that it was planted in.
"""

from __future__ import annotations

import re
from typing import Final

PAYLOADS: Final = (
    # the end of a Python string, docstring, comment, statement or block
    '"MARK',
    "'MARK",
    '"""\nMARK()\n"""',
    "'''\nMARK()\n'''",
    '\\"""\nMARK()\n\\"""',
    "\\",
    "MARK\\",
    '\\"+MARK()+\\"',
    '"+MARK()+"',
    "'+MARK()+'",
    '", MARK=1, x="',
    '")\nimport MARK\n("',
    "]\nMARK()\n[",
    "}\nMARK()\n{",
    ": MARK()",
    "\nMARK()\n",
    "\r\nMARK()\r\n",
    "\rMARK()",
    "\x0bMARK()",
    "\x0cMARK()",
    "\x85MARK()",
    "\u2028MARK()",
    "\u2029MARK()",
    "# x\nMARK()",
    "#MARK",
    "# type: ignore[MARK]",
    "\\N{MARK}",
    "\\x22+MARK()+\\x22",
    "\\u0022MARK\\",
    "{MARK()}",
    "{MARK!r:>{MARK}}",
    "%(MARK)s %s %",
    '__import__("os").MARK()',
    "lambda: MARK()",
    ">>> MARK()",
    "    MARK()",
    "\tMARK()",
    "None | MARK",
    'Literal["MARK"]',
    "Annotated[MARK, 1]",
    "list[MARK]]",
    "\u202eMARK\u202c",
    "MARK\u200b\ufeff",
    # templates
    "{{ MARK }}",
    "{% MARK %}",
    "{# MARK #}",
    "${MARK}",
    # Markdown and HTML
    "<script>MARK()</script>",
    "<img src=x onerror=MARK()>",
    "<svg/onload=MARK()>",
    '<a href="javascript:MARK()">x</a>',
    "[x](javascript:MARK)",
    "[x](JaVa\tScRiPt:MARK)",
    "[x](&#106;avascript:MARK)",
    "![x](data:text/html,MARK)",
    "[x]: javascript:MARK\n\n[x]",
    "<javascript:MARK>",
    "[x](vbscript:MARK 'y')",
    "```\nMARK\n```python\nMARK()\n```",
    "~~~\nMARK",
    "````MARK",
    "`MARK",
    "``MARK`",
    "`<b>MARK</b>",
    "# MARK",
    "x\n# MARK\nx",
    "MARK\n====",
    "MARK\n---",
    "| MARK | x |\n|---|---|\n| y | z |",
    "MARK||x|",
    "\\|MARK\\\\|",
    "<!-- MARK",
    "-->MARK<!--",
    "<![CDATA[MARK",
    "<?MARK",
    "</td></tr></table>MARK",
    "&lt;script&gt;MARK",
    '" onmouseover="MARK()',
    "' onmouseover='MARK()",
    # TOML, YAML, JSON
    '"\n[tool.MARK]\nx = "1',
    "'''\n[MARK]\n'''",
    "MARK: &a *a",
    "\n- MARK\n",
    "\nMARK: 1\n",
    "!!python/object/apply:os.MARK",
    "---\nMARK: 1\n...",
    "? MARK",
    '", "MARK": 1, "x": "',
    "\u007fMARK\x00",
    # paths and shells
    "../../MARK",
    "/etc/MARK",
    "C:\\MARK",
    "..\\..\\MARK",
    "MARK/../..",
    "$(MARK)",
    "`MARK`;MARK",
    "; MARK ;",
    "| MARK &",
    "~/MARK",
    "con.MARK",
    ".MARK",
    "-MARK",
    # terminals, and systems that read what is printed
    "\x1b[31mMARK",
    "\x1b]8;;https://MARK\x07",
    "\x9b31mMARK",
    "\r::error::MARK",
    "\n::add-mask::MARK",
    "%0A::warning::MARK",
    "##[command]MARK",
)
MARK: Final = re.compile("hx([0-9]+)x", re.IGNORECASE)
"""The mark of a planted string, whatever case a name gave it."""


def filled(payload: str, mark: str, hostile: bool) -> str:
    """``payload`` with its mark, or a harmless word with it."""
    if not hostile:
        return f"a-{mark}"
    text = payload.replace("MARK", mark)
    return text if mark in text else f"{text}{mark}"


class Planter:
    """Gives each place the next payload: over all groups, each place has had each payload.

    Args:
        hostile: whether payloads are given; otherwise a harmless word that is no identifier, as
            most payloads are none, for the twin of a document.
        seed: where the marks begin.
    """

    def __init__(self, *, hostile: bool, seed: int = 0) -> None:
        self._hostile = hostile
        self._next = seed
        self.group = 0
        self.planted: dict[str, tuple[str, str]] = {}
        """Place and payload by mark."""
        self._places: dict[str, int] = {}

    def __call__(self, place: str) -> str:
        """The string for ``place`` of this group."""
        self._next += 1
        mark = f"hx{self._next}x"
        number = self._places.setdefault(place, len(self._places))
        payload = PAYLOADS[(self.group + 7 * number) % len(PAYLOADS)]
        self.planted[mark] = (place, payload)
        return filled(payload, mark, self._hostile)

    @property
    def places(self) -> frozenset[str]:
        """The kinds of places so far."""
        return frozenset(self._places)
