"""The asynchronous client of the service: its calls are awaited."""

from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.client.async_api import BaseAsyncApiClient
from ..configuration import Configuration

if TYPE_CHECKING:
    from .v1alpha_user_api import V1alphaUserApi


class ApiClient(BaseAsyncApiClient):
    """The asynchronous client of the service: its calls are awaited.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def v1alpha_user(self) -> V1alphaUserApi:
        """The account behind an API key, and its balance."""
        from .v1alpha_user_api import V1alphaUserApi

        return V1alphaUserApi(self)
