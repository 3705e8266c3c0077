"""What belongs to one process: which one this is, without asking the system at every call, and
objects with credentials in them, which must not end in a file or a queue.
"""

from __future__ import annotations

import os
from typing import ClassVar, NoReturn, Self, SupportsIndex

from ..errors import ApiTypeError

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


class Unpicklable:
    """Refuses to be pickled, because credentials would be in the pickle as plain text. Copying
    works.
    """

    _instead: ClassVar[str] = "make one in each process"

    def __reduce_ex__(self, protocol: SupportsIndex, /) -> NoReturn:
        raise ApiTypeError(
            f"{type(self).__name__} cannot be pickled, because it holds credentials;"
            f" {self._instead}"
        )

    def __copy__(self) -> Self:
        twin = object.__new__(type(self))
        vars(twin).update(vars(self))
        return twin
