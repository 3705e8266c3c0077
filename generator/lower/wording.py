"""Words that the package adds to the description's own."""

from __future__ import annotations


def with_deprecation(text: str, *, deprecated: bool) -> str:
    """``text`` with the word that what it describes is deprecated, unless it begins so itself."""
    if not deprecated or text.lower().startswith("deprecated"):
        return text
    return f"Deprecated. {text}".rstrip()
