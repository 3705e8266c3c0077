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
    digest="sha256:3299ac7eae65fe53566ea19a0b80250cc5c20edf8e82ad8d447b87f8a289c1bd",
    environment={"host": "IBLAI_HOST", "log": "IBLAI_LOG"},
)
