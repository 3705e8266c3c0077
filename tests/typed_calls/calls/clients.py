"""Calls of the documented clients' packages."""

import datetime

import iblai
import pulze_client
import togai_client
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
