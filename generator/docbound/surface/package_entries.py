"""What a package promises as a whole: modules, security schemes, helpers, exceptions, old names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict

from docbound.package import Package
from docbound.render.package_files import LAYOUTS
from docbound.service import Api
from docbound.surface.entry import (
    Entry,
    Facts,
    as_list,
    code_digest,
    server_facts,
    without_defaults,
)
from docbound.surface.places import Places
from docbound.surface.type_comparison import bare


def package_entry(package: Package, places: Places) -> Entry:
    """The package itself: distribution, servers, environment, rules for responses."""
    return Entry(
        kind="package",
        name=package.name,
        title=f"{package.distribution} {package.version}, extra [aio]",
        facts={
            "distribution": package.distribution,
            "version": package.version,
            "layout": package.layout,
            "extras": ["aio"],
            "host": package.host,
            "servers": server_facts(package.servers),
            "environment": dict(package.environment or {}),
            **_conduct(package),
            "description": package.digest,
            "prose": _digest(package),
        },
        place=places.first("#/servers", "#/host", "#/basePath"),
    )


def _conduct(package: Package) -> Facts:
    """What client.yaml says of responses and webhooks, each fact only where it says something."""
    webhooks = package.webhooks
    signature = dict(webhooks.signature) if webhooks is not None else {}
    found: Facts = {
        "reported_errors": {
            key: [without_defaults(asdict(rule)) for rule in rules]
            for key, rules in package.reported_errors.items()
        },
        "throttling": [without_defaults(asdict(rule)) for rule in package.throttling],
        "retries": {name: as_list(value) for name, value in package.retries},
        "webhook_signature": dict(signature),
    }
    return {name: value for name, value in found.items() if value}


def _digest(package: Package) -> str:
    """A digest of what only people read: the texts and the metadata of client.yaml."""
    texts = (package.title, package.description, package.notes, package.metadata)
    return f"sha256:{hashlib.sha256(repr(texts).encode(errors='replace')).hexdigest()[:16]}"


def import_entries(package: Package) -> Iterator[Entry]:
    """The modules that users import."""
    root = package.name
    modules = [
        root,
        *(f"{root}.{name}" for name in ("api", "aio", "models", "exceptions", "rest")),
        *(f"{root}.{name}" for name in ("configuration", "api_client", "api_response", "hooks")),
        *([f"{root}.sign_in"] if package.signs_in else []),
        *(f"{root}.api.{api.module}" for api in package.apis),
        *(f"{root}.aio.{api.module}" for api in package.apis),
        *(f"{root}.{_models_folder(package)}.{model.module}" for model in package.models),
        *(f"{root}.{_models_folder(package)}.{old.module}" for old in package.former_models),
        *(f"{root}.{name}.{old.module}" for name in ("api", "aio") for old in package.former_apis),
        *(
            f"{root}.{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
            for path, _ in package.handwritten
        ),
    ]
    for module in dict.fromkeys(modules):
        yield Entry(kind="import", name=module, title=module)


def _models_folder(package: Package) -> str:
    return LAYOUTS[package.layout].models_folder


def scheme_entries(package: Package, api: Api) -> Iterator[Entry]:
    """The security schemes."""
    pointers = {scheme.name: scheme.pointer for scheme in api.security_schemes}
    for scheme in package.schemes:
        facts: Facts = {
            "kind": scheme.kind.name,
            **scheme.parts,
            "bearer_format": "",  # says what a token looks like to people, and changes no call
            "flows": " ".join(flow.name for flow in scheme.flows),
            "prefix": scheme.prefix,
            "environment": scheme.environment,
            "sign_in": {name: as_list(value) for name, value in scheme.sign_in},
        }
        where = f" from ${scheme.environment}" if scheme.environment else ""
        if scheme.parts.get("bearer_format"):
            facts["code"] = code_digest(scheme.parts["bearer_format"])
        yield Entry(
            kind="scheme",
            name=scheme.name,
            title=f"{scheme.name}: {scheme.kind.name}{where}",
            facts={key: value for key, value in facts.items() if value},
            place=pointers.get(scheme.name, ""),
        )


def former_entries(package: Package) -> Iterator[Entry]:
    """Former names that are kept for renamed things."""
    for old in (*package.former_models, *package.former_apis):
        yield Entry(
            kind="former",
            name=old.name,
            title=f"{old.name} = {old.now}, deprecated",
            facts={"now": old.now, "accessor": old.accessor},
        )
    for api in package.apis:
        for method in api.methods:
            if method.now:
                yield Entry(
                    kind="former",
                    name=f"{api.name}.{method.name}",
                    title=f"{api.name}.{method.name} = client.{method.now}, deprecated",
                    facts={"now": f"client.{method.now}"},
                )


def helper_entries(package: Package) -> Iterator[Entry]:
    """The functions that make a client."""
    for helper in package.helpers:
        yield Entry(
            kind="helper",
            name=helper.name,
            title=f"{helper.name}(*, {helper.host_argument}, {helper.key_argument}, prefix)",
            facts={
                "scheme": helper.scheme,
                "prefix": helper.prefix,
                "arguments": [helper.host_argument, helper.key_argument, "prefix"],
            },
        )


def exception_entries(package: Package) -> Iterator[Entry]:
    """The exceptions whose ``data`` has a declared type."""
    for error in package.errors:
        yield Entry(
            kind="exception",
            name=error.name,
            title=f"{error.name}.data: {error.data.code}",
            facts={"data": bare(error.data.code)},
        )
