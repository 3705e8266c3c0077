"""The account behind an API key, and its balance."""

from __future__ import annotations

from .._operations import v1alpha_user_api as operations
from .._runtime import TYPE_CHECKING
from .._runtime.client.api import Api, with_http_info, without_preload_content

if TYPE_CHECKING:
    from typing import Unpack

    from .._runtime.service.request_options import RequestOptions
    from ..model.account_response_body import AccountResponseBody
    from ..model.balance_response_body import BalanceResponseBody


class V1alphaUserApi(Api):
    """The account behind an API key, and its balance."""

    def v1alpha_user_account(self, **options: Unpack[RequestOptions]) -> AccountResponseBody:
        """account.

        Tells who the API key belongs to, and which organizations that user is a member of.

        Args:
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(operations.V1ALPHA_USER_ACCOUNT, (), options)

    v1alpha_user_account_with_http_info = with_http_info(v1alpha_user_account)
    v1alpha_user_account_without_preload_content = without_preload_content(v1alpha_user_account)

    def v1alpha_user_balance(
        self, organization: str | None = None, **options: Unpack[RequestOptions]
    ) -> BalanceResponseBody:
        """balance.

        Tells how many credits are left, for the user's default organization or for another one that
        the call names.

        Args:
            organization: The organization whose balance is wanted, instead of the user's default
                one.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(operations.V1ALPHA_USER_BALANCE, (organization,), options)

    v1alpha_user_balance_with_http_info = with_http_info(v1alpha_user_balance)
    v1alpha_user_balance_without_preload_content = without_preload_content(v1alpha_user_balance)
