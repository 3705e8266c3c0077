"""Text within a workflow command, which GitHub shows beside a line of a change.

Source: GitHub Docs, "Workflow commands for GitHub Actions"; the escapes are those of
``@actions/core``.
"""

from __future__ import annotations

from docbound.diagnostics.display import printable


def message(text: str) -> str:
    """``text`` as the message of a command: on one line, without what a terminal would act upon."""
    shown = "\n".join(map(printable, text.split("\n")))
    return shown.replace("%", "%25").replace("\n", "%0A")


def property_value(text: str) -> str:
    """``text`` as the value of a property of a command."""
    return message(text).replace(":", "%3A").replace(",", "%2C")
