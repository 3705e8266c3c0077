"""A stub of the service for tests: no server, no network, typed by operation.

It is loaded only when it is imported. A test tells it what to answer, gives its client to the code under test, and looks
at the calls that arrived.
"""

from __future__ import annotations

from ._operations import orgs_api as _orgs_api
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
    "Failure",
    "OperationStub",
    "OrgsApiStub",
    "Stub",
    "StubCall",
    "UnexpectedCallError",
]


class OrgsApiStub:
    """What is answered to the operations of OrgsApi."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    @property
    def update_org_integration(self) -> OperationStub[_models.Org]:
        """Update Org Integration."""
        return self._stub.of(_orgs_api.UPDATE_ORG_INTEGRATION)


class Stub(BaseStub):
    """A stub of the service.

    Args:
        examples: whether an operation about which nothing was said answers with the
            description's example, where there is one.
    """

    _tables = (_orgs_api,)
    _examples = {
        "update_org_integration": (
            200,
            "application/json",
            '{"prompt_tokens": 18400, "completion_tokens": 5120, "total_tokens": 23520, "prompt_tokens_cost": 0.0276, "completion_tokens_cost": 0.01024, "total_tokens_cost": 0.03784, "prompt_tokens_cost_savings": 0, "completion_tokens_cost_savings": 0, "total_tokens_cost_savings": -0.002, "num_requests": 42, "num_apps": 3, "org_stripe_id": "cus_000000000000", "last_invoice_date": 1714521600, "org_name": "acme", "org_creator": "auth0|64b1f0", "id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "spaces_subscription_tier": "TEAM", "spaces_subscription_seats": 5, "spaces_subscription_status": "active", "spaces_subscription_cancel_at": null, "subscription_pause_reason": null, "subscription_cycle": "monthly", "subscription_tier": "_TRIAL_", "subscription_price_id": null, "trial_end": 1717113600, "currency": "usd", "billing_email": "", "free_balance": 12.5, "spending_limit_soft": 0, "spending_limit_hard": 0, "alert_emails": null, "is_active": true, "is_personal": false, "org_display_name": "Acme", "address_1": "", "added_on": "2024-01-15T09:30:00Z", "modified_on": "2024-05-01T12:00:00.123456+00:00", "prom_id": "123456", "prom_token": "glc_xxxxxxxx", "prom_endpoint": "https://prometheus.example.org/api/prom/push", "loki_id": null, "loki_token": null, "loki_endpoint": null, "rate_limit": 200}',
        ),
    }

    @property
    def orgs(self) -> OrgsApiStub:
        """The operations of OrgsApi."""
        return OrgsApiStub(self)

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
