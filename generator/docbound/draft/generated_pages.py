"""What only pages of openapi-generator and swagger-codegen have: the package's name, signatures,
imports, credentials in examples.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At, Code, Group, Heading, Listing, Page, Paragraph
from docbound.draft.facts import Draft, Scheme
from docbound.draft.ledger import Ledger
from docbound.draft.security import kind_of_label

_SCHEME_LABEL: Final = re.compile(
    r"^(?P<label>[\w .]*(?:Authentication|Auth|OAuth|OpenID)[\w .]*)\s*\((?P<name>[^()]+)\)\s*:?$",
    re.I,
)
_API_KEY: Final = re.compile(r"api_key\[['\"](?P<name>[^'\"]+)['\"]\]\s*=")
_PREFIX: Final = re.compile(
    r"^\s*(?:#\s*)?\w*\.?api_key_prefix\[['\"](?P<name>[^'\"]+)['\"]\]\s*=\s*['\"](?P<prefix>[^'\"]+)['\"]"
)
_IMPORT: Final = re.compile(
    r"^(?:from\s+(?P<module>[\w.]+)\s+import\s+(?P<names>[\w, ]+)|import\s+(?P<alone>[\w.]+))\s*$"
)


def read_client_facts(page: Page, draft: Draft, ledger: Ledger) -> None:
    """Adds what a generated page tells about the client it belongs to."""
    operation = None
    by_name = {
        item.operation_id.lower(): item for item in draft.operations.values() if item.operation_id
    }
    for block in page.blocks:
        if isinstance(block, Heading):
            _class_heading(block, draft)
            word = re.sub(r"\(.*$", "", block.text.plain.strip("* ")).rsplit(".", 1)[-1].lower()
            operation = by_name.get(word, operation)
        elif isinstance(block, Group) and block.kind == "aside" and operation is not None:
            first = block.children[0] if block.children else None
            if isinstance(first, Paragraph) and "(" in first.text.plain and not operation.signature:
                operation.signature, operation.signature_at = (
                    " ".join(first.text.plain.split()),
                    first.at,
                )
                ledger.use(first.at)
        elif isinstance(block, Listing):
            _scheme_labels(block, draft, ledger)
        elif isinstance(block, Code) and block.language in ("python", "py"):
            _example(block, draft)
    for scheme in draft.schemes.values():
        if not scheme.kind:
            scheme.kind = _kind_by_name(scheme.name)


def _class_heading(block: Heading, draft: Draft) -> None:
    found = re.fullmatch(
        r"(?:(?P<package>[\w.\\]*?)\\?[.\\])?(?P<api>\w+Api)",
        block.text.plain.strip("* "),
    )
    if found and block.level == 1:
        draft.api_at.setdefault(found["api"], block.at)
        if found["package"] and not draft.package:
            draft.package, draft.package_at = found["package"].strip("."), block.at
        tag = found["api"].removesuffix("Api")
        for operation in draft.operations.values():
            operation.tag = tag


def _scheme_labels(block: Listing, draft: Draft, ledger: Ledger) -> None:
    """``* Bearer Authentication (oryAccessToken):`` above an example."""
    for item in block.items:
        found = _SCHEME_LABEL.match(item.text.plain.strip())
        if not found:
            continue
        ledger.use(item.at)
        name = found["name"]
        kind = kind_of_label(found["label"])
        known = draft.schemes.get(name)
        if known is None:
            draft.schemes[name] = Scheme(name=name, kind=kind, at=item.at)
        elif not known.kind:
            known.kind, known.at = kind, item.at


def _example(block: Code, draft: Draft) -> None:
    for number, line in enumerate(block.text.split("\n")):
        at = At(source=block.at.source, line=block.at.line + number)
        imported = _IMPORT.match(line)
        if imported and draft.package:
            _import(imported, draft, at)
        key = _API_KEY.search(line)
        if key:
            _key_scheme(key["name"], draft, at)
        prefix = _PREFIX.match(line)
        if prefix:
            for scheme in draft.schemes.values():
                # Commented out, it only shows how a prefix would be given.
                if (
                    scheme.kind == "apiKey"
                    and prefix["name"] in (scheme.parameter, scheme.name)
                    and not line.lstrip().startswith("#")
                ):
                    scheme.prefix = scheme.prefix or prefix["prefix"]


def _import(found: re.Match[str], draft: Draft, at: At) -> None:
    if found["alone"]:
        if (
            found["alone"].split(".")[0] == draft.package.split(".")[0]
            and found["alone"] != draft.package
        ):
            draft.imports.setdefault(found["alone"], at)
    elif found["module"].split(".")[0] == draft.package.split(".")[0]:
        for name in found["names"].split(","):
            draft.imports.setdefault(f"{found['module']}.{name.strip()}", at)


def _key_scheme(name: str, draft: Draft, at: At) -> None:
    """``configuration.api_key['x']``: ``x`` is the scheme on newer pages, the header on older
    ones.
    """
    known = draft.schemes.get(name)
    if known is not None:
        known.kind = known.kind or "apiKey"
        return
    open_schemes = [
        scheme
        for scheme in draft.schemes.values()
        if not scheme.kind and _kind_by_name(scheme.name) in ("", "apiKey")
    ]
    if len(open_schemes) == 1:
        scheme = open_schemes[0]
        scheme.kind, scheme.parameter, scheme.place, scheme.at = (
            "apiKey",
            name,
            "header",
            at,
        )


def _kind_by_name(name: str) -> str:
    """The kind that a scheme's name tells, where nothing else does."""
    for pattern, kind in (
        (r"basic", "http-basic"),
        (r"bearer|jwt", "http-bearer"),
        (r"oauth", "oauth2"),
        (r"api.?key", "apiKey"),
        (r"openid|oidc", "openIdConnect"),
    ):
        if re.search(pattern, name, re.I):
            return kind
    return ""
