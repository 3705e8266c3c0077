"""The models of togai_client."""

from .._runtime.lazy import attach

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from . import create_credit_request as create_credit_request
    from . import create_credit_response as create_credit_response
    from . import credit as credit
    from . import credit_balance_response as credit_balance_response
    from . import credit_details_response as credit_details_response
    from . import credit_request as credit_request
    from . import credit_transaction as credit_transaction
    from . import error_response as error_response
    from . import list_credits_response as list_credits_response
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
