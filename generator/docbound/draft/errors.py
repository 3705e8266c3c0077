"""The error for a source that cannot be read."""

from __future__ import annotations


class DraftError(Exception):
    """A source that gives no description; the message says which, why, and what to do."""
