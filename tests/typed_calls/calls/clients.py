"""Calls of the documented clients' packages."""

import datetime

import iblai
import openapi_client as stability
import pulze_client
import togai_client
from pulze_client.types import OrgIntegrationItemParams
from togai_client.types import CreditRequestParams

credits_api = togai_client.CreditsApi()
credit: CreditRequestParams = {
    "account_id": "a",
    "purpose": "p",
    "effective_from": datetime.date(2024, 1, 2),
    "priority": 3,
}
credits_api.create_credit()
credits_api.create_credit({"credit_requests": []})
credits_api.create_credit({"creditRequests": []})
credits_api.create_credit({"credit_requests": [credit]})
credits_api.create_credit({"creditRequests": [credit]})
credits_api.create_credit({"credit_requests": [{**credit, "credit_amount": 3.5}]})
credits_api.create_credit({"credit_requests": [{**credit, "applicable_entity_ids": None}]})
credits_api.create_credit(
    {
        "creditRequests": [
            {"accountId": "a", "purpose": "p", "effectiveFrom": "2024-01-02", "priority": 3}
        ]
    }
)

credits_api.create_credit({"credit_request": []})  # error
credits_api.create_credit({"creditRequests": {}})  # error
credits_api.create_credit({})  # error
credits_api.create_credit({"credit_requests": [{"account_id": "a"}]})  # error
credits_api.create_credit({"credit_requests": [{**credit, "priority": "high"}]})  # error
credits_api.create_credit({"credit_requests": [{**credit, "nmae": 1}]})  # error
credits_api.create_credit(credit)  # error
credits_api.create_credit([credit])  # error
wrong: CreditRequestParams = {**credit, "effective_until": 3}  # error
iblai.AiAccountApi().no_such_method()  # error
pulze_client.OrgsApi().no_such_method()  # error

credits_api.create_credit(credit_requests=[credit])
credits_api.create_credit(credit_requests=[{**credit, "grantor_id": "g"}], _retries=0)
credits_api.create_credit(credit_request=[credit])  # error
credits_api.create_credit(creditRequests=[credit])  # error
credits_api.create_credit({"credit_requests": []}, credit_requests=[])  # error

account = iblai.AiAccountApi()
llm = {"key": "sk"}
account.ai_account_orgs_credential_create("main", name="openai", value=llm, platform="main")
account.ai_account_orgs_credential_create(
    "main", {"name": "openai", "value": llm, "platform": "main"}
)
account.ai_account_orgs_credential_create(
    "main", iblai.LLMCredentialRequest(name="openai", value=llm, platform="main")
)
account.ai_account_orgs_credential_partial_update("main", value=llm)
account.ai_account_orgs_credential_partial_update("main")
account.ai_account_orgs_credential_partial_update("main", {"value": llm}, _retries=0)
account.ai_account_orgs_platform_metadata_update("main", llms=("a", "b"), active_llm="a")
account.ai_account_orgs_platform_metadata_update("main", {"llms": ["a"]})
print(account.ai_account_orgs_use_default_llm_key_create("main", enable=True))

account.ai_account_orgs_credential_create("main", name="openai", value=llm)  # error
account.ai_account_orgs_credential_create("main", {"name": "openai", "value": llm})  # error
account.ai_account_orgs_credential_create(name="openai", value=llm, platform="main")  # error
account.ai_account_orgs_credential_partial_update("main", vlaue=llm)  # error
account.ai_account_orgs_platform_metadata_update("main", llms=3)  # error
account.ai_account_orgs_platform_metadata_update("main", {"llms": [3]})  # error
account.ai_account_orgs_use_default_llm_key_create("main", enable="yes")  # error

orgs = pulze_client.OrgsApi()
loki: OrgIntegrationItemParams = {"id": "1", "token": "t", "endpoint": "https://loki.example"}
orgs.update_org_integration(loki=loki)
orgs.update_org_integration(prom=None, loki=None)
orgs.update_org_integration({"prom": loki}, _request_timeout=3)
orgs.update_org_integration(
    pulze_client.OrgIntegrationUpdate(loki=pulze_client.OrgIntegrationItem(**loki))
)

orgs.update_org_integration()  # no error: nothing in it is required
orgs.update_org_integration(lok=loki)  # error
orgs.update_org_integration(loki={"id": "1"})  # error
orgs.update_org_integration(loki=loki, org_integration_update={})  # error
orgs.update_org_integration({"loki": "https://loki.example"})  # error

user = stability.V1alphaUserApi()
print(user.v1alpha_user_account().email, user.v1alpha_user_balance("org").credits)
user.v1alpha_user_balance(organization="org", _headers={"X-A": "b"})
user.v1alpha_user_balance(None)

user.v1alpha_user_balance(3)  # error
user.v1alpha_user_balance(organisation="org")  # error
user.v1alpha_user_account(organization="org")  # error
print(user.v1alpha_user_balance().credit)  # error
