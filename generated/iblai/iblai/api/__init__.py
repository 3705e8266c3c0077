"""The API classes of iblai."""

from .._runtime.lazy import attach

TYPE_CHECKING: bool = bool(0)
if TYPE_CHECKING:
    from .ai_account_api import AiAccountApi as AiAccountApi
else:
    __getattr__, __dir__ = attach(__name__, {"AiAccountApi": ".ai_account_api"})
