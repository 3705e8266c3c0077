"""The errors that a call can raise; all of them are ``OpenApiException``."""

from ._runtime import TYPE_CHECKING
from ._runtime.errors import (
    ApiAttributeError,
    ApiConnectionError,
    ApiKeyError,
    ApiTimeoutError,
    ApiTypeError,
    ApiValueError,
    CertificateError,
    ClientClosedError,
    ContentEncodingError,
    EventStreamError,
    InvalidArgumentError,
    InvalidJSONError,
    LocalFileError,
    MismatchError,
    MissingCredentialsError,
    MissingDependencyError,
    OpenApiException,
    PaginationError,
    PoolTimeoutError,
    RedirectError,
    ResponseMismatchError,
    ResponseTooLargeError,
    SignInError,
    WebhookVerificationError,
    WrongEventLoopError,
)

if TYPE_CHECKING:
    from typing import Any

    from ._runtime import errors
    from .models.error_response import ErrorResponse

    class ApiException(errors.ApiException):
        """The service answered with a status outside 200-299."""

        data: ErrorResponse | Any
        """The body: the model that is declared for the status, plain JSON where none is, or None if
        it is no JSON.
        """

    class ServiceException(ApiException, errors.ServiceException):
        """A status from 500 on."""

    class BadRequestException(ApiException, errors.BadRequestException):
        """Status 400."""

    class UnauthorizedException(ApiException, errors.UnauthorizedException):
        """Status 401."""

    class ForbiddenException(ApiException, errors.ForbiddenException):
        """Status 403."""

    class NotFoundException(ApiException, errors.NotFoundException):
        """Status 404."""

    class ConflictException(ApiException, errors.ConflictException):
        """Status 409."""

    class UnprocessableEntityException(ApiException, errors.UnprocessableEntityException):
        """Status 422."""

    class RateLimitException(ApiException, errors.RateLimitException):
        """Status 429."""

else:
    from ._runtime.errors import (
        ApiException,
        BadRequestException,
        ConflictException,
        ForbiddenException,
        NotFoundException,
        RateLimitException,
        ServiceException,
        UnauthorizedException,
        UnprocessableEntityException,
    )

__all__ = [
    "ApiAttributeError",
    "ApiConnectionError",
    "ApiException",
    "ApiKeyError",
    "ApiTimeoutError",
    "ApiTypeError",
    "ApiValueError",
    "BadRequestException",
    "CertificateError",
    "ClientClosedError",
    "ConflictException",
    "ContentEncodingError",
    "EventStreamError",
    "ForbiddenException",
    "InvalidArgumentError",
    "InvalidJSONError",
    "LocalFileError",
    "MismatchError",
    "MissingCredentialsError",
    "MissingDependencyError",
    "NotFoundException",
    "OpenApiException",
    "PaginationError",
    "PoolTimeoutError",
    "RateLimitException",
    "RedirectError",
    "ResponseMismatchError",
    "ResponseTooLargeError",
    "ServiceException",
    "SignInError",
    "UnauthorizedException",
    "UnprocessableEntityException",
    "WebhookVerificationError",
    "WrongEventLoopError",
]
