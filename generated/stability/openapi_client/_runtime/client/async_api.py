"""The asynchronous twin of :mod:`.api`."""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import copy
from collections.abc import Callable, Coroutine, Mapping
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
from .async_client import BaseAsyncApiClient as BaseAsyncApiClient
from .method_variants import MethodVariant

if TYPE_CHECKING:
    from ..call.call import Call
    from ..pagination.pagers import AsyncPager
    from ..response.responses import ApiResponse, AsyncRawResponse
    from ..service.pagination_kinds import Pagination
    from ..service.polling import Polling

P = ParamSpec("P")
T = TypeVar("T")
A = TypeVar("A", bound="AsyncApi")
Item = TypeVar("Item")


class AsyncApi:
    """The operations of one tag, asynchronously.

    Args:
        api_client: sends the calls; without one, ``ApiClient.get_default()`` of the package's
            ``aio``.
    """

    _client_class: ClassVar[type[BaseAsyncApiClient] | None] = None
    _form: str = "data"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        evaluable(cls)

    def __init__(self, api_client: BaseAsyncApiClient | None = None) -> None:
        if api_client is None:
            api_client = self._default_client()
        elif not isinstance(
            api_client, BaseAsyncApiClient
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise wrong_client(self, api_client, BaseAsyncApiClient)
        self.api_client = api_client

    @classmethod
    def _default_client(cls) -> BaseAsyncApiClient:
        client_class = cls._client_class
        if client_class is None:
            package = __name__.partition("._runtime")[0]
            client_class = import_module(f"{package}.aio.api_client").ApiClient
        return client_class.get_default()

    def _send(
        self, operation: Operation[T], values: tuple[object, ...], options: Mapping[str, object]
    ) -> Coroutine[Any, Any, T]:
        """Makes the call when it is awaited; every generated method ends here."""
        values, given = call_arguments(operation, values, options, type(self))
        values = check_arguments(self.api_client, type(self), operation, values)
        # Not a coroutine function: each of them adds its part to the price of a call.
        return self.api_client._call(operation, values, given, self._form)

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

    def __init__(self, function: Callable[Concatenate[A, P], Coroutine[Any, Any, T]]) -> None:
        async def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            return await function(api._view("info"), *args, **kwargs)

        super().__init__(function, call, "ApiResponse[{}]".format)

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], Coroutine[Any, Any, ApiResponse[T]]]: ...
    @overload
    def __get__(
        self, instance: A, owner: type | None = None
    ) -> Callable[P, Coroutine[Any, Any, ApiResponse[T]]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class without_preload_content(MethodVariant[Any], Generic[A, P, T]):
    """The method that returns an :class:`~.responses.AsyncRawResponse`: the response unread,
    whatever its status.
    """

    def __init__(self, function: Callable[Concatenate[A, P], Coroutine[Any, Any, T]]) -> None:
        async def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            return await function(api._view("raw"), *args, **kwargs)

        super().__init__(function, call, lambda _: "AsyncRawResponse")

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], Coroutine[Any, Any, AsyncRawResponse]]: ...
    @overload
    def __get__(
        self, instance: A, owner: type | None = None
    ) -> Callable[P, Coroutine[Any, Any, AsyncRawResponse]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class until_done(MethodVariant[Any], Generic[A, P, T]):
    """The method that makes the call again and again until its response says that the work is done;
    it gives the last one.
    """

    def __init__(
        self, function: Callable[Concatenate[A, P], Coroutine[Any, Any, T]], polling: Polling
    ) -> None:
        async def call(api: A, *args: P.args, **kwargs: P.kwargs) -> T:
            from .until_done import Waiting

            clock = api.api_client.clock
            waiting = Waiting(polling, function.__name__, clock)
            while True:
                found: Any = await function(api._view("call"), *args, **kwargs)
                answer, made = cast("tuple[ApiResponse[T], Call]", found)
                wait = waiting.after(answer, made)
                if wait is None:
                    return answer.data
                await clock.sleep_async(wait)

        super().__init__(function, call, lambda result: result)

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], Coroutine[Any, Any, T]]: ...
    @overload
    def __get__(
        self, instance: A, owner: type | None = None
    ) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)


class paginated(MethodVariant[Any], Generic[A, P, T, Item]):
    """The method that returns an :class:`~.pagers.AsyncPager`; it is not awaited, only
    iterated over.
    """

    def __init__(
        self,
        function: Callable[Concatenate[A, P], Coroutine[Any, Any, T]],
        pages: Pagination[T, Item],
    ) -> None:
        def call(api: A, *args: P.args, **kwargs: P.kwargs) -> AsyncPager[T, Item]:
            from ..pagination.pagers import AsyncPager
            from ..pagination.recorded_calls import AsyncCallCapture

            recorder = AsyncCallCapture(type(api))
            steps = function(cast("A", recorder), *args, **kwargs)
            try:
                # The recorder waits for nothing, so that one step leads to the end.
                steps.send(None)
            except StopIteration:
                pass
            finally:
                steps.close()
            recorded = recorder.taken()
            values = check_arguments(api.api_client, type(api), recorded.operation, recorded.values)
            recorded = recorded._replace(values=values)
            return AsyncPager(api.api_client, recorded, pages)

        super().__init__(function, call, lambda _: "AsyncPager")

    @overload
    def __get__(
        self, instance: None, owner: type
    ) -> Callable[Concatenate[A, P], AsyncPager[T, Item]]: ...
    @overload
    def __get__(
        self, instance: A, owner: type | None = None
    ) -> Callable[P, AsyncPager[T, Item]]: ...
    def __get__(self, instance: A | None, owner: type | None = None) -> Any:
        return self.bound(instance, owner)
