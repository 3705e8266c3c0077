import os
from pprint import pprint

import iblai
from iblai.rest import ApiException

api_client = iblai.get_platform_api_client(
    host="https://base.manager.iblai.app",
    key=os.environ["API_KEY"],
)

api_instance = iblai.AiAccountApi(api_client)
org = "org_example"
name = "name_example"

try:
    api_response = api_instance.ai_account_orgs_integration_credential_retrieve(org, name=name)
    print("The response of AiAccountApi->ai_account_orgs_integration_credential_retrieve:\n")
    pprint(api_response)
except ApiException as e:
    print(
        "Exception when calling AiAccountApi->ai_account_orgs_integration_credential_retrieve:"
        f" {e}\n"
    )
finally:
    api_client.close()
