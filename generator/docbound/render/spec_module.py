"""The right-hand side of ``_spec.py``: servers, security schemes, version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docbound.package import Package, SchemeRow, runtime_import
from docbound.records import record
from docbound.render.imports import import_block
from docbound.writing.python_source import Node, call, mapping, sequence, show, strings
from docbound.writing.text import string_literal


@record(kw_only=False)
class SpecModule:
    """The module ``_spec.py``."""

    imports: str
    source: str


def spec_module(package: Package) -> SpecModule:
    """What ``_spec.py`` imports, and the value of its ``SPEC``."""
    names = {"PackageSpec", *(scheme_class(scheme) for scheme in package.schemes)}
    if package.servers:
        names.add("Server")
    if any(server.variables for server in package.servers):
        names.add("ServerVariable")
    imports = {runtime_import(name) for name in names}
    return SpecModule(import_block(imports, depth=1), _spec_source(package))


def _spec_source(package: Package) -> str:
    servers = [
        _server(server.url, server.description, server.variables) for server in package.servers
    ]
    schemes = {scheme.name: _scheme(scheme) for scheme in package.schemes}
    environment = dict(sorted((package.environment or {}).items()))
    node = call(
        "PackageSpec",
        package=string_literal(package.name),
        distribution=string_literal(package.distribution),
        version=string_literal(package.version),
        title=string_literal(package.title),
        api_version=string_literal(package.api_version),
        servers=sequence(servers),
        security_schemes=mapping(schemes),
        digest=string_literal(package.digest),
        environment=mapping({key: string_literal(value) for key, value in environment.items()}),
    )
    return show(node, indent=0, before=len("SPEC = "))


def _server(
    url: str,
    description: str,
    variables: Sequence[tuple[str, str, tuple[str, ...], str]],
) -> Node:
    made = {
        name: call(
            "ServerVariable",
            string_literal(default),
            values=strings(values) if values else None,
            description=string_literal(about) if about else None,
        )
        for name, default, values, about in variables
    }
    return call(
        "Server",
        string_literal(url),
        description=string_literal(description) if description else None,
        variables=mapping(made) if made else None,
    )


_SCHEME_CLASSES: Final = {
    "apiKey": "ApiKey",
    "basic": "HttpBasic",
    "bearer": "HttpBearer",
    "http": "HttpScheme",
    "oauth2": "OAuth2",
    "openIdConnect": "OpenIdConnect",
    "mutualTLS": "MutualTLS",
}


def scheme_class(scheme: SchemeRow) -> str:
    """The runtime's class for a security scheme."""
    return _SCHEME_CLASSES[scheme.kind]


def _scheme(scheme: SchemeRow) -> Node:
    given = {
        "ApiKey": {
            "parameter": scheme.parameter,
            "location": scheme.location,
            "prefix": scheme.prefix,
        },
        "HttpBasic": {},
        "HttpBearer": {"bearer_format": scheme.bearer_format, "prefix": scheme.prefix},
        "HttpScheme": {"scheme": scheme.scheme, "prefix": scheme.prefix},
        "OAuth2": {"token_url": scheme.token_url, "prefix": scheme.prefix},
        "OpenIdConnect": {"prefix": scheme.prefix},
        "MutualTLS": {},
    }[scheme_class(scheme)]
    given["environment"] = scheme.environment
    keywords: dict[str, Node | None] = {
        name: string_literal(value) for name, value in given.items() if value
    }
    if scheme.kind == "oauth2" and scheme.scopes:
        keywords["scopes"] = mapping({name: string_literal(about) for name, about in scheme.scopes})
    return call(scheme_class(scheme), **keywords)
