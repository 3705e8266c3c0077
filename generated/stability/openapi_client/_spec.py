"""Facts about the service: servers, security schemes, version."""

from ._runtime.service.security_schemes import ApiKey
from ._runtime.service.spec import PackageSpec, Server

SPEC = PackageSpec(
    package="openapi_client",
    distribution="stability-client",
    version="0.1.0",
    title="Stability AI",
    api_version="0.1",
    servers=(Server("https://api.stability.ai", description="Production"),),
    security_schemes={
        "api_key_header_Authorization": ApiKey(
            parameter="Authorization",
            location="header",
            environment="STABILITY_API_KEY",
        ),
    },
    digest="sha256:9b1b27ca2928d01d344c3a8934899be0db0e8ca32a8fa29b5e62059ec1ef0787",
    environment={"host": "API_HOST", "log": "STABILITY_LOG"},
)
