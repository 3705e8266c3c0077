"""Plain data that calls of iblai take in place of models, for editors and type checkers.

No call loads this module. ``…Params`` has the names of attributes, ``…WireParams`` those of the
wire.
"""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import NotRequired, TypedDict


class CredentialRequestParams(TypedDict):
    """Plain data of ``CredentialRequest``."""

    name: str
    value: object
    platform: str


class IBLAIPlatformMetaRequestParams(TypedDict):
    """Plain data of ``IBLAIPlatformMetaRequest``."""

    data: object


class IBLAIPlatformMetaUpdateRequestParams(TypedDict):
    """Plain data of ``IBLAIPlatformMetaUpdateRequest``."""

    active_llm: NotRequired[str]
    llms: NotRequired[Sequence[str]]


class LLMCredentialRequestParams(TypedDict):
    """Plain data of ``LLMCredentialRequest``."""

    name: str
    value: object
    platform: str


class PatchedCredentialRequestParams(TypedDict):
    """Plain data of ``PatchedCredentialRequest``."""

    name: NotRequired[str]
    value: NotRequired[object]
    platform: NotRequired[str]


class PatchedLLMCredentialRequestParams(TypedDict):
    """Plain data of ``PatchedLLMCredentialRequest``."""

    name: NotRequired[str]
    value: NotRequired[object]
    platform: NotRequired[str]


class UseMainCredsParams(TypedDict):
    """Plain data of ``UseMainCreds``."""

    enable: NotRequired[bool]
    disable: NotRequired[bool]
