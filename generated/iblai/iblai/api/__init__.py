"""The API classes of iblai."""

from .._runtime import TYPE_CHECKING
from .._runtime.lazy import attach

if TYPE_CHECKING:
    from .ai_account_api import AiAccountApi as AiAccountApi
else:
    __getattr__, __dir__ = attach(__name__, {"AiAccountApi": ".ai_account_api"})
