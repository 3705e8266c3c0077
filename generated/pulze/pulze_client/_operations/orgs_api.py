"""The operations of OrgsApi: the request and the responses of each."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.service.operations import Body, Operation

if TYPE_CHECKING:
    from ..models.org import Org

UPDATE_ORG_INTEGRATION: Operation[Org] = Operation(
    "update_org_integration",
    "PUT",
    "/v1/orgs/integrations",
    body=Body({"application/json": "OrgIntegrationUpdate"}, required=True),
    responses={
        "200": {"application/json": "Org"},
        "422": {"application/json": "HTTPValidationError"},
    },
    security=(("HTTPBearer",),),
)
