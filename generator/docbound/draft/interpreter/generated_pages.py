"""What only pages of openapi-generator and swagger-codegen have: the package's name, signatures,
imports, credentials in examples.
"""

from __future__ import annotations

import re
from typing import Final

from docbound.draft.blocks import At, Code, Group, Heading, Listing, Page, Paragraph
from docbound.draft.facts import Draft, Origin, Scheme
from docbound.draft.interpreter.samples import NotJSON, merge_samples, parse_sample, schema_of
from docbound.draft.interpreter.security import kind_of_label
from docbound.draft.used_statements import UsedStatements
from docbound.draft.vocabulary.type_words import read_type

_SCHEME_LABEL: Final = re.compile(
    r"^(?P<label>(?=[\w .]*?(?:Auth|OpenID))[\w .]*+)\s*+\((?P<name>[^()]+)\)\s*+:?$",
    re.I,
)
_CONFIGURED: Final = re.compile(
    r"\bconfigure (?P<kind>OAuth2|HTTP basic|(?:HTTP )?bearer|API key)"
    r"(?: (?:access )?token)?(?: for)? authorization: (?P<name>[\w.-]+)",
    re.I,
)
_API_KEY: Final = re.compile(r"api_key\[['\"](?P<name>[^'\"]+)['\"]\]\s*=")
_PREFIX: Final = re.compile(
    r"^\s*(?:#\s*)?\w*\.?api_key_prefix\[['\"](?P<name>[^'\"]+)['\"]\]\s*=\s*['\"](?P<prefix>[^'\"]+)['\"]"
)
_IMPORT: Final = re.compile(
    r"^(?:from\s++(?P<module>[\w.]++)\s++import\s++(?P<names>[\w, ]++)"
    r"|import\s++(?P<alone>[\w.]++))\s*+$"
)


def read_client_facts(page: Page, draft: Draft, ledger: UsedStatements) -> None:
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
        elif isinstance(block, Code):
            _configured_schemes(block, draft)
            if block.language in ("python", "py"):
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
            operation.tag, operation.api, operation.api_at = tag, found["api"], block.at


def _scheme_labels(block: Listing, draft: Draft, ledger: UsedStatements) -> None:
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


def _configured_schemes(block: Code, draft: Draft) -> None:
    """``// Configure API key authorization: api_key``: a comment over where an example sets a
    credential tells the kind of the scheme.
    """
    for found in _CONFIGURED.finditer(block.text):
        kind = kind_of_label(found["kind"])
        line = block.at.line + block.text.count("\n", 0, found.start())
        at = At(source=block.at.source, line=line)
        known = draft.schemes.setdefault(found["name"], Scheme(name=found["name"], kind="", at=at))
        if not known.kind and kind:
            known.kind, known.at = kind, at


def _helper(text: str, at: At, draft: Draft) -> None:
    """``client = get_acme_client(host=..., key=...)``: a function that returns a ready client."""
    found = _HELPER.search(text)
    if not found or not draft.package or len(draft.schemes) != 1:
        return
    given = re.findall(r"\b(\w++)\s*+=", found["arguments"])
    words = {
        word: name
        for name in given
        for word in ("host", "key")
        if name in (word, f"api_{word}", f"base_{word}")
    }
    if set(words) == {"host", "key"}:
        line = At(source=at.source, line=at.line + text.count("\n", 0, found.start("name")))
        draft.imports.setdefault(f"{draft.package.split('.')[0]}.{found['name']}", line)
        draft.helpers[found["name"]] = words
        prefix = re.search(r"prefix of: `(\S+)`", text)
        for scheme in draft.schemes.values():
            scheme.prefix = scheme.prefix or (prefix[1] if prefix else "")


def _example(block: Code, draft: Draft) -> None:
    _helper(block.text, block.at, draft)
    modules: dict[str, str] = {}
    for number, line in enumerate(block.text.split("\n")):
        at = At(source=block.at.source, line=block.at.line + number)
        imported = _IMPORT.match(line)
        if imported and draft.package:
            _import(imported, draft, at, modules)
            if re.match(r"from \w+\.(?:model\.|api import \w+_api$)", line):
                draft.layout = "prior"
        elif draft.package:
            _used(line, draft, at, modules)
        _sample(line, draft, at)
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


def _import(found: re.Match[str], draft: Draft, at: At, modules: dict[str, str]) -> None:
    if found["alone"]:
        if (
            found["alone"].split(".")[0] == draft.package.split(".")[0]
            and found["alone"] != draft.package
        ):
            draft.imports.setdefault(found["alone"], at)
    elif found["module"].split(".")[0] == draft.package.split(".")[0]:
        for name in found["names"].split(","):
            modules[name.strip()] = f"{found['module']}.{name.strip()}"
            draft.imports.setdefault(f"{found['module']}.{name.strip()}", at)


_HELPER: Final = re.compile(r"= (?P<name>get_\w+)\((?P<arguments>[^()]{0,400})\)")
_ARGUMENT: Final = re.compile(r"^\s*\w+ = (?P<value>[\[{].*[\]}]) # (?P<type>[\w\[\], ]+) \|")


def _used(line: str, draft: Draft, at: At, modules: dict[str, str]) -> None:
    """Names of the package that an example uses without importing them."""
    if line.lstrip().startswith("#"):
        return
    package = draft.package.split(".")[0]
    for found in re.finditer(rf"(?<![\w.]){re.escape(package)}\.(?P<name>[A-Za-z_]\w*)", line):
        draft.imports.setdefault(f"{package}.{found['name']}", at)
    for name, path in modules.items():
        used = re.search(rf"(?<![\w.]){re.escape(name)}\.(?P<name>[A-Za-z_]\w*)\(", line)
        if used:
            draft.imports.setdefault(f"{path}.{used['name']}", at)


def _sample(line: str, draft: Draft, at: At) -> None:
    """``pet = {"name": "Rex"} # Pet |``: an example that shows the fields of a model."""
    found = _ARGUMENT.match(line)
    if not found:
        return
    kind = read_type(found["type"], at).schema
    name = kind.ref or (kind.items.ref if kind.items else "")
    if not name:
        return
    try:
        value = parse_sample(found["value"])
    except (NotJSON, RecursionError):
        return
    if kind.items and isinstance(value.content, list) and value.content:
        value = value.content[0]
    if isinstance(value.content, dict) and value.content:
        shown = schema_of(value, at.source, at.line)
        for inner in shown.walk():
            inner.at = at
        known = draft.schemas.get(name)
        if known is None:
            draft.schemas[name] = shown
        elif known.origin is Origin.SAMPLE:
            draft.schemas[name] = merge_samples([known, shown]) or known


def _key_scheme(name: str, draft: Draft, at: At) -> None:
    """``configuration.api_key['x']``: the scheme on newer pages, the header on older ones."""
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
