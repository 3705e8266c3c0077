"""Plain data that calls of togai_client take in place of models, for editors and type checkers.

No call loads this module. ``…Params`` has the names of attributes, ``…WireParams`` those of the
wire.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from typing_extensions import NotRequired, TypedDict

from ._runtime.service.request_options import RequestOptions
from .models.credit_request import CreditRequest


class CreateCreditRequestParams(TypedDict):
    """Plain data of ``CreateCreditRequest``."""

    credit_requests: Sequence[CreditRequest | CreditRequestParams | CreditRequestWireParams]


class CreateCreditRequestParamsWithOptions(CreateCreditRequestParams, RequestOptions):
    """The keys of ``CreateCreditRequestParams`` as keyword arguments of a call, beside its
    options.
    """


class CreateCreditRequestWireParams(TypedDict):
    """Plain data of ``CreateCreditRequest``, with the names of the wire."""

    creditRequests: Sequence[CreditRequest | CreditRequestParams | CreditRequestWireParams]


class CreditRequestParams(TypedDict):
    """Plain data of ``CreditRequest``."""

    account_id: str
    purpose: str
    applicable_entity_ids: NotRequired[Sequence[str] | None]
    effective_from: datetime.date | str
    effective_until: NotRequired[datetime.date | str]
    credit_amount: NotRequired[int | float]
    priority: int
    grantor_id: NotRequired[str]
    idempotency_key: NotRequired[str]


class CreditRequestWireParams(TypedDict):
    """Plain data of ``CreditRequest``, with the names of the wire."""

    accountId: str
    purpose: str
    applicableEntityIds: NotRequired[Sequence[str] | None]
    effectiveFrom: datetime.date | str
    effectiveUntil: NotRequired[datetime.date | str]
    creditAmount: NotRequired[int | float]
    priority: int
    grantorId: NotRequired[str]
    idempotencyKey: NotRequired[str]
