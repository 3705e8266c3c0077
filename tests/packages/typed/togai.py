"""What a user of the Togai client writes, as type checkers see it. Lines that end in ``error`` are
wrong on purpose.
"""

import asyncio
import datetime
from typing import Any, assert_type

import togai_client
from togai_client import ApiException as TheRootsException
from togai_client import ApiResponse, Configuration, CreditsApi, aio
from togai_client.api.credits_api import CreditsApi as TheSameApi
from togai_client.exceptions import ApiException, NotFoundException
from togai_client.models import (
    CreateCreditRequest,
    CreateCreditResponse,
    Credit,
    CreditRequest,
    CreditTransaction,
    ErrorResponse,
    ListCreditsResponse,
)
from togai_client.models.credit import Credit as TheSameModel
from togai_client.rest import RawResponse


def first_lines() -> None:
    with togai_client.ApiClient(access_token="...") as client:
        assert_type(client.credits, CreditsApi)
        page = client.credits.list_credits(page_size=10)
        assert_type(page, ListCreditsResponse)
        assert_type(page.data, list[Credit])


def documented_way() -> None:
    configuration = Configuration(host="https://api.togai.com", access_token="...")
    with togai_client.ApiClient(configuration) as api_client:
        api = TheSameApi(api_client)
        balance = api.credit_balance_for_account("ACC001")
        assert_type(balance.last_updated_at, datetime.datetime)
        assert_type(balance.available_balance, int | float)
        assert_type(balance.unit, str)


def bodies(api: CreditsApi) -> None:
    request = CreditRequest(
        account_id="ACC001",
        purpose="PREPAID_CREDIT",
        effective_from=datetime.date(2024, 3, 6),
        priority=1,
    )
    body = CreateCreditRequest(credit_requests=[request])
    assert_type(api.create_credit(body), CreateCreditResponse)
    api.create_credit({"creditRequests": []})
    api.create_credit(create_credit_request=body)
    CreditRequest(account_id="ACC001", purpose="p", priority=1)  # error
    CreditRequest(accountId="ACC001", purpose="p", priority=1)  # error
    api.create_credit("text")  # error


def responses(api: CreditsApi) -> None:
    details = api.get_credit_details("creds.1")
    assert_type(details.transactions, list[CreditTransaction])
    assert_type(details.effective_until, datetime.date | None)
    status: str = details.status
    same: TheSameModel = api.void_credit("creds.1")
    print(status, same.statuss)  # error


def other_forms(api: CreditsApi) -> None:
    info = api.list_credits_with_http_info(status="ACTIVE")
    assert_type(info, ApiResponse[ListCreditsResponse])
    assert_type(info.data, ListCreditsResponse)
    assert_type(info.status_code, int)
    assert_type(info.raw_data, bytes)
    assert_type(api.list_credits_without_preload_content(), RawResponse)
    api.list_credits_with_http_info(page_size="ten")  # error


def pages(api: CreditsApi) -> None:
    for credit in api.list_credits_iter(page_size=50):
        assert_type(credit, Credit)
    for page in api.list_credits_iter().pages():
        assert_type(page, ListCreditsResponse)
    api.list_credits_iter(pagesize=50)  # error


def options(api: CreditsApi) -> None:
    api.list_credits(_request_timeout=3.5, _headers={"X-Trace": "1"}, _retries=0)
    api.list_credits(_request_timeout=(1, 10), _query={"debug": True}, _strict=True)
    api.list_credits(_timeout=3)  # error
    api.list_credits(_retries="none")  # error


def errors(api: CreditsApi) -> None:
    try:
        api.void_credit("creds.1")
    except NotFoundException as error:
        assert_type(error.status, int | None)
        assert_type(error.body, str | None)
        print(error.data.message.upper())
        assert_type(error.data, ErrorResponse | Any)
        print(error.data.massage)  # error
        wrong: int = error.data.message  # error
        print(wrong)
    except ApiException as error:
        print(error.reason, error.headers.get("Retry-After"))
        if isinstance(error.data, ErrorResponse):
            assert_type(error.data.message, str)
        same: TheRootsException = error
        print(same)


async def asynchronous() -> None:
    async with aio.ApiClient() as client:
        assert_type(client.credits, aio.CreditsApi)
        page = await client.credits.list_credits(page_size=10)
        assert_type(page, ListCreditsResponse)
        info = await client.credits.list_credits_with_http_info()
        assert_type(info, ApiResponse[ListCreditsResponse])
        async for credit in client.credits.list_credits_iter():
            assert_type(credit, Credit)
        await client.credits.list_credits(pagesize=10)  # error


def wrong() -> None:
    togai_client.ApiClient(acces_token="...")  # error
    togai_client.CreditApi()  # error
    CreditsApi().list_credit()  # error


if __name__ == "__main__":
    asyncio.run(asynchronous())
