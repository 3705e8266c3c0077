"""The organization that an access key belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from .._operations import orgs_api as operations
from .._runtime.client.api import Api, with_http_info, without_preload_content
from .._runtime.client.method_variants import variant_of
from .._runtime.service.options import NOT_GIVEN

if TYPE_CHECKING:
    from typing import Any, Unpack

    from .._runtime.response.responses import ApiResponse, RawResponse
    from .._runtime.service.request_options import RequestOptions
    from ..models.org import Org
    from ..models.org_integration_update import OrgIntegrationUpdate
    from ..types import OrgIntegrationUpdateParams, OrgIntegrationUpdateParamsWithOptions


class OrgsApi(Api):
    """The organization that an access key belongs to."""

    @overload
    def update_org_integration(
        self,
        org_integration_update: OrgIntegrationUpdate | OrgIntegrationUpdateParams,
        **options: Unpack[RequestOptions],
    ) -> Org: ...
    @overload
    def update_org_integration(
        self, **options: Unpack[OrgIntegrationUpdateParamsWithOptions]
    ) -> Org: ...
    def update_org_integration(
        self,
        org_integration_update: OrgIntegrationUpdate | OrgIntegrationUpdateParams = NOT_GIVEN,
        **options: Any,
    ) -> Org:
        """Update Org Integration.

        Sets where the organization's figures (`prom`) and logs (`loki`) are sent. Null and absence
        can both be sent and stay apart; what each of them does on the server is not documented.

        Args:
            org_integration_update: The integrations to set.
            **options: the fields of ``org_integration_update``, where they are given in its place;
                timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The organization as it is now.

        Raises:
            ApiException: the service answered with an error status (422 is documented).
        """
        return self._send(operations.UPDATE_ORG_INTEGRATION, (org_integration_update,), options)

    @overload
    def update_org_integration_with_http_info(
        self,
        org_integration_update: OrgIntegrationUpdate | OrgIntegrationUpdateParams,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[Org]: ...
    @overload
    def update_org_integration_with_http_info(
        self, **options: Unpack[OrgIntegrationUpdateParamsWithOptions]
    ) -> ApiResponse[Org]: ...
    @variant_of(with_http_info(update_org_integration))
    def update_org_integration_with_http_info(self, *_: object, **__: object) -> Any: ...

    @overload
    def update_org_integration_without_preload_content(
        self,
        org_integration_update: OrgIntegrationUpdate | OrgIntegrationUpdateParams,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def update_org_integration_without_preload_content(
        self, **options: Unpack[OrgIntegrationUpdateParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(update_org_integration))
    def update_org_integration_without_preload_content(self, *_: object, **__: object) -> Any: ...
