"""Facts about the service: servers, security schemes, version."""

from ._runtime.service.security_schemes import ApiKey
from ._runtime.service.spec import PackageSpec, Server

SPEC = PackageSpec(
    package="iblai",
    distribution="iblai",
    version="0.1.0",
    title="ibl.ai",
    api_version="3.54.3-ai-plus",
    servers=(Server("https://base.manager.iblai.app", description="Production"),),
    security_schemes={
        "PlatformApiKeyAuthentication": ApiKey(
            parameter="Authorization",
            location="header",
            prefix="Api-Key",
            environment="API_KEY",
        ),
    },
    digest="sha256:a0d4959d22823d5ddbdba43aaccebb420c7aa8ace4492c0ac6005f77d0f785b0",
    environment={"host": "IBLAI_HOST", "log": "IBLAI_LOG"},
)
