"""The models of openapi_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from ..model.account_response_body import AccountResponseBody as AccountResponseBody
    from ..model.balance_response_body import BalanceResponseBody as BalanceResponseBody
    from ..model.organization_membership import OrganizationMembership as OrganizationMembership
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "AccountResponseBody": "..model.account_response_body",
            "BalanceResponseBody": "..model.balance_response_body",
            "OrganizationMembership": "..model.organization_membership",
        },
    )
