"""Which process this is, without asking the system at every call."""

from __future__ import annotations

import os

_count = 0


def _forked() -> None:
    global _count
    _count += 1


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forked)


def forks() -> int:
    """How many forks lie between the process that loaded this module and the present one.

    An object that remembers the number at its making knows by it whether it came along through a fork.
    """
    return _count
