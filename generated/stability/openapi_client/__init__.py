"""Typed Python client for the user endpoints of Stability AI's REST API."""

from ._runtime import TYPE_CHECKING
from ._runtime.lazy import attach

__version__ = "0.1.0"

if TYPE_CHECKING:
    from . import (
        aio as aio,
        api as api,
        api_client as api_client,
        api_response as api_response,
        apis as apis,
        configuration as configuration,
        exceptions as exceptions,
        hooks as hooks,
        model as model,
        models as models,
        rest as rest,
    )
    from ._runtime.service.request_options import RequestOptions as RequestOptions
    from .api.v1alpha_user_api import V1alphaUserApi as V1alphaUserApi
    from .api_client import ApiClient as ApiClient
    from .api_response import (
        ApiResponse as ApiResponse,
        BinaryResponse as BinaryResponse,
        Pager as Pager,
        RawResponse as RawResponse,
        Stream as Stream,
        UnknownVariant as UnknownVariant,
    )
    from .configuration import (
        Configuration as Configuration,
        RequestAuth as RequestAuth,
        Retries as Retries,
        Timeout as Timeout,
    )
    from .exceptions import (
        ApiAttributeError as ApiAttributeError,
        ApiConnectionError as ApiConnectionError,
        ApiException as ApiException,
        ApiKeyError as ApiKeyError,
        ApiTimeoutError as ApiTimeoutError,
        ApiTypeError as ApiTypeError,
        ApiValueError as ApiValueError,
        BadRequestException as BadRequestException,
        CertificateError as CertificateError,
        ClientClosedError as ClientClosedError,
        ConflictException as ConflictException,
        ContentEncodingError as ContentEncodingError,
        EventStreamError as EventStreamError,
        ForbiddenException as ForbiddenException,
        InvalidArgumentError as InvalidArgumentError,
        InvalidJSONError as InvalidJSONError,
        LocalFileError as LocalFileError,
        MismatchError as MismatchError,
        MissingCredentialsError as MissingCredentialsError,
        MissingDependencyError as MissingDependencyError,
        NotFoundException as NotFoundException,
        OpenApiException as OpenApiException,
        PaginationError as PaginationError,
        PoolTimeoutError as PoolTimeoutError,
        RateLimitException as RateLimitException,
        RedirectError as RedirectError,
        ResponseMismatchError as ResponseMismatchError,
        ResponseTooLargeError as ResponseTooLargeError,
        ServiceException as ServiceException,
        SignInError as SignInError,
        UnauthorizedException as UnauthorizedException,
        UnprocessableEntityException as UnprocessableEntityException,
        WebhookVerificationError as WebhookVerificationError,
        WrongEventLoopError as WrongEventLoopError,
    )
    from .hooks import Attempt as Attempt, Mismatch as Mismatch
    from .models import (
        AccountResponseBody as AccountResponseBody,
        BalanceResponseBody as BalanceResponseBody,
        OrganizationMembership as OrganizationMembership,
    )
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
