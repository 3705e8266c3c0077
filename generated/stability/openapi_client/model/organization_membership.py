from __future__ import annotations

from .._runtime.models.base import Model


class OrganizationMembership(Model):
    """A user's place in an organization."""

    id: str
    """Identifies the organization."""
    name: str
    """What the organization is called."""
    role: str
    """What the user may do there."""
    is_default: bool
    """Whether calls are charged to this organization unless they name another."""
