"""Which process this is, without asking the system at every call."""

from __future__ import annotations

import os

_count = 0
_left: list[object] = []


def _forked() -> None:
    global _count
    _count += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def fork_count() -> int:
    """How many forks lie between the process that loaded this module and the present one.

    An object that remembers the number at its making knows by it whether it came along through a
    fork.
    """
    return _count


def keep_for_parent(transport: object) -> None:
    """Keeps in a child what belongs to its parent, unused but alive.

    Its finaliser would reach into the parent: an event loop's selector is shared over the fork, and
    a socket that is taken out of it here is never heard of again there.
    """
    _left.append(transport)
