"""Plain data that calls of pulze_client take in place of models, for editors and type checkers.

No call loads this module. ``…Params`` has the names of attributes, ``…WireParams`` those of the
wire.
"""

from __future__ import annotations

from typing_extensions import NotRequired, TypedDict

from ._runtime.service.request_options import RequestOptions
from .models.org_integration_item import OrgIntegrationItem


class OrgIntegrationItemParams(TypedDict):
    """Plain data of ``OrgIntegrationItem``."""

    id: str
    token: str
    endpoint: str


class OrgIntegrationUpdateParams(TypedDict):
    """Plain data of ``OrgIntegrationUpdate``."""

    prom: NotRequired[OrgIntegrationItem | OrgIntegrationItemParams | None]
    loki: NotRequired[OrgIntegrationItem | OrgIntegrationItemParams | None]


class OrgIntegrationUpdateParamsWithOptions(OrgIntegrationUpdateParams, RequestOptions):
    """The keys of ``OrgIntegrationUpdateParams`` as keyword arguments of a call, beside its
    options.
    """
