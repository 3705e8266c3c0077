"""What an error keeps: programs that report errors print the local variables of every frame, and
those of HTTP libraries hold the request as it was sent, credentials included.
"""

from __future__ import annotations


def without_frames(error: BaseException) -> None:
    """Takes the frames below the call from an error and from all that caused it. Kinds and texts of
    the causes stay.
    """
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        each.__traceback__ = None
        inner = (*each.args, each.__cause__, each.__context__, getattr(each, "reason", None))
        waiting.extend(found for found in inner if isinstance(found, BaseException))
