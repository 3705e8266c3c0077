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
    digest="sha256:a16d23bbabd9e988ce761f0fb1202986824fc565c2b7244a7c53d5775189742d",
    environment={"host": "TOGAI_HOST", "log": "TOGAI_LOG"},
)
