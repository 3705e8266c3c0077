from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .._runtime.models.base import Model


class OrgIntegrationItem(Model):
    """An endpoint and the credentials for it."""

    id: str
    """The user or instance to log in as."""
    token: Annotated[str, Field(repr=False)]
    """The token to log in with."""
    endpoint: str
    """The URL to send to."""
