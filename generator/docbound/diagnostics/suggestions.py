"""The likely intended name behind one that does not exist."""

from __future__ import annotations

from collections.abc import Iterable


def did_you_mean(word: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The one of ``known`` that is most like ``word``; None where none is.

    Args:
        word: what was written.
        known: what there is.
        cutoff: how much alike they have to be, from 0 to 1.
    """
    import difflib  # only a mistake needs it

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return near[0] if near else None
