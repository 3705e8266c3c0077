import os
from pprint import pprint

import openapi_client
from openapi_client.api import v1alpha_user_api
from openapi_client.model.balance_response_body import BalanceResponseBody

configuration = openapi_client.Configuration(host="https://api.stability.ai")
configuration.api_key["api_key_header_Authorization"] = os.environ["STABILITY_API_KEY"]

with openapi_client.ApiClient(configuration) as api_client:
    api_instance = v1alpha_user_api.V1alphaUserApi(api_client)
    organization = "org-123456"
    try:
        api_response = api_instance.v1alpha_user_balance(organization=organization)
        assert isinstance(api_response, BalanceResponseBody)
        pprint(api_response)
    except openapi_client.ApiException as e:
        print(f"Exception when calling V1alphaUserApi->v1alpha_user_balance: {e}\n")
