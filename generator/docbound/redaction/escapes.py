"""The escapes in which a character may be written: of URLs, programs, JSON, pages and mails."""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from unicodedata import lookup

_FORMS: Final = {
    "itself": r"\\(?P<itself>[\"'\\/])",
    "blank": r"(?P<blank>\\[nrt])",
    "line that goes on": r"[\\=]\r?\n",
    "code": r"(?:%u|\\u|\\x|%|\\U)(?:\{(?P<braces>[0-9A-Fa-f]{1,6})\}"
    r"|(?<=u)(?P<four>[0-9A-Fa-f]{4})|(?<=U)(?P<eight>[0-9A-Fa-f]{8})"
    r"|(?<=[%x])(?P<two>[0-9A-Fa-f]{2}))",
    "hexadecimal": r"&#[xX]0*+(?P<hexadecimal>[0-9A-Fa-f]{1,6}+)(?:;|(?![\\%]))",
    "mail": r"=(?P<mail>[0-9A-F]{2})",
    "octal": r"\\(?P<octal>[0-3][0-7]{2})",
    "decimal": r"&#0*+(?P<decimal>[0-9]{1,7}+)(?:;|(?![\\%]))",
    "name": r"\\N\{(?P<name>[A-Z0-9 -]{1,80})\}",
    "entity": r"(?P<entity>&[A-Za-z]{2,8};)",
}
_AMBIGUOUS: Final = frozenset({"itself", "mail", "name"})
"""``=41`` may begin a value, and a backslash stands before others where JSON is in JSON."""
_BASES: Final = {"octal": 8, "decimal": 10}

ESCAPE: Final = re.compile("|".join(_FORMS.values()))
"""Every escape."""
PLAIN_ESCAPE: Final = re.compile(
    "|".join(form for name, form in _FORMS.items() if name not in _AMBIGUOUS)
)
"""Those that are hardly ever anything else, which may be undone one by one."""


def meant(match: re.Match[str]) -> str:
    """The character that an escape stands for; nothing for a line that goes on.

    Args:
        match: one of ``ESCAPE`` or ``PLAIN_ESCAPE``.
    """
    kind, written = match.lastgroup, match[match.lastgroup or 0]
    match kind:
        case "itself":
            return written
        case "blank":
            return "\n"
        case "entity":
            return unescape(written)
        case "name":
            try:
                return lookup(written)
            except KeyError:
                return match[0]
        case None:  # a line that goes on
            return ""
        case _:
            code = int(written, _BASES.get(kind, 16))
            return chr(code) if code < 0x110000 else ""
