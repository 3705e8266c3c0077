"""Walking through the pages of a list: items one by one, or page by page."""

# The modules of the runtime are one another's friends; its underscores are for the users of a
# package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Generic, NamedTuple, Protocol, TypeVar, cast

from .errors import ApiTypeError, PaginationError, kind_of
from .http.masking import masked
from .http.origins import AddressError, Base, Link, Scope, parse, resolve
from .request.call_options import call_options
from .response.responses import ApiResponse
from .service.operations import Operation, Parameter
from .service.options import CallOptions
from .service.pagination import NextValue, Pagination

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .service.request_options import RequestOptions

Page = TypeVar("Page")
Item = TypeVar("Item")


class PageClient(Protocol):
    """What a walk through pages needs of a client; the asynchronous one's calls are awaited."""

    def _scope(self, operation: Operation[Any], options: CallOptions) -> Scope: ...

    def _call(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: CallOptions = ...,
        form: str = ...,
    ) -> Any: ...


class Recorded(NamedTuple):
    """A call that a generated method would have made."""

    operation: Operation[Any]
    values: tuple[object, ...]
    options: CallOptions


class CallCapture:
    """Takes the place of an API instance, and keeps the call instead of making it.

    Args:
        api: the class of the instance.
    """

    def __init__(self, api: type) -> None:
        self._api = api
        self._taken: Recorded | None = None

    def _send(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: RequestOptions,
    ) -> None:
        given = call_options(options, self._api, operation.name)
        self._taken = Recorded(operation, values, given)

    def taken(self) -> Recorded:
        """The call."""
        assert self._taken is not None, "a generated method sends exactly one call"
        return self._taken


class AsyncRecorder(CallCapture):
    """The same for asynchronous methods, which await what they send."""

    async def _send(  # type: ignore[override]  # the asynchronous twin of the method
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: RequestOptions,
    ) -> None:
        given = call_options(options, self._api, operation.name)
        self._taken = Recorded(operation, values, given)


class _View(Generic[Page, Item]):
    """What the kind of pagination sees of a page (:class:`.service.pagination.PageView`)."""

    __slots__ = ("_cursor", "_response")

    def __init__(self, cursor: PageCursor[Page, Item], response: ApiResponse[Page]) -> None:
        self._cursor = cursor
        self._response = response

    @property
    def current(self) -> object:
        return self._cursor.value()

    def count(self) -> int:
        return len(self._cursor.items(self._response.data))

    def at(self, path: tuple[str, ...]) -> object:
        return _follow(self._response.data, path)

    def fields(self, name: str) -> list[str]:
        return self._response.headers.get_all(name)


class PageCursor(Generic[Page, Item]):
    """Where an iteration over pages stands; it says which call comes next, and takes its response.

    Attributes:
        call: the next call, or None at the end.
    """

    def __init__(self, recorded: Recorded, scheme: Pagination[Page, Item], scope: Scope) -> None:
        self._scheme = scheme
        self._first = recorded
        self._scope = scope
        self._inside = True
        self._seen: set[object] = set()
        self._last_body = b""
        self.call: Recorded | None = recorded
        if scheme.is_named and scheme.parameter:
            self._seen.add(_key(self.value()))

    def take(self, response: ApiResponse[Page]) -> Page:
        """Takes a page and finds the next call.

        Raises:
            PaginationError: the pages go round in a circle.
        """
        assert self.call is not None, "a page came that nobody asked for"
        view = _View(self, response)
        after = self._scheme.after(view)
        if after is None:
            self.call = None
            return response.data
        place = after.value if isinstance(after, NextValue) else after.url
        self._check_progress(place, response)
        if isinstance(after, NextValue):
            self.call = self._with(after.value)
        else:
            self.call = self._at(after.url, response.url)
        return response.data

    def items(self, page: Page) -> list[Item]:
        """The items of a page; an absent or null list has none.

        Raises:
            ApiTypeError: there is something else where the list should be.
        """
        found = _follow(page, self._scheme.items)
        if found is None:
            return []
        if not _is_list(found):
            where = ".".join(self._scheme.items) or "the page"
            kind = kind_of(found)
            raise ApiTypeError(f"{where} holds a {kind}, not a list")
        return list(cast("Iterable[Item]", found))

    def _check_progress(self, place: object, response: ApiResponse[Page]) -> None:
        """Refuses pages that go round in a circle."""
        if not self._scheme.is_named:
            if response.raw_data == self._last_body:
                raise PaginationError("the service gave the same page twice")
            self._last_body = response.raw_data
            return
        if _key(place) in self._seen:
            raise PaginationError("the service named the same page twice")
        self._seen.add(_key(place))

    def _index(self) -> int | None:
        for index, parameter in enumerate(self._first.operation.parameters):
            if parameter.name == self._scheme.parameter:
                return index
        return None

    def value(self) -> object:
        """What the current call has for the parameter that moves on."""
        call = self.call or self._first
        index = self._index()
        if index is not None:
            return call.values[index]
        if call.operation.body is not None:
            return _follow(call.values[-1], (self._scheme.parameter,))
        return None

    def _with(self, value: object) -> Recorded:
        """The call with another value for that parameter, which may also be a field of the body."""
        call = self.call or self._first
        values = list(call.values)
        index = self._index()
        if index is not None:
            values[index] = value
        elif call.operation.body is not None:
            from .models.encoder import to_plain

            body = cast("object", to_plain(values[-1]))
            fields = cast("dict[str, object]", body) if isinstance(body, dict) else {}
            values[-1] = {**fields, self._scheme.parameter: value}
        else:
            raise PaginationError(
                f"{call.operation.name} has no parameter {self._scheme.parameter!r}"
            )
        return call._replace(values=tuple(values))

    def _at(self, link: str, page: str) -> Recorded:
        """The call of a link in the page that was at ``page``.

        Outside of the scope nothing goes along that belongs to the client or to the call, and
        nothing will on later pages.
        """
        try:
            target = resolve(parse(page), link)
        except AddressError as error:
            place = masked(link)[:200]
            raise PaginationError(
                f"the link to the next page, {place!r}, is not followed: {error}"
            ) from None
        # A page that came from elsewhere, by a redirect, does not choose what is called with
        # credentials.
        here = self._scope.admits(parse(page).origin)
        inside = self._inside = self._inside and here and self._scope.admits(target.origin)
        first = self._first
        if not inside and first.operation.method not in ("GET", "HEAD"):
            raise PaginationError(
                f"the next page is at another origin, {target.origin}, where a"
                f" {first.operation.method} does not go unless it is named in trusted_origins"
            )
        kept: tuple[object, ...] = ()
        parameters: tuple[Parameter, ...] = ()
        options = first.options._replace(host=None, host_index=0, query=None)
        if inside:
            self._scope = self._scope.moved(target.origin)
            parameters, kept = self._beside_the_url()
        else:
            options = options._replace(headers=None, request_auth=None)
        operation = Operation[Any](
            first.operation.name,
            first.operation.method,
            str(target)[len(str(target.origin)) :],
            parameters=parameters,
            body=first.operation.body if inside else None,
            responses=first.operation.responses,
            security=first.operation.security if inside else (),
            scopes=first.operation.scopes,
            idempotency_key=first.operation.idempotency_key if inside else "",
        )
        base = Base(str(target.origin), "", target.origin, named=False)
        return Recorded(operation, kept, options._replace(link=Link(base, inside)))

    def _beside_the_url(self) -> tuple[tuple[Parameter, ...], tuple[object, ...]]:
        """The parameters of the first call that no URL holds, and their values; the body's last."""
        operation, values = self._first.operation, self._first.values
        found = [
            (parameter, value)
            for parameter, value in zip(operation.parameters, values, strict=False)
            if parameter.location in ("header", "cookie")
        ]
        body = values[len(operation.parameters) :] if operation.body is not None else ()
        return tuple(each for each, _ in found), (*(value for _, value in found), *body)


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _key(value: object) -> object:
    return value if isinstance(value, (str, int)) else repr(value)


def _follow(value: object, path: tuple[str, ...]) -> object:
    """What stands at a path of wire names; None where there is nothing."""
    for name in path:
        if value is None:
            return None
        value = _member(value, name)
    return value


def _member(value: object, name: str) -> object:
    if isinstance(value, Mapping):
        return cast("Mapping[str, object]", value).get(name)
    fields = cast("dict[str, Any]", getattr(type(value), "model_fields", {}))
    for attribute, field in fields.items():
        if (field.alias or attribute) == name:
            return getattr(value, attribute)
    extra = getattr(value, "model_extra", None)
    return cast("Mapping[str, object]", extra or {}).get(name)


class Pager(Generic[Page, Item]):
    """The items of all pages; each iteration starts at the first page, and fetches a page when it
    is needed.
    """

    def __init__(
        self,
        client: PageClient,
        recorded: Recorded,
        scheme: Pagination[Page, Item],
    ) -> None:
        self._client = client
        self._recorded = recorded
        self._scheme = scheme

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._recorded.operation.name}>"

    def _walk(self) -> PageCursor[Page, Item]:
        recorded = self._recorded
        scope = self._client._scope(recorded.operation, recorded.options)
        return PageCursor(recorded, self._scheme, scope)

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
        for page in self.pages():
            yield from walk.items(page)


class AsyncPager(Generic[Page, Item]):
    """As :class:`Pager`, asynchronously."""

    def __init__(
        self,
        client: PageClient,
        recorded: Recorded,
        scheme: Pagination[Page, Item],
    ) -> None:
        self._client = client
        self._recorded = recorded
        self._scheme = scheme

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._recorded.operation.name}>"

    def _walk(self) -> PageCursor[Page, Item]:
        recorded = self._recorded
        scope = self._client._scope(recorded.operation, recorded.options)
        return PageCursor(recorded, self._scheme, scope)

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
        async for page in self.pages():
            for item in walk.items(page):
                yield item
