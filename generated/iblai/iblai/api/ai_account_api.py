"""Credentials, metadata and usage of an organization's language models."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from .._operations import ai_account_api as operations
from .._runtime.client.api import Api, with_http_info, without_preload_content
from .._runtime.client.method_variants import variant_of
from .._runtime.service.options import NOT_GIVEN

if TYPE_CHECKING:
    from typing import Any, Unpack

    from .._runtime.response.responses import ApiResponse, RawResponse
    from .._runtime.service.request_options import RequestOptions
    from ..models.ai_account_orgs_use_default_llm_key_create200_response import (
        AiAccountOrgsUseDefaultLlmKeyCreate200Response,
    )
    from ..models.ai_account_orgs_users_free_trial_retrieve200_response import (
        AiAccountOrgsUsersFreeTrialRetrieve200Response,
    )
    from ..models.api_token_cost import APITokenCost
    from ..models.credential_request import CredentialRequest
    from ..models.iblai_platform_meta import IBLAIPlatformMeta
    from ..models.iblai_platform_meta_request import IBLAIPlatformMetaRequest
    from ..models.iblai_platform_meta_update_request import IBLAIPlatformMetaUpdateRequest
    from ..models.integration_credential import IntegrationCredential
    from ..models.llm_credential_request import LLMCredentialRequest
    from ..models.llm_credential_response import LLMCredentialResponse
    from ..models.patched_credential_request import PatchedCredentialRequest
    from ..models.patched_llm_credential_request import PatchedLLMCredentialRequest
    from ..models.use_main_creds import UseMainCreds
    from ..types import (
        CredentialRequestParams,
        CredentialRequestParamsWithOptions,
        IBLAIPlatformMetaRequestParams,
        IBLAIPlatformMetaRequestParamsWithOptions,
        IBLAIPlatformMetaUpdateRequestParams,
        IBLAIPlatformMetaUpdateRequestParamsWithOptions,
        LLMCredentialRequestParams,
        LLMCredentialRequestParamsWithOptions,
        PatchedCredentialRequestParams,
        PatchedCredentialRequestParamsWithOptions,
        PatchedLLMCredentialRequestParams,
        PatchedLLMCredentialRequestParamsWithOptions,
        UseMainCredsParams,
        UseMainCredsParamsWithOptions,
    )


class AiAccountApi(Api):
    """Credentials, metadata and usage of an organization's language models."""

    @overload
    def ai_account_orgs_credential_create(
        self,
        org: str,
        llm_credential_request: LLMCredentialRequest | LLMCredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> LLMCredentialResponse: ...
    @overload
    def ai_account_orgs_credential_create(
        self, org: str, **options: Unpack[LLMCredentialRequestParamsWithOptions]
    ) -> LLMCredentialResponse: ...
    def ai_account_orgs_credential_create(
        self,
        org: str,
        llm_credential_request: LLMCredentialRequest | LLMCredentialRequestParams = NOT_GIVEN,
        **options: Any,
    ) -> LLMCredentialResponse:
        """Create an LLM credential.

        Stores a credential for a provider of language models. What goes into `value` depends on the
        provider.

        Args:
            org: The key of the organization.
            llm_credential_request: The credential to store.
            **options: the fields of ``llm_credential_request``, where they are given in its place;
                timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential as stored.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_CREDENTIAL_CREATE,
            (org, llm_credential_request),
            options,
        )

    @overload
    def ai_account_orgs_credential_create_with_http_info(
        self,
        org: str,
        llm_credential_request: LLMCredentialRequest | LLMCredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[LLMCredentialResponse]: ...
    @overload
    def ai_account_orgs_credential_create_with_http_info(
        self, org: str, **options: Unpack[LLMCredentialRequestParamsWithOptions]
    ) -> ApiResponse[LLMCredentialResponse]: ...
    @variant_of(with_http_info(ai_account_orgs_credential_create))
    def ai_account_orgs_credential_create_with_http_info(self, *_: object, **__: object) -> Any: ...

    @overload
    def ai_account_orgs_credential_create_without_preload_content(
        self,
        org: str,
        llm_credential_request: LLMCredentialRequest | LLMCredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_credential_create_without_preload_content(
        self, org: str, **options: Unpack[LLMCredentialRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_credential_create))
    def ai_account_orgs_credential_create_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_credential_partial_update(
        self,
        org: str,
        patched_llm_credential_request: (
            PatchedLLMCredentialRequest | PatchedLLMCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> LLMCredentialResponse: ...
    @overload
    def ai_account_orgs_credential_partial_update(
        self, org: str, **options: Unpack[PatchedLLMCredentialRequestParamsWithOptions]
    ) -> LLMCredentialResponse: ...
    def ai_account_orgs_credential_partial_update(
        self,
        org: str,
        patched_llm_credential_request: (
            PatchedLLMCredentialRequest | PatchedLLMCredentialRequestParams | None
        ) = None,
        **options: Any,
    ) -> LLMCredentialResponse:
        """Change an LLM credential.

        Changes the parts of a credential that are given and leaves the others as they are.

        Args:
            org: The key of the organization.
            patched_llm_credential_request: The parts to change.
            **options: the fields of ``patched_llm_credential_request``, where they are given in its
                place; timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential after the change.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_CREDENTIAL_PARTIAL_UPDATE,
            (org, patched_llm_credential_request),
            options,
        )

    @overload
    def ai_account_orgs_credential_partial_update_with_http_info(
        self,
        org: str,
        patched_llm_credential_request: (
            PatchedLLMCredentialRequest | PatchedLLMCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[LLMCredentialResponse]: ...
    @overload
    def ai_account_orgs_credential_partial_update_with_http_info(
        self, org: str, **options: Unpack[PatchedLLMCredentialRequestParamsWithOptions]
    ) -> ApiResponse[LLMCredentialResponse]: ...
    @variant_of(with_http_info(ai_account_orgs_credential_partial_update))
    def ai_account_orgs_credential_partial_update_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_credential_partial_update_without_preload_content(
        self,
        org: str,
        patched_llm_credential_request: (
            PatchedLLMCredentialRequest | PatchedLLMCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_credential_partial_update_without_preload_content(
        self, org: str, **options: Unpack[PatchedLLMCredentialRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_credential_partial_update))
    def ai_account_orgs_credential_partial_update_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    def ai_account_orgs_credential_retrieve(
        self, org: str, name: str | None = None, **options: Unpack[RequestOptions]
    ) -> LLMCredentialResponse:
        """Read LLM credentials.

        Reads the credentials of an organization, or the one for a single provider.

        The documented response is one credential. The service is also known to answer with a list
        of them.

        Args:
            org: The key of the organization.
            name: Keeps only the credential for this provider. At least 1 character.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(operations.AI_ACCOUNT_ORGS_CREDENTIAL_RETRIEVE, (org, name), options)

    ai_account_orgs_credential_retrieve_with_http_info = with_http_info(
        ai_account_orgs_credential_retrieve,
    )
    ai_account_orgs_credential_retrieve_without_preload_content = without_preload_content(
        ai_account_orgs_credential_retrieve,
    )

    @overload
    def ai_account_orgs_integration_credential_create(
        self,
        org: str,
        credential_request: CredentialRequest | CredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> IntegrationCredential: ...
    @overload
    def ai_account_orgs_integration_credential_create(
        self, org: str, **options: Unpack[CredentialRequestParamsWithOptions]
    ) -> IntegrationCredential: ...
    def ai_account_orgs_integration_credential_create(
        self,
        org: str,
        credential_request: CredentialRequest | CredentialRequestParams = NOT_GIVEN,
        **options: Any,
    ) -> IntegrationCredential:
        """Create an integration credential.

        Stores a credential for an integration, such as a service account for a storage provider.
        What goes into `value` depends on the integration.

        Args:
            org: The key of the organization.
            credential_request: The credential to store.
            **options: the fields of ``credential_request``, where they are given in its place;
                timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential as stored.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_CREATE,
            (org, credential_request),
            options,
        )

    @overload
    def ai_account_orgs_integration_credential_create_with_http_info(
        self,
        org: str,
        credential_request: CredentialRequest | CredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[IntegrationCredential]: ...
    @overload
    def ai_account_orgs_integration_credential_create_with_http_info(
        self, org: str, **options: Unpack[CredentialRequestParamsWithOptions]
    ) -> ApiResponse[IntegrationCredential]: ...
    @variant_of(with_http_info(ai_account_orgs_integration_credential_create))
    def ai_account_orgs_integration_credential_create_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_integration_credential_create_without_preload_content(
        self,
        org: str,
        credential_request: CredentialRequest | CredentialRequestParams,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_integration_credential_create_without_preload_content(
        self, org: str, **options: Unpack[CredentialRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_integration_credential_create))
    def ai_account_orgs_integration_credential_create_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_integration_credential_partial_update(
        self,
        org: str,
        patched_credential_request: (
            PatchedCredentialRequest | PatchedCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> IntegrationCredential: ...
    @overload
    def ai_account_orgs_integration_credential_partial_update(
        self, org: str, **options: Unpack[PatchedCredentialRequestParamsWithOptions]
    ) -> IntegrationCredential: ...
    def ai_account_orgs_integration_credential_partial_update(
        self,
        org: str,
        patched_credential_request: (
            PatchedCredentialRequest | PatchedCredentialRequestParams | None
        ) = None,
        **options: Any,
    ) -> IntegrationCredential:
        """Change an integration credential.

        Changes the parts of an integration credential that are given and leaves the others as they
        are.

        Args:
            org: The key of the organization.
            patched_credential_request: The parts to change.
            **options: the fields of ``patched_credential_request``, where they are given in its
                place; timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential after the change.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_PARTIAL_UPDATE,
            (org, patched_credential_request),
            options,
        )

    @overload
    def ai_account_orgs_integration_credential_partial_update_with_http_info(
        self,
        org: str,
        patched_credential_request: (
            PatchedCredentialRequest | PatchedCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[IntegrationCredential]: ...
    @overload
    def ai_account_orgs_integration_credential_partial_update_with_http_info(
        self, org: str, **options: Unpack[PatchedCredentialRequestParamsWithOptions]
    ) -> ApiResponse[IntegrationCredential]: ...
    @variant_of(with_http_info(ai_account_orgs_integration_credential_partial_update))
    def ai_account_orgs_integration_credential_partial_update_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_integration_credential_partial_update_without_preload_content(
        self,
        org: str,
        patched_credential_request: (
            PatchedCredentialRequest | PatchedCredentialRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_integration_credential_partial_update_without_preload_content(
        self, org: str, **options: Unpack[PatchedCredentialRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_integration_credential_partial_update))
    def ai_account_orgs_integration_credential_partial_update_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    def ai_account_orgs_integration_credential_retrieve(
        self, org: str, name: str | None = None, **options: Unpack[RequestOptions]
    ) -> IntegrationCredential:
        """Read integration credentials.

        Reads the integration credentials of an organization, or the one for a single integration.

        The documented response is one credential. The service is also known to answer with a list
        of them.

        Args:
            org: The key of the organization.
            name: Keeps only the credential for this integration. At least 1 character.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The credential.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_INTEGRATION_CREDENTIAL_RETRIEVE,
            (org, name),
            options,
        )

    ai_account_orgs_integration_credential_retrieve_with_http_info = with_http_info(
        ai_account_orgs_integration_credential_retrieve,
    )
    ai_account_orgs_integration_credential_retrieve_without_preload_content = (
        without_preload_content(ai_account_orgs_integration_credential_retrieve)
    )

    @overload
    def ai_account_orgs_platform_metadata_create(
        self,
        org: str,
        iblai_platform_meta_request: IBLAIPlatformMetaRequest | IBLAIPlatformMetaRequestParams,
        **options: Unpack[RequestOptions],
    ) -> IBLAIPlatformMeta: ...
    @overload
    def ai_account_orgs_platform_metadata_create(
        self, org: str, **options: Unpack[IBLAIPlatformMetaRequestParamsWithOptions]
    ) -> IBLAIPlatformMeta: ...
    def ai_account_orgs_platform_metadata_create(
        self,
        org: str,
        iblai_platform_meta_request: (
            IBLAIPlatformMetaRequest | IBLAIPlatformMetaRequestParams
        ) = NOT_GIVEN,
        **options: Any,
    ) -> IBLAIPlatformMeta:
        """Create or replace platform metadata.

        Sets the metadata of an organization's platform, whether or not it had any.

        Args:
            org: The key of the organization.
            iblai_platform_meta_request: The metadata to set.
            **options: the fields of ``iblai_platform_meta_request``, where they are given in its
                place; timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The metadata as set.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_PLATFORM_METADATA_CREATE,
            (org, iblai_platform_meta_request),
            options,
        )

    @overload
    def ai_account_orgs_platform_metadata_create_with_http_info(
        self,
        org: str,
        iblai_platform_meta_request: IBLAIPlatformMetaRequest | IBLAIPlatformMetaRequestParams,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[IBLAIPlatformMeta]: ...
    @overload
    def ai_account_orgs_platform_metadata_create_with_http_info(
        self, org: str, **options: Unpack[IBLAIPlatformMetaRequestParamsWithOptions]
    ) -> ApiResponse[IBLAIPlatformMeta]: ...
    @variant_of(with_http_info(ai_account_orgs_platform_metadata_create))
    def ai_account_orgs_platform_metadata_create_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_platform_metadata_create_without_preload_content(
        self,
        org: str,
        iblai_platform_meta_request: IBLAIPlatformMetaRequest | IBLAIPlatformMetaRequestParams,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_platform_metadata_create_without_preload_content(
        self, org: str, **options: Unpack[IBLAIPlatformMetaRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_platform_metadata_create))
    def ai_account_orgs_platform_metadata_create_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    def ai_account_orgs_platform_metadata_list(
        self, org: str, **options: Unpack[RequestOptions]
    ) -> list[IBLAIPlatformMeta]:
        """Read platform metadata.

        Reads the metadata of an organization's platform.

        Args:
            org: The key of the organization.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The metadata.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(operations.AI_ACCOUNT_ORGS_PLATFORM_METADATA_LIST, (org,), options)

    ai_account_orgs_platform_metadata_list_with_http_info = with_http_info(
        ai_account_orgs_platform_metadata_list,
    )
    ai_account_orgs_platform_metadata_list_without_preload_content = without_preload_content(
        ai_account_orgs_platform_metadata_list,
    )

    @overload
    def ai_account_orgs_platform_metadata_update(
        self,
        org: str,
        iblai_platform_meta_update_request: (
            IBLAIPlatformMetaUpdateRequest | IBLAIPlatformMetaUpdateRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> list[IBLAIPlatformMeta]: ...
    @overload
    def ai_account_orgs_platform_metadata_update(
        self, org: str, **options: Unpack[IBLAIPlatformMetaUpdateRequestParamsWithOptions]
    ) -> list[IBLAIPlatformMeta]: ...
    def ai_account_orgs_platform_metadata_update(
        self,
        org: str,
        iblai_platform_meta_update_request: (
            IBLAIPlatformMetaUpdateRequest | IBLAIPlatformMetaUpdateRequestParams | None
        ) = None,
        **options: Any,
    ) -> list[IBLAIPlatformMeta]:
        """Set the active provider and the available models.

        Changes which provider of language models is active, and which are on offer.

        Args:
            org: The key of the organization.
            iblai_platform_meta_update_request: What to change.
            **options: the fields of ``iblai_platform_meta_update_request``, where they are given in
                its place; timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            The metadata after the change.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_PLATFORM_METADATA_UPDATE,
            (org, iblai_platform_meta_update_request),
            options,
        )

    @overload
    def ai_account_orgs_platform_metadata_update_with_http_info(
        self,
        org: str,
        iblai_platform_meta_update_request: (
            IBLAIPlatformMetaUpdateRequest | IBLAIPlatformMetaUpdateRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[list[IBLAIPlatformMeta]]: ...
    @overload
    def ai_account_orgs_platform_metadata_update_with_http_info(
        self, org: str, **options: Unpack[IBLAIPlatformMetaUpdateRequestParamsWithOptions]
    ) -> ApiResponse[list[IBLAIPlatformMeta]]: ...
    @variant_of(with_http_info(ai_account_orgs_platform_metadata_update))
    def ai_account_orgs_platform_metadata_update_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_platform_metadata_update_without_preload_content(
        self,
        org: str,
        iblai_platform_meta_update_request: (
            IBLAIPlatformMetaUpdateRequest | IBLAIPlatformMetaUpdateRequestParams | None
        ) = None,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_platform_metadata_update_without_preload_content(
        self, org: str, **options: Unpack[IBLAIPlatformMetaUpdateRequestParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_platform_metadata_update))
    def ai_account_orgs_platform_metadata_update_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    def ai_account_orgs_tokens_list(
        self,
        org: str,
        session_id: str | None = None,
        username: str | None = None,
        **options: Unpack[RequestOptions],
    ) -> list[APITokenCost]:
        """List weekly token usage.

        Reports the tokens used by an organization, week by week, optionally of one chat session or
        one user.

        Args:
            org: The key of the organization.
            session_id: Counts only this chat session.
            username: Counts only this user. At least 1 character.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            One record for each week.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_TOKENS_LIST,
            (org, session_id, username),
            options,
        )

    ai_account_orgs_tokens_list_with_http_info = with_http_info(ai_account_orgs_tokens_list)
    ai_account_orgs_tokens_list_without_preload_content = without_preload_content(
        ai_account_orgs_tokens_list,
    )

    @overload
    def ai_account_orgs_use_default_llm_key_create(
        self,
        org: str,
        use_main_creds: UseMainCreds | UseMainCredsParams,
        **options: Unpack[RequestOptions],
    ) -> AiAccountOrgsUseDefaultLlmKeyCreate200Response: ...
    @overload
    def ai_account_orgs_use_default_llm_key_create(
        self, org: str, **options: Unpack[UseMainCredsParamsWithOptions]
    ) -> AiAccountOrgsUseDefaultLlmKeyCreate200Response: ...
    def ai_account_orgs_use_default_llm_key_create(
        self,
        org: str,
        use_main_creds: UseMainCreds | UseMainCredsParams = NOT_GIVEN,
        **options: Any,
    ) -> AiAccountOrgsUseDefaultLlmKeyCreate200Response:
        """Switch the use of the main LLM credentials.

        Lets an organization use the credentials of the main platform, or no longer. One of `enable`
        and `disable` has to be true.

        Args:
            org: The key of the organization.
            use_main_creds: Which way to switch.
            **options: the fields of ``use_main_creds``, where they are given in its place; timeout,
                retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            What was done.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_USE_DEFAULT_LLM_KEY_CREATE,
            (org, use_main_creds),
            options,
        )

    @overload
    def ai_account_orgs_use_default_llm_key_create_with_http_info(
        self,
        org: str,
        use_main_creds: UseMainCreds | UseMainCredsParams,
        **options: Unpack[RequestOptions],
    ) -> ApiResponse[AiAccountOrgsUseDefaultLlmKeyCreate200Response]: ...
    @overload
    def ai_account_orgs_use_default_llm_key_create_with_http_info(
        self, org: str, **options: Unpack[UseMainCredsParamsWithOptions]
    ) -> ApiResponse[AiAccountOrgsUseDefaultLlmKeyCreate200Response]: ...
    @variant_of(with_http_info(ai_account_orgs_use_default_llm_key_create))
    def ai_account_orgs_use_default_llm_key_create_with_http_info(
        self, *_: object, **__: object
    ) -> Any: ...

    @overload
    def ai_account_orgs_use_default_llm_key_create_without_preload_content(
        self,
        org: str,
        use_main_creds: UseMainCreds | UseMainCredsParams,
        **options: Unpack[RequestOptions],
    ) -> RawResponse: ...
    @overload
    def ai_account_orgs_use_default_llm_key_create_without_preload_content(
        self, org: str, **options: Unpack[UseMainCredsParamsWithOptions]
    ) -> RawResponse: ...
    @variant_of(without_preload_content(ai_account_orgs_use_default_llm_key_create))
    def ai_account_orgs_use_default_llm_key_create_without_preload_content(
        self, *_: object, **__: object
    ) -> Any: ...

    def ai_account_orgs_use_free_trial_create(
        self, org: str, **options: Unpack[RequestOptions]
    ) -> None:
        """Switch or update the free trial.

        Switches the free trial of an organization on or off, or changes its settings.

        The documentation speaks of `enable`, `disable` and `metadata`, but documents neither a
        request body nor a response, and so the call has none.

        Args:
            org: The key of the organization.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(operations.AI_ACCOUNT_ORGS_USE_FREE_TRIAL_CREATE, (org,), options)

    ai_account_orgs_use_free_trial_create_with_http_info = with_http_info(
        ai_account_orgs_use_free_trial_create,
    )
    ai_account_orgs_use_free_trial_create_without_preload_content = without_preload_content(
        ai_account_orgs_use_free_trial_create,
    )

    def ai_account_orgs_users_default_llm_key_usage_retrieve(
        self, org: str, user_id: str, **options: Unpack[RequestOptions]
    ) -> None:
        """Tell whether the main LLM credentials are in use.

        Asks whether a user draws on the credentials of the main platform.

        The documentation speaks of a status, but documents no response body, and so the call
        returns nothing.

        Args:
            org: The key of the organization.
            user_id: The user that is asked about.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_USERS_DEFAULT_LLM_KEY_USAGE_RETRIEVE,
            (org, user_id),
            options,
        )

    ai_account_orgs_users_default_llm_key_usage_retrieve_with_http_info = with_http_info(
        ai_account_orgs_users_default_llm_key_usage_retrieve,
    )
    ai_account_orgs_users_default_llm_key_usage_retrieve_without_preload_content = (
        without_preload_content(ai_account_orgs_users_default_llm_key_usage_retrieve)
    )

    def ai_account_orgs_users_free_trial_retrieve(
        self, org: str, user_id: str, **options: Unpack[RequestOptions]
    ) -> AiAccountOrgsUsersFreeTrialRetrieve200Response:
        """Tell whether the free trial is on.

        Asks whether an organization is in its free trial.

        Args:
            org: The key of the organization.
            user_id: The user that is asked about.
            **options: timeout, retries, headers and more for this call, see ``RequestOptions``.

        Returns:
            Whether the trial is on.

        Raises:
            ApiException: the service answered with an error status.
        """
        return self._send(
            operations.AI_ACCOUNT_ORGS_USERS_FREE_TRIAL_RETRIEVE,
            (org, user_id),
            options,
        )

    ai_account_orgs_users_free_trial_retrieve_with_http_info = with_http_info(
        ai_account_orgs_users_free_trial_retrieve,
    )
    ai_account_orgs_users_free_trial_retrieve_without_preload_content = without_preload_content(
        ai_account_orgs_users_free_trial_retrieve,
    )
