"""The operations of V1alphaUserApi: the request and the responses of each."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.service.operations import Operation, header

if TYPE_CHECKING:
    from ..model.account_response_body import AccountResponseBody
    from ..model.balance_response_body import BalanceResponseBody

V1ALPHA_USER_ACCOUNT: Operation[AccountResponseBody] = Operation(
    "v1alpha_user_account",
    "GET",
    "/v1alpha/user/account",
    responses={"200": {"application/json": "AccountResponseBody"}},
    security=(("api_key_header_Authorization",),),
)
V1ALPHA_USER_BALANCE: Operation[BalanceResponseBody] = Operation(
    "v1alpha_user_balance",
    "GET",
    "/v1alpha/user/balance",
    parameters=(header("Organization", argument="organization"),),
    responses={"200": {"application/json": "BalanceResponseBody"}},
    security=(("api_key_header_Authorization",),),
)
