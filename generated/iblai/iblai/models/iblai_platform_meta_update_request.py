from __future__ import annotations

from .._runtime.models.base import Model


class IBLAIPlatformMetaUpdateRequest(Model):
    """What to change about the models on offer."""

    active_llm: str | None = None
    """The provider that is to be active."""
    llms: list[str] | None = None
    """The providers that are to be available."""
