"""The other clients, as type checkers see them. Lines that end in ``error`` are wrong on
purpose.
"""

from typing import Any, assert_type

import iblai
import openapi_client
import pulze_client
from iblai.models.api_token_cost import APITokenCost
from iblai.models.iblai_platform_meta import IBLAIPlatformMeta
from iblai.models.llm_credential_request import LLMCredentialRequest
from iblai.models.llm_credential_response import LLMCredentialResponse
from openapi_client.api.v1alpha_user_api import V1alphaUserApi
from openapi_client.apis import V1alphaUserApi as TheSameApi
from openapi_client.model.account_response_body import AccountResponseBody
from openapi_client.model.balance_response_body import BalanceResponseBody
from openapi_client.models import AccountResponseBody as TheSameModel
from pulze_client.models import HTTPValidationError, Org


def iblai_client() -> None:
    client = iblai.get_platform_api_client(host="https://h.example", key="k")
    assert_type(client, iblai.ApiClient)
    api = iblai.AiAccountApi(client)
    body = LLMCredentialRequest(name="openai", value={"key": "k"}, platform="main")
    created = api.ai_account_orgs_credential_create("org", body)
    assert_type(created, LLMCredentialResponse)
    metas = api.ai_account_orgs_platform_metadata_list("org")
    assert_type(metas, list[IBLAIPlatformMeta])
    assert_type(api.ai_account_orgs_tokens_list("org"), list[APITokenCost])
    api.ai_account_orgs_use_free_trial_create("org")
    api.ai_account_orgs_credential_create("org")  # error
    iblai.get_platform_api_client(hosts="https://h.example")  # error


def pulze() -> None:
    with pulze_client.ApiClient(access_token="t") as client:
        org = client.orgs.update_org_integration({"prom": None})
        assert_type(org, Org)
        assert_type(org.num_requests, int)
        assert_type(org.prom_token, str | None)
        tier: str | None = org.subscription_tier
        print(tier, org.prom_tokens)  # error
        try:
            client.orgs.update_org_integration({"prom": None})
        except pulze_client.exceptions.UnprocessableEntityException as error:
            assert_type(error.data, HTTPValidationError | Any)
        except pulze_client.exceptions.NotFoundException as error:
            assert_type(error.data, Any)


def stability() -> None:
    configuration = openapi_client.Configuration(host="https://api.stability.ai")
    configuration.api_key["api_key_header_Authorization"] = "k"
    configuration.api_key_prefix["api_key_header_Authorization"] = "Bearer"
    with openapi_client.ApiClient(configuration) as client:
        api = V1alphaUserApi(client)
        same: TheSameApi = api
        account: TheSameModel = same.v1alpha_user_account()
        assert_type(account, AccountResponseBody)
        balance = api.v1alpha_user_balance(organization="org-1")
        assert_type(balance, BalanceResponseBody)
        assert_type(balance.credits, int | float)
        api.v1alpha_user_balance(organisation="org-1")  # error
    try:
        V1alphaUserApi().v1alpha_user_account()
    except openapi_client.ApiException as error:
        data: Any = error.data
        print(data)
