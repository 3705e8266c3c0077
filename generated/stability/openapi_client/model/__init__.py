"""The models of openapi_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .account_response_body import AccountResponseBody as AccountResponseBody
    from .balance_response_body import BalanceResponseBody as BalanceResponseBody
    from .organization_membership import OrganizationMembership as OrganizationMembership
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "AccountResponseBody": ".account_response_body",
            "BalanceResponseBody": ".balance_response_body",
            "OrganizationMembership": ".organization_membership",
        },
    )
