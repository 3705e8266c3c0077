"""The asynchronous client. A package derives the ``ApiClient`` of its ``aio`` from
:class:`BaseAsyncApiClient`.
"""

# Modules of the runtime use each other's private attributes: what is private is so for the users of
# a package.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from ..call.call import Call
from ..call.performing import perform_async
from ..config.configuration import AccessToken, BaseConfiguration
from ..config.unknown_arguments import explain_unknown
from ..errors import ApiTypeError, ResponseMismatchError
from ..response.response_plan import report_label
from ..service.operations import Operation
from ..service.options import NO_OPTIONS, CallOptions, RequestAuth, Retries, Timeout
from ..transport.async_connection import AsyncConnection
from ..transport.protocol import AsyncResponse, AsyncTransport
from ..transport.proxies import check_proxy
from .base import Query
from .data_methods import DataMethods
from .prepare import Plans, ad_hoc_operation, plans_of, prepare_call
from .response_errors import (
    concealed,
    data_of,
    error_from_response,
    mismatch_reporter,
    reported_error,
    wrong_form,
)

if TYPE_CHECKING:
    from ..response.responses import ApiResponse

Client = TypeVar("Client", bound="BaseAsyncApiClient")
"""The type of a client in place of ``Self``, which jedi does not read."""


class BaseAsyncApiClient(DataMethods):
    """As :class:`~.sync_client.BaseApiClient`, for one event loop.

    Use it in an ``async with`` statement, or await :meth:`close`.
    """

    def __init__(
        self,
        configuration: BaseConfiguration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        *,
        host: str | None = None,
        access_token: AccessToken | None = None,
        api_key: str | Mapping[str, str] | None = None,
        timeout: Timeout | None = None,
        retries: Retries | int | None = None,
        transport: AsyncTransport | None = None,
        strict: bool | None = None,
    ) -> None:
        """Makes a client; nothing is connected yet.

        Args:
            configuration: all settings; without one, those of ``Configuration.get_default()``.
            header_name, header_value: a header field for every call; it counts as a credential.
            cookie: the ``Cookie`` field of every call.
            host: the base URL.
            access_token: a bearer token, or a function or coroutine function that gives one.
            api_key: an API key, or keys by the name of their security scheme.
            timeout: seconds; one number limits the connection and the whole response, a pair
                (connect, read) the connection and each silence. Without one, 30 seconds for the
                connection and 120 of silence.
            retries: how often a failed call is repeated where that is safe; twice by default.
            transport: sends the requests instead of aiohttp; see
                :class:`~.protocol.AsyncTransport`. It may bring credentials of its own, so no
                credential is missed then.
            strict: whether a response that does not fit its description is an error.

        Raises:
            ApiTypeError: a configuration is given together with credentials.
        """
        super().__init__(
            configuration,
            header_name,
            header_value,
            cookie,
            host=host,
            access_token=access_token,
            api_key=api_key,
            timeout=timeout,
            retries=retries,
            transport=transport,
            strict=strict,
        )
        if transport is None:
            check_proxy(self.configuration.proxy, asynchronous=True)
        self._connection = AsyncConnection(
            lambda: self.configuration.connection_settings(),
            transport,
            distribution=self._spec.distribution or self._spec.package,
        )

    @classmethod
    def get_default(cls: type[Client]) -> Client:
        """The client of API classes that are given none; the same one each time."""
        found = cls.__dict__.get("_default")
        if found is None:
            found = cls._default = cls()
            found._connection.warns = False
        return cast("Client", found)

    @classmethod
    def set_default(cls, default: Self | None) -> None:
        """Makes ``default`` the client of API classes that are given none; None resets it."""
        if default is not None and not isinstance(
            default, cls
        ):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ApiTypeError(f"the default is an {cls.__name__} or None, not {default!r:.80}")
        cls._default = default

    async def close(self) -> None:
        """Closes all connections; a second time does nothing. A copy made by ``with_options``
        leaves them open.
        """
        if self._owns_connection:
            await self._connection.close()

    aclose = close

    async def __aenter__(self: Client) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def sign_in(
        self, *, scopes: Iterable[str] | None = None, scheme: str | None = None
    ) -> None:
        """Signs in now, as ``sign_in`` of the configuration says, instead of with the first call
        that needs a token. A token that is there and good is used as it is.

        Args:
            scopes: what is requested; what the configuration or the package says, unless given.
            scheme: the security scheme of the description, where several take a token.

        Raises:
            MissingCredentialsError: nothing says how to sign in.
            SignInError: no token was obtained: the user refused, or the service gave none.
        """
        from ..call.drivers import drive_async
        from .signing_in import signing_in

        await drive_async(signing_in(self, scopes, scheme), self._connection, self.clock)

    async def sign_out(self) -> bool:
        """Forgets the tokens that this client fetched, also those in its ``token_store``, and
        withdraws them where the service says how (RFC 7009).

        Returns:
            Whether the service has withdrawn them; without that they hold until they end.

        Raises:
            MissingCredentialsError: nothing says how to sign in.
            ApiException: the service did not withdraw them; here they are forgotten.
        """
        from ..call.drivers import drive_async
        from .signing_in import signing_out

        return await drive_async(signing_out(self), self._connection, self.clock)

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        content_type: str | None = None,
        timeout: Timeout | None = None,
        retries: Retries | int | None = None,
        auth: RequestAuth | None = None,
        host: str | None = None,
    ) -> ApiResponse[Any]:
        """Calls a path that the description does not have; see
        :meth:`~.sync_client.BaseApiClient.request`.
        """
        operation = ad_hoc_operation(self, method, path, body is not None)
        options = CallOptions(timeout, auth, content_type, headers, 0, query, retries, host)
        values = () if body is None else (body,)
        found: ApiResponse[Any] = await self._call(operation, values, options, "info")
        return found

    async def _call(
        self,
        operation: Operation[Any],
        values: tuple[object, ...],
        options: CallOptions = NO_OPTIONS,
        form: str = "data",
    ) -> Any:
        """Makes a call; see :meth:`~.sync_client.BaseApiClient._call`."""
        if operation.choice is not None:
            from ..request.response_choice import chosen_row

            operation = chosen_row(
                operation, operation.choice, values, options.headers, self.default_headers
            )
        plans: Plans = operation.compiled or plans_of(operation)
        call = prepare_call(self, operation, values, options, plans, raw=form == "raw")
        answer = await perform_async(call, self._connection, self.clock)
        if form == "raw":
            from ..response.responses import AsyncRawResponse

            return AsyncRawResponse(cast("AsyncResponse", answer.response))
        if not 200 <= answer.status <= 299:
            raise error_from_response(self, operation, call, answer, plans)
        if self._spec.errors:
            reported = reported_error(self, operation, call, answer, plans)
            if reported is not None:
                if answer.response is not None:
                    await cast("AsyncResponse", answer.response).close()
                raise reported
        wrong = wrong_form(self, operation, call, answer, plans, self._is_strict(options))
        if wrong is not None:
            if answer.response is not None:
                await cast("AsyncResponse", answer.response).close()
            raise wrong
        data: Any
        if answer.response is not None:

            def again(fields: Mapping[str, str]) -> Any:
                return self._call(operation, values, options.with_headers(fields))

            response = cast("AsyncResponse", answer.response)
            data = await self._opened(operation, response, options, again, call)
        else:
            data = data_of(self, operation, call, answer, plans, self._is_strict(options))
        if form == "data":
            return data
        from ..response.responses import ApiResponse

        found = ApiResponse(answer.status, answer.headers, data, answer.body or b"", call.reached)
        return found if form == "info" else (found, call)

    async def _opened(
        self,
        operation: Operation[Any],
        response: AsyncResponse,
        options: CallOptions,
        again: Callable[[Mapping[str, str]], Any],
        call: Call,
    ) -> object:
        content_type = response.headers.text("content-type")
        chosen = plans_of(operation).response.choose(response.status, content_type)
        strict = self._is_strict(options)
        report = mismatch_reporter(self, operation.name, call, eager=True)
        if not chosen.declared:
            # Of another kind than described: a file where JSON was to come, say.
            try:
                report_label(content_type, chosen, strict=strict, report=report)
            except ResponseMismatchError as error:
                await response.close()
                raise concealed(error, call) from None
        if chosen.kind == "file":
            from ..response.responses import AsyncBinaryResponse

            return AsyncBinaryResponse(response)
        from ..call.request_secrets import secret_texts
        from ..call.retries import replayable
        from ..response.reconnection import Repetition
        from ..response.streams import AsyncStream

        return AsyncStream[Any](
            response,
            chosen,
            strict=strict,
            report=report,
            max_item_size=self.configuration.max_item_size,
            repetition=Repetition(again, self.clock, replayable(call.body)),
            secrets=secret_texts(call),
        )


explain_unknown(BaseAsyncApiClient, BaseConfiguration)
