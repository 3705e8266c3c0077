"""The asynchronous client of the service: its calls are awaited."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.client.async_api import BaseAsyncApiClient
from ..configuration import Configuration

if TYPE_CHECKING:
    from .ai_account_api import AiAccountApi


class ApiClient(BaseAsyncApiClient):
    """The asynchronous client of the service: its calls are awaited.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def ai_account(self) -> AiAccountApi:
        """Credentials, metadata and usage of an organization's language models."""
        from .ai_account_api import AiAccountApi

        return AiAccountApi(self)
