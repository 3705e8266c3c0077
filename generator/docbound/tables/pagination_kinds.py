"""The kinds of pagination that client.yaml may name.

An operation's row carries its kind up to the printed page. Another kind is another row here and a
class in ``runtime/service/pagination_kinds.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

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
        first: the number that a call without one means, where its parameter is a number.
        counts: what that number counts: ``pages`` or ``items``; nothing where it is no number.
        follows_links: whether a page names the address of the next one.
    """

    name: str
    runtime_class: str
    needs: tuple[tuple[str, ...], ...] = ()
    own: tuple[str, ...] = ()
    first: int | None = None
    counts: Literal["", "pages", "items"] = ""
    follows_links: bool = False


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
            first=1,
            counts="pages",
        ),
        PaginationKind(
            name="offset",
            runtime_class="Offset",
            needs=(("parameter",),),
            own=("first",),
            first=0,
            counts="items",
        ),
        PaginationKind(name="link", runtime_class="NextLink", follows_links=True),
    )
}
"""The kinds by name; the first one counts where none is named."""
