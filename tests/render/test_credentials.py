"""What pages say of credentials is what a client takes."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from docbound.package import SchemeRow
from docbound.render.credentials import given_as
from docbound.runtime.config.configuration import BaseConfiguration
from docbound.runtime.service import security_schemes
from docbound.runtime.service.spec import PackageSpec, Server
from docbound.tables.scheme_kinds import SCHEME_KINDS, SchemeKind

_PARTS = {"parameter": "X-Key", "location": "header", "scheme": "hoba"}


@pytest.mark.parametrize("name", ["key", 'odd "key" \\ `x`'])
@pytest.mark.parametrize("kind", SCHEME_KINDS.values(), ids=lambda kind: kind.name)
def test_the_arguments_are_taken(kind: SchemeKind, name: str) -> None:
    parts = {key: _PARTS[key] for key in kind.parts if key in _PARTS}
    scheme = getattr(security_schemes, kind.runtime_class)(**parts)

    class Configuration(BaseConfiguration):
        _spec = PackageSpec(
            package="cats_client",
            distribution="cats-client",
            version="1.0.0",
            title="Cats",
            servers=(Server("https://api.example.com"),),
            security_schemes={name: scheme},
        )

    shown = str(given_as(SchemeRow(name=name, kind=kind)))
    spans = re.findall(r"(`+) ?([^ ].*?) ?\1(?!`)", shown.partition(", to ")[0])
    assert spans
    given = cast(
        "dict[str, Any]",
        eval(f"dict({', '.join(code for _, code in spans)})", {"__builtins__": {"dict": dict}}),
    )
    assert set(given) == set(kind.arguments)
    Configuration(**given)
