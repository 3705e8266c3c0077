from __future__ import annotations

from typing import Any

from .._runtime.models.base import Model


class IBLAIPlatformMeta(Model):
    """The metadata of a platform."""

    metadata: Any = None
    """Anything that the platform keeps about itself, such as the models on offer."""
