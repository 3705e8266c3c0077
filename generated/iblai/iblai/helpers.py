"""Ready-made clients."""

from __future__ import annotations

from .api_client import ApiClient
from .configuration import Configuration


def get_platform_api_client(
    *,
    host: str | None = None,
    key: str | None = None,
    prefix: str = "Api-Key",
) -> ApiClient:
    """A client that has its credentials.

    Other public sources, the service's own examples among them, send the word `Api-Token`
    instead of `Api-Key`. If a valid key is refused, pass `prefix="Api-Token"`.

    Args:
        host: the base URL; by default the documented one.
        key: the key; by default that of the environment.
        prefix: the word that goes before the key.
    """
    configuration = Configuration(
        host=host,
        api_key=None if key is None else {"PlatformApiKeyAuthentication": key},
        api_key_prefix={"PlatformApiKeyAuthentication": prefix},
    )
    return ApiClient(configuration)
