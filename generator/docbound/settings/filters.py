"""Which operations a package has: the filters of client.yaml and of the command line."""

from __future__ import annotations

from typing import Final

from docbound.records import record


@record
class OperationSet:
    """Operations by what they have: one of ``tags``, a path among ``paths`` (a trailing ``*``
    means anything), or an operationId among ``operations``.
    """

    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()


@record
class Filters(OperationSet):
    """The operations that the package has, all where none are named; those of ``exclude`` are left
    out in any case.
    """

    exclude: OperationSet = OperationSet()


NO_FILTERS: Final = Filters()
