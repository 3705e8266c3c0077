"""The models of iblai."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .ai_account_orgs_use_default_llm_key_create200_response import (
        AiAccountOrgsUseDefaultLlmKeyCreate200Response as AiAccountOrgsUseDefaultLlmKeyCreate200Response,
    )
    from .ai_account_orgs_users_free_trial_retrieve200_response import (
        AiAccountOrgsUsersFreeTrialRetrieve200Response as AiAccountOrgsUsersFreeTrialRetrieve200Response,
    )
    from .api_token_cost import APITokenCost as APITokenCost
    from .credential_request import CredentialRequest as CredentialRequest
    from .iblai_platform_meta import IBLAIPlatformMeta as IBLAIPlatformMeta
    from .iblai_platform_meta_request import IBLAIPlatformMetaRequest as IBLAIPlatformMetaRequest
    from .iblai_platform_meta_update_request import (
        IBLAIPlatformMetaUpdateRequest as IBLAIPlatformMetaUpdateRequest,
    )
    from .integration_credential import IntegrationCredential as IntegrationCredential
    from .llm_credential_request import LLMCredentialRequest as LLMCredentialRequest
    from .llm_credential_response import LLMCredentialResponse as LLMCredentialResponse
    from .patched_credential_request import PatchedCredentialRequest as PatchedCredentialRequest
    from .patched_llm_credential_request import (
        PatchedLLMCredentialRequest as PatchedLLMCredentialRequest,
    )
    from .use_main_creds import UseMainCreds as UseMainCreds
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "APITokenCost": ".api_token_cost",
            "AiAccountOrgsUseDefaultLlmKeyCreate200Response": ".ai_account_orgs_use_default_llm_key_create200_response",
            "AiAccountOrgsUsersFreeTrialRetrieve200Response": ".ai_account_orgs_users_free_trial_retrieve200_response",
            "CredentialRequest": ".credential_request",
            "IBLAIPlatformMeta": ".iblai_platform_meta",
            "IBLAIPlatformMetaRequest": ".iblai_platform_meta_request",
            "IBLAIPlatformMetaUpdateRequest": ".iblai_platform_meta_update_request",
            "IntegrationCredential": ".integration_credential",
            "LLMCredentialRequest": ".llm_credential_request",
            "LLMCredentialResponse": ".llm_credential_response",
            "PatchedCredentialRequest": ".patched_credential_request",
            "PatchedLLMCredentialRequest": ".patched_llm_credential_request",
            "UseMainCreds": ".use_main_creds",
        },
    )
