"""The client of the service: it sends requests and leads to the API classes."""

from __future__ import annotations

from ._runtime import TYPE_CHECKING
from ._runtime.client.sync_client import BaseApiClient
from .configuration import Configuration

if TYPE_CHECKING:
    from .api.orgs_api import OrgsApi


class ApiClient(BaseApiClient):
    """The client of the service: it sends requests and leads to the API classes.

    Each API class is an attribute; its module is imported when it is first used.
    """

    _configuration_class = Configuration

    @property
    def orgs(self) -> OrgsApi:
        """The organization that an access key belongs to."""
        from .api.orgs_api import OrgsApi

        return OrgsApi(self)
