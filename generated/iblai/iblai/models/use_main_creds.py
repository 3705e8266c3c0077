from __future__ import annotations

from .._runtime.models.base import Model


class UseMainCreds(Model):
    """Which way to switch the use of the main credentials. One of the two has to be true."""

    enable: bool | None = None
    """Switches it on."""
    disable: bool | None = None
    """Switches it off."""
