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
    next_token = (
        "eyJsYXN0SXRlbUlkIjogInN0cmluZyIsICJwYWdlU2l6ZSI6IDEyMywgInNvcnRPcmRlciI6ICJhc2MifQ=="
    )
    status = "PROCESSED"
    account_id = "1234"
    id = "cred.1znpoFlsI3U.zmg85"
    page_size = 10

    try:
        # List credits
        api_response = api_instance.list_credits(
            next_token=next_token,
            status=status,
            account_id=account_id,
            id=id,
            page_size=page_size,
        )
        print("The response of CreditsApi->list_credits:\n")
        pprint(api_response)
    except ApiException as e:
        print(f"Exception when calling CreditsApi->list_credits: {e}\n")
