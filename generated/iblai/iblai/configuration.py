"""How to reach the service: host, credentials, timeouts, retries, TLS and proxies."""

from ._runtime.clock import Clock
from ._runtime.config.configuration import AccessToken, BaseConfiguration
from ._runtime.service.options import RequestAuth, Retries, Timeout
from ._spec import SPEC

__all__ = [
    "AccessToken",
    "Clock",
    "Configuration",
    "RequestAuth",
    "Retries",
    "Timeout",
]


class Configuration(BaseConfiguration):
    """How to reach the service. What is not given comes from the environment, or is as documented."""

    _spec = SPEC
