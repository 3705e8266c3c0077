from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .._runtime.models.base import Model


class LLMCredentialResponse(Model):
    """A stored credential for a provider of language models."""

    name: str
    """The provider."""
    value: Annotated[Any, Field(repr=False)] = None
    """The secret itself, in the form that the provider wants."""
    platform: str
    """The platform that the credential belongs to."""
