"""IR 2: the Python package, ready to be written down.

Finished names, finished annotations, finished prose; no schema and no question left open. A
template walks this and asks nothing but "is it there?". Made by :mod:`docbound.lower`, printed by
:mod:`docbound.render`.

All texts of the description that are here are *plain text*: what prints one into code or
Markdown escapes it there (see the filters of :mod:`docbound.render`). Only :class:`Annotation` and
the ``*_code`` attributes are Python source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from docbound.naming.names import FormerName
from docbound.records import field, record
from docbound.service import JSONValue, OAuthFlow
from docbound.tables import runtime_names
from docbound.tables.pagination_kinds import PaginationKind
from docbound.tables.scheme_kinds import SchemeKind


@record
class Import:
    """One thing an annotation needs: ``import module`` (``name`` empty) or ``from module import
    name``.

    ``module`` is absolute for the standard library and pydantic; ``.models.credit`` and
    ``._runtime.models.base`` are relative to the package's root, and the module that prints them
    adds the dots that its depth needs.
    """

    module: str
    name: str = ""

    def __lt__(self, other: Import) -> bool:
        return (self.module, self.name) < (other.module, other.name)


def runtime_import(name: str, module: str = "") -> Import:
    """The import of a symbol of the runtime, which :mod:`.runtime_names` has to know; see
    :func:`.runtime_names.module_of`.
    """
    return Import(module=runtime_names.module_of(name, module), name=name)


@record
class Annotation:
    """A finished type.

    Attributes:
        code: what Python code says, ``list[Credit] | None``.
        prose: what documentation says, ``List[Credit]``, ``str``, ``datetime`` (the vocabulary of
            the documented pages).
        models: the names of the models in it, in order of appearance, each once; documentation
            links to them.
        imports: standard library, pydantic and runtime imports of ``code``.
        neighbours: imports of other models; only type checkers need them.
    """

    code: str
    prose: str
    models: tuple[str, ...] = ()
    imports: frozenset[Import] = frozenset()
    neighbours: frozenset[Import] = frozenset()


# --- models


@record
class ModelField:
    """One attribute of a model.

    ``annotation.code`` is complete (``Annotated[str, Field(alias="accountId")]``); ``default_code``
    is the Python source of the default, or None for a required field. ``doc`` is the attribute's
    docstring, plain text, or empty. ``type`` is the bare type, for documentation (without
    Annotated, alias or None).
    """

    name: str
    wire_name: str
    annotation: Annotation
    type: Annotation
    required: bool
    default_code: str | None
    doc: str = ""
    notes: tuple[str, ...] = ()
    """Short facts for the documentation's Notes column: ``optional``, ``default to 0``,
    ``read-only``, ``nullable``.
    """
    deprecated: bool = False
    secret: bool = False
    example: JSONValue = None


@record
class ObjectModel:
    """A model with fields. ``additional`` types undeclared keys (None: any value); ``variants``
    names the choice between those that are made of it, where it has a discriminator."""

    name: str
    module: str
    doc: str
    fields: tuple[ModelField, ...]
    additional: Annotation | None = None
    variants: Annotation | None = None
    deprecated: bool = False
    example: JSONValue = None
    """A JSON value that the model accepts, for examples; None when there is none."""


@record
class EnumMember:
    """One member of an enum; ``value_code`` is its Python literal."""

    name: str
    value_code: str
    doc: str = ""


@record
class EnumModel:
    """A named list of values; ``base`` is ``StrEnum``, ``IntEnum``, ``(float, Enum)`` spelled
    ``float, Enum``, or ``Enum``.
    """

    name: str
    module: str
    doc: str
    base: str
    members: tuple[EnumMember, ...]
    deprecated: bool = False


@record
class AliasModel:
    """A name for a type: a choice between models, a list, a map, a scalar.

    ``type`` is what type checkers see (``Cat | Dog | UnknownVariant``), ``of_code`` the expression
    that the runtime resolves by name (``Cat | Dog``). ``tag``, ``mapping`` (tag value, model name)
    and ``default`` (the name of the model that any other tag means) are those of a discriminator,
    or empty. ``is_class`` tells that it is another name for one class, which programs construct
    and test for by either name.
    """

    name: str
    module: str
    doc: str
    type: Annotation
    of_code: str
    is_class: bool = False
    tag: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    default: str = ""
    base: str = ""
    deprecated: bool = False


Model: TypeAlias = ObjectModel | EnumModel | AliasModel


@record
class RequestKey:
    """One key of a :class:`RequestDict`."""

    name: str
    annotation: Annotation
    required: bool


@record
class RequestDict:
    """A ``TypedDict``: a model as a mapping, by the names of its attributes or by those of the
    wire; or such a mapping as the keyword arguments of a call.

    Attributes:
        doc: what it is, for its docstring.
        keys: those that its bases do not have.
        bases: other types of plain data, or none.
        options: whether it has the options of a call, too.
    """

    name: str
    doc: str
    keys: tuple[RequestKey, ...]
    bases: tuple[str, ...] = ()
    options: bool = False


@record
class RequestAlias:
    """What may be given for a model that is a name for another type: a list or a choice of
    mappings.

    ``loose`` is a type without names, for a name that is inside its own type: tools that
    evaluate annotations get that one.
    """

    name: str
    type: Annotation
    loose: Annotation | None = None


RequestType: TypeAlias = RequestDict | RequestAlias


# --- operations


@record
class Argument:
    """One argument of a method: a parameter or the body. Those that may be given by position come
    first; what is not required defaults to None, or to the only value that it can have.

    ``wire_name`` and ``location`` (``path``, ``query``, ``header``, ``cookie``, ``querystring``,
    ``body``) tell where it goes; ``index`` is its place in the operation table's values (parameters
    in document order, the body last).
    """

    name: str
    wire_name: str
    location: str
    index: int
    annotation: Annotation
    type: Annotation
    required: bool
    doc: str = ""
    notes: tuple[str, ...] = ()
    deprecated: bool = False
    example: JSONValue = None
    """A JSON value for examples; there is always one for a required argument."""
    example_is_documented: bool = False
    keyword_only: bool = False
    default: str = "None"
    """The source of its default, where it is not required."""


@record
class ParameterRow:
    """One parameter in the operation table (see generator/docbound/runtime/service/operations.py).

    ``argument`` is its Python name, ``type_code`` the type expression that the runtime checks
    values against (``Any``: not at all), ``limits`` what else is checked, by keyword of JSON
    Schema.
    """

    wire_name: str
    location: str
    style: str
    explode: bool
    required: bool
    allow_reserved: bool
    content_type: str
    deprecated: bool
    argument: str
    type_code: str
    limits: tuple[tuple[str, JSONValue], ...] = ()
    separators: str = ""


@record
class PartRow:
    """How one field of a form is encoded; ``file`` tells whether it is a file, so that a plain
    ``str`` is its path.
    """

    field: str
    content_type: str = ""
    style: str = ""
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[str, ...] = ()
    file: bool = False
    separators: str = ""


@record
class MediaRow:
    """One media type of a body or response; ``type_code`` is the type expression the runtime
    resolves, or None for no schema.

    For a stream (``item`` true) it is the type of one item; ``error_events`` names the events that
    are no items but errors, where they are others than ``error``; ``is_event_data`` says
    whether items are the data of events or whole events, ``events`` has their types by the names of
    events. ``parts`` says how the fields of a form are sent; ``prefix`` and ``part`` how parts
    without names are, of which ``type_code`` is the list.
    """

    content_type: str
    type_code: str | None
    item: bool = False
    error_events: tuple[str, ...] | None = None
    events: tuple[tuple[str, str], ...] = ()
    is_event_data: bool | None = None
    parts: tuple[PartRow, ...] = ()
    prefix: tuple[PartRow, ...] = ()
    part: PartRow | None = None


@record
class StreamingRow:
    """What decides whether a response is a stream, in the operation table.

    ``location`` is ``body`` (then ``name`` is a field of it), that of a parameter, or ``accept``;
    ``default`` is whether a call that does not say gets a stream.
    """

    location: str
    name: str
    default: bool = False


@record
class ChoiceRow:
    """What decides which of several kinds of success comes, in the operation table.

    ``location`` and ``name`` are as in :class:`StreamingRow`; ``media`` has the media types that
    answer each value, each with the type code that it has for this value alone, or an empty text;
    ``default`` is the value that is meant by a call that does not say, or None.
    """

    location: str
    name: str
    media: tuple[tuple[str | bool, tuple[tuple[str, str], ...]], ...]
    default: str | bool | None = None


@record
class BodyRow:
    """The body in the operation table."""

    required: bool
    media: tuple[MediaRow, ...]


@record
class ResponseRow:
    """One status in the operation table, with its prose for the documentation."""

    status: str
    description: str
    media: tuple[MediaRow, ...]
    headers: tuple[tuple[str, str], ...] = ()
    """Name and description of each documented header."""


@record
class PaginationRow:
    """How an operation's pages follow each other (from client.yaml).

    Names are wire names; ``items`` and the like are paths of wire names (``("data",)``). ``item``
    is the type of one item, for the iterator. The rest is as
    :class:`docbound.runtime.service.pagination_kinds.Pagination` has it.
    """

    kind: PaginationKind
    item: Annotation
    items: tuple[str, ...]
    next: tuple[str, ...] = ()
    parameter: str = ""
    size_parameter: str = ""
    first: int | None = None
    more: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    total: tuple[str, ...] = ()
    total_pages: tuple[str, ...] = ()
    last_item: tuple[str, ...] | None = None


@record
class ShownExchange:
    """A request and its response, as documentation prints them.

    ``request`` is the request line, ``/credits?pageSize=2`` behind the method; ``media`` the media
    type of the response, and ``body`` its text (None for octets), of which ``left_out`` lines are
    not shown.
    """

    request: str
    status: int
    media: str
    size: int
    body: str | None = None
    is_json: bool = False
    left_out: int = 0


@record
class FixtureExample:
    """A fixture as documentation shows it: the call, and what the service answers.

    Attributes:
        name: ``client/operation.case``.
        case: what it is called among those of its operation.
        provenance: ``recorded`` or ``documented``.
        source: where exactly it comes from, plain text.
        note: what it is about, plain text; may be empty.
        arguments: JSON values by the argument's name.
        options: those of the call, by name.
        iterate: whether the call goes through all pages.
        fails: whether the call ends in an exception.
        exchanges: what goes over the wire.
    """

    name: str
    case: str
    provenance: str
    source: str
    note: str
    arguments: Mapping[str, JSONValue]
    options: Mapping[str, JSONValue]
    iterate: bool
    fails: bool
    exchanges: tuple[ShownExchange, ...]


@record
class Overload:
    """One form of a call, as type checkers see it.

    Attributes:
        arguments: in signature order.
        options: the type of the keyword arguments beside those: the options of the call, and the
            fields of the body where they take its place; None: the options alone.
        result, async_result: as for a method.
        needs: the types of plain data that only this form names.
    """

    arguments: tuple[Argument, ...]
    options: Annotation | None
    result: Annotation
    async_result: Annotation | None = None
    needs: tuple[RequestDict, ...] = ()


@record
class Method:
    """One operation as a method.

    Attributes:
        name: the method's name; ``name_with_http_info`` and so on derive from it.
        label: what messages, logs and the stub of tests call the operation.
        constant: the name of its row in the operation table (``LIST_CREDITS``).
        http_method, path: as in the description.
        summary, description: plain text; either may be empty.
        arguments: in signature order.
        result: the annotation of the return value (``None`` where there is nothing).
        async_result: the same for the async twin, where it differs (streams); None where it does
            not.
        result_media: content types of the success responses, in order, for documentation; likewise
            ``body_media``.
        security: alternatives, each a tuple of scheme names.
        servers: the operation's own servers, instead of those of the package.
        idempotency_key: the header that makes a retry of this operation safe, or an empty string.
    """

    name: str
    label: str
    constant: str
    operation_id: str
    http_method: str
    path: str
    summary: str
    description: str
    arguments: tuple[Argument, ...]
    result: Annotation
    parameters: tuple[ParameterRow, ...]
    body: BodyRow | None
    responses: tuple[ResponseRow, ...]
    security: tuple[tuple[str, ...], ...]
    scopes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    servers: tuple[ServerRow, ...] = ()
    deprecated: bool = False
    pagination: PaginationRow | None = None
    polling: PollingRow | None = None
    idempotency_key: str = ""
    async_result: Annotation | None = None
    example: tuple[int, str, str] | None = None
    """The description's example of a success: status, media type and JSON text."""
    fixtures: tuple[FixtureExample, ...] = ()
    """The fixtures that its page shows."""
    streaming: StreamingRow | None = None
    choice: ChoiceRow | None = None
    overloads: tuple[Overload, ...] = ()
    """The forms of the call, where it has more than one."""
    former_arguments: tuple[tuple[str, str], ...] = ()
    """Former names of arguments, with the names of now."""
    now: str = ""
    """What a program writes in its place behind the client, where this is a former name."""

    @property
    def body_media(self) -> tuple[str, ...]:
        """The content types that the body can have, for documentation."""
        return tuple(row.content_type for row in self.body.media) if self.body else ()

    @property
    def accept(self) -> tuple[str, ...]:
        """The content types of all responses, in order, each once."""
        return tuple(
            dict.fromkeys(row.content_type for response in self.responses for row in response.media)
        )


@record
class ApiClass:
    """The operations of one tag, or of one resource of client.yaml: ``CreditsApi`` in module
    ``credits_api``, reached as ``api_client.credits``.

    ``path`` are the attributes that lead to it, from the client on; ``below`` the classes that it
    leads to.
    """

    name: str
    module: str
    accessor: str
    doc: str
    methods: tuple[Method, ...]
    path: tuple[str, ...] = ()
    below: tuple[ApiClass, ...] = ()

    @property
    def is_nested(self) -> bool:
        """Whether another class leads to it, not the client."""
        return len(self.path) > 1

    @property
    def present(self) -> tuple[Method, ...]:
        """The methods that are no former names."""
        return tuple(method for method in self.methods if not method.now)

    @property
    def attribute(self) -> str:
        """What follows the client in a call: ``credits``, ``chat.completions``."""
        return ".".join(self.path)


# --- the package


@record
class ServerRow:
    """One server, for ``_spec.py`` and documentation; variables are (name, default, allowed values,
    description).
    """

    url: str
    description: str
    variables: tuple[tuple[str, str, tuple[str, ...], str], ...] = ()


@record
class SchemeRow:
    """One security scheme, for ``_spec.py`` and documentation; ``kind``, ``parts`` and ``scopes``
    are those of docbound.service.SecurityScheme.

    ``prefix`` is the word before the key that client.yaml gives; ``environment`` the variable that
    holds the credential; ``sign_in`` what it says of fetching tokens.
    """

    name: str
    kind: SchemeKind
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    scopes: tuple[tuple[str, str], ...] = ()
    flows: tuple[OAuthFlow, ...] = ()
    description: str = ""
    prefix: str = ""
    environment: str = ""
    sign_in: tuple[tuple[str, object], ...] = ()


@record
class Helper:
    """A function of the package's root that returns a ready client (one entry in client.yaml).

    ``host_argument`` and ``key_argument`` are its keyword arguments' names; ``scheme`` the security
    scheme that the key is for; ``prefix`` the default word before the key.
    """

    name: str
    scheme: str
    prefix: str
    host_argument: str
    key_argument: str
    note: str = ""


@record
class WebhookRow:
    """What the service sends by itself: the type of each payload, the expression that reads all of
    them, and how they are signed (:class:`docbound.runtime.webhooks.WebhookSignature`); no
    ``signature``: as Standard Webhooks have it. ``has_forms``: some are urlencoded forms;
    ``covers_url``: the address that they are sent to is signed; ``has_public_keys``: a public key
    may be what checks them.
    """

    payloads: tuple[Annotation, ...]
    code: str
    signature: tuple[tuple[str, str | int], ...] = ()
    has_forms: bool = False
    covers_url: bool = False
    has_public_keys: bool = False


@record
class SignRow:
    """What is looked for in a response; see
    :class:`docbound.runtime.service.response_rules.ResponseSign`.
    """

    path: tuple[str, ...]
    values: tuple[JSONValue, ...] = ()
    others: tuple[JSONValue, ...] = ()


@record
class ReportedErrorRow:
    """How successful responses tell of errors; see
    :class:`docbound.runtime.service.response_rules.ErrorRule`.
    """

    sign: SignRow | None = None
    code: tuple[str, ...] = ()
    statuses: Mapping[str, int] = field(default_factory=dict[str, int])
    data: Annotation | None = None


@record
class ThrottlingRow:
    """How responses say that a call came too early; see
    :class:`docbound.runtime.service.response_rules.ThrottlingRule`.
    """

    sign: SignRow
    statuses: tuple[int, ...]
    wait: tuple[str, ...] = ()
    safe: bool = False


@record
class PollingRow:
    """When a call that is repeated has come to its end; see
    :class:`docbound.runtime.service.polling.Polling`.
    """

    done: SignRow
    failed: SignRow | None = None
    code: tuple[str, ...] = ()
    every: float = 2.0
    timeout: float = 600.0


@record
class ErrorClass:
    """The exception class of some error statuses; ``data`` is what the body of such a response
    becomes.
    """

    name: str
    doc: str
    data: Annotation


@record
class Metadata:
    """What the distribution says about itself, for pyproject.toml and the README; each part may be
    empty.

    Attributes:
        license: an SPDX expression.
        license_name: the licence as people call it.
        author, email: whom to ask.
        urls: label and address of each project URL.
        terms: the address of the terms of service.
        keywords: words to be found by.
    """

    license: str = ""
    license_name: str = ""
    author: str = ""
    email: str = ""
    urls: tuple[tuple[str, str], ...] = ()
    terms: str = ""
    keywords: tuple[str, ...] = ()


@record
class Package:
    """The whole package.

    ``name`` is the import package, ``distribution`` what pip installs. ``host`` is the first
    server's URL, filled in. ``models`` are sorted by module name, ``apis`` are in the order of
    the description's tags.
    """

    name: str
    distribution: str
    version: str
    title: str
    api_version: str
    description: str
    layout: str
    host: str
    servers: tuple[ServerRow, ...]
    schemes: tuple[SchemeRow, ...]
    apis: tuple[ApiClass, ...]
    models: tuple[Model, ...]
    digest: str
    request_types: tuple[RequestType, ...] = ()
    """The types of what may be given as plain data; a name is after those that it is made
    of.
    """
    errors: tuple[ErrorClass, ...] = ()
    """The exception classes by status, the base class first; empty where no model is declared for
    any error.
    """
    helpers: tuple[Helper, ...] = ()
    notes: tuple[str, ...] = ()
    """Paragraphs of Markdown for the README, from client.yaml."""
    environment: Mapping[str, str] | None = None
    """Environment variables read when nothing is given: ``host`` and ``log`` by purpose."""
    external_docs: str = ""
    metadata: Metadata = Metadata()
    handwritten: tuple[tuple[str, str], ...] = ()
    """Hand-written modules copied in as they are: path inside the package, text."""
    webhooks: WebhookRow | None = None
    retries: tuple[tuple[str, object], ...] = ()
    """The policy of the package: what differs from the runtime's own."""
    throttling: tuple[ThrottlingRow, ...] = ()
    reported_errors: Mapping[str, tuple[ReportedErrorRow, ...]] = field(
        default_factory=dict[str, "tuple[ReportedErrorRow, ...]"]
    )
    """By ``GET /path``, or ``*``."""
    former_models: tuple[FormerName, ...] = ()
    former_apis: tuple[FormerName, ...] = ()
    """Former names that are kept as deprecated aliases."""
    _by_name: dict[str, Model] = field(default_factory=dict[str, Model], compare=False)

    @property
    def models_by_name(self) -> Mapping[str, Model]:
        """The models by the names of their classes; worked out once, since each example of a call
        looks there.
        """
        if not self._by_name:
            self._by_name.update((model.name, model) for model in self.models)
        return self._by_name

    @property
    def checks_public_keys(self) -> bool:
        """Whether signatures of webhooks may be checked by a public key."""
        return self.webhooks is not None and self.webhooks.has_public_keys

    @property
    def signs_in(self) -> bool:
        """Whether a client can fetch a credential for itself."""
        return any(scheme.kind.signs_in for scheme in self.schemes)

    @property
    def path(self) -> str:
        """The package's folder: ``acme/billing`` for ``acme.billing``."""
        return self.name.replace(".", "/")

    @property
    def top(self) -> str:
        """The outermost folder, ``acme`` for ``acme.billing``: a namespace that others may
        share.
        """
        return self.name.partition(".")[0]
