from __future__ import annotations

from .._runtime.models.base import Model


class AiAccountOrgsUseDefaultLlmKeyCreate200Response(Model):
    """Confirms the switch."""

    message: str | None = None
    """What was done, for a person to read."""
