"""How the pages of an operation follow each other: one class a kind, which knows what comes after a
page. Nothing else in the runtime asks which kind it is.
"""

from __future__ import annotations

from typing import ClassVar, Generic, NamedTuple, Protocol, TypeAlias, TypeVar

from ..errors import PaginationError, kind_of

T = TypeVar("T")
Item = TypeVar("Item")


class PageView(Protocol):
    """What a kind of pagination sees of a page."""

    @property
    def current(self) -> object:
        """What the call of the page had for the parameter that moves on; None where nothing."""
        ...

    def count(self) -> int:
        """The number of items in the page."""
        ...

    def at(self, path: tuple[str, ...]) -> object:
        """What the page holds at a path of wire names; None where nothing."""
        ...

    def fields(self, name: str) -> list[str]:
        """The values of a header field of the response."""
        ...


class NextValue(NamedTuple):
    """The next page is had by the same call with another value for the parameter."""

    value: object


class NextAddress(NamedTuple):
    """The next page is at a URL, which may be relative to that of the page."""

    url: str


Next: TypeAlias = NextValue | NextAddress | None
"""How the next page is had; None: there is none."""


class Pagination(Generic[T, Item]):
    """How the pages of an operation follow each other; ``T`` is a page, ``Item`` one item of it.

    Attributes:
        items: the path of wire names from the page to its list of items; ``()``: the page is the
            list.
        next: the path to the next cursor or link.
        parameter: the wire name of the parameter that says where to go on.
        size_parameter: that of the page size, or empty.
        is_named: whether the service names each next page, so that a name that comes back is a
            circle; otherwise pages are counted, and the same page twice is one.
    """

    __slots__ = ("items", "next", "parameter", "size_parameter")

    is_named: ClassVar[bool] = True

    def __init__(
        self,
        items: tuple[str, ...],
        next: tuple[str, ...] = (),
        parameter: str = "",
        size_parameter: str = "",
    ) -> None:
        self.items = items
        self.next = next
        self.parameter = parameter
        self.size_parameter = size_parameter

    def after(self, page: PageView) -> Next:
        """How the page after ``page`` is had.

        Raises:
            PaginationError: the page does not say it as it should.
        """
        return None


class Cursor(Pagination[T, Item]):
    """Each page names the cursor of the next one; a page without a cursor is the last."""

    __slots__ = ()

    def after(self, page: PageView) -> Next:
        """The cursor that the page names."""
        cursor = page.at(self.next)
        return None if cursor is None or cursor == "" else NextValue(cursor)


class _Counted(Pagination[T, Item]):
    """An empty page is the last one; where ``next`` is given, so is one that has nothing there."""

    __slots__ = ()

    is_named: ClassVar[bool] = False

    def _ends(self, page: PageView) -> bool:
        return not page.count() or bool(self.next and not page.at(self.next))


class Pages(_Counted[T, Item]):
    """Pages are numbered, from 1 unless the caller starts elsewhere; an empty page ends them."""

    __slots__ = ()

    def after(self, page: PageView) -> Next:
        """The next number."""
        if self._ends(page):
            return None
        return NextValue(_number(page.current, first=1) + 1)


class Offset(_Counted[T, Item]):
    """The caller says how many items to skip; an empty page ends them."""

    __slots__ = ()

    def after(self, page: PageView) -> Next:
        """The items until now."""
        if self._ends(page):
            return None
        return NextValue(_number(page.current, first=0) + page.count())


class NextLink(Pagination[T, Item]):
    """Each page links to the next one, in its body or, with an empty ``next``, in its ``Link``
    header (RFC 8288).
    """

    __slots__ = ()

    def after(self, page: PageView) -> Next:
        """The link in the page."""
        link = page.at(self.next) if self.next else next_link(page.fields("link"))
        if not link:
            return None
        if not isinstance(link, str):
            raise PaginationError(f"the link to the next page is a {kind_of(link)}, not a text")
        return NextAddress(link)


def _number(value: object, *, first: int) -> int:
    return first if value is None else int(str(value))


def next_link(fields: list[str]) -> str | None:
    """The target of the link with ``rel="next"`` in ``Link`` headers (RFC 8288), or None."""
    import re

    for link in re.finditer(r"""<([^<>]*)>((?:[^<"]|"[^"]*")*)""", ", ".join(fields)):
        for name, value in re.findall(r""";\s*([\w-]+)\s*=\s*("[^"]*"|[^\s;,]+)""", link[2]):
            if name.lower() == "rel" and "next" in value.strip('"').lower().split():
                return link[1]
    return None
