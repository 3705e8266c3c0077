"""The operations of OrgsApi: what each one sends, and what it answers."""

from __future__ import annotations

from .._runtime.service.operations import Body, Operation

TYPE_CHECKING: bool = bool(0)
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
