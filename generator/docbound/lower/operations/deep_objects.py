"""The style ``deepObject`` as client.yaml has it: how lists in such objects are sent.

Where client.yaml says nothing, :mod:`docbound.interpret.deep_objects` says what is assumed.
"""

from __future__ import annotations

from typing import Final

from docbound.lower.context import Context

_STYLE: Final = "deepObject"
_STYLES: Final = {
    "": _STYLE,
    "mixed": _STYLE,
    "numbered": f"{_STYLE}Numbered",
    "brackets": f"{_STYLE}Brackets",
}
"""For what ``deep_object_lists`` says: the style that the runtime knows."""


def style_of(context: Context, style: str) -> str:
    """The style of a parameter or field, which the description has as ``style``, as the runtime
    knows it.
    """
    return _STYLES[context.settings.deep_object_lists] if style == _STYLE else style
