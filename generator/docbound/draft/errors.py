"""Why a source cannot be read, in a sentence for the person who named it."""

from __future__ import annotations


class DraftError(Exception):
    """A source that gives no description; the message says which, why, and what to do."""
