"""JSON text with one value a line; every number and text stays as it is written."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_STEP: Final = "  "


def indented(text: str) -> str:
    """``text``, which has to be JSON, laid out with an indent of two columns."""
    lines: list[str] = [""]
    depth = 0
    last = ""
    for token in _TOKEN.findall(text):
        match token:
            case "}" | "]":
                depth -= 1
                if last not in "{[":
                    lines.append(_STEP * depth)
                lines[-1] += token
            case ",":
                lines[-1] += token
                lines.append(_STEP * depth)
            case ":":
                lines[-1] += ": "
            case _:
                if last and last in "{[":
                    lines.append(_STEP * depth)
                lines[-1] += token
                depth += token in "{["
        last = token
    return "\n".join(lines)
