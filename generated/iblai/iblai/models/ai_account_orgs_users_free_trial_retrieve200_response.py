from __future__ import annotations

from .._runtime.models.base import Model


class AiAccountOrgsUsersFreeTrialRetrieve200Response(Model):
    """The state of the free trial."""

    is_in_free_trial: bool | None = None
    """Whether the trial is on."""
