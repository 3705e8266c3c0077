"""A stub of the service for tests: no server, no network, typed by operation.

A test tells it what to answer, gives its client to the code under test, and looks at the calls
that arrived.
"""

from __future__ import annotations

from . import aio as _aio, models as _models
from ._operations import ai_account_api as _ai_account_api
from ._runtime.client.stub import HOST, BaseStub, Failure, OperationStub, UnexpectedCallError
from ._runtime.client.stub_calls import StubCall
from .api_client import ApiClient
from .configuration import Configuration

__all__ = [
    "AiAccountApiStub",
    "BaseStub",
    "Failure",
    "OperationStub",
    "Stub",
    "StubCall",
    "UnexpectedCallError",
]


class AiAccountApiStub:
    """The answers of the operations of AiAccountApi."""

    def __init__(self, stub: BaseStub) -> None:
        self._stub = stub

    @property
    def ai_account_orgs_credential_create(self) -> OperationStub[_models.LLMCredentialResponse]:
        """Create an LLM credential."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_CREDENTIAL_CREATE)

    @property
    def ai_account_orgs_credential_partial_update(
        self,
    ) -> OperationStub[_models.LLMCredentialResponse]:
        """Change an LLM credential."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_CREDENTIAL_PARTIAL_UPDATE)

    @property
    def ai_account_orgs_credential_retrieve(self) -> OperationStub[_models.LLMCredentialResponse]:
        """Read LLM credentials."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_CREDENTIAL_RETRIEVE)

    @property
    def ai_account_orgs_integration_credential_create(
        self,
    ) -> OperationStub[_models.IntegrationCredential]:
        """Create an integration credential."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_CREATE)

    @property
    def ai_account_orgs_integration_credential_partial_update(
        self,
    ) -> OperationStub[_models.IntegrationCredential]:
        """Change an integration credential."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_PARTIAL_UPDATE)

    @property
    def ai_account_orgs_integration_credential_retrieve(
        self,
    ) -> OperationStub[_models.IntegrationCredential]:
        """Read integration credentials."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_RETRIEVE)

    @property
    def ai_account_orgs_platform_metadata_create(self) -> OperationStub[_models.IBLAIPlatformMeta]:
        """Create or replace platform metadata."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_PLATFORM_METADATA_CREATE)

    @property
    def ai_account_orgs_platform_metadata_list(
        self,
    ) -> OperationStub[list[_models.IBLAIPlatformMeta]]:
        """Read platform metadata."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_PLATFORM_METADATA_LIST)

    @property
    def ai_account_orgs_platform_metadata_update(
        self,
    ) -> OperationStub[list[_models.IBLAIPlatformMeta]]:
        """Set the active provider and the available models."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_PLATFORM_METADATA_UPDATE)

    @property
    def ai_account_orgs_tokens_list(self) -> OperationStub[list[_models.APITokenCost]]:
        """List weekly token usage."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_TOKENS_LIST)

    @property
    def ai_account_orgs_use_default_llm_key_create(
        self,
    ) -> OperationStub[_models.AiAccountOrgsUseDefaultLlmKeyCreate200Response]:
        """Switch the use of the main LLM credentials."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_USE_DEFAULT_LLM_KEY_CREATE)

    @property
    def ai_account_orgs_use_free_trial_create(self) -> OperationStub[None]:
        """Switch or update the free trial."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_USE_FREE_TRIAL_CREATE)

    @property
    def ai_account_orgs_users_default_llm_key_usage_retrieve(self) -> OperationStub[None]:
        """Tell whether the main LLM credentials are in use."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_USERS_DEFAULT_LLM_KEY_USAGE_RETRIEVE)

    @property
    def ai_account_orgs_users_free_trial_retrieve(
        self,
    ) -> OperationStub[_models.AiAccountOrgsUsersFreeTrialRetrieve200Response]:
        """Tell whether the free trial is on."""
        return self._stub.of(_ai_account_api.AI_ACCOUNT_ORGS_USERS_FREE_TRIAL_RETRIEVE)


class Stub(BaseStub):
    """A stub of the service.

    Args:
        examples: whether an operation that was told no answer gives the description's example,
            or else a value of the described type.
    """

    _tables = (_ai_account_api,)
    _module = __name__

    @property
    def ai_account(self) -> AiAccountApiStub:
        """The operations of AiAccountApi."""
        return AiAccountApiStub(self)

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
