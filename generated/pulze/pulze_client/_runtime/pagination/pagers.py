"""Iterators over the pages and items of a paginated operation."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Generic, TypeVar

from ..response.responses import ApiResponse
from ..service.pagination_kinds import Pagination
from .page_cursor import PageCursor, read_state
from .recorded_calls import PageClient, Recorded

Page = TypeVar("Page")
Item = TypeVar("Item")


class FetchedPage(Generic[Page, Item]):
    """One page of a list, and the way to the next one.

    Attributes:
        data: what the plain call returns.
        items: the items of this page.
        total: the number of all items, where the service says it; else None.
        state: where the next page is, as a text that may be kept and given to :meth:`Pager.resume`;
            empty at the end. It holds the cursor or the address of the next page.
    """

    def __init__(
        self, client: PageClient, walk: PageCursor[Page, Item], data: Page, total: int | None
    ) -> None:
        self._client = client
        self._walk = walk
        self.data = data
        self.items: list[Item] = walk.items(data)
        self.total = total
        self.state = walk.state

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self.items)} items>"

    @property
    def has_next(self) -> bool:
        """Whether another page follows."""
        return bool(self.state)

    def next_page(self) -> FetchedPage[Page, Item] | None:
        """The page that follows, fetched now; None after the last one.

        Raises:
            PaginationError: the pages go round in a circle.
        """
        walk = self._walk.branch()
        return _fetched(self._client, walk) if walk else None


class AsyncFetchedPage(Generic[Page, Item]):
    """As :class:`FetchedPage`, asynchronously."""

    def __init__(
        self, client: PageClient, walk: PageCursor[Page, Item], data: Page, total: int | None
    ) -> None:
        self._client = client
        self._walk = walk
        self.data = data
        self.items: list[Item] = walk.items(data)
        self.total = total
        self.state = walk.state

    def __repr__(self) -> str:
        return f"<{type(self).__name__} with {len(self.items)} items>"

    @property
    def has_next(self) -> bool:
        """Whether another page follows."""
        return bool(self.state)

    async def next_page(self) -> AsyncFetchedPage[Page, Item] | None:
        """The page that follows, fetched now; None after the last one.

        Raises:
            PaginationError: the pages go round in a circle.
        """
        walk = self._walk.branch()
        return await _async_fetched(self._client, walk) if walk else None


def _fetched(client: PageClient, walk: PageCursor[Page, Item]) -> FetchedPage[Page, Item]:
    assert walk.call is not None, "there is a page to fetch"
    response: ApiResponse[Page] = client._call(*walk.call, "info")
    data = walk.take(response)
    return FetchedPage(client, walk, data, walk.total(response))


async def _async_fetched(
    client: PageClient, walk: PageCursor[Page, Item]
) -> AsyncFetchedPage[Page, Item]:
    assert walk.call is not None, "there is a page to fetch"
    response: ApiResponse[Page] = await client._call(*walk.call, "info")
    data = walk.take(response)
    return AsyncFetchedPage(client, walk, data, walk.total(response))


class Pager(Generic[Page, Item]):
    """The items of all pages; each iteration starts at the first page, and fetches a page when it
    is needed.

    Args:
        client: it fetches the pages.
        recorded: the call of the first page: operation, values and options.
        scheme: how the pages follow each other.
        state: where to go on, as a page gave it; empty for the first page.
    """

    def __init__(
        self,
        client: PageClient,
        recorded: Recorded,
        scheme: Pagination[Page, Item],
        state: str = "",
    ) -> None:
        self._client = client
        self._recorded = recorded
        self._scheme = scheme
        self._state = state

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._recorded.operation.name}>"

    def _walk(self) -> PageCursor[Page, Item]:
        recorded = self._recorded
        find = self._client._scope
        return PageCursor(
            recorded,
            self._scheme,
            lambda: find(recorded.operation, recorded.options),
            self._state,
        )

    def resume(self, state: str) -> Pager[Page, Item]:
        """The same list from a later page on.

        Args:
            state: the ``state`` of a page that this method gave, perhaps in another process.

        Raises:
            ApiValueError: the text is no such state.
        """
        read_state(state)
        return Pager(self._client, self._recorded, self._scheme, state)

    def first_page(self) -> FetchedPage[Page, Item]:
        """The first page, fetched now, with the way to the next one.

        Raises:
            PaginationError: the page contradicts itself.
        """
        return _fetched(self._client, self._walk())

    def pages(self) -> Iterator[Page]:
        """The pages, each as the plain call would return it.

        Raises:
            PaginationError: the pages go round in a circle.
        """
        walk = self._walk()
        while (call := walk.call) is not None:
            yield walk.take(self._client._call(*call, "info"))

    def __iter__(self) -> Iterator[Item]:
        walk = self._walk()
        while (call := walk.call) is not None:
            page = walk.take(self._client._call(*call, "info"))
            yield from walk.items(page)


class AsyncPager(Generic[Page, Item]):
    """As :class:`Pager`, asynchronously."""

    def __init__(
        self,
        client: PageClient,
        recorded: Recorded,
        scheme: Pagination[Page, Item],
        state: str = "",
    ) -> None:
        self._client = client
        self._recorded = recorded
        self._scheme = scheme
        self._state = state

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._recorded.operation.name}>"

    def _walk(self) -> PageCursor[Page, Item]:
        recorded = self._recorded
        find = self._client._scope
        return PageCursor(
            recorded,
            self._scheme,
            lambda: find(recorded.operation, recorded.options),
            self._state,
        )

    def resume(self, state: str) -> AsyncPager[Page, Item]:
        """The same list from a later page on.

        Args:
            state: the ``state`` of a page that this method gave, perhaps in another process.

        Raises:
            ApiValueError: the text is no such state.
        """
        read_state(state)
        return AsyncPager(self._client, self._recorded, self._scheme, state)

    async def first_page(self) -> AsyncFetchedPage[Page, Item]:
        """The first page, fetched now, with the way to the next one.

        Raises:
            PaginationError: the page contradicts itself.
        """
        return await _async_fetched(self._client, self._walk())

    async def pages(self) -> AsyncIterator[Page]:
        """The pages, each as the plain call would return it.

        Raises:
            PaginationError: the pages go round in a circle.
        """
        walk = self._walk()
        while (call := walk.call) is not None:
            yield walk.take(await self._client._call(*call, "info"))

    async def __aiter__(self) -> AsyncIterator[Item]:
        walk = self._walk()
        while (call := walk.call) is not None:
            page = walk.take(await self._client._call(*call, "info"))
            for item in walk.items(page):
                yield item
