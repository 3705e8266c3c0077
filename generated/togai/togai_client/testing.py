"""A stub of the service for tests: no server, no network, typed by operation.

It is loaded only when it is imported. A test tells it what to answer, gives its client to the code under test, and looks
at the calls that arrived.
"""

from __future__ import annotations

from ._operations import credits_api as _credits_api
from ._runtime.client.stub import (
    HOST,
    BaseStub,
    Failure,
    OperationStub,
    StubCall,
    UnexpectedCallError,
)
from .configuration import Configuration

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from . import models as _models
    from .aio import ApiClient as AsyncApiClient
    from .api_client import ApiClient

__all__ = [
    "BaseStub",
    "CreditsApiStub",
    "Failure",
    "OperationStub",
    "Stub",
    "StubCall",
    "UnexpectedCallError",
]


class CreditsApiStub:
    """What is answered to the operations of CreditsApi."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    @property
    def create_credit(self) -> OperationStub[_models.CreateCreditResponse]:
        """Grant credit."""
        return self._stub.of(_credits_api.CREATE_CREDIT)

    @property
    def credit_balance_for_account(self) -> OperationStub[_models.CreditBalanceResponse]:
        """Credit balance for Account."""
        return self._stub.of(_credits_api.CREDIT_BALANCE_FOR_ACCOUNT)

    @property
    def get_credit_details(self) -> OperationStub[_models.CreditDetailsResponse]:
        """Get credit details."""
        return self._stub.of(_credits_api.GET_CREDIT_DETAILS)

    @property
    def list_credits(self) -> OperationStub[_models.ListCreditsResponse]:
        """List credits."""
        return self._stub.of(_credits_api.LIST_CREDITS)

    @property
    def void_credit(self) -> OperationStub[_models.Credit]:
        """Void credit."""
        return self._stub.of(_credits_api.VOID_CREDIT)


class Stub(BaseStub):
    """A stub of the service.

    Args:
        examples: whether an operation about which nothing was said answers with the
            description's example, where there is one.
    """

    _tables = (_credits_api,)
    _examples = {
        "create_credit": (
            200,
            "application/json",
            '{"credits": [{"id": "creds.1znQx9jiIXw.r44fc", "customerId": "7VcRw9xZDIqsC5E", "accountId": "ACC001", "purpose": "Prepaid Credit", "effectiveFrom": "2020-07-04", "effectiveUntil": "2021-07-04", "status": "ACTIVE", "creditAmount": 1000, "creditUnit": "USD", "holdAmount": 500, "consumedAmount": 400, "priority": 1, "createdAt": "2020-07-04T12:00:00.000Z"}]}',
        ),
        "credit_balance_for_account": (
            200,
            "application/json",
            '{"activeCredits": 1000, "availableBalance": 800, "runningBalance": 700, "inapplicableCredits": 100, "unit": "USD", "lastUpdatedAt": "2020-07-04T12:00:00.000Z"}',
        ),
        "get_credit_details": (
            200,
            "application/json",
            '{"accountId": "ACC001", "purpose": "Prepaid Credit", "effectiveFrom": "2020-07-04", "effectiveUntil": "2021-07-04", "creditAmount": 1000, "priority": 1, "id": "creds.1znQx9jiIXw.r44fc", "customerId": "7VcRw9xZDIqsC5E", "status": "ACTIVE", "creditUnit": "USD", "holdAmount": 500, "consumedAmount": 400, "createdAt": "2020-07-04T12:00:00.000Z", "transactions": [{"id": "ctxn.1znQx9jiIXw.a1b2c", "creditId": "creds.1znQx9jiIXw.r44fc", "transactionType": "CREDITED", "amount": 1000, "createdAt": "2020-07-04T12:00:00.000Z"}, {"id": "ctxn.1znQxAAAIXw.d3e4f", "creditId": "creds.1znQx9jiIXw.r44fc", "transactionType": "DEBITED", "invoiceId": "inv.20abcXYZ123.q9w8e", "entityId": "umg.1znQx9jiIXw.r44fc", "amount": 400, "createdAt": "2020-08-01T00:00:00Z"}]}',
        ),
        "list_credits": (
            200,
            "application/json",
            '{"data": [{"id": "creds.1znQx9jiIXw.r44fc", "customerId": "7VcRw9xZDIqsC5E", "accountId": "ACC001", "purpose": "Prepaid Credit", "effectiveFrom": "2020-07-04", "effectiveUntil": "2021-07-04", "status": "ACTIVE", "creditAmount": 1000, "creditUnit": "USD", "holdAmount": 500, "consumedAmount": 400, "priority": 1, "createdAt": "2020-07-04T12:00:00.000Z"}], "nextToken": "eyJsYXN0SXRlbUlkIjogInN0cmluZyIsICJwYWdlU2l6ZSI6IDEyMywgInNvcnRPcmRlciI6ICJhc2MifQ=="}',
        ),
        "void_credit": (
            200,
            "application/json",
            '{"accountId": "biswa", "purpose": "credits", "effectiveFrom": "2024-03-06", "priority": 1, "id": "cred.22LLLScunZg.om5kC", "customerId": "biswa", "status": "VOIDED", "createdAt": "2024-03-13T12:33:39.986252Z", "applicableEntityIds": [], "effectiveUntil": "2025-03-06", "creditAmount": 10, "grantorId": "addon.22IZs2ZVEnw.0zDFe", "creditUnit": "USD", "holdAmount": 0, "consumedAmount": 0, "updatedAt": "2024-03-13T12:42:33.489822Z"}',
        ),
    }

    @property
    def credits(self) -> CreditsApiStub:
        """The operations of CreditsApi."""
        return CreditsApiStub(self)

    def client(
        self, configuration: Configuration | None = None, *, strict: bool | None = None
    ) -> ApiClient:
        """A client whose calls the stub answers; a configuration of your own may come along."""
        from .api_client import ApiClient

        return ApiClient(
            configuration or Configuration(host=HOST),
            transport=self.transport,
            strict=strict,
        )

    def async_client(
        self, configuration: Configuration | None = None, *, strict: bool | None = None
    ) -> AsyncApiClient:
        """The same for the asynchronous client."""
        from .aio import ApiClient

        return ApiClient(
            configuration or Configuration(host=HOST),
            transport=self.async_transport,
            strict=strict,
        )
