"""Puts the package together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from docbound.annotations import Annotator
from docbound.diagnostics.diagnostic import Diagnostics
from docbound.lower.context import Context
from docbound.lower.examples import Examples
from docbound.lower.field_defaults import tags_of
from docbound.lower.form_files import forms_of
from docbound.lower.metadata import metadata_of
from docbound.lower.model_uses import with_uses
from docbound.lower.models import lower_models
from docbound.lower.operations.errors import error_classes
from docbound.lower.operations.methods import lower_method
from docbound.lower.operations.pagination import report_unused_rules
from docbound.lower.operations.response_settings import report_response_settings
from docbound.lower.request_types import request_names, request_types
from docbound.lower.response_signs import reported_errors, throttling
from docbound.lower.servers import server_rows
from docbound.lower.setting_references import report_unknown
from docbound.lower.standard_texts import with_link
from docbound.lower.webhooks import lower_webhooks
from docbound.naming import ApiName, MethodName, Names
from docbound.package import ApiClass, Helper, Package, SchemeRow
from docbound.service import (
    Api,
    OAuthFlow,
    Operation,
    Pointer,
    Server,
    Tag,
    UnionDefinition,
)
from docbound.settings.credentials import Credential
from docbound.settings.settings import Settings
from docbound.writing.markdown import prose

if TYPE_CHECKING:
    from docbound.fixtures import Cassette

_SHADOWING = frozenset({"bytes", "dict", "list", "tuple"})
"""Builtins that annotations use, and that a method of the same name hides in its class; there they
are written ``builtins.list``."""


def lower(
    api: Api,
    names: Names,
    settings: Settings,
    diagnostics: Diagnostics,
    handwritten: Sequence[tuple[str, str]] = (),
    cassettes: Sequence[Cassette] = (),
) -> Package:
    """Makes the package.

    Args:
        api: the service.
        names: every name, as :func:`docbound.naming.all_names.resolve_names` gave them.
        settings: what client.yaml says.
        diagnostics: gets a finding for each setting that names nothing.
        handwritten: modules that are copied in as they are: path inside the package, text.
        cassettes: the fixtures that the pages show.

    Returns:
        The package, complete; nothing in it needs the description again.
    """
    context = make_context(api, names, settings, diagnostics)
    report_unknown(context)
    report_response_settings(context)
    report_unused_rules(context)
    servers = server_rows(api.servers)
    apis = _apis(context)
    if cassettes:  # few packages have some; they bring what knows secrets
        from docbound.lower.fixture_examples import with_fixtures

        apis = with_fixtures(apis, cassettes, settings)
    return Package(
        name=names.package,
        distribution=settings.distribution,
        version=settings.version,
        title=settings.title or api.title,
        api_version=api.version,
        description=settings.description or prose(api.description),
        external_docs=prose(api.external_docs),
        layout=settings.layout,
        host=_host(api.servers),
        servers=servers,
        schemes=_schemes(context),
        apis=apis,
        models=with_uses(lower_models(context), apis),
        request_types=request_types(context, apis),
        digest=api.digest,
        errors=error_classes(context),
        helpers=_helpers(api, settings),
        notes=settings.readme,
        environment=_environment(settings),
        retries=_retries(settings),
        throttling=throttling(settings.retries),
        reported_errors=reported_errors(context),
        metadata=metadata_of(api, settings),
        handwritten=tuple(handwritten),
        webhooks=lower_webhooks(context),
        former_models=names.former_models,
        former_apis=names.former_apis,
    )


def make_context(api: Api, names: Names, settings: Settings, diagnostics: Diagnostics) -> Context:
    """What every part of lowering looks at.

    Args:
        api: the service.
        names: the names of everything in it.
        settings: those of client.yaml.
        diagnostics: gets what cannot be carried over.
    """
    unions = [each for each in api.definitions.values() if isinstance(each, UnionDefinition)]
    plain = request_names(api.definitions, names)
    methods = Counter(each.method for each in names.operations.values())
    return Context(
        api=api,
        names=names,
        settings=settings,
        diagnostics=diagnostics,
        annotator=Annotator(
            definitions=api.definitions,
            models=names.models,
            request_names=plain,
        ),
        examples=Examples(definitions=api.definitions),
        tags=tags_of(unions),
        forms=forms_of(api),
        type_names=frozenset(each.name for each in names.models.values()).union(*plain.values()),
        repeated_methods=frozenset(name for name, count in methods.items() if count > 1),
    )


# --- API classes
def _apis(context: Context) -> tuple[ApiClass, ...]:
    """All classes, each after the one that leads to it."""
    names = context.names
    places: dict[Pointer, list[tuple[Operation, MethodName]]]
    places = {pointer: [] for pointer in names.apis}
    for operation in context.api.operations:
        for place in names.operations[operation.pointer].methods:
            places[place.api].append((operation, place))
    titles = {tag.name: tag.summary or tag.name for tag in context.api.tags}
    docs = {tag.name: _tag_doc(tag, titles) for tag in context.api.tags}
    made: dict[tuple[str, ...], ApiClass] = {}
    for pointer, name in reversed(list(names.apis.items())):
        below = [each for path, each in made.items() if path[:-1] == name.path]
        doc = docs.get(name.tag, "") if name.tag is not None else ""
        made[name.path] = _api_class(context, name, places[pointer], doc, tuple(below[::-1]))
    return tuple(reversed(made.values()))


def _tag_doc(tag: Tag, titles: Mapping[str, str]) -> str:
    """What a tag says about itself: summary, description, and where it belongs."""
    placed = [
        f"Part of {titles.get(tag.parent, tag.parent)}." if tag.parent else "",
        f"Kind: {tag.kind}." if tag.kind else "",
    ]
    paragraphs = (tag.summary, tag.description, " ".join(filter(None, placed)))
    said = "\n\n".join(filter(None, map(prose, paragraphs)))
    return with_link(said, prose(tag.external_docs))


def _api_class(
    context: Context,
    name: ApiName,
    places: list[tuple[Operation, MethodName]],
    doc: str,
    below: tuple[ApiClass, ...],
) -> ApiClass:
    """One class; its methods are sorted by name, as the documented pages have them."""
    shadowed = _SHADOWING & {place.method for _, place in places}
    if shadowed:
        annotator = replace(context.annotator, shadowed=shadowed)
        context = replace(context, annotator=annotator)
    methods = (lower_method(context, operation, place) for operation, place in places)
    return ApiClass(
        name=name.name,
        module=name.module,
        accessor=name.accessor,
        doc=doc,
        methods=tuple(sorted(methods, key=lambda method: method.name)),
        path=name.path,
        below=below,
    )


# --- servers, schemes, helpers
def _host(servers: tuple[Server, ...]) -> str:
    """The first server's URL with its variables filled in; a description without servers means
    ``/`` (OpenAPI 3.1.1, "OpenAPI Object", servers)."""
    if not servers:
        return ""
    defaults = {each.name: each.default for each in servers[0].variables}
    url = _VARIABLE.sub(lambda found: defaults.get(found[1], found[0]), servers[0].url)
    return url.rstrip("/")


_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


def _schemes(context: Context) -> tuple[SchemeRow, ...]:
    rows: list[SchemeRow] = []
    for scheme in context.api.security_schemes:
        credential = context.settings.credentials.get(scheme.name)
        rows.append(
            SchemeRow(
                name=scheme.name,
                kind=scheme.kind,
                parts=scheme.parts,
                scopes=scheme.scopes,
                flows=tuple(each for each in scheme.flows if _can_be_gone_through(each)),
                description=prose(scheme.description),
                prefix=credential.prefix if credential else "",
                environment=credential.environment if credential else "",
                sign_in=_sign_in(credential),
            )
        )
    return tuple(rows)


def _can_be_gone_through(flow: OAuthFlow) -> bool:
    """Whether a package keeps a flow: client credentials are facts of the scheme itself, and the
    implicit flow is for pages of the web (RFC 9700, section 2.1.2).
    """
    return flow.name in ("authorizationCode", "deviceAuthorization", "password")


def _sign_in(credential: Credential | None) -> tuple[tuple[str, object], ...]:
    """What client.yaml says of fetching tokens, as far as it says something."""
    if credential is None or credential.sign_in is None:
        return ()
    given = asdict(credential.sign_in)
    return tuple((name, value) for name, value in given.items() if value)


def _helpers(api: Api, settings: Settings) -> tuple[Helper, ...]:
    known = {scheme.name for scheme in api.security_schemes}
    return tuple(
        Helper(
            name=helper.name,
            scheme=helper.scheme,
            prefix=helper.prefix,
            host_argument=helper.host,
            key_argument=helper.key,
            note=helper.note,
        )
        for helper in settings.helpers
        if helper.scheme in known  # `report_unknown` has said what is wrong with others
    )


def _retries(settings: Settings) -> tuple[tuple[str, object], ...]:
    """The policy that client.yaml gives the package."""
    given = settings.retries
    named = ("count", "statuses", "backoff", "max_wait", "methods")
    pairs = ((name, getattr(given, name)) for name in named)
    return tuple((name, value) for name, value in pairs if value is not None)


def _environment(settings: Settings) -> dict[str, str] | None:
    given = {purpose: name for purpose, name in asdict(settings.environment).items() if name}
    return given or None
