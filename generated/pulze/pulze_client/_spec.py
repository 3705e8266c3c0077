"""Facts about the service: servers, security schemes, version."""

from ._runtime.service.security_schemes import HttpBearer
from ._runtime.service.spec import PackageSpec, Server

SPEC = PackageSpec(
    package="pulze_client",
    distribution="pulze-client",
    version="0.1.0",
    title="Pulze",
    api_version="0.1.0",
    servers=(Server("https://api.pulze.ai", description="Production"),),
    security_schemes={"HTTPBearer": HttpBearer(environment="PULZE_API_KEY")},
    digest="sha256:8738841d4675631a6586f4b003a4bd660ef5d91e533e05bfeeec74c8a5549eac",
    environment={"host": "PULZE_HOST", "log": "PULZE_LOG"},
)
