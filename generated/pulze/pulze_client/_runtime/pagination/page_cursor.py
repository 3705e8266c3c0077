"""Which call gets the next page of a list."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeVar, cast

from ..errors import ApiValueError, PaginationError
from ..http.credential_scope import Scope
from ..http.masking import masked
from ..http.origins import AddressError, Base, Link, parse, resolve
from ..response.responses import ApiResponse
from ..service.operations import Operation, Parameter
from ..service.pagination_kinds import Cursor, NextAddress, NextValue, PageView, Pagination, follow
from .recorded_calls import Recorded
from .repeated_pages import RepeatedPages, VisitedPlaces

Page = TypeVar("Page")
Item = TypeVar("Item")

EMPTY_PAGES: Final = 1000
"""How many pages without items may follow each other; a search through much may give some."""


class PageCursor(Generic[Page, Item]):
    """Where an iteration over pages is; it says which call comes next, and takes its response.

    Args:
        recorded: the first call.
        scheme: how the pages follow each other.
        scope: gives the origins where credentials go; asked when a link is first followed, as a
            token of the first call may have named one.
        state: where an earlier walk was (:attr:`~.pagers.FetchedPage.state`), or empty.

    Attributes:
        call: the next call, or None at the end.
    """

    def __init__(
        self,
        recorded: Recorded,
        scheme: Pagination[Page, Item],
        scope: Callable[[], Scope],
        state: str = "",
    ) -> None:
        self._scheme = scheme
        self._first = recorded
        self._find_scope = scope
        self._known_scope: Scope | None = None
        self._inside = True
        self._visited = VisitedPlaces()
        self._repeats = RepeatedPages()
        self._empty = 0
        self.call: Recorded | None = recorded
        self.state = state
        if state:
            self._resume(state)
        given = self._value()
        # Only a walk that begins at the first page knows how many items came before a page.
        self._seen: int | None = 0 if given is None and not state else None
        if isinstance(scheme, Cursor) and given is not None:
            self._visited.is_new(_key(given))

    def take(self, response: ApiResponse[Page]) -> Page:
        """Takes a page and finds the next call.

        Raises:
            PaginationError: the pages go round in a circle, or a page contradicts itself.
        """
        assert self.call is not None, "a page was not requested"
        scheme = self._scheme
        items = scheme.items_of(response.data)
        view = PageView(response.data, response.headers, items, self._value(), self._seen)
        following = scheme.after(view)
        if self._seen is not None:
            self._seen += len(items)
        self._check_progress(items, following)
        match following:
            case None:
                self.call, self.state = None, ""
            case NextValue(value):
                self.call = self._with(value)
                self.state = _state(value=to_json(value))
            case NextAddress(address):
                self.call = self._at(address, response.url)
        return response.data

    def items(self, page: Page) -> list[Item]:
        """The items of a page; an absent or null list has none.

        Raises:
            PaginationError: there is something else where the list should be.
        """
        return self._scheme.items_of(page)

    def total(self, response: ApiResponse[Page]) -> int | None:
        """How many items there are on all pages, where the page says so."""
        return self._scheme.total_of(response.data, response.headers)

    def branch(self) -> PageCursor[Page, Item] | None:
        """A walk of its own from a page on, with what this one knows; None at the end."""
        if self.call is None:
            return None
        from copy import copy

        walk = copy(self)
        walk._visited = self._visited.copy()
        walk._repeats = copy(self._repeats)
        return walk

    def _check_progress(
        self, items: list[object], following: NextValue | NextAddress | None
    ) -> None:
        """Pages that lead back, or to nothing but empty pages, would never come to an end."""
        if self._scheme.has_identity(items) and self._repeats.repeats(items):
            raise PaginationError(
                "the service gave the same page twice; it ignores"
                f" {self._scheme.parameter or 'the link to the next page'}"
            )
        if following is None:
            return
        self._empty = 0 if items else self._empty + 1
        if self._empty > EMPTY_PAGES:
            raise PaginationError(
                f"the service gave {self._empty} pages without items one after the other, each with"
                " another one to follow"
            )
        place = following[0]
        if not self._visited.is_new(_key(place)):
            raise PaginationError(f"the service named the same page twice: {_shown(place)}")

    def _resume(self, state: str) -> None:
        kept = read_state(state)
        if "link" in kept:
            self._inside = kept.get("inside") is True
            link = str(kept["link"])
            self.call = self._at(link, link)
        else:
            self.call = self._with(kept["value"])

    def _index(self) -> int | None:
        for index, parameter in enumerate(self._first.operation.parameters):
            if parameter.name == self._scheme.parameter:
                return index
        return None

    def _body_path(self) -> list[str]:
        """The path of that parameter in the body; ``body:`` tells it from one of the query."""
        return self._scheme.parameter.removeprefix("body:").split(".")

    def _value(self) -> object:
        """What the current call has for the parameter that moves on."""
        call = self.call or self._first
        index = self._index()
        if index is not None:
            return call.values[index]
        if call.operation.body is not None:
            return follow(call.values[-1], tuple(self._body_path()))
        return None

    def _with(self, value: object) -> Recorded:
        """The call with another value for that parameter, which may also be a field of the body."""
        call = self.call or self._first
        values = list(call.values)
        index = self._index()
        if index is not None:
            values[index] = value
        elif call.operation.body is not None:
            from ..models.encoder import to_plain

            path = self._body_path()
            values[-1] = _with_field(cast("object", to_plain(values[-1])), path, value)
        else:
            raise PaginationError(
                f"{call.operation.name} has no parameter {self._scheme.parameter!r}"
            )
        return call._replace(values=tuple(values))

    def _at(self, link: str, page: str) -> Recorded:
        """The call of a link in the page that was at ``page``.

        Outside of the scope nothing is sent along that belongs to the client or to the call, and
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
        scope = self._known_scope or self._find_scope()
        here = scope.admits(parse(page).origin)
        inside = self._inside = self._inside and here and scope.admits(target.origin)
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
            self._known_scope = scope.moved(target.origin)
            parameters, kept = self._beside_the_url()
        else:
            options = options._replace(headers=None, request_auth=None, content_type=None)
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
        self.state = _state(link=str(target), inside=inside)
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


def _with_field(body: object, path: list[str], value: object) -> dict[str, object]:
    """A body with another value at a path of its fields."""
    fields = dict(cast("Mapping[str, object]", body)) if isinstance(body, Mapping) else {}
    name, *rest = path
    fields[name] = _with_field(fields.get(name), rest, value) if rest else value
    return fields


def _key(value: object) -> object:
    return value if isinstance(value, (str, int)) else repr(value)


def _shown(place: object) -> str:
    return repr(masked(str(place))[:200])


def to_json(value: object) -> object:
    """A cursor as JSON has it."""
    if isinstance(value, (str, int, float)):
        return value
    from ..models.encoder import to_plain

    return cast("object", to_plain(value))


def _state(**parts: object) -> str:
    import json

    return json.dumps(parts, separators=(",", ":"))


def read_state(state: str) -> dict[str, object]:
    """What a state of a page says: the value or the link of the next page.

    Raises:
        ApiValueError: the text is no such state.
    """
    import json

    try:
        kept = cast("object", json.loads(state))
    except ValueError:
        kept = None
    if isinstance(kept, dict):
        fields = cast("dict[str, object]", kept)
        if "value" in fields or isinstance(fields.get("link"), str):
            return fields
    raise ApiValueError(
        "this is no state of a list: give the `state` of a page that this method gave"
    )
