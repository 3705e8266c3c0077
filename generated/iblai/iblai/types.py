"""Plain data that calls of iblai take in place of models, for editors and type checkers.

No call loads this module. ``…Params`` has the names of attributes, ``…WireParams`` those of the
wire.
"""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import NotRequired, TypedDict

from ._runtime.service.request_options import RequestOptions


class CredentialRequestParams(TypedDict):
    """Plain data of ``CredentialRequest``."""

    name: str
    value: object
    platform: str


class CredentialRequestParamsWithOptions(CredentialRequestParams, RequestOptions):
    """The keys of ``CredentialRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class IBLAIPlatformMetaRequestParams(TypedDict):
    """Plain data of ``IBLAIPlatformMetaRequest``."""

    data: object


class IBLAIPlatformMetaRequestParamsWithOptions(IBLAIPlatformMetaRequestParams, RequestOptions):
    """The keys of ``IBLAIPlatformMetaRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class IBLAIPlatformMetaUpdateRequestParams(TypedDict):
    """Plain data of ``IBLAIPlatformMetaUpdateRequest``."""

    active_llm: NotRequired[str]
    llms: NotRequired[Sequence[str]]


class IBLAIPlatformMetaUpdateRequestParamsWithOptions(
    IBLAIPlatformMetaUpdateRequestParams, RequestOptions
):
    """The keys of ``IBLAIPlatformMetaUpdateRequestParams`` as keyword arguments of a call, beside
    its options.
    """


class LLMCredentialRequestParams(TypedDict):
    """Plain data of ``LLMCredentialRequest``."""

    name: str
    value: object
    platform: str


class LLMCredentialRequestParamsWithOptions(LLMCredentialRequestParams, RequestOptions):
    """The keys of ``LLMCredentialRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class PatchedCredentialRequestParams(TypedDict):
    """Plain data of ``PatchedCredentialRequest``."""

    name: NotRequired[str]
    value: NotRequired[object]
    platform: NotRequired[str]


class PatchedCredentialRequestParamsWithOptions(PatchedCredentialRequestParams, RequestOptions):
    """The keys of ``PatchedCredentialRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class PatchedLLMCredentialRequestParams(TypedDict):
    """Plain data of ``PatchedLLMCredentialRequest``."""

    name: NotRequired[str]
    value: NotRequired[object]
    platform: NotRequired[str]


class PatchedLLMCredentialRequestParamsWithOptions(
    PatchedLLMCredentialRequestParams, RequestOptions
):
    """The keys of ``PatchedLLMCredentialRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class UseMainCredsParams(TypedDict):
    """Plain data of ``UseMainCreds``."""

    enable: NotRequired[bool]
    disable: NotRequired[bool]


class UseMainCredsParamsWithOptions(UseMainCredsParams, RequestOptions):
    """The keys of ``UseMainCredsParams`` as keyword arguments of a call, beside its options."""
