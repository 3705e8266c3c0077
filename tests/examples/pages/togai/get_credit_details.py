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
    credit_id = "creds.1znQx9jiIXw.r44fc"

    try:
        # Get credit details
        api_response = api_instance.get_credit_details(credit_id)
        print("The response of CreditsApi->get_credit_details:\n")
        pprint(api_response)
    except ApiException as e:
        print(f"Exception when calling CreditsApi->get_credit_details: {e}\n")
