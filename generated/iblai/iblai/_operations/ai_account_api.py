"""The operations of AiAccountApi: the request and the responses of each."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.service.operations import Body, Form, Operation, Part, path, query

if TYPE_CHECKING:
    from ..models.ai_account_orgs_use_default_llm_key_create200_response import (
        AiAccountOrgsUseDefaultLlmKeyCreate200Response,
    )
    from ..models.ai_account_orgs_users_free_trial_retrieve200_response import (
        AiAccountOrgsUsersFreeTrialRetrieve200Response,
    )
    from ..models.api_token_cost import APITokenCost
    from ..models.iblai_platform_meta import IBLAIPlatformMeta
    from ..models.integration_credential import IntegrationCredential
    from ..models.llm_credential_response import LLMCredentialResponse

AI_ACCOUNT_ORGS_CREDENTIAL_CREATE: Operation[LLMCredentialResponse] = Operation(
    "ai_account_orgs_credential_create",
    "POST",
    "/api/ai-account/orgs/{org}/credential/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "LLMCredentialRequest",
            "application/x-www-form-urlencoded": Form(
                "LLMCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
            "multipart/form-data": Form(
                "LLMCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
        },
        required=True,
    ),
    responses={"200": {"application/json": "LLMCredentialResponse"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_CREDENTIAL_PARTIAL_UPDATE: Operation[LLMCredentialResponse] = Operation(
    "ai_account_orgs_credential_partial_update",
    "PATCH",
    "/api/ai-account/orgs/{org}/credential/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "PatchedLLMCredentialRequest",
            "application/x-www-form-urlencoded": Form(
                "PatchedLLMCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
            "multipart/form-data": Form(
                "PatchedLLMCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
        },
    ),
    responses={"200": {"application/json": "LLMCredentialResponse"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_CREDENTIAL_RETRIEVE: Operation[LLMCredentialResponse] = Operation(
    "ai_account_orgs_credential_retrieve",
    "GET",
    "/api/ai-account/orgs/{org}/credential/",
    parameters=(path("org"), query("name", limits={"minLength": 1})),
    responses={"200": {"application/json": "LLMCredentialResponse"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_CREATE: Operation[IntegrationCredential] = Operation(
    "ai_account_orgs_integration_credential_create",
    "POST",
    "/api/ai-account/orgs/{org}/integration-credential/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "CredentialRequest",
            "application/x-www-form-urlencoded": Form(
                "CredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
            "multipart/form-data": Form(
                "CredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
        },
        required=True,
    ),
    responses={"200": {"application/json": "IntegrationCredential"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_PARTIAL_UPDATE: Operation[IntegrationCredential] = Operation(
    "ai_account_orgs_integration_credential_partial_update",
    "PATCH",
    "/api/ai-account/orgs/{org}/integration-credential/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "PatchedCredentialRequest",
            "application/x-www-form-urlencoded": Form(
                "PatchedCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
            "multipart/form-data": Form(
                "PatchedCredentialRequest",
                parts={"value": Part(content_type="application/json")},
            ),
        },
    ),
    responses={"200": {"application/json": "IntegrationCredential"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_RETRIEVE: Operation[IntegrationCredential] = Operation(
    "ai_account_orgs_integration_credential_retrieve",
    "GET",
    "/api/ai-account/orgs/{org}/integration-credential/",
    parameters=(path("org"), query("name", limits={"minLength": 1})),
    responses={"200": {"application/json": "IntegrationCredential"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_PLATFORM_METADATA_CREATE: Operation[IBLAIPlatformMeta] = Operation(
    "ai_account_orgs_platform_metadata_create",
    "POST",
    "/api/ai-account/orgs/{org}/platform-metadata/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "IBLAIPlatformMetaRequest",
            "application/x-www-form-urlencoded": Form(
                "IBLAIPlatformMetaRequest",
                parts={"data": Part(content_type="application/json")},
            ),
            "multipart/form-data": Form(
                "IBLAIPlatformMetaRequest",
                parts={"data": Part(content_type="application/json")},
            ),
        },
        required=True,
    ),
    responses={"201": {"application/json": "IBLAIPlatformMeta"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_PLATFORM_METADATA_LIST: Operation[list[IBLAIPlatformMeta]] = Operation(
    "ai_account_orgs_platform_metadata_list",
    "GET",
    "/api/ai-account/orgs/{org}/platform-metadata/",
    parameters=(path("org"),),
    responses={"200": {"application/json": "list[IBLAIPlatformMeta]"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_PLATFORM_METADATA_UPDATE: Operation[list[IBLAIPlatformMeta]] = Operation(
    "ai_account_orgs_platform_metadata_update",
    "PUT",
    "/api/ai-account/orgs/{org}/platform-metadata/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "IBLAIPlatformMetaUpdateRequest",
            "application/x-www-form-urlencoded": "IBLAIPlatformMetaUpdateRequest",
            "multipart/form-data": "IBLAIPlatformMetaUpdateRequest",
        },
    ),
    responses={"200": {"application/json": "list[IBLAIPlatformMeta]"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_TOKENS_LIST: Operation[list[APITokenCost]] = Operation(
    "ai_account_orgs_tokens_list",
    "GET",
    "/api/ai-account/orgs/{org}/tokens/",
    parameters=(path("org"), query("session_id"), query("username", limits={"minLength": 1})),
    responses={"200": {"application/json": "list[APITokenCost]"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_USE_DEFAULT_LLM_KEY_CREATE: Operation[
    AiAccountOrgsUseDefaultLlmKeyCreate200Response
] = Operation(
    "ai_account_orgs_use_default_llm_key_create",
    "POST",
    "/api/ai-account/orgs/{org}/use-default-llm-key/",
    parameters=(path("org"),),
    body=Body(
        {
            "application/json": "UseMainCreds",
            "application/x-www-form-urlencoded": "UseMainCreds",
            "multipart/form-data": "UseMainCreds",
        },
        required=True,
    ),
    responses={"200": {"application/json": "AiAccountOrgsUseDefaultLlmKeyCreate200Response"}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_USE_FREE_TRIAL_CREATE: Operation[None] = Operation(
    "ai_account_orgs_use_free_trial_create",
    "POST",
    "/api/ai-account/orgs/{org}/use-free-trial/",
    parameters=(path("org"),),
    responses={"200": {}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_USERS_DEFAULT_LLM_KEY_USAGE_RETRIEVE: Operation[None] = Operation(
    "ai_account_orgs_users_default_llm_key_usage_retrieve",
    "GET",
    "/api/ai-account/orgs/{org}/users/{user_id}/default-llm-key-usage",
    parameters=(path("org"), path("user_id")),
    responses={"200": {}},
    security=(("PlatformApiKeyAuthentication",),),
)
AI_ACCOUNT_ORGS_USERS_FREE_TRIAL_RETRIEVE: Operation[
    AiAccountOrgsUsersFreeTrialRetrieve200Response
] = Operation(
    "ai_account_orgs_users_free_trial_retrieve",
    "GET",
    "/api/ai-account/orgs/{org}/users/{user_id}/free-trial",
    parameters=(path("org"), path("user_id")),
    responses={"200": {"application/json": "AiAccountOrgsUsersFreeTrialRetrieve200Response"}},
    security=(("PlatformApiKeyAuthentication",),),
)
