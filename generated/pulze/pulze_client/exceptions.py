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
    from .models.http_validation_error import HTTPValidationError

    class ApiException(errors.ApiException):
        """The service answered with a status outside 200-299."""

        data: HTTPValidationError | Any
        """The body: the model that is declared for the status, plain JSON where none is, or None if
        it is no JSON.
        """

    class ServiceException(ApiException, errors.ServiceException):
        """A status from 500 on."""

        data: Any

    class BadRequestException(ApiException, errors.BadRequestException):
        """Status 400."""

        data: Any

    class UnauthorizedException(ApiException, errors.UnauthorizedException):
        """Status 401."""

        data: Any

    class ForbiddenException(ApiException, errors.ForbiddenException):
        """Status 403."""

        data: Any

    class NotFoundException(ApiException, errors.NotFoundException):
        """Status 404."""

        data: Any

    class ConflictException(ApiException, errors.ConflictException):
        """Status 409."""

        data: Any

    class UnprocessableEntityException(ApiException, errors.UnprocessableEntityException):
        """Status 422."""

    class RateLimitException(ApiException, errors.RateLimitException):
        """Status 429."""

        data: Any

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
