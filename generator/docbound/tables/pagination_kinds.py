"""The kinds of pagination that client.yaml may name.

Another kind is another row here and a class in ``runtime/service/pagination_kinds.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from docbound.records import record


@record
class PaginationKind:
    """One kind.

    Attributes:
        name: the value of ``kind`` in client.yaml.
        runtime_class: what the operation table makes of it.
        needs: the settings that must be given besides ``kind``, each with those that do in its
            place.
        own: settings that mean something to this kind, and not to every one.
    """

    name: str
    runtime_class: str
    needs: tuple[tuple[str, ...], ...] = ()
    own: tuple[str, ...] = ()


PAGINATION_KINDS: Final[Mapping[str, PaginationKind]] = {
    row.name: row
    for row in (
        PaginationKind(
            name="cursor",
            runtime_class="Cursor",
            needs=(("parameter",), ("next", "last_item")),
            own=("last_item",),
        ),
        PaginationKind(
            name="page",
            runtime_class="Pages",
            needs=(("parameter",),),
            own=("first", "total_pages"),
        ),
        PaginationKind(
            name="offset", runtime_class="Offset", needs=(("parameter",),), own=("first",)
        ),
        PaginationKind(name="link", runtime_class="NextLink"),
    )
}
"""The kinds by name; the first one counts where none is named."""
