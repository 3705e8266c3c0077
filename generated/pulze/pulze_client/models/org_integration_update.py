from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.models.base import Model, Nullable

if TYPE_CHECKING:
    from .org_integration_item import OrgIntegrationItem


class OrgIntegrationUpdate(Model):
    """Where an organization's figures and logs are to be sent."""

    prom: Nullable[OrgIntegrationItem] = None
    """The Prometheus that receives the figures."""
    loki: Nullable[OrgIntegrationItem] = None
    """The Loki that receives the logs."""
