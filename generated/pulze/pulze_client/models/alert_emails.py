from __future__ import annotations

import datetime

from .._runtime.models.base import Model


class AlertEmails(Model):
    """When each alert of the current billing period was sent."""

    soft_limit: datetime.datetime | None = None
    """When the soft spending limit was reported."""
    hard_limit: datetime.datetime | None = None
    """When the hard spending limit was reported."""
    payment_failed: datetime.datetime | None = None
    """When a failed payment was reported."""
    usage_reset: datetime.datetime | None = None
    """When the reset of the usage figures was reported."""
    usage_50: datetime.datetime | None = None
    """When a usage of 50 percent was reported."""
    usage_80: datetime.datetime | None = None
    """When a usage of 80 percent was reported."""
    usage_90: datetime.datetime | None = None
    """When a usage of 90 percent was reported."""
    usage_100: datetime.datetime | None = None
    """When a usage of 100 percent was reported."""
