"""Every feature of a client as typed user code. Lines that end in ``error`` are wrong on
purpose.
"""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, assert_type

import harbour_client
import pilot_client
import togai_client
from harbour_client import aio as harbour_aio
from harbour_client.models import Movement, Stored
from togai_client import aio
from togai_client.configuration import Clock, Retries
from togai_client.exceptions import (
    ApiConnectionError,
    ApiException,
    ApiTimeoutError,
    MissingCredentialsError,
    PaginationError,
    RateLimitException,
    ResponseMismatchError,
)
from togai_client.models import Credit, ListCreditsResponse
from togai_client.rest import (
    AsyncRawResponse,
    AsyncResponse,
    RawResponse,
    Request,
    Response,
    Timeouts,
)


def client_options() -> togai_client.ApiClient:
    client = togai_client.ApiClient(
        host="https://sandbox-api.togai.com",
        access_token=lambda: "fresh",
        timeout=(3, 30),
        retries=Retries(count=4, max_wait=5),
        strict=True,
    )
    hurried = client.with_options(timeout=1, retries=0, headers={"X-Trace": "1"})
    assert_type(hurried, togai_client.ApiClient)
    togai_client.ApiClient(timeout="soon")  # error
    Retries(4)  # error
    return hurried


def raw(client: togai_client.ApiClient) -> None:
    with client.credits.list_credits_without_preload_content() as response:
        assert_type(response, RawResponse)
        assert_type(response.status, int)
        assert_type(response.data, bytes)
        assert_type(response.iter_bytes(), Iterator[bytes])
    assert_type(client.request("GET", "/undocumented").data, Any)
    client.request("GET")  # error


def watching(client: togai_client.ApiClient) -> None:
    client.hooks.before_request.append(lambda attempt: print(attempt.template))
    client.hooks.after_response.append(lambda attempt: print(attempt.elapsed))
    client.hooks.on_mismatch.append(lambda found, operation: print(found.path))
    client.hooks.on_mismatch.append(lambda found: print(found.path))  # error


def errors(client: togai_client.ApiClient) -> None:
    try:
        client.credits.list_credits()
    except RateLimitException as error:
        assert_type(error.retry_after, float | None)
    except ApiException as error:
        assert_type(error.request_id, str | None)
    except ApiTimeoutError as error:
        assert_type(error.sent, bool)
    except ApiConnectionError as error:
        print(error)
    except (MissingCredentialsError, PaginationError, ResponseMismatchError) as error:
        print(error)


class OwnTransport:
    def send(self, request: Request, *, timeout: Timeouts) -> Response:
        print(request.method, request.url, timeout.connect)
        return Response(200, {"Content-Type": "application/json"}, [b"{", b"}"])

    def close(self) -> None:
        print("closed")


class OwnAsyncTransport:
    async def send(self, request: Request, *, timeout: Timeouts) -> AsyncResponse:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"{}"

        return AsyncResponse(200, [("Content-Type", "application/json")], pieces())

    async def close(self) -> None:
        print("closed")


def transports() -> None:
    togai_client.ApiClient(transport=OwnTransport())
    aio.ApiClient(transport=OwnAsyncTransport())
    togai_client.ApiClient(transport=OwnAsyncTransport())  # error
    aio.ApiClient(transport=OwnTransport())  # error


class StandingClock:
    def monotonic(self) -> float:
        return 0.0

    def time(self) -> float:
        return 0.0

    def random(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        print(seconds)

    async def sleep_async(self, seconds: float) -> None:
        print(seconds)


def public_names(client: togai_client.ApiClient) -> None:
    timeout: togai_client.Timeout = (1, 30)
    other: togai_client.RequestAuth = {"in": "query", "key": "k", "value": "v"}
    transport: togai_client.Transport = OwnTransport()
    clock: Clock = StandingClock()
    client.clock = clock
    client.clock = transport  # error
    client.credits.list_credits(_request_timeout=timeout, _request_auth=other)
    client.credits.list_credits(_request_timeout="1s")  # error

    def sign(attempt: togai_client.Attempt) -> None:
        attempt.request.headers["X-Signature"] = attempt.operation
        attempt.notes["status"] = attempt.status

    def drift(mismatch: togai_client.Mismatch, operation: str) -> None:
        print(operation, mismatch.path, mismatch.expected, mismatch.novel)

    client.hooks.before_request.append(sign)
    client.hooks.on_error.append(sign)
    client.hooks.on_mismatch.append(drift)
    client.hooks.before_request.append(drift)  # error


def pages(client: togai_client.ApiClient, aclient: aio.ApiClient) -> None:
    pager = client.credits.list_credits_iter(page_size=50)
    assert_type(pager, togai_client.Pager[ListCreditsResponse, Credit])
    assert_type(pager.pages(), Iterator[ListCreditsResponse])
    apager = aclient.credits.list_credits_iter(page_size=50)
    assert_type(apager, aio.AsyncPager[ListCreditsResponse, Credit])
    assert_type(apager.pages(), AsyncIterator[ListCreditsResponse])


def security() -> None:
    pilot_client.ApiClient(api_key={"station": "north", "badge": "b-7"})
    pilot_client.ApiClient(api_key=7)  # error
    configuration = pilot_client.Configuration(
        client_id="me",
        client_secret="s",
        username="ada",
        password="p",
        proxy="http://proxy.example:3128",
        verify_ssl=False,
        connection_pool_maxsize=4,
    )
    assert_type(configuration.host, str)
    with pilot_client.ApiClient(configuration) as client:
        assert_type(client.pilots.list_tides().high, list[str])
        client.with_options(api_key={"station": "s"}).pilots.list_crew()
        client.with_options(proxy="http://proxy.example")  # error


def streaming(client: harbour_client.ApiClient) -> None:
    photo = client.ships.get_photo(7)
    assert_type(photo.save("photo.png"), int)
    assert_type(photo.file_name, str)
    client.ships.put_photo(7, b"...")
    client.ships.put_photo(7, Path("photo.png"))
    client.ships.put_photo(7, ("photo.png", io.BytesIO(b"..."), "image/png"))
    client.ships.put_photo(7, 7)  # error
    client.ships.put_photo("7", b"...")  # error
    assert_type(photo, harbour_client.BinaryResponse)
    with client.ships.watch_movements() as movements:
        assert_type(movements, harbour_client.Stream[Movement])
        for movement in movements:
            assert_type(movement, Movement)
            assert_type(movement.berth, int | None)
    stored = client.ships.add_papers(7, {"title": "Manifest", "pages": [b"one", ("two", b"two")]})
    assert_type(stored, Stored)


async def asynchronous(client: aio.ApiClient, harbour: harbour_aio.ApiClient) -> None:
    response = await client.credits.list_credits_without_preload_content()
    assert_type(response, AsyncRawResponse)
    assert_type(await response.read(), bytes)
    assert_type((await client.request("GET", "/undocumented")).status_code, int)
    async for movement in await harbour.ships.read_log():
        assert_type(movement, Movement)
    photo = await harbour.ships.get_photo(7)
    assert_type(photo, harbour_aio.AsyncBinaryResponse)
    assert_type(await harbour.ships.read_log(), harbour_aio.AsyncStream[Movement])
    assert_type(await photo.save("photo.png"), int)
    hurried = client.with_options(timeout=1)
    assert_type(hurried, aio.ApiClient)
