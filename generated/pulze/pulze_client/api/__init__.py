"""The API classes of pulze_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .orgs_api import OrgsApi as OrgsApi
else:
    __getattr__, __dir__ = attach(__name__, {"OrgsApi": ".orgs_api"})
