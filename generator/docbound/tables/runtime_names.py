"""Every symbol of the runtime that generated code may mention: its module, and whether a package
exports it.

What a model may not be called, what a package's root offers, and which errors there are, all follow
from this table. It is data, because loading the runtime for it would cost each run some 10 ms;
tests compare the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from docbound.records import record
from docbound.tables.pagination_kinds import PAGINATION_KINDS
from docbound.tables.scheme_kinds import SCHEME_KINDS


@record
class RuntimeName:
    """One symbol.

    Attributes:
        name: how it is called.
        module: the module of the runtime that defines or re-exports it, such as
            ``service.operations``.
        facade: the module of a package that re-exports it for users (``hooks``), or an empty text.
        exported: whether the package's root has it too: that of ``aio`` for what only the
            asynchronous client has.
    """

    name: str
    module: str
    facade: str = ""
    exported: bool = False

    @property
    def is_async(self) -> bool:
        """Whether it belongs to the asynchronous client alone."""
        return self.name.startswith("Async")

    @property
    def path(self) -> str:
        """The module, as generated code at the top of a package writes it."""
        return f"._runtime.{self.module}" if self.module else "._runtime"


_INTERNAL: Final[Mapping[str, str]] = {
    "": "TYPE_CHECKING errors",
    "client.api": "Api paginated until_done with_http_info without_preload_content",
    "client.async_api": (
        "AsyncApi BaseAsyncApiClient paginated until_done with_http_info without_preload_content"
    ),
    "client.method_variants": "variant_of",
    "client.moved_methods": "moved_method",
    "client.renamed_arguments": "renamed_arguments",
    "client.stub": "BaseStub Failure HOST OperationStub UnexpectedCallError",
    "client.stub_calls": "StubCall",
    "client.sync_client": "BaseApiClient",
    "config.configuration": "BaseConfiguration",
    "lazy": "attach",
    "models.base": (
        """
        AdditionalProperties Alias Base64 Constant DecimalNumber JSONDefault Model Nullable Open
        OpenInt OpenNumber OpenValue ReadOnly UnknownVariant
        """
    ),
    "service.operations": (
        """
        Body Choice Form Operation Part Stream Streaming accept cookie header path query querystring
        """
    ),
    "service.oauth_flows": "OAuthFlow SignInDefaults",
    "service.file_input": "FileInput",
    "service.options": "NOT_GIVEN",
    "service.pagination_kinds": " ".join(kind.runtime_class for kind in PAGINATION_KINDS.values()),
    "service.polling": "Polling",
    "service.response_rules": "ErrorRule ResponseSign ThrottlingRule",
    "service.security_schemes": " ".join(kind.runtime_class for kind in SCHEME_KINDS.values()),
    "service.spec": "PackageSpec Server ServerVariable",
}
"""What only generated code uses, by module."""

_FACADES: Final[Mapping[tuple[str, str], str]] = {
    ("api_response", "pagination.pagers"): "AsyncPager Pager",
    (
        "api_response",
        "response.responses",
    ): (
        """
        ApiResponse AsyncBinaryResponse AsyncRawResponse AsyncStream BinaryResponse RawResponse
        Stream
        """
    ),
    ("configuration", "service.options"): "RequestAuth Retries Timeout",
    ("_runtime.service.request_options", "service.request_options"): "RequestOptions",
    (
        "exceptions",
        "errors",
    ): (
        """
        ApiAttributeError ApiConnectionError ApiException ApiKeyError ApiTimeoutError ApiTypeError
        ApiValueError BadRequestException CertificateError ClientClosedError ConflictException
        ContentEncodingError EventStreamError ForbiddenException InvalidArgumentError
        InvalidJSONError LocalFileError MismatchError MissingCredentialsError MissingDependencyError
        NotFoundException OpenApiException PaginationError PoolTimeoutError RateLimitException
        RedirectError ResponseMismatchError ResponseTooLargeError ServiceException SignInError
        UnauthorizedException UnprocessableEntityException WebhookVerificationError
        WrongEventLoopError
        """
    ),
    ("api_response", "models.annotations.markers"): "UnknownVariant",
    ("hooks", "call.hooks"): "Attempt",
    ("hooks", "mismatch_record"): "Mismatch",
    ("rest", "transport.protocol"): "AsyncTransport Transport",
}
"""What users annotate, make or catch: exported by a module of the package, and by its root."""

_HALF_PUBLIC: Final[Mapping[tuple[str, str], str]] = {
    ("configuration", "clock"): "Clock",
    ("configuration", "config.configuration"): "AccessToken",
    ("api_response", "pagination.pagers"): "AsyncFetchedPage FetchedPage",
    ("api_response", "response.streams"): "StreamEvent",
    ("hooks", "call.hooks"): "AttemptHook Hooks MismatchHook",
    ("sign_in", "service.sign_in"): (
        """
        AnySignIn AuthorizationCode ClientCredentials DeviceCode DeviceFlow JWTBearer Password
        PrivateKeyJWT RefreshToken TokenStore
        """
    ),
    ("sign_in", "service.token_stores"): "FileTokenStore MemoryTokenStore TokenSet",
    (
        "rest",
        "transport.protocol",
    ): "AsyncResponse BodyStream Request Response Timeouts",
}
"""What a module of the package exports, and its root does not: names that services have as well."""

MADE: Final = {"ApiClient": "api_client", "Configuration": "configuration"}
"""What each package defines itself under a name that is the same everywhere, and exports; by
module.
"""

FAMILIAR: Final = frozenset({"HttpSigningConfiguration"})
"""Names that users of other generators' packages expect to be no model."""


def _entries() -> Iterator[RuntimeName]:
    for module, names in _INTERNAL.items():
        for name in names.split():
            yield RuntimeName(name=name, module=module)
    for table, exported in ((_FACADES, True), (_HALF_PUBLIC, False)):
        for (facade, module), names in table.items():
            for name in names.split():
                yield RuntimeName(name=name, module=module, facade=facade, exported=exported)


TABLE: Final = tuple(_entries())

_BY_MODULE: Final = {(item.module, item.name): item for item in TABLE}
_EXPORTED: Final = {item.name: item for item in TABLE if item.exported}

ERRORS: Final = tuple(item.name for item in TABLE if item.facade == "exceptions")
"""The public error classes, sorted."""

CLASSES: Final = frozenset(
    item.name for item in TABLE if item.name[0].isupper() and (item.exported or not item.facade)
)
"""The classes that a generated module may import beside a model."""

EXPORTED: Final = frozenset({*_EXPORTED, *MADE, *FAMILIAR})
"""What the root of a package, or of its ``aio``, exports beside models and API classes."""


def module_of(name: str, module: str = "") -> str:
    """The module that generated code imports a symbol from (``._runtime.service.spec``).

    Args:
        name: the symbol.
        module: the runtime's module, where several have the name.

    Raises:
        KeyError: generated code may not mention it.
    """
    if module:
        return _BY_MODULE[module, name].path
    found = [item for item in TABLE if item.name == name]
    if len(found) != 1:
        raise KeyError(name)
    return found[0].path


def exports(*, of_aio: bool) -> dict[str, str]:
    """The runtime's symbols that a package's root exports, or that of its ``aio``, and the modules
    that have them.
    """
    start = ".." if of_aio else "."
    return {
        name: f"{start}{item.facade}" for name, item in _EXPORTED.items() if item.is_async == of_aio
    }
