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
    digest="sha256:5a4998a66514757188e3e7e198df4a740dc7258b0628f4d349df0faeae3831e2",
    environment={"host": "PULZE_HOST", "log": "PULZE_LOG"},
)
