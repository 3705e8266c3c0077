import os
from pprint import pprint

import iblai
from iblai.models.patched_credential_request import PatchedCredentialRequest
from iblai.rest import ApiException

api_client = iblai.get_platform_api_client(
    host="https://base.manager.iblai.app",
    key=os.environ["API_KEY"],
)

api_instance = iblai.AiAccountApi(api_client)
org = "org_example"
patched_credential_request = PatchedCredentialRequest()

try:
    api_response = api_instance.ai_account_orgs_integration_credential_partial_update(
        org, patched_credential_request=patched_credential_request
    )
    print("The response of AiAccountApi->ai_account_orgs_integration_credential_partial_update:\n")
    pprint(api_response)
except ApiException as e:
    print(
        "Exception when calling"
        f" AiAccountApi->ai_account_orgs_integration_credential_partial_update: {e}\n"
    )
finally:
    api_client.close()
