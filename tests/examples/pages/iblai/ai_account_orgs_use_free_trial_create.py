import os

import iblai
from iblai.rest import ApiException

api_client = iblai.get_platform_api_client(
    host="https://base.manager.iblai.app",
    key=os.environ["API_KEY"],
)

api_instance = iblai.AiAccountApi(api_client)
org = "org_example"

try:
    api_instance.ai_account_orgs_use_free_trial_create(org)
except ApiException as e:
    print(f"Exception when calling AiAccountApi->ai_account_orgs_use_free_trial_create: {e}\n")
finally:
    api_client.close()
