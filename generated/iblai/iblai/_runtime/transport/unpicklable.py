"""Objects with credentials in them, which must not end in a file or a queue."""

from __future__ import annotations

from typing import ClassVar, NoReturn, Self, SupportsIndex

from ..errors import ApiTypeError


class Unpicklable:
    """Refuses to be pickled, because credentials would stand in the pickle as plain text. Copying
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
