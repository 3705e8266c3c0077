from __future__ import annotations

from .._runtime import TYPE_CHECKING
from .._runtime.models.base import Model

if TYPE_CHECKING:
    from .organization_membership import OrganizationMembership


class AccountResponseBody(Model):
    """The user that an API key belongs to."""

    email: str
    """The user's e-mail address."""
    id: str
    """Identifies the user."""
    organizations: list[OrganizationMembership]
    """The organizations that the user is a member of."""
    profile_picture: str | None = None
    """Where the user's picture is, if there is one."""
