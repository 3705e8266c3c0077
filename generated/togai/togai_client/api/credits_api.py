"""Grant credits to accounts, look them up and void them."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from .._operations import credits_api as operations
from .._runtime.client.api import Api, paginated, with_http_info, without_preload_content
from .._runtime.client.method_variants import variant_of

if TYPE_CHECKING:
    from typing import Any, Unpack

    from .._runtime.response.responses import ApiResponse, RawResponse
    from .._runtime.service.request_options import RequestOptions
    from ..models.create_credit_request import CreateCreditRequest
    from ..models.create_credit_response import CreateCreditResponse
    from ..models.credit import Credit
    from ..models.credit_balance_response import CreditBalanceResponse
    from ..models.credit_details_response import CreditDetailsResponse
    from ..models.list_credits_response import ListCreditsResponse
    from ..types import (
        CreateCreditRequestParams,
        CreateCreditRequestParamsWithOptions,
        CreateCreditRequestWireParams,
    )


class CreditsApi(Api):
    """Grant credits to accounts, look them up and void them."""

    @overload
    def create_credit(
        self,
        create_credit_request: (
            CreateCreditRequest | CreateCreditRequestParams | CreateCreditRequestWireParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> CreateCreditResponse: ...
    @overload
    def create_credit(
        self, **options: Unpack[CreateCreditRequestParamsWithOptions]
    ) -> CreateCreditResponse: ...
    def create_credit(
        self,
        create_credit_request: (
            CreateCreditRequest | CreateCreditRequestParams | CreateCreditRequestWireParams | None
        ) = None,
        **options: Any,
    ) -> CreateCreditResponse:
        """Grant credit.

        Grants one or more credits in a single request. The response lists the credits that came
        into being, with their identifiers and their first status.

        Args:
            create_credit_request: The credits to grant.
            **options: the fields of ``create_credit_request``, where they are given in its place;
                timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credits that were granted.

        Raises:
            ApiException: the service answered with an error status (400, 401, 403, 404, 429 are
                documented).
        """
        return self._send(operations.CREATE_CREDIT, (create_credit_request,), options)

    @overload
    def create_credit_with_http_info(
        self,
        create_credit_request: (
            CreateCreditRequest | CreateCreditRequestParams | CreateCreditRequestWireParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[CreateCreditResponse]: ...
    @overload
    def create_credit_with_http_info(
        self, **options: Unpack[CreateCreditRequestParamsWithOptions]
    ) -> ApiResponse[CreateCreditResponse]: ...
    @variant_of(with_http_info(create_credit))
    def create_credit_with_http_info(self, *_: object, **__: object) -> Any: ...

    @overload
    def create_credit_without_preload_content(
        self,
        create_credit_request: (
            CreateCreditRequest | CreateCreditRequestParams | CreateCreditRequestWireParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def create_credit_without_preload_content(
        self, **options: Unpack[CreateCreditRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(create_credit))
    def create_credit_without_preload_content(self, *_: object, **__: object) -> Any: ...

    def credit_balance_for_account(
        self, account_id: str, **options: Unpack[RequestOptions]
    ) -> CreditBalanceResponse:
        """Credit balance for Account.

        Reports how much credit an account has, how much of it is still free, and when the figures
        were last brought up to date.

        Args:
            account_id: The account whose balance is wanted. At most 50 characters.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The balance of the account.

        Raises:
            ApiException: the service answered with an error status (400, 401, 403, 404, 429 are
                documented).
        """
        return self._send(operations.CREDIT_BALANCE_FOR_ACCOUNT, (account_id,), options)

    credit_balance_for_account_with_http_info = with_http_info(credit_balance_for_account)
    credit_balance_for_account_without_preload_content = without_preload_content(
        credit_balance_for_account,
    )

    def get_credit_details(
        self, credit_id: str, **options: Unpack[RequestOptions]
    ) -> CreditDetailsResponse:
        """Get credit details.

        Gets one credit together with the transactions that granted it, drew on it or ended it.

        Args:
            credit_id: The credit that is meant.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credit and its transactions.

        Raises:
            ApiException: the service answered with an error status (400, 401, 403, 404, 429 are
                documented).
        """
        return self._send(operations.GET_CREDIT_DETAILS, (credit_id,), options)

    get_credit_details_with_http_info = with_http_info(get_credit_details)
    get_credit_details_without_preload_content = without_preload_content(get_credit_details)

    def list_credits(
        self,
        next_token: str | None = None,
        status: str | None = None,
        account_id: str | None = None,
        id: str | None = None,
        page_size: int | None = None,
        **options: Unpack[RequestOptions],
    ) -> ListCreditsResponse:
        """List credits.

        Lists credits page by page, optionally narrowed down by status, account or identifier. To
        get the next page, send the `nextToken` of the last response; filters and page size live
        inside the token and need not be repeated. The listing ends where a response brings no
        token. The last page may still carry one: the page after it is then empty.

        Args:
            next_token: Marks where the next page starts, as given by the previous response.
            status: Keeps only credits in this state.
            account_id: Keeps only the credits of this account.
            id: Keeps only the credit with this identifier.
            page_size: How many credits a page may hold, 50 at most. Without it, the service takes
                50. By default 50. At most 50.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            One page of credits, and a token where more may follow.

        Raises:
            ApiException: the service answered with an error status (400, 401, 403, 404, 429 are
                documented).
        """
        return self._send(
            operations.LIST_CREDITS,
            (next_token, status, account_id, id, page_size),
            options,
        )

    list_credits_with_http_info = with_http_info(list_credits)
    list_credits_without_preload_content = without_preload_content(list_credits)
    list_credits_iter = paginated(list_credits, operations.LIST_CREDITS_PAGES)

    def void_credit(self, credit_id: str, **options: Unpack[RequestOptions]) -> Credit:
        """Void credit.

        Voids a credit, so that nothing more is charged against it. The response is the credit in
        its new status.

        Args:
            credit_id: The credit that is meant.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The voided credit.

        Raises:
            ApiException: the service answered with an error status (400, 401, 403, 404, 429 are
                documented).
        """
        return self._send(operations.VOID_CREDIT, (credit_id,), options)

    void_credit_with_http_info = with_http_info(void_credit)
    void_credit_without_preload_content = without_preload_content(void_credit)
