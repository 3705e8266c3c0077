"""The API classes of togai_client."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .credits_api import CreditsApi as CreditsApi
else:
    __getattr__, __dir__ = attach(__name__, {"CreditsApi": ".credits_api"})
