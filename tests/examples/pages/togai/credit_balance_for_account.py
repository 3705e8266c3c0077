import os
from pprint import pprint

import togai_client
from togai_client.rest import ApiException

configuration = togai_client.Configuration(
    host="https://api.togai.com",
    access_token=os.environ["BEARER_TOKEN"],
)

with togai_client.ApiClient(configuration) as api_client:
    api_instance = togai_client.CreditsApi(api_client)
    account_id = "ACC00001"

    try:
        # Credit balance for Account
        api_response = api_instance.credit_balance_for_account(account_id)
        print("The response of CreditsApi->credit_balance_for_account:\n")
        pprint(api_response)
    except ApiException as e:
        print(f"Exception when calling CreditsApi->credit_balance_for_account: {e}\n")
