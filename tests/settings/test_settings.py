"""client.yaml: what it gives, and what is said about mistakes in it, each with its place."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent

import pytest

from docbound.diagnostics.diagnostic import Diagnostic, Diagnostics
from docbound.settings import settings
from docbound.settings.filters import Filters, OperationSet
from docbound.settings.settings import Settings


def load(folder: Path, text: str) -> tuple[Settings | None, list[Diagnostic]]:
    path = folder / "client.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    found = Diagnostics()
    return settings.load(path, found), list(found)


def test_everything(tmp_path: Path) -> None:
    loaded, found = load(
        tmp_path,
        """
        package: acme_client
        distribution: acme
        version: 1.0
        layout: prior
        title: Acme
        environment: {host: ACME_HOST, log: ACME_LOG}
        credentials: {key: {environment: KEY, prefix: Api-Key}}
        helpers: [{name: get_client, scheme: key, arguments: {host: base, key: token}, note: Note.}]
        pagination: {list: {kind: page, parameter: p, items: data.items, size: s}}
        rename: {"#/components/schemas/A": B}
        secret_fields: [token]
        idempotency: {add: Idempotency-Key}
        overlays: [more.yaml]
        filters: {tags: [a], paths: /b*}
        lenient: true
        allowed_hosts: [example.com]
        readme: One paragraph.
        keywords: [a, b]
        body_names: {add: payload}
        accessors: {a: b}
        """,
    )
    assert found == []
    assert loaded is not None
    assert (loaded.package, loaded.distribution, loaded.version, loaded.layout) == (
        "acme_client",
        "acme",
        "1.0",
        "prior",
    )
    assert loaded.credentials["key"].prefix == "Api-Key"
    assert (loaded.helpers[0].host, loaded.helpers[0].key) == ("base", "token")
    assert loaded.pagination["list"][0].items == ("data", "items")
    assert loaded.overlays == (tmp_path / "more.yaml",)
    assert (loaded.filters.tags, loaded.filters.paths) == (("a",), ("/b*",))
    assert loaded.readme == ("One paragraph.",)
    place = loaded.position("rename", "#/components/schemas/A")
    assert place is not None
    assert place.line == 11


@pytest.mark.parametrize(
    ("text", "package", "names"),
    [
        ("package: acme_client", None, ("acme_client", "acme-client")),
        ("package: acme_client", "other", ("other", "other")),
        ("version: 2.0", "other", ("other", "other")),
        ("version: 2.0", None, ("petstore_client", "petstore-client")),
        ("distribution: Acme", None, ("petstore_client", "Acme")),
        ("{package: a.client, distribution: Acme}", "b.c", ("b.c", "Acme")),
        ("package: a.client", None, ("a.client", "a-client")),
    ],
)
def test_who_names_the_package(
    tmp_path: Path, text: str, package: str | None, names: tuple[str, str]
) -> None:
    loaded, found = load(tmp_path, f"{text}\n")
    assert loaded is not None, found
    called = settings.named(loaded, "Petstore API", package, "out")
    assert (called.package, called.distribution) == names
    assert (called.version, called.layout) == (loaded.version, "modern")


def test_filters_both_ways(tmp_path: Path) -> None:
    text = "filters: {tags: a, exclude: {paths: [/b*], operations: [c]}}\n"
    loaded, found = load(tmp_path, text)
    assert loaded is not None, found
    assert loaded.filters == Filters(
        tags=("a",), exclude=OperationSet(paths=("/b*",), operations=("c",))
    )


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("packag: x", "there is no setting 'packag' here", "did you mean 'package'?"),
        (
            "layout: modren",
            "'modren' is not one of modern, prior",
            "did you mean 'modern'?",
        ),
        ("keywords: {a: b}", "a list is expected here, not a mapping", "write a list"),
        (
            "lenient: 'yes'",
            "true or false is expected here, not 'yes'",
            "write true or false",
        ),
        ("title: [a]", "a text is expected here, not a list", "write a text"),
        (
            "distribution: -x-",
            "'-x-' is not the name of a distribution",
            "use ASCII letters",
        ),
        ("version: one", "'one' is not a Python version", "write one such as"),
        (
            "rename: {'#/a': two words}",
            "'two words' is not a Python name",
            "use letters",
        ),
        (
            "environment: {hots: X}",
            "there is no setting 'hots' here",
            "did you mean 'host'?",
        ),
        (
            "pagination: {a: {kind: pages}}",
            "'pages' is not one of cursor, page, offset, link, none",
            "did you mean 'page'?",
        ),
        (
            "pagination: {a: {kind: cursor, next: n, first: 0}}",
            "`kind: cursor` has no use for `first`",
            "remove it, or use `kind: page`",
        ),
        (
            "pagination: {a: {kind: cursor, next: n, last_item: id}}",
            "the next page is given by `next` and by `last_item`",
            "keep the one that the service documents",
        ),
        (
            "pagination: {a: {kind: page, parameter: p, first: one}}",
            "'one' is not a whole number",
            "write 0 or 1",
        ),
        (
            "pagination: {'*': [{kind: pages}]}",
            "'pages' is not one of cursor, page, offset, link, none",
            "did you mean 'page'?",
        ),
        (
            "webhooks: {scheme: hmac}",
            "`scheme: hmac` needs the header of the signature",
            "add `header:`",
        ),
        (
            "webhooks: {header: X-Signature}",
            "Standard Webhooks fix what `header` is",
            "remove it, or write `scheme: hmac`",
        ),
        (
            "webhooks: {scheme: hmac, header: X, signed: '{timestamp}'}",
            "`signed` does not hold the body",
            "add `{body}`",
        ),
        (
            "webhooks: {scheme: hmac, header: X, timestamp_header: Y}",
            "the timestamp is not signed, so anyone can change it",
            "add `{timestamp}` to `signed`",
        ),
        (
            "webhooks: {scheme: hmac, header: X, algorithm: ed25519}",
            "`scheme: hmac` has no algorithm 'ed25519'",
            "write sha256, sha512, sha384 or sha1",
        ),
        (
            "webhooks: {scheme: public_key, header: X, algorithm: sha256}",
            "`scheme: public_key` has no algorithm 'sha256'",
            "write ed25519, ecdsa-sha256 or rsa-sha256",
        ),
        (
            "webhooks: {scheme: public_key}",
            "`scheme: public_key` needs the header of the signature",
            "add `header:`",
        ),
        ("webhooks: {tolerance: soon}", "a number of seconds is expected here", "write a number"),
        ("helpers: [{name: x}]", "a helper needs a scheme", "add `scheme:`"),
        (
            "helpers: [{name: models, scheme: key}]",
            "'models' means something else at the package's root",
            "use a name such as",
        ),
        (
            "helpers: [{name: x, scheme: key, arguments: {host: prefix}}]",
            "the arguments of a helper need names that differ, also from `prefix`",
            "use names such as",
        ),
        (
            "helpers: [{name: x, scheme: a}, {name: x, scheme: b}]",
            "there are several helpers called 'x'",
            "give each one",
        ),
        (
            "rename: {'#/a': class}",
            "'class' is a keyword of Python",
            "use another name, such as `class_`",
        ),
        ("version: '1.٣'", "'1.٣' is not a Python version", "write one such as"),
    ],
)
def test_a_mistake_has_its_place_and_a_hint(
    tmp_path: Path, line: str, message: str, hint: str
) -> None:
    loaded, found = load(tmp_path, f"package: acme\n{line}\n")
    assert loaded is None
    (finding,) = found
    assert finding.message == message
    assert finding.hint.startswith(hint)
    assert finding.position is not None
    assert finding.position.line == 2
    assert finding.position.excerpt == line


@pytest.mark.parametrize(
    "name",
    (
        *("os", "typing.x", "pydantic", "urllib3", "aiohttp.x", "class", "a.def"),
        *("__init__", "../x", "/x", "a..b", ".a", "a.", "", "2a", "\ufb01x", "a" * 300),
    ),
)
def test_a_package_that_could_not_be_imported_is_refused(tmp_path: Path, name: str) -> None:
    loaded, found = load(tmp_path, f"package: {json.dumps(name)}\n")
    assert loaded is None
    assert any(repr(name) in finding.message for finding in found)


@pytest.mark.parametrize("name", ["acme", "acme.billing", "_acme", "os_client", "é"])
def test_other_packages_are_not(tmp_path: Path, name: str) -> None:
    loaded, _ = load(tmp_path, f"package: {name}\n")
    assert loaded is not None
    assert loaded.package == name


def test_every_mistake_is_reported_at_once(tmp_path: Path) -> None:
    loaded, found = load(tmp_path, "packge: x\nversion: one\nlayout: 1\n")
    assert loaded is None
    assert [item.code for item in found] == [
        "unknown-key",
        "wrong-value",
        "wrong-value",
    ]


@pytest.mark.parametrize("text", ["", "- a\n", "package: 'a b'\n", "{"])
def test_what_is_no_client_file_is_refused(tmp_path: Path, text: str) -> None:
    loaded, found = load(tmp_path, text)
    assert loaded is None
    assert found


@pytest.mark.parametrize(
    ("title", "package", "output", "name"),
    [
        ("Petstore API", None, None, "petstore_client"),
        ("Petstore.io ~ API Documentation", None, None, "petstore_io_client"),
        ("API Reference", None, None, "reference_client"),
        ("Swagger Petstore - OpenAPI 3.0", None, None, "petstore_client"),
        ("SharedGalleryServiceClient", None, None, "sharedgalleryservice_client"),
        ("API", None, None, "api_client"),
        ("2FA", None, None, "api_2fa_client"),
        ("Café", None, None, "cafe_client"),
        ("模型", None, "my-out", "my_out_client"),
        ("", None, None, "api_client"),
        ("Petstore", "acme", "out", "acme"),
    ],
)
def test_names_without_a_client_file(
    title: str, package: str | None, output: str | None, name: str
) -> None:
    assert settings.defaults(title, package, output).package == name
