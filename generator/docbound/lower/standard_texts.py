"""Texts that a package adds to those of the description."""

from __future__ import annotations


def with_deprecation(text: str, *, deprecated: bool) -> str:
    """``text`` with the word that what it describes is deprecated, unless it begins so itself."""
    if not deprecated or text.lower().startswith("deprecated"):
        return text
    return f"Deprecated. {text}".rstrip()


def with_link(text: str, url: str) -> str:
    """``text``, and a last paragraph with the place where more is said (``externalDocs``), if there
    is one.
    """
    return "\n\n".join(filter(None, (text, f"See {url}" if url else "")))
