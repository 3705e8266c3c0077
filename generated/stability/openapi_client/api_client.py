"""The client of the service: it sends requests and leads to the API classes."""

from __future__ import annotations

from ._runtime import TYPE_CHECKING
from ._runtime.client.sync_client import BaseApiClient
from .configuration import Configuration

if TYPE_CHECKING:
    from .api.v1alpha_user_api import V1alphaUserApi


class ApiClient(BaseApiClient):
    """The client of the service: it sends requests and leads to the API classes.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def v1alpha_user(self) -> V1alphaUserApi:
        """The account behind an API key, and its balance."""
        from .api.v1alpha_user_api import V1alphaUserApi

        return V1alphaUserApi(self)
