from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from .._runtime.models.base import Model


class LLMCredentialRequest(Model):
    """A credential for a provider of language models."""

    name: str
    """The provider, such as `openai` or `google`."""
    value: Annotated[Any, Field(repr=False)]
    """The secret itself, in the form that the provider wants; usually an object."""
    platform: str
    """The platform that the credential belongs to."""
