"""Looks for secrets in what a client keeps: descriptions, settings, facts and fixtures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from docbound.build_request import NAMES_FILE
from docbound.diagnostics.diagnostic import Diagnostic, Position
from docbound.diagnostics.display import cut_line
from docbound.document import safe_open
from docbound.fixtures.base64_bodies import without_octets
from docbound.harness.errors import HarnessError, problem, shown
from docbound.redaction import PATTERNS, Redactor, Rules, SecretPattern, find_secrets
from docbound.redaction.placeholders import is_placeholder
from docbound.traffic import HttpRequest, HttpResponse

from ..clients import Client
from ..fixtures import Cassette
from ..project import SecretSettings

_SUFFIXES: Final = (".yaml", ".yml", ".json", ".py", ".md")


def findings(client: Client) -> Iterator[Diagnostic]:
    """Every place in a client's files that looks like a secret, and every credential of a fixture
    that is no stand-in.
    """
    for path in sorted(client.specs.rglob("*")):
        # The names that docbound keeps are long words of the description, which is searched itself.
        if path.is_file() and path.suffix in _SUFFIXES and path.name != NAMES_FILE:
            yield from _in_file(path, client.project.secrets)
    for path in client.fixtures:
        yield from _in_file(path, client.project.secrets, is_fixture=True)
        try:
            cassette = client.cassette(path)
        except HarnessError:
            continue  # the section of fixtures reports it
        yield from credentials(client, cassette)


def patterns(settings: SecretSettings) -> tuple[SecretPattern, ...]:
    """The usual shapes, and those of the project."""
    own = (
        SecretPattern(name=name, expression=expression)
        for name, expression in settings.patterns.items()
    )
    return (*PATTERNS, *own)


def _in_file(
    path: Path, settings: SecretSettings, *, is_fixture: bool = False
) -> Iterator[Diagnostic]:
    try:
        text = safe_open.read(path, safe_open.LARGEST_TEXT).decode()
    except (OSError, UnicodeDecodeError):
        return
    if is_fixture:
        # Octets as base64 have the shape of a key, whatever they are; those of a text are searched.
        plain = without_octets(text)
        text = plain.text
        yield from _in_octets(path, settings, plain.octets)
    for found in find_secrets(text, patterns(settings), frozenset(settings.exempt_patterns)):
        if any(allowed in found.text for allowed in settings.allow):
            continue
        line = text.count("\n", 0, found.start) + 1
        start = text.rfind("\n", 0, found.start) + 1
        hidden = _hidden(found.text)
        excerpt = text[start : text.find("\n", found.start)].replace(found.text, hidden)
        column = found.start - start + 1
        yield problem(
            "secret",
            f"this looks like a secret ({found.pattern}): {hidden}",
            "take it out, and have it revoked if it was one; if it is none, add it to `allow`, or"
            " the shape's name to `exempt-patterns`, in [tool.docbound.secrets]",
            position=Position(
                file=shown(path),
                line=line,
                column=column,
                excerpt=cut_line(excerpt, column),
            ),
        )


def _in_octets(
    path: Path, settings: SecretSettings, octets: Iterable[bytes]
) -> Iterator[Diagnostic]:
    """Secrets inside of texts that a fixture has as base64."""
    for data in octets:
        try:
            text = data.decode()
        except UnicodeDecodeError:
            continue
        for found in find_secrets(text, patterns(settings), frozenset(settings.exempt_patterns)):
            if not any(allowed in found.text for allowed in settings.allow):
                yield problem(
                    "secret",
                    f"octets of this fixture hold what looks like a secret ({found.pattern}):"
                    f" {_hidden(found.text)}",
                    "record it again, or put a placeholder there",
                    position=Position(file=shown(path), line=1, column=1),
                )


def _hidden(text: str) -> str:
    return f"{text[:4]}…" if len(text) > 8 else "…"


def rules_of(client: Client) -> Rules:
    """Where secrets are in the messages of a client's service."""
    settings = client.project.secrets
    schemes = client.service.security_schemes.values()
    by_place: dict[str, set[str]] = {
        "header": set(settings.headers),
        "query": set(),
        "cookie": set(),
    }
    for scheme in schemes:
        if scheme.text("type") == "apiKey" and scheme.text("in") in by_place:
            by_place[scheme.text("in")].add(scheme.text("name"))
    return Rules(
        headers=frozenset(by_place["header"]),
        query=frozenset(by_place["query"]),
        fields=frozenset((*client.settings.secret_fields, *settings.fields)),
        exempt=frozenset(settings.exempt),
        patterns=patterns(settings),
        exempt_patterns=frozenset(settings.exempt_patterns),
        allow=settings.allow,
    )


def credentials(client: Client, cassette: Cassette) -> Iterator[Diagnostic]:
    """Credentials in requests are those that ``meta`` declares to be made up; a recorded fixture
    has stand-ins only.
    """
    rules = rules_of(client)
    declared = {
        part for value in cassette.meta.credentials.values() for part in (value, *value.split(":"))
    }
    for index, exchange in enumerate(cassette.exchanges):
        for name, value in exchange.request.headers:
            if (
                rules.is_secret_header(name)
                and name.lower() != "cookie"
                and not _is_declared(name, value, declared)
            ):
                yield problem(
                    "secret",
                    f"{cassette}: the credential in the header {name} is none of those that"
                    " `meta.credentials` declares",
                    "put a placeholder there, and declare it",
                    position=cassette.position(f"#/interactions/{index}/request/headers/{name}"),
                )
        if cassette.meta.provenance == "recorded" and cassette.meta.recorded:
            yield from _recorded(cassette, rules, index, exchange.request, exchange.response)


def _is_declared(name: str, value: str, declared: set[str]) -> bool:
    import base64
    import binascii

    words = value.split()
    secret = words[-1] if words else ""
    if words and words[0].lower() == "basic":
        try:
            secret = base64.b64decode(secret).decode()
        except (binascii.Error, ValueError):
            return False
        return any(part in declared or is_placeholder(part) for part in secret.split(":"))
    return (
        secret in declared
        or is_placeholder(secret)
        or any(known and known in value for known in declared)
    )


def _recorded(
    cassette: Cassette,
    rules: Rules,
    index: int,
    request: HttpRequest,
    response: HttpResponse,
) -> Iterator[Diagnostic]:
    """What redaction would still change in a recorded fixture."""
    redactor = Redactor(rules)
    for side, before, after in (
        ("request", request, redactor.request(request)),
        ("response", response, redactor.response(response)),
    ):
        if before != after:
            yield problem(
                "secret",
                f"{cassette}: the recorded {side} has a secret that was not replaced",
                "record it again, or put a placeholder there",
                position=cassette.position(f"#/interactions/{index}/{side}"),
            )
