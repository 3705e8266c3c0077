from __future__ import annotations

from typing import Any

from .._runtime.models.base import Model


class IBLAIPlatformMetaRequest(Model):
    """The metadata to set."""

    data: Any
    """The metadata, as it is to be kept."""
