import os
from pprint import pprint

import togai_client
from togai_client.models.create_credit_request import CreateCreditRequest
from togai_client.rest import ApiException

configuration = togai_client.Configuration(
    host="https://api.togai.com",
    access_token=os.environ["BEARER_TOKEN"],
)

with togai_client.ApiClient(configuration) as api_client:
    api_instance = togai_client.CreditsApi(api_client)
    create_credit_request = CreateCreditRequest.from_dict(
        {
            "creditRequests": [
                {
                    "accountId": "ACC001",
                    "purpose": "Prepaid Credit",
                    "effectiveFrom": "2023-02-04",
                    "effectiveUntil": "2024-02-04",
                    "creditAmount": 1000,
                    "priority": 1,
                }
            ]
        }
    )

    try:
        # Grant credit
        api_response = api_instance.create_credit(create_credit_request=create_credit_request)
        print("The response of CreditsApi->create_credit:\n")
        pprint(api_response)
    except ApiException as e:
        print(f"Exception when calling CreditsApi->create_credit: {e}\n")
