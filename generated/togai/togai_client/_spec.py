"""Facts about the service: servers, security schemes, version."""

from ._runtime.service.security_schemes import HttpBearer
from ._runtime.service.spec import PackageSpec, Server

SPEC = PackageSpec(
    package="togai_client",
    distribution="togai-client",
    version="0.1.0",
    title="Togai",
    api_version="1.0",
    servers=(
        Server("https://api.togai.com", description="Production"),
        Server(
            "https://sandbox-api.togai.com",
            description="Sandbox, for trying things out without touching real accounts",
        ),
    ),
    security_schemes={
        "bearerAuth": HttpBearer(bearer_format="Bearer <credential>", environment="BEARER_TOKEN"),
    },
    digest="sha256:139e8508d1825c539dc793be756b4b8f6433ffc153794eb191aee74915d8189e",
    environment={"host": "TOGAI_HOST", "log": "TOGAI_LOG"},
)
