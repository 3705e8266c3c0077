"""Kinds of pagination: each knows what comes after a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Generic, TypeVar, cast

from ..errors import PaginationError, kind_of
from ..http.headers import Headers
from ..named_tuples import NamedTuple

T = TypeVar("T")
Item = TypeVar("Item")

EACH: Final = "*"
"""The step of a path that means every item of a list, or every value of a mapping."""
HEADER: Final = "header:"
"""What a path begins with that is a header of the response."""
_FALSE: Final = frozenset({"false", "no", "0", ""})


class NextValue(NamedTuple):
    """The next call is the same one with another value for the parameter that moves on."""

    value: object


class NextAddress(NamedTuple):
    """The next call goes to an address that the service named."""

    address: str


class PageView(NamedTuple):
    """A page that came, as a kind of pagination sees it.

    Attributes:
        data: what the plain call would have returned.
        headers: the header fields of the response.
        items: the items of this page.
        value: what the call had for the parameter that moves on; None: nothing.
        seen: how many items came before this page since the first one; None where the walk began
            elsewhere.
    """

    data: object
    headers: Headers
    items: list[Any]
    value: object
    seen: int | None = 0

    def at(self, path: tuple[str, ...]) -> object:
        """What is at a path; None where there is nothing."""
        return _found(self.data, self.headers, path)


class Pagination(Generic[T, Item]):
    """How the pages of an operation follow each other; ``T`` is a page, ``Item`` one item of it.

    Paths are wire names from the page downwards; ``*`` means every item of a list, or every
    value of a mapping. A path of one step that begins with ``header:`` is a header of the response.

    Attributes:
        items: the path to the list of items; ``()``: the page is the list.
        next: the path to the next cursor or link; with page numbers and offsets, to a value that is
            false, null or absent on the last page.
        parameter: the wire name of the parameter that says where to go on; where the operation has
            none of that name, the path to a field of its body, with dots.
        size_parameter: that of the page size, or empty.
        first: the number that a call without the parameter means; None: the kind's own.
        more: the path to a flag that is true while there are more pages.
        end: the path to a flag that is true on the last page.
        total: the path to the number of all items.
        total_pages: the path to the number of all pages.
        last_item: the path from the last item of a page to the cursor of the next page; None: the
            cursor is at ``next``.
    """

    __slots__ = (
        "end",
        "first",
        "items",
        "last_item",
        "more",
        "next",
        "parameter",
        "size_parameter",
        "total",
        "total_pages",
    )

    def __init__(
        self,
        items: tuple[str, ...],
        next: tuple[str, ...] = (),
        parameter: str = "",
        size_parameter: str = "",
        *,
        first: int | None = None,
        more: tuple[str, ...] = (),
        end: tuple[str, ...] = (),
        total: tuple[str, ...] = (),
        total_pages: tuple[str, ...] = (),
        last_item: tuple[str, ...] | None = None,
    ) -> None:
        self.items = items
        self.next = next
        self.parameter = parameter
        self.size_parameter = size_parameter
        self.first = first
        self.more = more
        self.end = end
        self.total = total
        self.total_pages = total_pages
        self.last_item = last_item

    def items_of(self, page: object) -> list[Any]:
        """The items of a page; an absent or null list has none.

        Raises:
            PaginationError: there is something else where the list should be.
        """
        found = follow(page, self.items)
        if found is None:
            return []
        if not _is_list(found):
            where = ".".join(self.items) or "the page"
            raise PaginationError(f"{where} holds a {kind_of(found)}, not a list")
        return list(cast("Iterable[Any]", found))

    def total_of(self, data: object, headers: Headers) -> int | None:
        """How many items there are on all pages, where the page says so."""
        return _number(_found(data, headers, self.total)) if self.total else None

    def has_identity(self, items: list[Any]) -> bool:
        """Whether a page with the same items is the same page: two pages may well hold the same
        numbers or texts.
        """
        return any(not isinstance(item, (str, int, float, type(None))) for item in items)

    def after(self, page: PageView) -> NextValue | NextAddress | None:
        """What comes after a page; None at the end.

        Raises:
            PaginationError: the page contradicts itself.
        """
        more = self._says_more(page)
        return None if more is False else self._next(page, more is True)

    def _next(self, page: PageView, more: bool) -> NextValue | NextAddress | None:
        """What comes after a page whose flags do not say that it is the last; ``more``: they say
        that it is not.
        """
        return None

    def _says_more(self, page: PageView) -> bool | None:
        """Whether the page's flags say that others follow; None where it has no flag."""
        for path, wanted in ((self.more, True), (self.end, False)):
            flag = page.at(path) if path else None
            if flag is not None:
                return _truth(flag) is wanted
        return None

    def _named(self, page: PageView) -> object:
        """The cursor or the link that the page names."""
        if self.last_item is not None:
            return follow(page.items[-1], self.last_item) if page.items else None
        return page.at(self.next) if self.next else None

    def _place(self) -> str:
        if self.last_item is not None:
            return ".".join(("the last item", *self.last_item))
        return ".".join(self.next)


class Cursor(Pagination[T, Item]):
    """Each page names the cursor of the next one, in its body, in a header or by its last item; a
    page without a cursor is the last.
    """

    __slots__ = ()

    def _next(self, page: PageView, more: bool) -> NextValue | NextAddress | None:
        cursor = self._named(page)
        if cursor is None or cursor == "" or cursor is False:
            if more:
                raise PaginationError(
                    f"the service says that there are more pages, and gives no cursor at"
                    f" {self._place()}"
                )
            return None
        return NextValue(cursor)


class _Counted(Pagination[T, Item]):
    """Pages that a number leads to; an empty page ends them, unless a flag says otherwise."""

    __slots__ = ()

    start = 0

    def has_identity(self, items: list[Any]) -> bool:
        """Every page with items: a service that ignores the number gives the same one."""
        return bool(items)

    def _number(self, page: PageView) -> int:
        first = self.start if self.first is None else self.first
        if page.value is None:
            return first
        number = _number(page.value)
        if number is None:
            raise PaginationError(
                f"{self.parameter} is {page.value!r}, and pages are counted from whole numbers"
            )
        return number

    def _is_last(self, page: PageView) -> bool:
        if self.next and not _truth(page.at(self.next)):
            return True
        total = self.total_of(page.data, page.headers)
        return total is not None and page.seen is not None and page.seen + len(page.items) >= total


class Pages(_Counted[T, Item]):
    """Pages are numbered, from ``first`` or 1 unless the caller starts elsewhere."""

    __slots__ = ()

    start = 1

    def _next(self, page: PageView, more: bool) -> NextValue | NextAddress | None:
        if not more and (not page.items or self._is_last(page)):
            return None
        number = self._number(page) + 1
        pages = _number(page.at(self.total_pages)) if self.total_pages else None
        first = self.start if self.first is None else self.first
        return None if pages is not None and number - first >= pages else NextValue(number)


class Offset(_Counted[T, Item]):
    """The caller says how many items to skip."""

    __slots__ = ()

    def _next(self, page: PageView, more: bool) -> NextValue | NextAddress | None:
        if not page.items and more:
            raise PaginationError(
                "the service says that there are more pages, and gave a page without items"
            )
        if not page.items or self._is_last(page):
            return None
        return NextValue(self._number(page) + len(page.items))


class NextLink(Pagination[T, Item]):
    """Each page links to the next one, in its body or, with an empty ``next``, in its ``Link``
    header (RFC 8288).
    """

    __slots__ = ()

    def _next(self, page: PageView, more: bool) -> NextValue | NextAddress | None:
        link = page.at(self.next) if self.next else next_link(page.headers.get_all("link"))
        if not link:
            if more:
                raise PaginationError(
                    "the service says that there are more pages, and gives no link to the next one"
                )
            return None
        if not isinstance(link, str):
            raise PaginationError(f"the link to the next page is a {kind_of(link)}, not a text")
        return NextAddress(link)


def next_link(fields: list[str]) -> str | None:
    """The target of the link with ``rel="next"`` in ``Link`` headers (RFC 8288), or None."""
    import re

    for link in re.finditer(r"""<([^<>]*)>((?:[^<"]|"[^"]*")*)""", ", ".join(fields)):
        for name, value in re.findall(r""";\s*([\w-]+)\s*=\s*("[^"]*"|[^\s;,]+)""", link[2]):
            if name.lower() == "rel" and "next" in value.strip('"').lower().split():
                return link[1]
    return None


def _found(data: object, headers: Headers, path: tuple[str, ...]) -> object:
    if len(path) == 1 and path[0].startswith(HEADER):
        return headers.get(path[0].removeprefix(HEADER))
    return follow(data, path)


def follow(value: object, path: tuple[str, ...]) -> object:
    """What is at a path of wire names; None where there is nothing."""
    for index, name in enumerate(path):
        if value is None:
            return None
        if name == EACH:
            return _gathered(value, path[index + 1 :])
        value = _member(value, name)
    return value


def _gathered(value: object, rest: tuple[str, ...]) -> list[object]:
    """What is at the rest of a path in every item of a list or value of a mapping; lists found
    there are put together.
    """
    each = _values(value)
    if not rest:
        return each
    found = [follow(one, rest) for one in each]
    return [
        item
        for one in found
        if one is not None
        for item in (cast("Iterable[object]", one) if _is_list(one) else (one,))
    ]


def _values(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(cast("Mapping[str, object]", value).values())
    if _is_list(value):
        return list(cast("Iterable[object]", value))
    extra = getattr(value, "model_extra", None)
    fields = cast("dict[str, Any]", getattr(type(value), "model_fields", {}))
    if extra is None and not fields:
        raise PaginationError(f"a {kind_of(value)} has no items, and * asks for each of them")
    declared = [getattr(value, name) for name in fields]
    found = [*declared, *cast("Mapping[str, object]", extra or {}).values()]
    return [one for one in found if one is not None]


def _member(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(name)
    fields = cast("dict[str, Any]", getattr(type(value), "model_fields", {}))
    for attribute, field in fields.items():
        if (field.alias or attribute) == name:
            return getattr(value, attribute)
    extra = getattr(value, "model_extra", None)
    return cast("Mapping[str, object]", extra or {}).get(name)


def _is_list(value: object) -> bool:
    kind = type(value)
    return (
        isinstance(value, Iterable)
        and not isinstance(value, (str, bytes, Mapping))
        and not hasattr(kind, "model_fields")
    )


def _truth(value: object) -> bool:
    """Whether a flag is set; some services write it as a text."""
    return value.lower() not in _FALSE if isinstance(value, str) else bool(value)


def _number(value: object) -> int | None:
    """A whole number, which some services write as a text."""
    if isinstance(value, bool):
        return None
    try:
        return int(str(value))
    except ValueError:
        return None
