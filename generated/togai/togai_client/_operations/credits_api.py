"""The operations of CreditsApi: the request and the responses of each."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.service.operations import Body, Operation, path, query
from .._runtime.service.pagination_kinds import Cursor

if TYPE_CHECKING:
    from ..models.create_credit_response import CreateCreditResponse
    from ..models.credit import Credit
    from ..models.credit_balance_response import CreditBalanceResponse
    from ..models.credit_details_response import CreditDetailsResponse
    from ..models.list_credits_response import ListCreditsResponse

CREATE_CREDIT: Operation[CreateCreditResponse] = Operation(
    "create_credit",
    "POST",
    "/credits",
    body=Body({"application/json": "CreateCreditRequest"}),
    responses={
        "200": {"application/json": "CreateCreditResponse"},
        "400": {"application/json": "ErrorResponse"},
        "401": {"application/json": "ErrorResponse"},
        "403": {"application/json": "ErrorResponse"},
        "404": {"application/json": "ErrorResponse"},
        "429": {"application/json": "ErrorResponse"},
        "default": {"application/json": "ErrorResponse"},
    },
    security=(("bearerAuth",),),
)
CREDIT_BALANCE_FOR_ACCOUNT: Operation[CreditBalanceResponse] = Operation(
    "credit_balance_for_account",
    "GET",
    "/accounts/{account_id}/credit_balance",
    parameters=(path("account_id", limits={"maxLength": 50}),),
    responses={
        "200": {"application/json": "CreditBalanceResponse"},
        "400": {"application/json": "ErrorResponse"},
        "401": {"application/json": "ErrorResponse"},
        "403": {"application/json": "ErrorResponse"},
        "404": {"application/json": "ErrorResponse"},
        "429": {"application/json": "ErrorResponse"},
        "default": {"application/json": "ErrorResponse"},
    },
    security=(("bearerAuth",),),
)
GET_CREDIT_DETAILS: Operation[CreditDetailsResponse] = Operation(
    "get_credit_details",
    "GET",
    "/credits/{credit_id}",
    parameters=(path("credit_id"),),
    responses={
        "200": {"application/json": "CreditDetailsResponse"},
        "400": {"application/json": "ErrorResponse"},
        "401": {"application/json": "ErrorResponse"},
        "403": {"application/json": "ErrorResponse"},
        "404": {"application/json": "ErrorResponse"},
        "429": {"application/json": "ErrorResponse"},
        "default": {"application/json": "ErrorResponse"},
    },
    security=(("bearerAuth",),),
)
LIST_CREDITS: Operation[ListCreditsResponse] = Operation(
    "list_credits",
    "GET",
    "/credits",
    parameters=(
        query("nextToken", argument="next_token"),
        query("status"),
        query("account_id"),
        query("id"),
        query("pageSize", argument="page_size", type="int", limits={"maximum": 50}),
    ),
    responses={
        "200": {"application/json": "ListCreditsResponse"},
        "400": {"application/json": "ErrorResponse"},
        "401": {"application/json": "ErrorResponse"},
        "403": {"application/json": "ErrorResponse"},
        "404": {"application/json": "ErrorResponse"},
        "429": {"application/json": "ErrorResponse"},
        "default": {"application/json": "ErrorResponse"},
    },
    security=(("bearerAuth",),),
)
LIST_CREDITS_PAGES: Cursor[ListCreditsResponse, Credit] = Cursor(
    items=("data",),
    next=("nextToken",),
    parameter="nextToken",
    size_parameter="pageSize",
)
VOID_CREDIT: Operation[Credit] = Operation(
    "void_credit",
    "POST",
    "/credits/{credit_id}/void",
    parameters=(path("credit_id"),),
    responses={
        "200": {"application/json": "Credit"},
        "400": {"application/json": "ErrorResponse"},
        "401": {"application/json": "ErrorResponse"},
        "403": {"application/json": "ErrorResponse"},
        "404": {"application/json": "ErrorResponse"},
        "429": {"application/json": "ErrorResponse"},
        "default": {"application/json": "ErrorResponse"},
    },
    security=(("bearerAuth",),),
)
