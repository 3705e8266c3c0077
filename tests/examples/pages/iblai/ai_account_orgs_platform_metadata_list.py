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

try:
    api_response = api_instance.ai_account_orgs_platform_metadata_list(org)
    print("The response of AiAccountApi->ai_account_orgs_platform_metadata_list:\n")
    pprint(api_response)
except ApiException as e:
    print(f"Exception when calling AiAccountApi->ai_account_orgs_platform_metadata_list: {e}\n")
finally:
    api_client.close()
