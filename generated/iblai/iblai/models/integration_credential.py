from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .._runtime.models.base import Model


class IntegrationCredential(Model):
    """A stored credential for an integration."""

    name: str
    """The integration."""
    value: Annotated[Any, Field(repr=False)] = None
    """The secret itself, in the form that the integration wants."""
    platform: str
    """The platform that the credential belongs to."""
