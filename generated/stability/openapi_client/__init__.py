"""Typed Python client for the user endpoints of Stability AI's REST API."""

from ._runtime.lazy import attach

__version__ = "0.1.0"

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from . import aio as aio
    from . import api as api
    from . import api_client as api_client
    from . import api_response as api_response
    from . import apis as apis
    from . import configuration as configuration
    from . import exceptions as exceptions
    from . import hooks as hooks
    from . import model as model
    from . import models as models
    from . import rest as rest
    from ._runtime.service.request_options import RequestOptions as RequestOptions
    from .api.v1alpha_user_api import V1alphaUserApi as V1alphaUserApi
    from .api_client import ApiClient as ApiClient
    from .api_response import ApiResponse as ApiResponse
    from .api_response import BinaryResponse as BinaryResponse
    from .api_response import Pager as Pager
    from .api_response import RawResponse as RawResponse
    from .api_response import Stream as Stream
    from .api_response import UnknownVariant as UnknownVariant
    from .configuration import Configuration as Configuration
    from .configuration import RequestAuth as RequestAuth
    from .configuration import Retries as Retries
    from .configuration import Timeout as Timeout
    from .exceptions import ApiAttributeError as ApiAttributeError
    from .exceptions import ApiConnectionError as ApiConnectionError
    from .exceptions import ApiException as ApiException
    from .exceptions import ApiKeyError as ApiKeyError
    from .exceptions import ApiTimeoutError as ApiTimeoutError
    from .exceptions import ApiTypeError as ApiTypeError
    from .exceptions import ApiValueError as ApiValueError
    from .exceptions import BadRequestException as BadRequestException
    from .exceptions import CertificateError as CertificateError
    from .exceptions import ClientClosedError as ClientClosedError
    from .exceptions import ConflictException as ConflictException
    from .exceptions import ContentEncodingError as ContentEncodingError
    from .exceptions import EventStreamError as EventStreamError
    from .exceptions import ForbiddenException as ForbiddenException
    from .exceptions import InvalidArgumentError as InvalidArgumentError
    from .exceptions import InvalidJSONError as InvalidJSONError
    from .exceptions import LocalFileError as LocalFileError
    from .exceptions import MismatchError as MismatchError
    from .exceptions import MissingCredentialsError as MissingCredentialsError
    from .exceptions import MissingDependencyError as MissingDependencyError
    from .exceptions import NotFoundException as NotFoundException
    from .exceptions import OpenApiException as OpenApiException
    from .exceptions import PaginationError as PaginationError
    from .exceptions import PoolTimeoutError as PoolTimeoutError
    from .exceptions import RateLimitException as RateLimitException
    from .exceptions import RedirectError as RedirectError
    from .exceptions import ResponseMismatchError as ResponseMismatchError
    from .exceptions import ResponseTooLargeError as ResponseTooLargeError
    from .exceptions import ServiceException as ServiceException
    from .exceptions import SignInError as SignInError
    from .exceptions import UnauthorizedException as UnauthorizedException
    from .exceptions import UnprocessableEntityException as UnprocessableEntityException
    from .exceptions import WebhookVerificationError as WebhookVerificationError
    from .exceptions import WrongEventLoopError as WrongEventLoopError
    from .hooks import Attempt as Attempt
    from .hooks import Mismatch as Mismatch
    from .model.account_response_body import AccountResponseBody as AccountResponseBody
    from .model.balance_response_body import BalanceResponseBody as BalanceResponseBody
    from .model.organization_membership import OrganizationMembership as OrganizationMembership
    from .rest import Transport as Transport
else:
    __getattr__, __dir__ = attach(
        __name__,
        {
            "ApiAttributeError": ".exceptions",
            "ApiClient": ".api_client",
            "ApiConnectionError": ".exceptions",
            "ApiException": ".exceptions",
            "ApiKeyError": ".exceptions",
            "ApiResponse": ".api_response",
            "ApiTimeoutError": ".exceptions",
            "ApiTypeError": ".exceptions",
            "ApiValueError": ".exceptions",
            "Attempt": ".hooks",
            "BadRequestException": ".exceptions",
            "BinaryResponse": ".api_response",
            "CertificateError": ".exceptions",
            "ClientClosedError": ".exceptions",
            "Configuration": ".configuration",
            "ConflictException": ".exceptions",
            "ContentEncodingError": ".exceptions",
            "EventStreamError": ".exceptions",
            "ForbiddenException": ".exceptions",
            "InvalidArgumentError": ".exceptions",
            "InvalidJSONError": ".exceptions",
            "LocalFileError": ".exceptions",
            "Mismatch": ".hooks",
            "MismatchError": ".exceptions",
            "MissingCredentialsError": ".exceptions",
            "MissingDependencyError": ".exceptions",
            "NotFoundException": ".exceptions",
            "OpenApiException": ".exceptions",
            "Pager": ".api_response",
            "PaginationError": ".exceptions",
            "PoolTimeoutError": ".exceptions",
            "RateLimitException": ".exceptions",
            "RawResponse": ".api_response",
            "RedirectError": ".exceptions",
            "RequestAuth": ".configuration",
            "RequestOptions": "._runtime.service.request_options",
            "ResponseMismatchError": ".exceptions",
            "ResponseTooLargeError": ".exceptions",
            "Retries": ".configuration",
            "ServiceException": ".exceptions",
            "SignInError": ".exceptions",
            "Stream": ".api_response",
            "Timeout": ".configuration",
            "Transport": ".rest",
            "UnauthorizedException": ".exceptions",
            "UnknownVariant": ".api_response",
            "UnprocessableEntityException": ".exceptions",
            "V1alphaUserApi": ".api.v1alpha_user_api",
            "WebhookVerificationError": ".exceptions",
            "WrongEventLoopError": ".exceptions",
        },
        submodules=("aio", "api", "apis", "model", "models"),
        collections=("models",),
    )
