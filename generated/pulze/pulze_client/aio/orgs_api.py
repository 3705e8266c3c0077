"""The organization that an access key belongs to."""

from __future__ import annotations

from .._operations import orgs_api as operations
from .._runtime.client.async_api import AsyncApi, with_http_info, without_preload_content
from .._runtime.service.options import CallOptions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._runtime.service.options import RequestAuth, Retries, Timeout
    from ..models.org import Org
    from ..models.org_integration_update import OrgIntegrationUpdate


class OrgsApi(AsyncApi):
    """The organization that an access key belongs to."""

    async def update_org_integration(
        self,
        org_integration_update: OrgIntegrationUpdate | Mapping[str, object],
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
    ) -> Org:
        """Update Org Integration.

        Sets where the organization's figures (`prom`) and logs (`loki`) are sent. Null
        and absence can both be sent and stay apart; what each of them does on the
        server is not documented.

        Args:
            org_integration_update: The integrations to set.

        Returns:
            The organization as it is now.

        Raises:
            ApiException: the service answered with an error status (422 are
                documented).
        """
        return await self._send(
            operations.UPDATE_ORG_INTEGRATION,
            (org_integration_update,),
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

    update_org_integration_with_http_info = with_http_info(update_org_integration)
    update_org_integration_without_preload_content = without_preload_content(update_org_integration)
