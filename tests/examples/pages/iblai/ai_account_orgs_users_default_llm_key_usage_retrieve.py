import os

import iblai
from iblai.rest import ApiException

api_client = iblai.get_platform_api_client(
    host="https://base.manager.iblai.app",
    key=os.environ["API_KEY"],
)

api_instance = iblai.AiAccountApi(api_client)
org = "org_example"
user_id = "user_id_example"

try:
    api_instance.ai_account_orgs_users_default_llm_key_usage_retrieve(org, user_id)
except ApiException as e:
    print(
        "Exception when calling"
        f" AiAccountApi->ai_account_orgs_users_default_llm_key_usage_retrieve: {e}\n"
    )
finally:
    api_client.close()
