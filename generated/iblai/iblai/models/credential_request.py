from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .._runtime.models.base import Model


class CredentialRequest(Model):
    """A credential for an integration."""

    name: str
    """The integration, such as `google-drive`."""
    value: Annotated[Any, Field(repr=False)]
    """The secret itself, in the form that the integration wants; usually an object."""
    platform: str
    """The platform that the credential belongs to."""
