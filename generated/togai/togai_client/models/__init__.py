"""The models of togai_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .create_credit_request import CreateCreditRequest as CreateCreditRequest
    from .create_credit_response import CreateCreditResponse as CreateCreditResponse
    from .credit import Credit as Credit
    from .credit_balance_response import CreditBalanceResponse as CreditBalanceResponse
    from .credit_details_response import CreditDetailsResponse as CreditDetailsResponse
    from .credit_request import CreditRequest as CreditRequest
    from .credit_transaction import CreditTransaction as CreditTransaction
    from .error_response import ErrorResponse as ErrorResponse
    from .list_credits_response import ListCreditsResponse as ListCreditsResponse
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "CreateCreditRequest": ".create_credit_request",
            "CreateCreditResponse": ".create_credit_response",
            "Credit": ".credit",
            "CreditBalanceResponse": ".credit_balance_response",
            "CreditDetailsResponse": ".credit_details_response",
            "CreditRequest": ".credit_request",
            "CreditTransaction": ".credit_transaction",
            "ErrorResponse": ".error_response",
            "ListCreditsResponse": ".list_credits_response",
        },
    )
