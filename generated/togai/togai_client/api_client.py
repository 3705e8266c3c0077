"""The client of the service: it sends requests and leads to the API classes."""

from __future__ import annotations

from ._runtime import TYPE_CHECKING
from ._runtime.client.sync_client import BaseApiClient
from .configuration import Configuration

if TYPE_CHECKING:
    from .api.credits_api import CreditsApi


class ApiClient(BaseApiClient):
    """The client of the service: it sends requests and leads to the API classes.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def credits(self) -> CreditsApi:
        """Grant credits to accounts, look them up and void them."""
        from .api.credits_api import CreditsApi

        return CreditsApi(self)
