"""A stub of the service for tests: no server, no network, typed by operation.

A test tells it what to answer, gives its client to the code under test, and looks at the calls
that arrived.
"""

from __future__ import annotations

from . import aio as _aio, models as _models
from ._operations import orgs_api as _orgs_api
from ._runtime.client.stub import HOST, BaseStub, Failure, OperationStub, UnexpectedCallError
from ._runtime.client.stub_calls import StubCall
from .api_client import ApiClient
from .configuration import Configuration

__all__ = [
    "BaseStub",
    "Failure",
    "OperationStub",
    "OrgsApiStub",
    "Stub",
    "StubCall",
    "UnexpectedCallError",
]


class OrgsApiStub:
    """The answers of the operations of OrgsApi."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    @property
    def update_org_integration(self) -> OperationStub[_models.Org]:
        """Update Org Integration."""
        return self._stub.of(_orgs_api.UPDATE_ORG_INTEGRATION)


class Stub(BaseStub):
    """A stub of the service.

    Args:
        examples: whether an operation that was told no answer gives the description's example,
            or else a value of the described type.
    """

    _tables = (_orgs_api,)
    _module = __name__

    @property
    def orgs(self) -> OrgsApiStub:
        """The operations of OrgsApi."""
        return OrgsApiStub(self)

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
