"""The source of ``_spec.py``: servers, security schemes, version."""

from __future__ import annotations

from typing import Final, cast

from docbound.package import (
    Package,
    ReportedErrorRow,
    SchemeRow,
    ThrottlingRow,
    runtime_import,
)
from docbound.records import record
from docbound.render.imports import import_block
from docbound.render.modules.response_signs import sign_node
from docbound.render.modules.servers import server_classes, server_nodes
from docbound.service import OAuthFlow
from docbound.writing.python_source import Node, call, mapping, sequence, show, strings
from docbound.writing.source_types import PythonSource
from docbound.writing.text import string_literal


@record(kw_only=False)
class SpecModule:
    """The module ``_spec.py``."""

    imports: PythonSource
    source: PythonSource


def spec_module(package: Package) -> SpecModule:
    """What ``_spec.py`` imports, and the value of its ``SPEC``."""
    names = {
        "PackageSpec",
        *(scheme.kind.runtime_class for scheme in package.schemes),
        *server_classes(package.servers),
    }
    if any(scheme.flows for scheme in package.schemes):
        names.add("OAuthFlow")
    if any(scheme.sign_in for scheme in package.schemes):
        names.add("SignInDefaults")
    if package.retries:
        names.add("Retries")
    names |= {"ThrottlingRule", "ResponseSign"} if package.throttling else set[str]()
    rules = [rule for rules in package.reported_errors.values() for rule in rules]
    names |= {"ErrorRule"} if rules else set[str]()
    names |= {"ResponseSign"} if any(rule.sign for rule in rules) else set[str]()
    imports = {runtime_import(name) for name in names}
    return SpecModule(import_block(imports, depth=1), _spec_source(package))


def _spec_source(package: Package) -> PythonSource:
    schemes = {scheme.name: _scheme(scheme) for scheme in package.schemes}
    environment = dict(sorted((package.environment or {}).items()))
    node = call(
        "PackageSpec",
        package=string_literal(package.name),
        distribution=string_literal(package.distribution),
        version=string_literal(package.version),
        title=string_literal(package.title),
        api_version=string_literal(package.api_version),
        servers=server_nodes(package.servers),
        security_schemes=mapping(schemes),
        digest=string_literal(package.digest),
        environment=mapping({key: string_literal(value) for key, value in environment.items()}),
        retries=_retries(package) if package.retries else None,
        throttling=sequence(map(_throttling, package.throttling)) if package.throttling else None,
        errors=_errors(package) if package.reported_errors else None,
    )
    return show(node, indent=0, before=len("SPEC = "))


def _retries(package: Package) -> Node:
    """The package's policy; sets are printed in their order."""
    keywords: dict[str, Node | None] = {}
    for name, value in package.retries:
        if isinstance(value, tuple):
            parts = cast("tuple[object, ...]", value)
            items = (
                string_literal(each) if isinstance(each, str) else repr(each) for each in parts
            )
            keywords[name] = call("frozenset", sequence(items))
        else:
            keywords[name] = repr(value)
    return call("Retries", **keywords)


def _throttling(row: ThrottlingRow) -> Node:
    return call(
        "ThrottlingRule",
        sign=sign_node(row.sign),
        statuses=sequence(map(repr, row.statuses)),
        wait=strings(row.wait) if row.wait else None,
        safe="True" if row.safe else None,
    )


def _errors(package: Package) -> Node:
    """The rules for errors by operation; the same rules of many operations are written for each."""
    return mapping(
        {key: sequence(map(_error, rules)) for key, rules in package.reported_errors.items()}
    )


def _error(row: ReportedErrorRow) -> Node:
    statuses = {word: repr(status) for word, status in row.statuses.items()}
    return call(
        "ErrorRule",
        sign=None if row.sign is None else sign_node(row.sign),
        code=strings(row.code) if row.code else None,
        statuses=mapping(statuses) if statuses else None,
        type=None if row.data is None else string_literal(row.data.code),
    )


def _scheme(scheme: SchemeRow) -> Node:
    texts = {**scheme.parts, "prefix": scheme.prefix, "environment": scheme.environment}
    keywords: dict[str, Node | None] = {
        name: string_literal(texts[name])
        for name in (*scheme.kind.parts, "environment")
        if texts.get(name)
    }
    if scheme.scopes:
        keywords["scopes"] = mapping({name: string_literal(about) for name, about in scheme.scopes})
    if scheme.flows:
        keywords["flows"] = mapping({flow.name: _flow(flow) for flow in scheme.flows})
    if scheme.sign_in and scheme.kind.signs_in:
        keywords["sign_in"] = call(
            "SignInDefaults", **{name: _value(value) for name, value in scheme.sign_in}
        )
    return call(scheme.kind.runtime_class, **keywords)


_ADDRESSES: Final = (
    "token_url",
    "authorization_url",
    "refresh_url",
    "device_authorization_url",
)


def _flow(flow: OAuthFlow) -> Node:
    keywords: dict[str, Node | None] = {
        name: string_literal(getattr(flow, name)) for name in _ADDRESSES if getattr(flow, name)
    }
    if flow.scopes:
        keywords["scopes"] = mapping({name: string_literal(about) for name, about in flow.scopes})
    return call("OAuthFlow", **keywords)


def _value(value: object) -> Node:
    """A setting as an expression: a text, a number, a tuple of texts, or a mapping of texts."""
    match value:
        case str():
            return string_literal(value)
        case tuple():
            return strings(cast("tuple[str, ...]", value))
        case dict():
            texts = cast("dict[str, str]", value)
            return mapping({key: string_literal(text) for key, text in texts.items()})
        case _:
            return repr(value)
