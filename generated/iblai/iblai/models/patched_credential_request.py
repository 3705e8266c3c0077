from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .._runtime.models.base import Model


class PatchedCredentialRequest(Model):
    """The parts of an integration credential to change."""

    name: str | None = None
    """The integration whose credential is changed."""
    value: Annotated[Any, Field(repr=False)] = None
    """The new secret, in the form that the integration wants."""
    platform: str | None = None
    """The platform that the credential belongs to."""
