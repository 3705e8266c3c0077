"""Holds client.yaml against the documented facts and the description."""

from __future__ import annotations

from collections.abc import Iterator

from docbound.diagnostics.diagnostic import Diagnostic, Severity
from docbound.harness.described_service import Node, Service
from docbound.harness.errors import problem
from docbound.json_values import is_object
from docbound.redaction.sensitive_names import is_secret_name
from docbound.settings.settings import Settings

from ...documented.facts import Documented
from .differences import Difference, compare
from .schemas import Schemas


def differences(facts: Documented, settings: Settings) -> Iterator[Difference]:
    """What client.yaml says otherwise than the documentation: the package's name, and the words
    before credentials.
    """
    if facts.package is not None and settings.package:
        yield from compare(
            "package",
            facts.package.value,
            settings.package,
            facts.package.at,
            "#/package",
        )
    for scheme in facts.schemes or ():
        credential = settings.credentials.get(scheme.name)
        prefixes = {f"#/credentials/{scheme.name}": credential.prefix} if credential else {}
        helpers = {
            f"#/helpers/{index}": helper.prefix
            for index, helper in enumerate(settings.helpers)
            if helper.scheme == scheme.name
        }
        for place, prefix in (prefixes | helpers).items():
            yield from compare(
                f"prefix of {scheme.name}",
                scheme.prefix,
                prefix,
                scheme.prefix_at,
                place,
            )


def unhidden_fields(service: Service, settings: Settings) -> Iterator[Diagnostic]:
    """Fields that sound like a secret, and that no ``secret_fields`` hides."""
    schemas = Schemas(service)
    seen: set[str] = set()
    for _, schema in schemas.named():
        properties, _ = schemas.properties(schema)
        for name, node in properties.items():
            if name in seen or name in settings.secret_fields:
                continue
            if is_secret_name(name, in_body=True) and _is_text(node):
                seen.add(name)
                yield problem(
                    "visible-secret",
                    f"the field {name!r} sounds like a secret, and client.yaml does not hide it",
                    f"add it to `secret_fields`: [{name}]",
                    position=service.position(node.pointer),
                    pointer=node.pointer,
                    severity=Severity.WARNING,
                )


def _is_text(node: Node) -> bool:
    return is_object(node.value) and "string" in str(node.value.get("type", "string"))
