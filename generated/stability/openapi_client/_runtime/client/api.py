"""What generated API classes are made of: one call in several forms.

``with_http_info(list_credits)`` is a descriptor. It runs the very same function, but on a view of
the API whose ``_send`` answers in another form; so a method's parameters are written down once, and
type checkers see them in all forms.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import (
    TYPE_CHECKING,
    Any,
    ClassVar,
    Concatenate,
    Generic,
    ParamSpec,
    Self,
    TypeVar,
    cast,
    overload,
)

from ..introspection import evaluable
from ..request.arguments import check_arguments
from ..request.call_options import call_arguments
from ..service.operations import Operation
from ..user_input import wrong_client
from .method_variants import MethodVariant
from .sync_client import BaseApiClient

if TYPE_CHECKING:
    from ..call.call import Call
    from ..pagination.pagers import Pager
    from ..response.responses import ApiResponse, RawResponse
    from ..service.pagination_kinds import Pagination
    from ..service.polling import Polling

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A", bound="Api")
Item = TypeVar("Item")


class Api:
    """The operations of one tag.

    Args:
        api_client: sends the calls; without one, ``ApiClient.get_default()``.
    """

    _client_class: ClassVar[type[BaseApiClient] | None] = None
    _form: str = "data"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        evaluable(cls)

    def __init__(self, api_client: BaseApiClient | None = None) -> None:
        if api_client is None:
            api_client = self._default_client()
        elif not isinstance(
            api_client, BaseApiClient
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise wrong_client(self, api_client, BaseApiClient)
        self.api_client = api_client

    @classmethod
    def _default_client(cls) -> BaseApiClient:
        client_class = cls._client_class
        if client_class is None:
            package = __name__.partition("._runtime")[0]
            client_class = import_module(f"{package}.api_client").ApiClient
        return client_class.get_default()

    def _send(
        self, operation: Operation[T], values: tuple[object, ...], options: Mapping[str, object]
    ) -> T:
        """Makes the call; every generated method ends here."""
        values, given = call_arguments(operation, values, options, type(self))
        values = check_arguments(self.api_client, type(self), operation, values)
        result: T = self.api_client._call(operation, values, given, self._form)
        return result

    def _view(self, form: str) -> Self:
        view = copy.copy(self)
        view._form = form
        return view

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.api_client!r})"


# --- one call in several forms


class with_http_info(MethodVariant[Any], Generic[A, P, T]):
    """The method that returns an :class:`~.responses.ApiResponse`: status, headers, data and raw
    bytes.
    """

    def __init__(self, function: Callable[Concatenate[A, P], T]) -> None:
        def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(api._view("info"), *args, **kwargs)

        super().__init__(function, call, "ApiResponse[{}]".format)

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], ApiResponse[T]]: ...
    @overload
    def __get__(self, instance: A, owner: type | None = None) -> Callable[P, ApiResponse[T]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class without_preload_content(MethodVariant[Any], Generic[A, P, T]):
    """The method that returns a :class:`~.responses.RawResponse`: the response unread, whatever its
    status.
    """

    def __init__(self, function: Callable[Concatenate[A, P], T]) -> None:
        def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            return function(api._view("raw"), *args, **kwargs)

        super().__init__(function, call, lambda _: "RawResponse")

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[Concatenate[A, P], RawResponse]: ...
    @overload
    def __get__(self, instance: A, owner: type | None = None) -> Callable[P, RawResponse]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class until_done(MethodVariant[Any], Generic[A, P, T]):
    """The method that makes the call again and again until its response says that the work is done;
    it gives the last one.
    """

    def __init__(self, function: Callable[Concatenate[A, P], T], polling: Polling) -> None:
        def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            from .until_done import Waiting

            clock = api.api_client.clock
            waiting = Waiting(polling, function.__name__, clock)
            while True:
                found: Any = function(api._view("call"), *args, **kwargs)
                answer, made = cast("tuple[ApiResponse[T], Call]", found)
                wait = waiting.after(answer, made)
                if wait is None:
                    return answer.data
                clock.sleep(wait)

        super().__init__(function, call, lambda result: result)

    @overload
    def __get__(self, instance: None, owner: type) -> Callable[Concatenate[A, P], T]: ...
    @overload
    def __get__(self, instance: A, owner: type | None = None) -> Callable[P, T]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class paginated(MethodVariant[Any], Generic[A, P, T, Item]):
    """The method that returns a :class:`~.pagers.Pager`: an iterator over the items of all
    pages.
    """

    def __init__(
        self, function: Callable[Concatenate[A, P], T], pages: Pagination[T, Item]
    ) -> None:
        def call(api: A, *args: P.args, **kwargs: P.kwargs) -> Pager[T, Item]:
            from ..pagination.pagers import Pager
            from ..pagination.recorded_calls import CallCapture

            recorder = CallCapture(type(api))
            function(cast("A", recorder), *args, **kwargs)
            recorded = recorder.taken()
            values = check_arguments(api.api_client, type(api), recorded.operation, recorded.values)
            recorded = recorded._replace(values=values)
            return Pager(api.api_client, recorded, pages)

        super().__init__(function, call, lambda _: "Pager")

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], Pager[T, Item]]: ...
    @overload
    def __get__(self, instance: A, owner: type | None = None) -> Callable[P, Pager[T, Item]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)
