"""Regular expressions as JSON Schema means them: those of ECMA-262, not those of Python.

Source: JSON Schema 2020-12 core, 6.4; ECMA-262, 22.2.1.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.service import JSONValue

_NAMED_GROUP: Final = re.compile(r"\(\?<(?![=!])([A-Za-z_$][\w$]*)>")
_BACK_REFERENCE: Final = re.compile(r"\\k<([A-Za-z_$][\w$]*)>")
_PROPERTY: Final = re.compile(r"\\[pP]\{[\w=]+\}")
_CODE_POINT: Final = re.compile(r"\\u\{[0-9A-Fa-f]+\}")
_CONTROL: Final = re.compile(r"\\c[A-Za-z]")
_EMPTY_CLASS: Final = re.compile(r"\\.|\[\^?\]|\[(?:\\.|[^\\\]])*\]?", re.DOTALL)
"""An escape or a class of characters. ``[^]`` is any character and ``[]`` none; Python takes the
bracket behind them for a member."""
_ESCAPE: Final = re.compile(r"\\([^\w\s]|[^\W\d_abcdfknprstuvwxABDNPSUWZ])")
"""An escaped character that means itself: punctuation, and letters that stand for nothing else.

Some of the latter are anchors and classes of other dialects (``\\z``, ``\\h``); a package does not
check by such an expression, and refuses nothing."""


def is_regular_expression(pattern: JSONValue) -> bool:
    """Whether ``pattern`` is a regular expression of ECMA-262, as far as Python can tell.

    What only ECMA-262 has is put into Python's words, or means one character, before Python is
    asked.
    """
    if not isinstance(pattern, str):
        return False
    text = _EMPTY_CLASS.sub(lambda match: "x" if match[0] in ("[]", "[^]") else match[0], pattern)
    text = _NAMED_GROUP.sub(lambda match: f"(?P<{match[1].replace('$', '_')}>", text)
    text = _BACK_REFERENCE.sub(lambda match: f"(?P={match[1].replace('$', '_')})", text)
    for form in (_PROPERTY, _CODE_POINT, _CONTROL):
        text = form.sub("x", text)
    text = _ESCAPE.sub(lambda match: re.escape(match[1]), text)
    try:
        re.compile(_class_ranges(text))
    except (re.error, OverflowError, RecursionError):
        return False
    return True


def _class_ranges(text: str) -> str:
    r"""``[\w-.]``: beside a class of characters a hyphen means itself."""
    return re.sub(r"(\\[dDsSwW])-(?!\])", r"\1\\-", text)
