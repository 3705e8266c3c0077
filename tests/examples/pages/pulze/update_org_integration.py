import os
from pprint import pprint

import pulze_client
from pulze_client.rest import ApiException

configuration = pulze_client.Configuration(access_token=os.environ["PULZE_API_KEY"])

with pulze_client.ApiClient(configuration) as api_client:
    api_instance = pulze_client.OrgsApi(api_client)
    org_integration_update = {
        "prom": {
            "id": "123456",
            "token": "glc_xxxxxxxx",
            "endpoint": "https://prometheus.example.org/api/prom/push",
        },
        "loki": {
            "id": "654321",
            "token": "glc_yyyyyyyy",
            "endpoint": "https://logs.example.org/loki/api/v1/push",
        },
    }

    try:
        api_response = api_instance.update_org_integration(org_integration_update)
        pprint(api_response)
    except ApiException as e:
        print(f"Exception when calling OrgsApi->update_org_integration: {e}\n")
