"""A stub of the service for tests: no server, no network, typed by operation.

A test tells it what to answer, gives its client to the code under test, and looks at the calls
that arrived.
"""

from __future__ import annotations

from . import aio as _aio, models as _models
from ._operations import credits_api as _credits_api
from ._runtime.client.stub import HOST, BaseStub, Failure, OperationStub, UnexpectedCallError
from ._runtime.client.stub_calls import StubCall
from .api_client import ApiClient
from .configuration import Configuration

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
    """The answers of the operations of CreditsApi."""

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
        examples: whether an operation that was told no answer gives the description's example,
            or else a value of the described type.
    """

    _tables = (_credits_api,)
    _module = __name__

    @property
    def credits(self) -> CreditsApiStub:
        """The operations of CreditsApi."""
        return CreditsApiStub(self)

    def client(
        self, configuration: Configuration | None = None, *, strict: bool | None = None
    ) -> ApiClient:
        """A client whose calls the stub answers; a configuration of your own may come along."""
        return ApiClient(
            configuration or Configuration(host=HOST),
            transport=self.transport,
            strict=strict,
        )

    def async_client(
        self, configuration: Configuration | None = None, *, strict: bool | None = None
    ) -> _aio.ApiClient:
        """The same for the asynchronous client."""
        return _aio.ApiClient(
            configuration or Configuration(host=HOST),
            transport=self.async_transport,
            strict=strict,
        )
