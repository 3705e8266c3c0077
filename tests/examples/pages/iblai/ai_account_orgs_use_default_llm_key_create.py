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
use_main_creds = {"enable": True, "disable": False}

try:
    api_response = api_instance.ai_account_orgs_use_default_llm_key_create(org, use_main_creds)
    print("The response of AiAccountApi->ai_account_orgs_use_default_llm_key_create:\n")
    pprint(api_response)
except ApiException as e:
    print(f"Exception when calling AiAccountApi->ai_account_orgs_use_default_llm_key_create: {e}\n")
finally:
    api_client.close()
