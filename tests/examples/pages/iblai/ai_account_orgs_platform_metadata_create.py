import os
from pprint import pprint

import iblai
from iblai.models.iblai_platform_meta_request import IBLAIPlatformMetaRequest
from iblai.rest import ApiException

api_client = iblai.get_platform_api_client(
    host="https://base.manager.iblai.app",
    key=os.environ["API_KEY"],
)

api_instance = iblai.AiAccountApi(api_client)
org = "org_example"
iblai_platform_meta_request = IBLAIPlatformMetaRequest(
    data={"llms": ["openai", "google"], "active_llm": "openai"}
)

try:
    api_response = api_instance.ai_account_orgs_platform_metadata_create(
        org, iblai_platform_meta_request
    )
    print("The response of AiAccountApi->ai_account_orgs_platform_metadata_create:\n")
    pprint(api_response)
except ApiException as e:
    print(f"Exception when calling AiAccountApi->ai_account_orgs_platform_metadata_create: {e}\n")
finally:
    api_client.close()
