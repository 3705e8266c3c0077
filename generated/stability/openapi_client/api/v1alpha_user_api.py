"""The account behind an API key, and its balance."""

from __future__ import annotations

from .._operations import v1alpha_user_api as operations
from .._runtime.client.api import Api, with_http_info, without_preload_content
from .._runtime.service.options import CallOptions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._runtime.service.options import RequestAuth, Retries, Timeout
    from ..model.account_response_body import AccountResponseBody
    from ..model.balance_response_body import BalanceResponseBody


class V1alphaUserApi(Api):
    """The account behind an API key, and its balance."""

    def v1alpha_user_account(
        self,
        *,
        _request_timeout: Timeout | None = None,
        _request_auth: RequestAuth | None = None,
        _content_type: str | None = None,
        _headers: Mapping[str, str] | None = None,
        _host_index: int = 0,
        _query: Mapping[str, object] | None = None,
        _retries: Retries | int | None = None,
        _host: str | None = None,
        _strict: bool | None = None,
    ) -> AccountResponseBody:
        """account.

        Tells who the API key belongs to, and which organizations that user is a member
        of.

        Returns:
            OK response.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.V1ALPHA_USER_ACCOUNT,
            (),
            CallOptions(
                _request_timeout,
                _request_auth,
                _content_type,
                _headers,
                _host_index,
                _query,
                _retries,
                _host,
                _strict,
            ),
        )

    v1alpha_user_account_with_http_info = with_http_info(v1alpha_user_account)
    v1alpha_user_account_without_preload_content = without_preload_content(v1alpha_user_account)

    def v1alpha_user_balance(
        self,
        organization: str | None = None,
        *,
        _request_timeout: Timeout | None = None,
        _request_auth: RequestAuth | None = None,
        _content_type: str | None = None,
        _headers: Mapping[str, str] | None = None,
        _host_index: int = 0,
        _query: Mapping[str, object] | None = None,
        _retries: Retries | int | None = None,
        _host: str | None = None,
        _strict: bool | None = None,
    ) -> BalanceResponseBody:
        """balance.

        Tells how many credits are left, for the user's default organization or for
        another one that the call names.

        Args:
            organization: The organization whose balance is wanted, instead of the
                user's default one.

        Returns:
            OK response.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.V1ALPHA_USER_BALANCE,
            (organization,),
            CallOptions(
                _request_timeout,
                _request_auth,
                _content_type,
                _headers,
                _host_index,
                _query,
                _retries,
                _host,
                _strict,
            ),
        )

    v1alpha_user_balance_with_http_info = with_http_info(v1alpha_user_balance)
    v1alpha_user_balance_without_preload_content = without_preload_content(v1alpha_user_balance)
