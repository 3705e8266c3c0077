"""The asynchronous client of the service: its calls are awaited."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.client.async_api import BaseAsyncApiClient
from ..configuration import Configuration

if TYPE_CHECKING:
    from .credits_api import CreditsApi


class ApiClient(BaseAsyncApiClient):
    """The asynchronous client of the service: its calls are awaited.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def credits(self) -> CreditsApi:
        """Grant credits to accounts, look them up and void them."""
        from .credits_api import CreditsApi

        return CreditsApi(self)
