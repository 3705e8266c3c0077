"""Regular expressions that are compiled when they are first used.

``re.compile`` takes a tenth of a millisecond and more, which is longer than all else that a module
does when it is loaded; and most programs never meet what most of the patterns are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast, overload

if TYPE_CHECKING:
    import re


@overload
def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def lazy_pattern(text: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def lazy_pattern(text: str | bytes, flags: int = 0) -> Any:
    """What ``re.compile`` would return, compiled when one of its methods is first used.

    Args:
        text: the pattern.
        flags: those of ``re``.
    """
    return cast("re.Pattern[Any]", _LazyPattern(text, flags))


class _LazyPattern:
    """Gets each method from the compiled pattern when it is first used, and keeps it, so that later
    uses cost what those of a compiled pattern cost.
    """

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        import re

        # ``re`` remembers patterns, so that a second method compiles nothing.
        found: Any = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found
